import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../harness/bench.ts';
import { type ModuleBench, openModuleBench } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';
import { carryRecords } from '../harness/two-benches.ts';

let page: PageUnderTest;
let other: ModuleBench;
let folder: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  folder = temporaryFolder('joining-dom');
  page = await openPage('/bench');
  other = await openModuleBench(folder.path);
}, 60_000);
afterEach(async () => {
  expect([...page.faults, ...other.faults]).toEqual([]);
  await other.close();
  await page.close();
  folder.remove();
});

const meet = () => {
  carryRecords(page.host, other.host, 'Bench 1');
  carryRecords(other.host, page.host, 'Night room');
};
const click = async (name: string | RegExp) => page.user.click(await screen.findByRole('button', { name }));
const decide = async (title: string, field: RegExp, text: string) => {
  const sheet = await screen.findByRole('dialog', { name: title });
  await page.user.type(within(sheet).getByRole('textbox', { name: field }), text);
  expect(await findSeriousFaults()).toEqual([]);
  await page.user.click(within(sheet).getByRole('button', { name: /^Decide/ }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
};

describe('conflicts', { timeout: 120_000 }, () => {
  it('stand with both sides until a person says which one counts; the other stays to be looked at', async () => {
    const instrumentId = await page.addByHand({ definitionKey: 'sysmex-xn-1000', name: 'Night analyzer' });
    meet();
    const here = { instrumentId, serviceStatus: 'restricted', reason: 'only day samples' } as const;
    await page.client.instruments.setServiceStatus(here);
    const there = { instrumentId, serviceStatus: 'out-of-service', reason: 'leaks' } as const;
    await other.page.instruments.setServiceStatus(there);
    await page.goTo('/conflicts');
    await screen.findByText('No conflict is open.');
    meet();
    await screen.findByRole('heading', { level: 2, name: 'Instrument, Night analyzer' });
    await screen.findByText('Why: only day samples');
    await screen.findByText('Why: leaks');
    expect(screen.getAllByText('differs')).toHaveLength(2);
    expect(await findSeriousFaults()).toEqual([]);
    await click(/^This one counts: .*, Night room$/);
    await decide('This side counts', /^Why/, 'went there');
    await screen.findByText('No conflict is open.');
    const decided = await screen.findByText(/^Instrument, Night analyzer ·/);
    await page.user.click(decided);
    await screen.findByText('set aside');
    expect((await page.client.instruments.get({ instrumentId })).serviceStatus).toBe('out-of-service');
  });
});

describe('benches that meet', { timeout: 120_000 }, () => {
  it('are shown the analyzer both of them know, and join it only when a person says so', async () => {
    const serial = { definitionKey: 'sysmex-xn-1000', serialNumber: '11001' } as const;
    const first = await page.addByHand({ ...serial, name: 'XN core lab' });
    const { definitionKey, serialNumber } = serial;
    const second = await other.register(definitionKey, { serialNumber: `00${serialNumber}`, name: 'XN 1 left' });
    await page.goTo('/meetings');
    await screen.findByText('Nothing looks alike.');
    meet();
    await screen.findByText('Very likely the same');
    await screen.findByText('Same model and same serial number.');
    expect(await findSeriousFaults()).toEqual([]);
    await click('One and the same');
    await decide('One and the same', /^How you know/, 'read the plate');
    await screen.findByText('Nothing looks alike.');
    await screen.findByText('one and the same');
    const [root] = [first, second].sort();
    const cards = await page.client.instruments.cards({});
    expect(cards.map((card) => card.id)).toEqual([root]);
  });

  it('keep two apart that only look alike, and do not ask again', async () => {
    await page.addByHand({ definitionKey: 'sysmex-xn-1000', serialNumber: '', name: 'XN 1' });
    await other.register('sysmex-xn-1000', { name: 'XN-1' });
    meet();
    await page.goTo('/meetings');
    await screen.findByText('Perhaps the same');
    await click('Two that stay two');
    await decide('Two that stay two', /^How you know/, 'two rooms');
    await screen.findByText('Nothing looks alike.');
  });
});
