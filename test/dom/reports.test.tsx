import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, test } from 'vitest';
import type { Bridge } from '../../shared/shell/bridge.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
afterEach(async () => {
  Reflect.deleteProperty(window, 'benchside');
  await page.close();
  expect(page.faults).toEqual([]);
});

/** What main does for the page, as far as printing goes; the place is granted to the real host. */
function withMain(file: string): { calls: string[] } {
  const calls: string[] = [];
  const bridge: Partial<Bridge> = {
    onHostState: () => () => undefined,
    onPower: () => () => undefined,
    setTheme: async () => undefined,
    chooseFileToSave: async (purpose, name) => {
      calls.push(`choose ${purpose} ${name}`);
      page.host.context.files.add({ id: 'grant', path: file, purpose });
      return { grant: 'grant', file };
    },
    setPages: async () => {
      calls.push('set');
      page.host.context.files.addParcel({ id: 'parcel', bytes: new TextEncoder().encode('%PDF-1.7') });
      return 'parcel';
    },
    printPages: async () => {
      calls.push('print');
      return false;
    },
  };
  Object.defineProperty(window, 'benchside', { configurable: true, value: bridge });
  return { calls };
}

const button = (name: string) => screen.findByRole('button', { name: new RegExp(`^${name}`) });

describe('reports', () => {
  test('are listed with what they are for, and the list of what was printed is empty at first', async () => {
    page = await openPage('/reports');
    for (const name of ['Month grid', 'Return-to-service package', 'Inspection binder', 'Error history', 'Labels']) {
      expect(await screen.findByRole('link', { name })).toBeTruthy();
    }
    await screen.findByText('Nothing has been printed or exported yet.');
    expect(await findSeriousFaults()).toEqual([]);
  });

  test('a report is prepared with Enter, shown as its sheets, and saved where the person chose', async () => {
    page = await openPage('/reports/error-history');
    const instrumentId = await page.addByHand({ name: 'Left' });
    await page.client.errors.enter({ instrumentId, code: 'E-1', text: 'Low', origin: 'typed', severity: 'stop' });
    const main = withMain(`${page.host.context.dataFolder}/errors.pdf`);
    await screen.findByRole('heading', { level: 1, name: 'Error history' });
    await page.user.keyboard('{Enter}');
    const sheet = await screen.findByRole('region', { name: 'Page 1 of 1' });
    expect(within(sheet).getByText('E-1: Low')).toBeTruthy();
    expect(within(sheet).getByText('E-1 on Left is open')).toBeTruthy();
    expect(within(screen.getByTestId('print-sheets')).getByText('Page 1 of 1')).toBeTruthy();
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Enter}');
    await screen.findByText(/^Saved: .*errors\.pdf/);
    expect(main.calls).toEqual(['choose report Error history.pdf', 'set']);
    const [printed] = await page.client.reports.history({ limit: 1 });
    expect(printed).toMatchObject({ medium: 'pdf', fileName: 'errors.pdf' });
  });

  test('a changed answer makes it another report; a dialog that was closed is said', async () => {
    page = await openPage('/reports/error-history');
    withMain('unused');
    await screen.findByRole('heading', { level: 1, name: 'Error history' });
    await page.user.keyboard('{Enter}');
    await page.user.click(await button('Print'));
    await screen.findByText(/^Nothing was printed/);
    await page.user.click(screen.getByText('Letter'));
    await waitFor(() => expect(screen.queryByRole('button', { name: /^Save as PDF/ })).toBeNull());
    expect(await button('Prepare')).toBeTruthy();
  });

  test('an answer that cannot be is refused in a sentence', async () => {
    page = await openPage('/reports/error-history');
    await page.user.type(await screen.findByLabelText('From'), '2026-02-30');
    await page.user.keyboard('{Enter}');
    await screen.findByText(/^This report cannot be made so/);
  });

  test('a label is shown in its own size, ready for as many as asked', async () => {
    page = await openPage('/reports/labels?item=CELLPACK&initials=JD');
    await page.user.clear(await screen.findByLabelText('Copies'));
    await page.user.type(screen.getByLabelText('Copies'), '3');
    await page.user.keyboard('{Enter}');
    await screen.findByRole('region', { name: 'Page 3 of 3' });
    const sheets = screen.getByTestId('print-sheets');
    expect(within(sheets).getAllByText('CELLPACK')).toHaveLength(3);
    expect(within(sheets).getAllByText('By JD')).toHaveLength(3);
  });

  test('data are exported by format; one CSV holds one table', async () => {
    page = await openPage('/reports/export');
    const main = withMain(`${page.host.context.dataFolder}/all.zip`);
    await page.goTo('/reports');
    await page.goTo('/reports/export');
    await page.user.click(await screen.findByText('CSV, for a spreadsheet'));
    await screen.findByText('CSV holds one table. For everything take the archive or JSON.');
    await page.user.click(screen.getByText('Archive of CSV files'));
    await page.user.keyboard('{Enter}');
    await screen.findByText(/^Exported: .*all\.zip/);
    expect(main.calls[0]).toMatch(/^choose export benchside everything \d{4}-\d\d-\d\d\.zip$/);
    expect(await findSeriousFaults()).toEqual([]);
  });
});
