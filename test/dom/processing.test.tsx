import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest, passwordHasFocus } from '../harness/page.tsx';
import { planOf, station } from '../unit/modules/processing-samples.ts';

const secret = 'three blue kettles';
let page: PageUnderTest;
let processor: string;

beforeEach(async () => {
  page = await openPage('/bench');
  await page.client.people.makeOwner({
    signInName: 'ana',
    printedName: 'Ana Petrova',
    initials: 'AP',
    password: secret,
  });
  await page.client.people.certify({ password: secret, statement: 'My signature binds me.' });
  processor = await page.addByHand({ definitionKey: 'thermo-shandon-citadel-2000', name: 'Tissue processor' });
}, 30_000);
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);
const sheet = (name: string | RegExp) => screen.findByRole('dialog', { name });
const gone = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const field = (name: string | RegExp) => screen.findByRole('textbox', { name });

const setUp = (more: Parameters<typeof planOf>[1] = {}) =>
  page.client.processing.plan.set({
    instrumentId: processor,
    plan: planOf([station(1), station(2, { content: 'Wax', kind: 'wax' })], more),
    reason: '',
  });
const fill = (position: number) =>
  page.client.processing.fills.record({
    ...{ instrumentId: processor, requestId: crypto.randomUUID(), stationId: `s${position}`, act: 'changed' },
    ...{ lot: 'L1', expiresOn: '2099-12-31', openedOn: null, at: null, note: '' },
  });

describe('the baths of a tissue processor', () => {
  it('are set up from nothing by keyboard, and a limit is not taken without its source', {
    timeout: 60_000,
  }, async () => {
    await page.goTo(`/instruments/${processor}/baths`);
    await screen.findByText('The baths are not set up.');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await heading('Set up the baths');
    await page.user.click(await screen.findByRole('button', { name: 'Add baths' }));
    await sheet('Add baths');
    await press('2{Enter}');
    await gone();
    await page.user.click(await screen.findByRole('button', { name: 'Change: Bath 1' }));
    await sheet('Bath 1');
    await press('Alcohol 70 %');
    await page.user.type(await field(/Change after \(cycles\)/), '3');
    await page.user.type(await field(/Change after \(days\)/), '7');
    await page.user.type(await field(/Source/), 'SOP 30');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText('after 3 cycles and after 7 days');
    await page.user.click(screen.getByRole('button', { name: 'Add usual questions' }));
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await screen.findByText(/No fill recorded: Bath 1: Alcohol 70 %/);
    const { plan } = await page.client.processing.plan.get({ instrumentId: processor });
    expect(plan?.stations.map(({ isInUse }) => isInUse)).toEqual([true, false]);
    expect(plan?.grading.criteria.every(({ low, high }) => low === null && high === null)).toBe(true);
  });

  it('log a run with two keys, say at once what is to be changed, and take a scanned label', {
    timeout: 60_000,
  }, async () => {
    await setUp();
    await fill(1);
    await fill(2);
    await page.goTo(`/instruments/${processor}/baths`);
    await screen.findByText('No bath is to be changed.');
    expect(await findSeriousFaults()).toEqual([]);
    for (const used of [1, 2, 3, 4]) {
      await press('{Enter}');
      await sheet('Log a run');
      await press('{Enter}');
      await gone();
      expect(await screen.findAllByText(new RegExp(`^${used} of 3 cycles`))).toHaveLength(2);
    }
    await screen.findByText(/Overdue: Bath 1: Alcohol 1/);
    await screen.findByText('and 1 more bath');
    await page.user.click(screen.getByRole('button', { name: 'Change bath 1' }));
    await sheet('Bath 1: Alcohol 1');
    await press('(01)09521234543213(17)991231(10)L2');
    expect(await field(/^Lot/)).toHaveProperty('value', 'L2');
    await waitFor(async () => expect(await field(/Expires on/)).toHaveProperty('value', '2099-12-31'));
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText(/Overdue: Bath 2: Wax/);
    await screen.findByText('lot L2');
    await page.goTo('/agenda');
    await screen.findByRole('link', { name: 'Open the baths: Tissue processor' });
    expect(screen.queryByText('Nothing is overdue or due.')).toBeNull();
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('have programs in versions', { timeout: 60_000 }, async () => {
    await setUp();
    await page.goTo(`/instruments/${processor}/baths/programs`);
    await heading('Programs');
    await waitFor(() =>
      expect(screen.getByRole('button', { name: /Add a program/ }).hasAttribute('disabled')).toBe(false),
    );
    await press('{Enter}');
    await sheet('Add a program');
    await press('Overnight');
    await page.user.type(await field(/Minutes in bath 1/), '60');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText('version 1');
    await screen.findByText('Total open: times are missing');
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('a grading', () => {
  it('is judged while it is entered, signed, and opened with its baths; history shows it', {
    timeout: 60_000,
  }, async () => {
    await setUp({ grading: { ...planOf([]).grading, needsSecondPerson: true } });
    await fill(1);
    await page.goTo(`/instruments/${processor}/baths/grade`);
    await heading('Grade a slide or block');
    await screen.findByText('CANNOT EVALUATE');
    await page.user.type(await field(/What is looked at/), 'Control section');
    await page.user.click(await screen.findByRole('radio', { name: 'Poor' }));
    await screen.findByText('FAIL');
    await page.user.click(await screen.findByRole('radio', { name: 'Good' }));
    await page.user.type(await field(/Buffer pH/), '6,5');
    await screen.findByText('PASS');
    await page.user.click(await screen.findByRole('radio', { name: 'Accepted' }));
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    const signing = within(await screen.findByRole('dialog'));
    signing.getByText('6.5 pH');
    await passwordHasFocus();
    await press(`${secret}{Enter}`);
    await heading('Grading');
    await screen.findByText('PASS. Accepted');
    await screen.findByText(/by Ana Petrova, performed/);
    await screen.findByText('Waits for the second person');
    expect(await findSeriousFaults()).toEqual([]);
    await page.goTo(`/instruments/${processor}/baths/history`);
    await heading('History of the baths');
    await screen.findByText('PASS, Accepted');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await screen.findByRole('button', { name: /Withdraw: bath 1/ }));
    await sheet(/Withdraw/);
    await press('Wrong bath{Enter}');
    await gone();
    await screen.findByText('No bath was changed yet.');
  });
});
