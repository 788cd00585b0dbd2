import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { goodSample } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

describe('an instrument with several wire formats', () => {
  it('is in the list once, and its format is chosen in one sentence with its port, by keyboard', async () => {
    page = await openPage('/instruments/new');
    await page.user.type(await screen.findByRole('searchbox'), 'CA-7000');
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    await page.user.keyboard('{Enter}');
    const formats = within(await screen.findByRole('radiogroup', { name: 'Format it sends' }));
    const [fixed, astm] = formats.getAllByRole<HTMLInputElement>('radio');
    expect(fixed?.checked).toBe(true);
    fixed?.focus();
    await page.user.keyboard('{ArrowDown}');
    await waitFor(() => expect(astm?.checked).toBe(true));
    formats.getByText(/^ASTM/);
    expect(await findSeriousFaults()).toEqual([]);
  });
});

describe('a message of an XN', () => {
  it('says what its marks mean and what was ordered, and how the id came in', async () => {
    page = await openPage('/bench');
    const id = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer', serialNumber: '11001' });
    const sample = goodSample('S-1001').flatMap((record) =>
      record.startsWith('R|1')
        ? [record, 'R|2|^^^^PLT_Clumps?|300|||A||F||||20261102083210', 'R|3|^^^^Fragments?|0|||||F||||20261102083210']
        : [record],
    );
    await page.hear(id, sample);
    await page.goTo(`/instruments/${id}/messages`);
    const list = within(await screen.findByRole('region', { name: 'Messages, newest first' }));
    await page.user.click(await list.findByRole('button'));
    const values = within(await screen.findByRole('table', { name: 'Decoded' }));
    values.getByText('suspect (A): Suspects clumped platelets: the count may be too low');
    values.getByText('no flag sent');
    screen.getByText(/Was ordered · rack 15, position 1 · id: Read from the bar code \(B\) · First or manual analysis/);
    expect(await findSeriousFaults()).toEqual([]);
  });
});
