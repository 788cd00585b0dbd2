import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest, passwordHasFocus } from '../harness/page.tsx';

const secret = 'three blue kettles';
const signing = { password: secret, statement: '' };
let page: PageUnderTest;
let microscope: string;
/** Slower than a scanner, as hands are. */
let hands: ReturnType<typeof userEvent.setup>;

beforeEach(async () => {
  page = await openPage('/bench');
  hands = userEvent.setup({ delay: 60 });
  await page.client.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await page.client.people.certify({ password: secret, statement: 'My signature binds me.' });
  microscope = await page.addByHand({ definitionKey: 'nikon-eclipse-ci-u', name: 'Microscope 1', serialNumber: '12' });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const cell = (name: RegExp) => screen.findByRole('button', { name });

describe('a differential count', () => {
  it('is made and signed by keys and a pedal alone, and a reload of the screen loses no cell', {
    timeout: 90_000,
  }, async () => {
    await page.goTo(`/instruments/${microscope}/microscopy`);
    await heading('Microscope 1');
    await screen.findByText('No count yet.');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Enter}');
    await screen.findByRole('dialog', { name: 'Count cells' });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('S26-0412{Enter}');
    await heading('Counting slide 0412');

    await hands.keyboard('n3l');
    await cell(/^Segmented neutrophil: 1,/);
    await cell(/^Lymphocyte: 2,/);
    await hands.keyboard('{F13}');
    await cell(/^Nucleated red cell: 1,/);
    await screen.findByText('3 of 100');
    await hands.keyboard('-{Backspace}');
    await cell(/^Lymphocyte: 1,/);
    await hands.keyboard('v');
    await screen.findByText('The key V counts nothing.');
    await screen.findByText(/Every cell is saved/);
    expect(await findSeriousFaults()).toEqual([]);

    // Away and back: the row of presses goes on.
    await page.goTo('/bench');
    await heading('Bench');
    const [open] = await page.client.microscopy.counts.inProgress({ instrumentId: microscope });
    const countId = open?.countId ?? '';
    await page.client.microscopy.counts.press({ countId, from: open?.marks.length ?? 0, marks: '0'.repeat(97) });
    await page.goTo(`/differentials/${countId}/count`);
    await screen.findByText('99 of 100');
    expect(screen.getByRole('button', { name: /Finish and sign/ }).hasAttribute('disabled')).toBe(true);
    await hands.keyboard('m');
    await screen.findByText('100 of 100');
    await hands.keyboard('n');
    await screen.findByText('The target is reached. This cell was not counted.');
    await screen.findByText('100 of 100');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /Finish and sign/ }).hasAttribute('disabled')).toBe(false),
    );
    expect(await findSeriousFaults()).toEqual([]);
    await hands.keyboard('{Enter}');
    const sheet = within(await screen.findByRole('dialog'));
    sheet.getByText('98 (98.0 %)');
    await passwordHasFocus();
    await page.user.keyboard(`${secret}{Enter}`);
    await heading('Count of slide 0412');
    await screen.findByText(/by Ana Petrova, performed/);
    await screen.findByText('93.0 to 99.8');
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('counts nothing of a bar code that is scanned by mistake', { timeout: 60_000 }, async () => {
    const { countId } = await page.client.microscopy.counts.open({
      requestId: crypto.randomUUID(),
      instrumentId: microscope,
      slideLabel: 'S26-0412',
      target: 100,
    });
    await page.goTo(`/differentials/${countId}/count`);
    await heading(/Counting slide/);
    await screen.findByText('0 of 100');
    act(() => {
      for (const key of [...'123456789', 'Enter']) {
        document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      }
    });
    await screen.findByText('A bar code was scanned. It was not counted.');
    await screen.findByText('0 of 100');
  });
});

describe('a microscope', () => {
  it('keeps the hours of its lamp, and a new lamp starts anew with its reason', { timeout: 60_000 }, async () => {
    await page.goTo(`/instruments/${microscope}/microscopy`);
    await page.user.click(await screen.findByRole('button', { name: 'Enter Lamp hours' }));
    await screen.findByRole('dialog');
    await page.user.keyboard('180.5{Enter}');
    await screen.findByText(/^180.5 h, read on/);
    await page.user.click(screen.getByRole('button', { name: 'Enter Lamp hours' }));
    await screen.findByRole('dialog');
    await page.user.keyboard('20{Enter}');
    await screen.findByText(/20 is lower/);
    await page.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await page.user.click(screen.getByRole('button', { name: 'Lamp changed' }));
    await screen.findByRole('dialog');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('191{Enter}');
    await passwordHasFocus();
    await page.user.keyboard(`${secret}{Enter}`);
    await screen.findByText('191 h over 2 lamps');
  });

  it('has a scale for each objective, keeps the value before and tells the drift', { timeout: 60_000 }, async () => {
    await page.client.microscopy.scales.calibrate({
      requestId: crypto.randomUUID(),
      instrumentId: microscope,
      terms: {
        ...{ objective: '40x/0.65', eyepiece: '10x', pitchUm: '10', micrometer: 'SM-7', note: '' },
        readings: [{ stageDivisions: '25', eyepieceDivisions: '100' }],
        driftLimitPercent: '2',
      },
      signing,
    });
    await page.goTo(`/instruments/${microscope}/microscopy`);
    await screen.findByText('2.5 µm per division');
    await page.user.click(screen.getByRole('button', { name: 'Calibrate an objective' }));
    await screen.findByRole('dialog');
    await page.user.keyboard('40×/0.65');
    await page.user.type(screen.getByRole('textbox', { name: /Stage divisions, reading 1/ }), '25,2');
    await page.user.type(screen.getByRole('textbox', { name: /Eyepiece divisions, reading 1/ }), '100');
    await screen.findByText('2.52 µm per division');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Enter}');
    await passwordHasFocus();
    await page.user.keyboard(`${secret}{Enter}`);
    await screen.findByText(/Against 2.5 on .*: \+0.80 %/);
    await screen.findByText('PASS');
  });
});

describe('cell classes', () => {
  it('are the lab’s own: a pedal’s key is found by pressing it, and one key has one meaning', {
    timeout: 60_000,
  }, async () => {
    await page.goTo('/cell-classes');
    await heading('Cell classes and keys');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await screen.findByRole('textbox', { name: 'Press a key or a pedal to see its name' }));
    await page.user.keyboard('{F14}');
    await screen.findByText('This key is called F14.');
    const smudge = within(screen.getByRole('group', { name: 'Smudge cell' }));
    const keys = smudge.getByRole('textbox', { name: 'Keys' });
    await page.user.clear(keys);
    await page.user.type(keys, 'N');
    await page.user.type(screen.getByRole('textbox', { name: /Why they change/ }), 'Procedure HEM-12{Enter}');
    await screen.findByText('The key N has two meanings. Give it to one class only.');
    await page.user.clear(keys);
    await page.user.type(keys, 'F14{Enter}');
    await waitFor(async () => expect((await page.client.microscopy.classes.get()).isDefault).toBe(false));
    const { classes } = await page.client.microscopy.classes.get();
    expect(classes.find(({ key }) => key === 'smudge')?.keys).toEqual(['F14']);
  });
});
