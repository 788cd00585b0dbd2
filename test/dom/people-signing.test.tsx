import { act, renderHook, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useSigning } from '../../renderer/app/signing.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
beforeEach(async () => {
  page = await openPage('/bench');
  sign = renderHook(() => useSigning()).result.current.sign;
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const press = (keys: string) => page.user.keyboard(keys);
const secret = 'three blue kettles';
let sign: ReturnType<typeof useSigning>['sign'];

async function errorHash(): Promise<string> {
  const instrumentId = await page.addByHand({ name: 'Night analyzer' });
  const { errorId } = await page.client.errors.enter({
    instrumentId,
    code: 'E-1',
    text: 'Door open',
    origin: 'typed',
    severity: 'warn',
  });
  const trail = await page.client.people.auditTrail.page({
    filter: { personId: null, instrumentId: null, type: 'errors', from: null, to: null, text: '', actors: 'all' },
    before: null,
    limit: 10,
  });
  expect(errorId).not.toBe('');
  return trail.entries[0]?.hash ?? '';
}

const lines = [
  { label: 'Code', value: 'E-1' },
  { label: 'Text on the screen', value: 'Door open' },
];

describe('the signing sheet', () => {
  it('says that signatures need accounts, and where to make them', async () => {
    await screen.findByText('No instruments yet.');
    const signed = sign({ title: 'Anything', lines, meaning: 'performed', act: async () => 'never' });
    await screen.findByText('Signatures need accounts.');
    expect(screen.queryByRole('button', { name: /^Sign/ })).toBeNull();
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Escape}');
    expect(await signed).toBeNull();
  });

  it('shows what is signed, certifies once, refuses a wrong password and keeps the rest, and signs by its hash', async () => {
    const hash = await errorHash();
    await page.client.people.makeOwner({
      signInName: 'ana',
      printedName: 'Ana Petrova',
      initials: 'AP',
      password: secret,
    });
    await screen.findByRole('button', { name: /Who acts:\s*Ana Petrova/ });
    const signed = sign({
      title: 'Error E-1, Night analyzer',
      lines,
      meaning: ['reviewed', 'approved'],
      act: (proof) => page.layer.client.people.sign({ targets: [hash], ...proof }),
    });
    const sheet = within(await screen.findByRole('dialog', { name: 'Sign' }));
    const what = within(sheet.getByRole('region', { name: 'This is what is signed' }));
    what.getByText('Door open');
    sheet.getByText(/legally binding equivalent/);
    expect(await findSeriousFaults()).toEqual([]);
    // Nothing is chosen for the person.
    expect(sheet.getByRole('button', { name: /Certify this and sign/ }).hasAttribute('disabled')).toBe(true);
    await press('{ArrowDown}');
    await page.user.click(sheet.getByLabelText(/approved:/));
    const password = sheet.getByLabelText(/Password of Ana Petrova/);
    await page.user.type(password, 'something else{Enter}');
    await sheet.findByText('Name or password is not right.');
    expect((password as HTMLInputElement).value).toBe('');
    expect((sheet.getByLabelText(/approved:/) as HTMLInputElement).checked).toBe(true);
    await page.user.type(password, `${secret}{Enter}`);
    expect((await signed)?.result).toMatchObject({ printedName: 'Ana Petrova', meaning: 'approved', counts: true });
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await page.client.people.signatures({ hashes: [hash] })).toHaveLength(1);
    expect((await page.client.people.state()).person?.hasCertified).toBe(true);
  });

  it('is ended unsigned by another one', async () => {
    await screen.findByText('No instruments yet.');
    const first = sign({ title: 'First', lines, meaning: 'performed', act: async () => 1 });
    let second: ReturnType<typeof sign> | undefined;
    act(() => {
      second = sign({ title: 'Second', lines, meaning: 'performed', act: async () => 2 });
    });
    expect(await first).toBeNull();
    await screen.findByText('Second');
    await press('{Escape}');
    expect(await second).toBeNull();
  });
});
