import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { background } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let analyzer: string;
beforeEach(async () => {
  page = await openPage('/bench');
  analyzer = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer', serialNumber: '77' });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);

describe('an error from the line', () => {
  it('is the first thing on the Bench, says what it does to results, and closes with what was done', async () => {
    await page.hear(analyzer, background('14', 'HH'));
    await screen.findByText(/Stop and follow the first checks/);
    await page.user.click(screen.getByRole('button', { name: /Night analyzer: What to do/ }));
    await heading('BACKGROUND-HIGH');
    screen.getByText('Stop, active');
    screen.getByText('Affects results.');
    screen.getByRole('heading', { name: 'First checks' });
    const readings = within(screen.getByRole('table', { name: 'Readings kept with it' }));
    readings.getByText('PLT^1');
    readings.getByText('above its limit');
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.click(screen.getByRole('button', { name: 'Acknowledge' }));
    await screen.findByText('Stop, acknowledged');

    await page.user.click(screen.getByRole('button', { name: 'Write what was done' }));
    const what = await screen.findByRole('textbox', { name: /What was done/ });
    expect(document.activeElement).toBe(what);
    await press('Rinsed twice.{Enter}Blank is good.');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Control>}{Enter}{/Control}');
    await screen.findByText('Stop, resolved');
    // In a long text Enter is a new line; only Ctrl+Enter is the button.
    const [row] = await page.client.errors.list({ instrumentId: analyzer, show: 'all', limit: 10 });
    expect(row).toMatchObject({ state: 'resolved', resolution: 'Rinsed twice.\nBlank is good.' });
    expect(screen.queryByRole('button', { name: /guided steps/ })).toBeNull();
  });

  it('comes into the lists by itself, and leads by keyboard to its evidence', async () => {
    await page.goTo('/errors');
    await screen.findByText('No open errors.');
    await page.hear(analyzer, background('14', 'HH'));
    const row = await screen.findByRole('link', { name: /BACKGROUND-HIGH/ });
    within(row).getByText('Night analyzer');
    within(row).getByText('Stop');
    expect(await findSeriousFaults()).toEqual([]);
    row.focus();
    await press('{Enter}');
    await heading('BACKGROUND-HIGH');
    screen.getByRole('heading', { name: 'The raw frames it came from' });
    screen.getByText('Identity is masked.');
    await page.goTo(`/instruments/${analyzer}/errors`);
    await screen.findByRole('link', { name: /BACKGROUND-HIGH/ });
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('an error that is only on the instrument’s screen', () => {
  it('is typed in by keyboard alone from any screen, with the book beside it', async () => {
    await page.goTo('/settings');
    await heading('Settings');
    await press('{Control>}e{/Control}');
    const code = await screen.findByRole('textbox', { name: /Code as shown/ });
    expect(document.activeElement).toBe(code);
    await press('error_func');
    await within(screen.getByRole('dialog')).findByText(/Analysis did not work/);
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await heading('Error_Func');
    expect(await page.client.errors.list({ instrumentId: analyzer, show: 'open', limit: 10 })).toMatchObject([
      { code: 'Error_Func', origin: 'typed', severity: 'stop' },
    ]);
  });

  it('is recorded without an entry in any book, says so, and takes the entry the lab writes', async () => {
    await press('{Control>}e{/Control}');
    await screen.findByRole('textbox', { name: /Code as shown/ });
    await press('E-4711');
    await screen.findByText(/Not in the code book/);
    await press('{Enter}');
    await heading('E-4711');
    screen.getByText('Warning, active');
    screen.getByText('No entry in the code book.');
    expect(await findSeriousFaults()).toEqual([]);

    await page.user.click(screen.getByRole('button', { name: "Write the lab's entry" }));
    const save = await screen.findByRole('button', { name: 'Save the entry' });
    await page.user.type(screen.getByRole('textbox', { name: 'Title' }), 'Waste full');
    await page.user.type(screen.getByRole('textbox', { name: /First checks/ }), 'Empty it{Enter}Press reset');
    // Without a source it is hearsay.
    expect(save.hasAttribute('disabled')).toBe(true);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.type(screen.getByRole('textbox', { name: /Where you have it from/ }), 'Manual, p. 12{Enter}');
    await screen.findByText('Press reset');
    screen.getByText(/Source: Manual, p\. 12 \(written by this lab\)/);

    await page.goTo('/errors');
    await page.user.type(await screen.findByRole('searchbox', { name: /Look up/ }), 'waste');
    await screen.findByText(/Waste full/, undefined, { timeout: 8000 });
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('is found by what is seen, with a slip of the finger, and says what ended it the last time', async () => {
    const before = await page.client.errors.enter({
      ...{ instrumentId: analyzer, code: 'FLAGS-EXCESS', text: '', origin: 'typed', severity: null },
    });
    await page.client.errors.resolve({ errorId: before.errorId, whatWasDone: 'Old samples of one ward' });
    await press('{Control>}e{/Control}');
    await screen.findByRole('textbox', { name: /Code as shown/ });
    await press('to many flasg');
    const sheet = within(screen.getByRole('dialog'));
    await page.user.click(await sheet.findByRole('button', { name: /FLAGS-EXCESS: Too many samples/ }));
    const code = await sheet.findByDisplayValue('FLAGS-EXCESS');
    await waitFor(() => expect(document.activeElement).toBe(code));
    await sheet.findByRole('region', { name: 'In the code book' });
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await heading('FLAGS-EXCESS');
    screen.getByText('It comes back');
    screen.getByText('What was done: Old samples of one ward');
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('comes from a scanner, and asks only for what it can not know', async () => {
    await page.addByHand({ name: 'Another one' });
    await screen.findByRole('link', { name: /Another one/ });
    await page.goTo('/records');
    await heading('Records');
    await press('E-0815{Enter}');
    await screen.findByDisplayValue('E-0815');
    const instrument = screen.getByRole('button', { name: /Choose the instrument/ });
    expect(document.activeElement).toBe(instrument);
    await press('{Enter}');
    await screen.findByRole('listbox');
    await press('Night{Enter}');
    await waitFor(() => expect(screen.queryByRole('listbox')).toBeNull());
    await page.user.click(screen.getByRole('button', { name: /Record the error/ }));
    await heading('E-0815');
    expect(await page.client.errors.list({ instrumentId: analyzer, show: 'open', limit: 10 })).toMatchObject([
      { code: 'E-0815', origin: 'scanned', instrumentName: 'Night analyzer' },
    ]);
  });

  it('keeps what was typed when the sheet is missed by a finger', async () => {
    await press('{Control>}e{/Control}');
    await screen.findByRole('textbox', { name: /Code as shown/ });
    await press('E-12');
    await page.user.click(document.body);
    await page.user.click(screen.getByDisplayValue('E-12'));
    await press('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('the code books', () => {
  it('are looked up offline by a word, and an empty one says so', async () => {
    await page.goTo('/errors');
    expect((await screen.findAllByText(/No entries yet\./)).length).toBeGreaterThan(0);
    await page.user.type(await screen.findByRole('searchbox', { name: /Look up/ }), 'bar code');
    const entries = await screen.findAllByText(/bar code/i);
    expect(entries.length).toBeGreaterThan(0);
    await page.user.clear(screen.getByRole('searchbox', { name: /Look up/ }));
    await page.user.type(screen.getByRole('searchbox', { name: /Look up/ }), 'zzzz');
    await screen.findByText(/No code book holds this/);
  });

  it('are this instrument\u2019s on its own page, or all of them', async () => {
    await page.goTo(`/instruments/${analyzer}/errors`);
    await page.user.type(await screen.findByRole('searchbox', { name: /Look up/ }), 'overload');
    await screen.findByText(/No code book holds this/, undefined, { timeout: 8000 });
    await page.user.click(screen.getByRole('radio', { name: 'All books' }));
    await screen.findAllByText(/Mettler Toledo/, undefined, { timeout: 8000 });
    expect(await findSeriousFaults()).toEqual([]);
  });
});
