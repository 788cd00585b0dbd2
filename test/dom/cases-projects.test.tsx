import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { background } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let analyzer: string;

beforeEach(async () => {
  page = await openPage('/bench');
  analyzer = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer', serialNumber: '20933' });
}, 60_000);
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
});

const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });
const press = (keys: string) => page.user.keyboard(keys);
const gone = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const click = async (name: string | RegExp) => page.user.click(await screen.findByRole('button', { name }));

const notice = {
  number: 'FN-12',
  maker: 'Sysmex',
  title: 'Check the seal of the sampling valve',
  text: '',
  severity: 'correction',
  issuedOn: '2026-11-02',
  models: ['XN-1000'],
  serials: [{ from: '20000', to: '21000' }],
  lots: [],
  actions: ['Look for drops under the valve.'],
  dueOn: '2099-12-31',
};

describe('field notices', { timeout: 120_000 }, () => {
  it('are looked at before they are taken, matched by serial number, and answered with a case', async () => {
    await page.goTo('/import-notices');
    await heading('Import field notices');
    const file = new File([JSON.stringify({ notices: [notice] })], 'notices.json', { type: 'application/json' });
    await page.user.upload(screen.getByLabelText('Choose a file', { selector: 'input' }), file);
    await screen.findByText(/Sysmex, Correction: Night analyzer/);
    expect(await page.client.cases.notices.list({ instrumentId: null, show: 'all', limit: 5 })).toEqual([]);
    expect(await findSeriousFaults()).toEqual([]);
    await click(/^Take 1 notice/);
    await heading('Field notices');
    await page.user.click(await screen.findByRole('link', { name: /FN-12/ }));
    await heading(/^FN-12/);
    await screen.findByText('Its serial number 20933 is one the notice names.');
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    const dialog = within(await screen.findByRole('dialog', { name: 'Answer for Night analyzer' }));
    await page.user.click(dialog.getByRole('checkbox', { name: 'Open a case about it' }));
    await press('{Enter}');
    await heading(/^C-1/);
    await screen.findByText('opened from a field notice');
  });
});

describe('an installation', { timeout: 120_000 }, () => {
  it('is answered line by line and does not go live while a gate is open', async () => {
    const { installationId } = await page.client.cases.installations.plan({
      ...{ instrumentId: analyzer, title: 'Second analyzer', place: '', responsible: '', goLiveOn: null },
    });
    await page.goTo(`/installations/${installationId}`);
    await heading(/Second analyzer/);
    await screen.findByText(/gates are open/);
    expect(await findSeriousFaults()).toEqual([]);
    expect(screen.queryByRole('button', { name: /^Go live/ })).toBeNull();
    await press('{Enter}');
    await screen.findByRole('dialog', { name: /The place is ready/ });
    await page.user.type(screen.getByRole('textbox', { name: /What was done/ }), 'Room seen on Monday');
    await page.user.click(screen.getByRole('radio', { name: 'Passed' }));
    expect(await findSeriousFaults()).toEqual([]);
    await press('{Enter}');
    await gone();
    await screen.findByText('Passed: Room seen on Monday');
  });
});

describe('an instrument as it was', { timeout: 120_000 }, () => {
  it('says what was there at a moment, and what cannot be told', async () => {
    await page.hear(analyzer, background('14', 'A'));
    for (const serviceStatus of Array.from({ length: 7 }, () => ['out-of-service', 'in-service'] as const).flat()) {
      await page.client.instruments.setServiceStatus({ instrumentId: analyzer, serviceStatus, reason: 'clog' });
    }
    await page.goTo(`/instruments/${analyzer}/as-it-was`);
    await heading('Night analyzer');
    await screen.findByText(/^Told from/);
    await screen.findByText('Moments of weight');
    // The first twelve stand there; all of them are one press away.
    expect(screen.getAllByRole('button', { name: /^Go there/ })).toHaveLength(12);
    const all = screen.getByRole('button', { name: /^Show all \d+$/ }).textContent;
    await click(all);
    expect(`Show all ${screen.getAllByRole('button', { name: /^Go there/ }).length}`).toBe(all);
    expect(await findSeriousFaults()).toEqual([]);
    await click('1 week back');
    await screen.findByText(/Nothing can be told of the time before/);
  });
});
