import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest, passwordHasFocus } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);
const secret = 'three blue kettles';

/** The owner as the host makes it, signed in; answers the recovery key. */
async function withOwner(address = '/bench'): Promise<string> {
  page = await openPage(address);
  const { recoveryKey } = await page.client.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await screen.findByRole('button', { name: /Who acts:\s*Ana Petrova/ });
  return recoveryKey;
}

describe('the owner', () => {
  it('is offered calmly and set up by keyboard alone: names, recovery key typed back, certification', async () => {
    page = await openPage('/people/owner');
    await heading('Set up the owner');
    const name = await screen.findByRole('textbox', { name: /Name as it is printed/ });
    expect(document.activeElement).toBe(name);
    await press('Ana Petrova{Tab}{Tab}{Tab}');
    expect(screen.getByDisplayValue('ana')).toBeDefined();
    expect(screen.getByDisplayValue('AP')).toBeDefined();
    await press(`${secret}{Tab}three red`);
    screen.getByText('The two are not the same.');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Control>}a{/Control}');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);

    await screen.findByText('One key for the worst day');
    const paper = screen.getByRole('heading', { name: 'Recovery key' }).parentElement as HTMLElement;
    const groups = [...paper.querySelectorAll('span')]
      .map((group) => group.textContent ?? '')
      .filter((text) => /^[0-9A-Z]{4}$/.test(text));
    expect(groups).toHaveLength(8);
    const back = screen.getByRole('textbox', { name: /Type it back/ });
    expect(document.activeElement).toBe(back);
    await press('wrong{Enter}');
    screen.getByText(/This is not what is shown above/);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.clear(back);
    await press(`${groups.join(' ').toLowerCase()}{Enter}`);

    await screen.findByText(/legally binding equivalent/);
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await screen.findByText('The bench has its owner.');
    expect(await findSeriousFaults()).toEqual([]);
    expect(await page.client.people.state()).toMatchObject({
      state: 'active',
      person: { printedName: 'Ana Petrova', hasCertified: true, roles: ['supervisor', 'administrator'] },
    });
    await press('{Enter}');
    await heading('Bench');
  });
});

describe('a lost password', () => {
  it('is set anew with the recovery key, which is used up by it', async () => {
    const recoveryKey = await withOwner();
    await press('{Control>}u{/Control}');
    await page.user.click(await screen.findByRole('button', { name: 'Sign out' }));
    await screen.findByRole('heading', { name: 'Sign in' });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(screen.getByRole('button', { name: 'The password is lost' }));
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByLabelText(/^Recovery key/), recoveryKey.toLowerCase());
    await page.user.type(screen.getByLabelText(/Sign-in name/), 'ana');
    await page.user.type(screen.getByLabelText(/^Password/), 'seven white boats');
    await page.user.type(screen.getByLabelText(/The same once more/), 'seven white boats{Enter}');
    const back = await screen.findByRole('textbox', { name: /Type it back/ });
    const paper = back.closest('form')?.querySelector('[data-key-on-paper] p');
    const key = [...(paper?.querySelectorAll('span') ?? [])].map((group) => group.textContent).join('');
    expect(key).not.toBe(recoveryKey.replaceAll('-', ''));
    await page.user.type(back, `${key}{Enter}`);
    await page.user.type(await screen.findByLabelText(/Password of Ana Petrova/), 'seven white boats{Enter}');
    await screen.findByRole('button', { name: /Who acts:\s*Ana Petrova/ });
  });

  it('is given anew by two administrators', async () => {
    await withOwner();
    const { people } = page.client;
    for (const [signInName, printedName, roles] of [
      ['ben', 'Ben Ode', ['administrator']],
      ['cleo', 'Cleo Marsh', ['administrator']],
    ] as const) {
      await people.add({
        signInName,
        printedName,
        initials: '',
        roles: [...roles],
        password: 'four green ladders',
        reason: '',
      });
    }
    await people.signIn({ signInName: 'ben', password: 'four green ladders' });
    await people.changePassword({ oldPassword: 'four green ladders', newPassword: 'five grey ladders' });
    await people.signOut();
    await page.user.click(await screen.findByRole('button', { name: 'The password is lost' }));
    await page.user.click(screen.getByRole('radio', { name: /By two administrators/ }));
    expect(await findSeriousFaults()).toEqual([]);
    const [first, second, whose] = screen.getAllByLabelText(/Sign-in name/) as [HTMLElement, HTMLElement, HTMLElement];
    const [one, two, fresh] = screen.getAllByLabelText(/^Password/) as [HTMLElement, HTMLElement, HTMLElement];
    await page.user.type(first, 'ana');
    await page.user.type(one, secret);
    await page.user.type(second, 'ben');
    await page.user.type(two, 'five grey ladders');
    await page.user.type(whose, 'cleo');
    await page.user.type(fresh, 'six brown horses');
    await page.user.type(screen.getByLabelText(/The same once more/), 'six brown horses');
    await page.user.type(screen.getByLabelText(/^Why/), 'forgot it{Enter}');
    await screen.findByText(/The password is set\. It is for one sign-in/);
  });
});

describe('a locked bench', () => {
  it('keeps the draft under it, shows the instruments, and opens with the password', async () => {
    await withOwner();
    await page.addByHand({ name: 'Night analyzer' });
    await press('{Control>}e{/Control}');
    await screen.findByRole('textbox', { name: /Code as shown/ });
    await press('E-12');
    await page.client.people.lock();
    await screen.findByRole('heading', { name: 'Locked' });
    screen.getByText(/What Ana Petrova had begun to write is kept/);
    const bench = within(screen.getByRole('region', { name: 'The bench meanwhile' }));
    bench.getByText('Night analyzer');
    expect(await findSeriousFaults()).toEqual([]);
    // No key reaches what is under it.
    await press('{Control>}k{/Control}');
    expect(screen.queryByRole('dialog', { name: 'Search and commands' })).toBeNull();
    const password = screen.getByLabelText(/Password of Ana Petrova/);
    expect(document.activeElement).toBe(password);
    await press('not this one{Enter}');
    await screen.findByText('Name or password is not right.');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await waitFor(() => expect(screen.queryByRole('heading', { name: 'Locked' })).toBeNull());
    screen.getByDisplayValue('E-12');
  });

  it('goes on with what was pressed when its person comes back, and with nothing when it is somebody else', async () => {
    await withOwner('/settings');
    await page.client.people.add({
      signInName: 'ben',
      printedName: 'Ben Ode',
      initials: 'BO',
      roles: ['tech'],
      password: 'four green ladders',
      reason: '',
    });
    await page.client.people.lock();
    await screen.findByRole('heading', { name: 'Locked' });
    // As if it had been pressed in the moment of the lock: a command of this page, refused and waiting.
    const { settings } = page.client.system;
    const held = await settings();
    const first = page.layer.client.system.saveSettings({ ...held, units: 'si' });
    await page.client.people.signIn({ signInName: 'ana', password: secret });
    await first;
    expect((await settings()).units).toBe('si');
    await page.client.people.lock();
    await screen.findByRole('heading', { name: 'Locked' });
    const second = page.layer.client.system.saveSettings({ ...held, units: 'conventional' });
    const refused = expect(second).rejects.toMatchObject({ code: 'people/not-signed-in' });
    await page.client.people.signIn({ signInName: 'ben', password: 'four green ladders' });
    await refused;
    expect((await settings()).units).toBe('si');
    // Ben was given his password: there is nothing to do but choose his own.
    await screen.findByRole('heading', { name: 'Choose your own password' });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByLabelText(/The password you were given/), 'four green ladders');
    await page.user.type(screen.getByLabelText(/^Password/), 'five grey ladders');
    await page.user.type(screen.getByLabelText(/The same once more/), 'five grey ladders{Enter}');
    await screen.findByRole('button', { name: /Who acts:\s*Ben Ode/ });
  });
});
