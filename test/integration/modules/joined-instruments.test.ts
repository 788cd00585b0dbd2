import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostModules, storeModules } from '../../../electron/modules/all.ts';
import type { RunningStore } from '../../../electron/store/running-store.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import {
  meterRead,
  meterStream,
  notInUseDeclared,
  notInUseStream,
} from '../../../shared/modules/maintenance/records.ts';
import { draft } from '../../../shared/records/define.ts';
import type { TravellingRecord } from '../../../shared/sync/record-lines.ts';
import { workstationRevoked } from '../../../shared/sync/records.ts';
import { daily, entry, plain, terms } from '../../harness/maintenance-bench.ts';
import type { ModuleBench } from '../../harness/module-bench.ts';
import { tester } from '../../harness/sample-module.ts';
import { openTestStore, rowsOf, testFolder } from '../../harness/store.ts';
import { openTwoBenches } from '../../harness/two-benches.ts';

/** Two benches that never met entered the same analyzer, and both worked on it, before and after somebody joined the two. */

const today = '2026-11-22';
const tables = storeModules.flatMap(({ projections }) => projections.flatMap((one) => one.tables));
const tablesOf = (store: RunningStore) => rowsOf(store, ...tables);

let two: Awaited<ReturnType<typeof openTwoBenches>>;
let ids: { a: string; b: string };

beforeEach(async () => {
  two = await openTwoBenches();
  ids = { a: await worked(two.a, 'XN 1'), b: await worked(two.b, 'XN-1000') };
});
afterEach(async () => {
  await two.close();
  expect([...two.a.faults, ...two.b.faults]).toEqual([]);
});

async function worked(bench: ModuleBench, name: string): Promise<string> {
  const instrumentId = await bench.register('sysmex-xn-1000', { name, serialNumber: '4711' });
  await work(bench, instrumentId, name);
  return instrumentId;
}

async function work(bench: ModuleBench, instrumentId: string, title: string): Promise<void> {
  const { planIds } = await bench.page.maintenance.plans.create({
    instrumentId,
    plans: [{ upkeepKey: null, terms: terms(daily(today), { title }) }],
    reason: '',
  });
  await bench.page.maintenance.sheets.performNow({
    ...plain,
    requestId: `request-of-${instrumentId}-${title}`.slice(0, 60),
    planId: planIds[0]!,
    occurrence: today,
    entries: [entry('done', 'yes')],
    performedOn: today,
  });
  const at = `${today}T10:00:00.000Z`;
  const meter = { meter: 'cycles', unit: 'n', reading: String(title.length), on: today, at, messageId: null };
  bench.host.context.store.records.append(
    [
      draft(meterRead, meterStream(instrumentId, 'cycles'), { instrumentId, ...meter, origin: 'typed' }),
      draft(notInUseDeclared, notInUseStream(instrumentId), {
        ...{ instrumentId, spanId: title, fromOn: '2026-11-01', declaredOn: today, reason: 'moved' },
      }),
    ],
    tester,
  );
}

const join = (bench: ModuleBench) =>
  bench.page.joining.meetings.join({ subject: 'instrument', a: ids.a, b: ids.b, reason: 'one device' });

/** Everything a bench holds, in the order of its logs. */
function recordsOf({ host }: ModuleBench): TravellingRecord[] {
  const { sync } = host.context.store;
  return sync.heads().flatMap(({ log, seq }) => {
    const all: TravellingRecord[] = [];
    while (all.length < seq) all.push(...sync.read(log, all.length + 1));
    return all;
  });
}

/** A bench that hears of everything in this order. */
async function hearing(records: readonly TravellingRecord[]): Promise<RunningStore> {
  const store = await openTestStore(testFolder('order'), { modules: storeModules });
  for (const { host } of [two.a, two.b]) {
    const { keys, sync } = host.context.store;
    const { device, epoch, publicKey } = keys;
    store.sync.trust({ device, epoch, publicKey, boxKey: sync.boxKey, label: 'bench', source: 'inviter' });
  }
  for (let at = 0; at < records.length; at += 7) store.sync.take(records.slice(at, at + 7), 'test');
  return store;
}

async function expectSameInAnyOrder(records: readonly TravellingRecord[], expected: unknown): Promise<void> {
  const order = fc.shuffledSubarray([...records], { minLength: records.length, maxLength: records.length });
  await fc.assert(
    fc.asyncProperty(order, async (shuffled) => {
      const store = await hearing(shuffled);
      expect(store.sync.quarantined(1).filter(({ why }) => why !== 'records/revoked-device')).toEqual([]);
      expect(tablesOf(store)).toEqual(expected);
      await store.close();
    }),
    { numRuns: 8 },
  );
}

describe('an instrument that two benches entered', () => {
  test('once joined is one in every table, with all plans and tasks, on every bench and in any order', async () => {
    const { a, b } = two;
    two.meet();
    await join(a);
    // The other bench has not heard of it, and goes on under its own id.
    await work(b, ids.b, 'afterwards');
    two.meet();
    const [joined, gone] = ids.a < ids.b ? [ids.a, ids.b] : [ids.b, ids.a];
    for (const bench of [a, b]) {
      const plans = await bench.page.maintenance.plans.list({ instrumentId: joined, withRetired: false });
      expect(plans.map(({ title }) => title).sort()).toEqual(['XN 1', 'XN-1000', 'afterwards']);
      const { db } = bench.host.context.store;
      for (const table of tables) {
        const columns = db.pragma(`table_info(${table})`) as { name: string }[];
        if (!columns.some(({ name }) => name === 'instrument_id')) continue;
        const left = db.prepare(`SELECT count(*) FROM ${table} WHERE instrument_id = ?`).pluck().get(gone);
        expect([table, left]).toEqual([table, 0]);
      }
      const filter = {
        ...({ actors: 'all', personId: null, type: null, text: '', from: null, to: null } as const),
      };
      const trail = await bench.page.people.auditTrail.page({
        filter: { ...filter, instrumentId: joined },
        before: null,
        limit: 100,
      });
      const noted = trail.entries.filter(({ type }) => type === meterRead.type);
      expect(noted.map(({ instrumentId }) => instrumentId)).toEqual([joined, joined, joined]);
      const found = await verifyDataFolder({ dataFolder: bench.dataFolder, modules: hostModules });
      expect(found.problems).toEqual([]);
    }
    const expected = tablesOf(a.host.context.store as RunningStore);
    expect(tablesOf(b.host.context.store as RunningStore)).toEqual(expected);
    await expectSameInAnyOrder(recordsOf(a), expected);
  });

  test('is two again where the join counts no more, whenever the revocation is heard of', async () => {
    const { a, b } = two;
    two.meet();
    const before = tablesOf(a.host.context.store as RunningStore);
    const { device } = b.host.context.store.keys;
    const last = b.host.context.store.sync.heads().filter(({ isOwn }) => isOwn);
    await join(b);
    two.carry(b, a);
    expect(tablesOf(a.host.context.store as RunningStore)).not.toEqual(before);
    const body = { device, last: last.map(({ log, seq }) => ({ log, seq })), reason: 'stolen' };
    a.host.context.store.records.append([draft(workstationRevoked, `workstation/${device}`, body)], tester);
    expect(tablesOf(a.host.context.store as RunningStore)).toEqual(before);
    await expectSameInAnyOrder(recordsOf(a), before);
  });
});
