import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
beforeEach(async () => {
  page = await openPage('/service/import');
  await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer', serialNumber: '77' });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);

async function choose(name: string, text: string): Promise<void> {
  await heading('Import a spreadsheet');
  const input = document.querySelector<HTMLInputElement>('input[type="file"]');
  expect(input).not.toBeNull();
  await page.user.upload(input as HTMLInputElement, new File([text], name, { type: 'text/csv' }));
}

const log = [
  'Analyzer,Task,Date,By,Result',
  'Night analyzer,Daily shutdown,03/04/2025,AP,ok',
  'Night analyzer,Daily shutdown,28/04/2025,AP,ok',
  'The old one,Daily shutdown,29/04/2025,AP,ok',
  'Night analyzer,Daily shutdown,never,AP,ok',
].join('\n');

describe('a maintenance log that a lab brings', () => {
  it('is mapped, looked at, asked about where it reads two ways, confirmed and reported, by keyboard after the file', async () => {
    await choose('log.csv', log);
    await screen.findByText('Step 2 of 4: the columns');
    screen.getByText('Daily shutdown, Daily shutdown, Daily shutdown');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');

    await screen.findByText('Step 3 of 4: the check');
    await screen.findByText('Something is missing before the rows can be taken over.');
    screen.getByText(/In row 2 "03\/04\/2025" is/);
    // Nothing is recorded, and nothing can be confirmed, while something is asked.
    expect(screen.getByRole('button', { name: /Record .* row/ }).hasAttribute('disabled')).toBe(true);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(screen.getByRole('button', { name: 'Day first' }));
    await screen.findByText('The rows can be taken over.');
    const rejected = within(screen.getByRole('table', { name: 'Rows that are not taken' }));
    rejected.getByText('Not a date.');
    rejected.getByText('never');
    expect(await page.client.maintenance.import.list()).toEqual([]);

    // A name that matched nothing is said once for all its rows.
    await page.user.click(screen.getByRole('button', { name: /The old one/ }));
    await page.user.click(await screen.findByRole('option', { name: /Night analyzer/ }));
    const confirm = await screen.findByRole('button', { name: /Record 3 rows/ });
    await waitFor(() => expect(confirm.hasAttribute('disabled')).toBe(false));
    expect(await findSeriousFaults()).toEqual([]);
    confirm.focus();
    await press('{Enter}');

    await screen.findByText('3 rows were recorded.');
    screen.getByText('1 row was not taken.');
    await screen.findByRole('table', { name: 'Rows that are not taken' });
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await screen.findByText('log.csv');
    screen.getByText('3 recorded, 0 known, 1 not taken');
  });

  it('is discarded without a trace, and another one is chosen', async () => {
    await choose('log.csv', log);
    await screen.findByText('Step 2 of 4: the columns');
    await page.user.click(screen.getByRole('button', { name: 'Another file' }));
    await screen.findByText('Nothing was imported yet.');
  });

  it('says what is needed when a column is missing', async () => {
    await choose('short.csv', 'Analyzer,Task\nNight analyzer,Daily shutdown\n');
    await screen.findByText('Step 2 of 4: the columns');
    await press('{Enter}');
    await screen.findByText(/Needed and not mapped:/);
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('is refused in a plain sentence when it is no spreadsheet', async () => {
    await choose('binder.xlsx', '%PDF-1.7 a scanned binder');
    await screen.findByRole('alert');
    expect(await findSeriousFaults()).toEqual([]);
  });
});
