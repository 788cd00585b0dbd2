import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failedSample } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let id: string;
beforeEach(async () => {
  page = await openPage('/bench');
  id = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer', serialNumber: '11001' });
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

describe('support', () => {
  it('what is read off the screen at two visits is compared, and the difference is said in words', async () => {
    await page.goTo(`/instruments/${id}/support`);
    await screen.findByText(/^Nothing has been recorded yet/);
    const record = async (value: string) => {
      await page.user.click(await screen.findByRole('button', { name: 'Record how it is set now' }));
      if (screen.queryByRole('textbox', { name: 'WBC gain' }) === null && value === '1.20') {
        await page.user.type(await screen.findByRole('textbox', { name: 'Another setting' }), 'WBC gain{Enter}');
      }
      await page.user.type(await screen.findByRole('textbox', { name: 'WBC gain' }), value);
      await page.user.click(screen.getByRole('button', { name: 'Record' }));
      await waitFor(() => expect(screen.queryByRole('textbox', { name: 'WBC gain' })).toBeNull());
    };
    await record('1.20');
    await record('1.25');
    // With the first alone there is nothing to compare it with; the second comes with the next reading of the list.
    await waitFor(() => {
      const table = screen.getByRole('table', { name: 'Difference' });
      const row = within(table).getByText('WBC gain').closest('tr');
      expect(row?.textContent).toMatch(/1\.20.*1\.25.*changed/);
    });
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('the package for the maker is shown whole before it can be saved, without a name in it', async () => {
    await page.hear(id, failedSample('TOPSECRET77'));
    await page.goTo(`/instruments/${id}/support`);
    await page.user.click(await screen.findByRole('button', { name: 'Show what would be in it' }));
    await page.user.click(await screen.findByText('README.txt'));
    const shown = screen.getByRole('region', { name: 'README.txt' });
    expect(shown.textContent).toContain('Serial number, wire:      11001');
    expect(document.body.textContent).not.toMatch(/TOPSECRET|Doe|1980/);
    expect(await findSeriousFaults()).toEqual([]);
  });
});
