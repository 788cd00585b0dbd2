import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { unlazyRouter } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { usualCost, Verifiers } from '../../../electron/modules/people/verifiers.ts';
import type { RunningStore } from '../../../electron/store/running-store.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import { contract } from '../../../shared/modules/contract.ts';
import { activityChanged, personStream } from '../../../shared/modules/people/records.ts';
import { personSameAs } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { TravellingRecord } from '../../../shared/sync/record-lines.ts';
import { callPaths } from '../../harness/call-paths.ts';
import {
  openPeopleBench,
  owner,
  ownerPassword,
  ownPassword,
  type PeopleBench,
  quickModules,
} from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

let a: PeopleBench;
let b: PeopleBench;
let recoveryKey: string;

beforeEach(async () => {
  a = await openPeopleBench(testFolder('bench-a'), { clock: new HandClock() });
  b = await openPeopleBench(testFolder('bench-b'), { clock: new HandClock() });
  ({ recoveryKey } = await a.page.people.makeOwner(owner));
});
afterEach(async () => {
  await a.close();
  await b.close();
});

const storeOf = (bench: PeopleBench) => bench.host.context.store as RunningStore;

/** Everything one bench has written, carried to the other. */
function carry(from: PeopleBench, to: PeopleBench): void {
  const { keys, db } = storeOf(from);
  const key = "INSERT OR IGNORE INTO device_keys VALUES (?, ?, ?, 'test')";
  storeOf(to).db.prepare(key).run(keys.device, keys.epoch, keys.publicKey);
  const lines = db.prepare('SELECT raw, sig FROM record_log ORDER BY lsn').all() as TravellingRecord[];
  const report = storeOf(to).ingest.take(lines, 'test');
  expect(report).toMatchObject({ quarantined: 0, problems: [] });
}
const meet = (): void => {
  carry(a, b);
  carry(b, a);
};

/** The owner can sign in at the second bench too. */
async function ownerAtBoth(): Promise<void> {
  carry(a, b);
  const made = await b.page.people.recoverWithKey({ recoveryKey, signInName: 'ruth', newPassword: ownerPassword });
  recoveryKey = made.recoveryKey;
  await b.signIn('ruth');
}

describe('accounts that come with the records', () => {
  test('close the bench; a password does not travel, the printed recovery key opens the account there', async () => {
    expect((await b.page.people.state()).state).toBe('no-owner');
    carry(a, b);
    expect((await b.page.people.state()).state).toBe('signed-out');
    await expect(b.signIn('ruth')).rejects.toMatchObject({ code: 'people/no-password-here' });
    await expect(b.page.errors.books()).rejects.toMatchObject({ code: 'people/not-signed-in' });
    await b.page.people.recoverWithKey({ recoveryKey, signInName: 'ruth', newPassword: ownerPassword });
    await b.signIn('ruth');
    // The password set there took the place of the one here, as soon as this bench knows of it.
    await a.signIn('ruth');
    carry(b, a);
    await expect(a.signIn('ruth')).rejects.toMatchObject({ code: 'people/no-password-here' });
  });

  test('given other roles on each bench, only what both gave holds, and the page is told', async () => {
    const omar = await a.addPerson('omar', ['tech']);
    await ownerAtBoth();
    await a.page.people.changeRoles({ personId: omar, roles: ['tech', 'supervisor'], reason: 'here' });
    await b.page.people.changeRoles({ personId: omar, roles: ['tech', 'senior'], reason: 'there' });
    meet();
    const seen = await b.page.people.get({ personId: omar });
    expect(seen).toMatchObject({ roles: ['tech'], conflicts: [{ code: 'people/roles-conflict' }] });
    await b.page.people.changeRoles({ personId: omar, roles: ['senior'], reason: 'talked it over' });
    carry(b, a);
    expect(storeOf(a).health().conflictCount).toBe(storeOf(b).health().conflictCount);
    expect((await b.page.people.get({ personId: omar })).conflicts).toEqual([]);
  });

  test('given each bench switched the other administrator off, the recovery key makes one again', async () => {
    const eva = await a.addPerson('eva', ['administrator']);
    await ownerAtBoth();
    const { personId } = (await b.page.people.state()).person!;
    await a.signIn('ruth');
    await a.page.people.setActive({ personId: eva, isActive: false, reason: 'left' });
    const author = { actor: `user:${eva}`, auth: { session: null, proof: 'password' } } as const;
    const off = { personId, isActive: false, reason: 'left', answers: [] };
    storeOf(b).records.append([draft(activityChanged, personStream(personId), off)], author);
    meet();
    expect((await b.page.people.signInNames()).length).toBe(0);
    await b.page.people.recoverWithKey({ recoveryKey, signInName: 'ruth', newPassword: 'another long one 8' });
    const state = await b.page.people.signIn({ signInName: 'ruth', password: 'another long one 8' });
    expect(state.person?.roles).toContain('administrator');
  });

  test('given one person under two ids, joined, then both ids are the person, in signatures too', async () => {
    await b.makeOwner();
    const other = (await b.page.people.state()).person!.personId;
    await b.register('generic-lis02');
    const [record] = storeOf(b).records.page({ types: ['instruments.instrument-registered'], limit: 1 }).records;
    await b.page.people.sign({ targets: [record!.hash], meaning: 'performed', password: ownerPassword, statement: '' });
    const first = (await a.page.people.state()).person!.personId;
    meet();
    const author = { actor: `user:${first}`, auth: { session: null, proof: 'password' } } as const;
    const join = draft(personSameAs, personStream(first), { a: first, b: other, reason: 'one Ruth' });
    storeOf(a).records.append([join], author);
    carry(a, b);
    expect(b.host.context.people.nameOf(other)).toBe('Ruth Keller');
    expect(b.host.context.people.account(first)?.personId).toBe(b.host.context.people.account(other)?.personId);
    expect(b.host.context.people.idsOf(first)).toHaveLength(2);
    const found = await verifyDataFolder({ dataFolder: b.dataFolder, modules: quickModules });
    expect(found).toMatchObject({ isSound: true, provedCount: 1 });
  });
});

test('the command line proves signatures, and names one that does not hold', async () => {
  const script = fileURLToPath(new URL('../../../electron/cli/verify.ts', import.meta.url));
  const verify = () => spawnSync(process.execPath, [script, a.dataFolder], { encoding: 'utf8' });
  await a.page.people.certify({ password: ownerPassword, statement: 'I certify.' });
  await a.register('generic-lis02');
  const [record] = storeOf(a).records.page({ types: ['instruments.instrument-registered'], limit: 1 }).records;
  const made = await a.page.people.sign({
    targets: [record!.hash],
    meaning: 'approved',
    password: ownerPassword,
    statement: '',
  });
  expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('Electronic signatures: 1 proved.') });
  const { db } = storeOf(a);
  db.exec('DROP TRIGGER record_log_no_update');
  db.prepare("UPDATE record_log SET raw = replace(raw, 'generic-lis02', 'generic-lis03') WHERE type = ?").run(
    record!.type,
  );
  const { status, stdout } = verify();
  expect(status).toBe(1);
  expect(stdout).toContain('signed-record-changed');
  expect(stdout).toContain(made.signatureId);
});

test('the host answers every call of the contract, and no other', async () => {
  expect(callPaths(await unlazyRouter(a.host.router)).sort()).toEqual(callPaths(contract).sort());
});

test('a password is as dear in the product as its decision says', async () => {
  expect(usualCost).toEqual({ algorithm: 2, memoryCost: 65_536, timeCost: 3, parallelism: 4, outputLen: 32 });
  const verifiers = new Verifiers(storeOf(a), usualCost);
  (await verifiers.make('c1', 'p1', 'password', ownPassword)).keep();
  expect(await verifiers.opens(['c1'], 'password', ownPassword)).toBe(true);
  expect(await verifiers.opens(['c1'], 'password', `${ownPassword} `)).toBe(false);
  expect(await verifiers.opens(['c1'], 'pin', ownPassword)).toBe(false);
  expect(await verifiers.opens([], 'password', ownPassword)).toBe(false);
});
