import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deleteLeft, finishLeaving, openingSite, siteFolders } from '../../../electron/store/site-folders.ts';
import { createHubServer } from '../../../hub/server/server.ts';
import type { HubStore } from '../../../hub/store/hub-store.ts';
import { openHubStore } from '../../../hub/store/open-hub-store.ts';
import type { LossKind } from '../../../shared/modules/sync/sites-contract.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { until } from '../../harness/pty.ts';
import { smallPng } from '../../harness/small-png.ts';

// One laptop as main starts it: what is being left goes out of the way, then the site opens that is to open next.
let root: string;
let laptop: ModuleBench;
let hub: HubStore;
let hubUrl: string;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'benchside-sites-'));
  hub = await openHubStore({ folder: join(root, 'hub') });
  const server = await createHubServer(hub, { rates: null });
  hubUrl = (await server.listen(0, '127.0.0.1')).url;
  ends.push(
    () => hub.close(),
    () => server.close(),
  );
  await start();
});
afterEach(async () => {
  await laptop.close();
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(root, { recursive: true, force: true });
});

const data = () => join(root, 'data');
let isRestartWanted = false;

async function start(): Promise<void> {
  const problem = finishLeaving(data());
  const open = openingSite(data());
  isRestartWanted = false;
  laptop = await openModuleBench(open.folder, {
    sites: siteFolders(data(), { ...open, problem: problem ?? open.problem }),
    sync: { paces: { pullMs: 1000, idleMs: 1000, afterSaveMs: 20 } },
    onRestartWanted: () => {
      isRestartWanted = true;
    },
  });
}

/** The host asked for another start; main gives it one. */
async function restart(): Promise<void> {
  await until(() => isRestartWanted, 'the host asks for a new start');
  await laptop.close();
  await start();
}

async function joinHub(siteName: string): Promise<string> {
  const site = await hub.enrolment.openSite(siteName);
  const { code } = await hub.enrolment.newCode(site, 1);
  const { page } = laptop;
  const found = await page.sync.lookUp({ address: hubUrl });
  const { fingerprint: _, ...pinned } = found;
  await page.sync.join({ ...pinned, code, label: `Laptop at ${siteName}` });
  return site;
}

const names = async () => (await laptop.page.instruments.cards({ withRetired: false })).map(({ name }) => name);
const sites = async () => (await laptop.page.sync.sites.list()).sites;
const lossesOf = async (): Promise<LossKind[]> => (await laptop.page.sync.sites.leaving()).lost.map(({ kind }) => kind);
const proved = () =>
  until(async () => (await laptop.page.sync.sites.leaving()).missing.length === 0, 'the hub has everything');

describe('a laptop that carries two sites', () => {
  it('keeps them apart, and gives one up only when the hub is proved to hold all of it', async () => {
    expect(await sites()).toMatchObject([{ id: 'first', isOpen: true, name: '' }]);
    const north = await joinHub('North');
    await laptop.register('sysmex-xn-1000', { name: 'Analyzer of North' });
    await proved();

    await laptop.page.sync.sites.carry();
    await restart();
    expect(await names()).toEqual([]);
    expect(await laptop.page.sync.sites.leaving()).toMatchObject({ isBlank: true, missing: [] });
    const south = await joinHub('South');
    await laptop.page.sync.setAllowed({ isAllowed: false });
    await laptop.register('nikon-eclipse-ci-u', { name: 'Microscope of South' });
    const [first, second] = await sites();
    expect(first).toMatchObject({ id: 'first', isOpen: false, name: 'North' });
    expect(first!.byteCount).toBeGreaterThan(10_000);
    expect(second).toMatchObject({ isOpen: true, name: 'South', at: null });
    expect(second!.unsent).toBeGreaterThan(0);

    // Not sent: nothing goes, whatever is acknowledged.
    const known = await lossesOf();
    await laptop.page.sync.sites.sayLeaving({ reason: 'The contract has ended' });
    await expect(laptop.page.sync.sites.leave({ password: null, known })).rejects.toThrow('sites/records-here-alone');
    await laptop.page.sync.setAllowed({ isAllowed: true });
    await proved();
    await expect(laptop.page.sync.sites.leave({ password: null, known: [] })).rejects.toThrow('sites/loss-not-known');
    const own = laptop.host.context.store.sync.heads().filter(({ isOwn }) => isOwn);
    await laptop.page.sync.sites.leave({ password: null, known: await lossesOf() });
    const folder = laptop.dataFolder;
    await restart();
    await deleteLeft(data());

    expect(existsSync(folder)).toBe(false);
    expect(readdirSync(join(data(), 'sites'))).toEqual(['open.json']);
    expect(await names()).toEqual(['Analyzer of North']);
    expect(await sites()).toMatchObject([{ id: 'first', isOpen: true, name: 'North' }]);
    const heads = await hub.records.heads(south);
    // Notes of carrying may have followed what was proved.
    for (const { log, seq } of own.filter(({ log: one }) => one.endsWith(south))) {
      expect(heads[log]?.[0]).toBeGreaterThanOrEqual(seq);
    }
    expect(Object.keys(await hub.records.heads(north)).length).toBeGreaterThan(0);
    expect((await hub.records.verify()).problems).toEqual([]);
  });

  it('stays when something is recorded while it closes, and says so', async () => {
    await joinHub('North');
    await laptop.page.sync.sites.sayLeaving({ reason: 'Moved' });
    await proved();
    await laptop.page.sync.sites.leave({ password: null, known: await lossesOf() });
    laptop.host.context.sync.setAllowed(false);
    await laptop.register('sysmex-xn-1000', { name: 'Added at the last moment' });
    await restart();
    expect(await names()).toEqual(['Added at the last moment']);
    expect((await laptop.page.sync.sites.list()).problem).toBe('sites/not-proved');
  });
});

describe('a site without a hub', () => {
  it('is left with the receipt of another bench, photos and all; the first folder is then a fresh start', async () => {
    const other = await openModuleBench(join(root, 'other'));
    ends.push(() => other.close());
    const at = (bench: ModuleBench, name: string) => chooseFile(bench.host, join(root, name), 'bundle');
    const bytes = (name: string) => new Uint8Array(readFileSync(join(root, name)));
    const instrumentId = await laptop.register('sysmex-xn-1000', { name: 'Analyzer' });
    await expect(laptop.page.sync.sites.sayLeaving({ reason: 'Why not' })).rejects.toThrow('sites/no-site');

    await laptop.page.sync.workstations.writeRequest({ grant: at(laptop, 'request'), label: 'Laptop' });
    const { token } = await other.page.sync.workstations.readRequest({ bytes: bytes('request') });
    await other.page.sync.workstations.admit({ token, grant: at(other, 'invitation'), siteName: 'St Anne' });
    const invited = await laptop.page.sync.workstations.readInvitation({ bytes: bytes('invitation') });
    await laptop.page.sync.workstations.accept({ token: invited.token });

    await photograph(instrumentId);
    await laptop.page.sync.sites.sayLeaving({ reason: 'Handed in' });
    const codes = async () => (await laptop.page.sync.sites.leaving()).missing.map(({ code }) => code);
    expect(await codes()).toEqual(['sites/records-here-alone', 'sites/files-here-alone', 'sites/keys-here-alone']);
    // The keys of the photos go to the other bench as soon as it is known by name.
    const { device } = (await other.page.sync.state()).workstation;
    const everything = { what: 'lacked' as const, from: null, to: null, passphrase: null, partMegabytes: 1024 };
    await carryTo(laptop, other, 'a', []);
    await carryTo(other, laptop, 'b', [(await laptop.page.sync.state()).workstation.device]);
    await until(async () => !(await codes()).includes('sites/keys-here-alone'), 'the keys are passed on');
    const last = await carryTo(laptop, other, 'c', [device]);
    await other.page.sync.bundles.writeReceipt({ token: last, grant: at(other, 'receipt') });
    await laptop.page.sync.bundles.readReceipt({ bytes: bytes('receipt') });
    expect(await codes()).toEqual([]);
    expect(await lossesOf()).toContain('left-behind');
    await laptop.page.sync.sites.leave({ password: null, known: await lossesOf() });
    await until(() => isRestartWanted, 'the host asks for a new start');
    await laptop.close();
    finishLeaving(data());
    // Every name a host had kept there is gone; nothing of the next one is there yet.
    expect(readdirSync(data())).toEqual(['sites']);
    await start();
    await deleteLeft(data());
    expect(await names()).toEqual([]);
    expect(await sites()).toMatchObject([{ id: 'first', isOpen: true, name: '' }]);
    expect((await other.page.instruments.cards({ withRetired: false })).map(({ name }) => name)).toEqual(['Analyzer']);
    const rows = await other.page.sync.workstations.list();
    expect(rows.filter(({ leftAt }) => leftAt !== null).map(({ label }) => label)).toEqual(['Laptop']);

    async function carryTo(from: ModuleBench, to: ModuleBench, name: string, devices: string[]): Promise<string> {
      await from.page.sync.bundles.write({ ...everything, grant: at(from, name), devices });
      const opened = await to.page.sync.bundles.open({ grant: at(to, name) });
      await to.page.sync.bundles.look({ token: opened.token, passphrase: null });
      await to.page.sync.bundles.take({ token: opened.token });
      return opened.token;
    }
    async function photograph(id: string): Promise<void> {
      const { caseId } = await laptop.page.cases.open({
        ...{ instrumentId: id, title: 'Clog', description: '', kind: 'fault', reportedBy: '', resultsAffected: 'no' },
        ...{ affectedNote: '', hasBackup: 'yes', deadlineOn: null, deadlineSource: '', promisedAt: null, assignee: '' },
        ...{ origin: 'hand', happenedAt: null, link: null },
      });
      await laptop.page.cases.addPicture({ caseId, picture: { name: 'clog.png', bytes: smallPng() }, caption: '' });
    }
  });
});
