import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chooseFile } from '../../harness/choose-file.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { testFolder } from '../../harness/store.ts';

// Two benches that never met, and a folder that stands for a stick between them.
let ours: ModuleBench;
let theirs: ModuleBench;
let stick: string;
beforeEach(async () => {
  ours = await openModuleBench(testFolder('sync-ours'));
  theirs = await openModuleBench(testFolder('sync-theirs'));
  stick = testFolder('sync-stick');
});
afterEach(async () => {
  await Promise.all([ours.close(), theirs.close()]);
});

const onStick = (name: string) => join(stick, name);
const place = (bench: ModuleBench, name: string) => chooseFile(bench.host, onStick(name), 'bundle');
const bytesOf = (name: string) => new Uint8Array(readFileSync(onStick(name)));

/** The other bench asks by a file, is let in, and takes the answer. */
async function meet(): Promise<void> {
  await theirs.page.sync.workstations.writeRequest({ grant: place(theirs, 'request'), label: 'Laptop' });
  const asks = await ours.page.sync.workstations.readRequest({ bytes: bytesOf('request') });
  expect(asks.fingerprint).toBe((await theirs.page.sync.state()).workstation.fingerprint);
  const { token } = asks;
  await ours.page.sync.workstations.admit({ token, grant: place(ours, 'invitation'), siteName: 'St Anne' });
  const invited = await theirs.page.sync.workstations.readInvitation({ bytes: bytesOf('invitation') });
  expect(invited.inviter.fingerprint).toBe((await ours.page.sync.state()).workstation.fingerprint);
  expect(await theirs.page.sync.workstations.accept({ token: invited.token })).toEqual({ siteName: 'St Anne' });
}

const everything = { what: 'lacked' as const, from: null, to: null, passphrase: null, partMegabytes: 1024 };

/** Writes a bundle here and takes it there; what the preview said of it. */
async function carry(from: ModuleBench, to: ModuleBench, name: string, passphrase: string | null = null) {
  const device = (await to.page.sync.state()).workstation.device;
  const known = (await from.page.sync.bundles.receivers()).some((one) => one.device === device);
  const devices = known ? [device] : [];
  await from.page.sync.bundles.write({ ...everything, grant: place(from, name), devices, passphrase });
  const { token } = await to.page.sync.bundles.open({ grant: place(to, name) });
  const preview = await to.page.sync.bundles.look({ token, passphrase });
  const taken = await to.page.sync.bundles.take({ token });
  return { preview, taken, token };
}

describe('two benches without a network', () => {
  it('join by two files, carry a bundle each way, and end with the same instruments and a receipt', async () => {
    await ours.register('sysmex-xn-1000', { name: 'Analyzer, ours' });
    await theirs.register('nikon-eclipse-ci-u', { name: 'Microscope, theirs' });
    expect(await ours.page.sync.workstations.office()).toEqual({ held: 'nobody', siteName: '' });
    await meet();
    expect(await ours.page.sync.workstations.office()).toEqual({ held: 'this', siteName: 'St Anne' });
    expect(await theirs.page.sync.workstations.office()).toEqual({ held: 'other', siteName: 'St Anne' });

    const there = await carry(ours, theirs, 'first.benchside');
    expect(there.preview).toMatchObject({ maker: 'known', isSealed: true, problemCount: 0, missingParts: [] });
    expect(there.preview.fresh).toBeGreaterThan(3);
    expect(there.preview.groups.map(({ type }) => type)).toContain('instruments.instrument-registered');
    expect(there.taken).toMatchObject({ added: there.preview.fresh, setAside: 0, pending: 0, isWhole: true });
    const back = await carry(theirs, ours, 'second.benchside');
    expect(back.taken).toMatchObject({ setAside: 0, pending: 0, isWhole: true });

    const names = async (bench: ModuleBench) =>
      (await bench.page.instruments.cards({ withRetired: false })).map(({ name }) => name).sort();
    expect(await names(ours)).toEqual(['Analyzer, ours', 'Microscope, theirs']);
    expect(await names(theirs)).toEqual(await names(ours));

    const unsent = (await ours.page.sync.state()).unsent.count;
    await theirs.page.sync.bundles.writeReceipt({ token: there.token, grant: place(theirs, 'receipt') });
    const read = await ours.page.sync.bundles.readReceipt({ bytes: bytesOf('receipt') });
    expect(read).toMatchObject({ label: 'Laptop', contradicted: [] });
    expect(read.ackedCount).toBeGreaterThan(0);
    // The note that it was read is one more record of its own.
    expect((await ours.page.sync.state()).unsent.count).toBe(unsent - read.ackedCount + 1);
    const history = await ours.page.sync.bundles.history();
    expect(history.map(({ kind }) => kind)).toEqual(['taken', 'written']);
    expect(history[1]!.receiptAt).not.toBeNull();
  });

  it('a bundle for another is taken along as it is, and opens only there; taken twice it changes nothing', async () => {
    await ours.register('sysmex-xn-1000', { name: 'Analyzer, ours' });
    await meet();
    const { device } = (await theirs.page.sync.state()).workstation;
    await ours.page.sync.bundles.write({ ...everything, grant: place(ours, 'a.benchside'), devices: [device] });
    const held = await ours.page.sync.bundles.open({ grant: place(ours, 'a.benchside') });
    const { bundle } = await ours.page.sync.bundles.carry({ token: held.token });
    expect(await ours.page.sync.bundles.carried()).toMatchObject([{ bundle, to: [{ device, label: 'Laptop' }] }]);
    await ours.page.sync.bundles.handOn({ bundle, grant: place(ours, 'b.benchside') });
    expect(bytesOf('b.benchside')).toEqual(bytesOf('a.benchside'));
    await ours.page.sync.bundles.dropCarried({ bundle });
    expect(await ours.page.sync.bundles.carried()).toEqual([]);
    const { token } = await theirs.page.sync.bundles.open({ grant: place(theirs, 'b.benchside') });
    await theirs.page.sync.bundles.look({ token, passphrase: null });
    const first = await theirs.page.sync.bundles.take({ token });
    const again = await theirs.page.sync.bundles.take({ token });
    expect(again).toMatchObject({ added: 0, duplicate: first.added + first.duplicate });
  });

  it('what was not looked at is not taken, and what does not prove changes nothing', async () => {
    await expect(ours.page.sync.bundles.take({ token: 'none' })).rejects.toMatchObject({ code: 'sync/not-looked-at' });
    await theirs.page.sync.workstations.writeRequest({ grant: place(theirs, 'request'), label: 'Laptop' });
    await expect(theirs.page.sync.workstations.readRequest({ bytes: bytesOf('request') })).rejects.toMatchObject({
      code: 'sync/request-of-this-workstation',
    });
    const changed = new TextEncoder().encode(new TextDecoder().decode(bytesOf('request')).replace('Laptop', 'Lapdog'));
    await expect(ours.page.sync.workstations.readRequest({ bytes: changed })).rejects.toMatchObject({
      code: 'sync/bad-request-file',
    });
    const { token } = await ours.page.sync.workstations.readRequest({ bytes: bytesOf('request') });
    const grant = place(ours, 'invitation');
    await expect(ours.page.sync.workstations.admit({ token, grant, siteName: ' ' })).rejects.toMatchObject({
      code: 'sync/site-name-missing',
    });
    expect(existsSync(onStick('invitation'))).toBe(false);
    expect((await ours.page.sync.state()).site.isProvisional).toBe(true);
  });

  it('a backup file can be drilled where it was made; what was cut is found, and no update is taken without a release key', async () => {
    await ours.register('sysmex-xn-1000', { name: 'Analyzer, ours' });
    await ours.page.sync.files.writeBackup({ grant: place(ours, 'backup.benchside'), passphrase: 'a long one' });
    await ours.register('sysmex-xn-1000', { name: 'Later' });
    const drill = async (name: string, passphrase: string | null) => {
      const { token } = await ours.page.sync.bundles.open({ grant: place(ours, name) });
      return ours.page.sync.files.drill({ token, passphrase });
    };
    const { recordCount, recordsSince } = await drill('backup.benchside', 'a long one');
    expect(recordCount).toBeGreaterThan(1);
    expect(recordsSince).toBeGreaterThan(0);
    writeFileSync(onStick('cut.benchside'), bytesOf('backup.benchside').subarray(0, -400));
    await expect(drill('cut.benchside', 'a long one')).rejects.toMatchObject({ code: 'bundle/backup-unsound' });
    expect(await ours.page.sync.files.stagedUpdate()).toBeNull();
    await expect(ours.page.sync.files.stageUpdate({ grant: place(ours, 'cut.benchside') })).rejects.toMatchObject({
      code: 'update/no-release-key',
    });
  });

  it('a revoked workstation: what it wrote before counts, what it wrote after is set aside and named', async () => {
    await meet();
    await theirs.register('nikon-eclipse-ci-u', { name: 'Before' });
    await carry(ours, theirs, '1.benchside');
    await carry(theirs, ours, '2.benchside');
    const { device } = (await theirs.page.sync.state()).workstation;
    await ours.page.sync.workstations.revoke({ device, reason: 'Left on a train' });
    await theirs.register('nikon-eclipse-ci-u', { name: 'After' });
    const ourDevice = (await ours.page.sync.state()).workstation.device;
    await theirs.page.sync.bundles.write({ ...everything, grant: place(theirs, '3.benchside'), devices: [ourDevice] });
    const { token } = await ours.page.sync.bundles.open({ grant: place(ours, '3.benchside') });
    expect(await ours.page.sync.bundles.look({ token, passphrase: null })).toMatchObject({ maker: 'revoked' });
    const taken = await ours.page.sync.bundles.take({ token });
    expect(taken.setAside).toBeGreaterThan(0);
    const { setAside } = await ours.page.sync.notTaken();
    expect(new Set(setAside.map(({ why }) => why))).toEqual(new Set(['records/revoked-device']));
    const cards = await ours.page.instruments.cards({ withRetired: false });
    expect(cards.map(({ name }) => name)).toEqual(['Before']);
    const rows = await ours.page.sync.workstations.list();
    expect(rows.find((row) => row.device === device)).toMatchObject({ label: 'Laptop', isRevoked: true });
  });
});
