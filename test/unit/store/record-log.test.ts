import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defineProjection } from '../../../electron/store/projection.ts';
import { verifyChain } from '../../../electron/store/verify-chain.ts';
import { instrumentSameAs, recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import {
  lampDecider,
  lampHung,
  lampMeasured,
  lampModule,
  lampSwitched,
  lampTables,
  luxTables,
  tester,
} from '../../harness/sample-module.ts';
import { HandClock, openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

const hang = (stream: string, name: string) => draft(lampHung, stream, { name, watts: 40 });

describe('saving', () => {
  test('the first record of a log says who writes it; the chain holds from there', async () => {
    const store = await openTestStore(testFolder());
    const [record] = store.records.append([hang('lamp/1', 'Hall')], tester);
    expect(record).toMatchObject({ type: 'lamp.hung', seq: 2, base: null, actor: 'os:tester', isKnown: true });
    const first = store.records.page({ limit: 10 }).records.at(-1)!;
    expect(first).toMatchObject({
      type: 'log.opened',
      seq: 1,
      body: { epoch: 1, reason: 'first-run', publicKey: store.keys.publicKey },
    });
    const report = await verifyChain(store.db, { everySignature: true });
    expect(report).toMatchObject({ checkedCount: 2, signatureCount: 2, problems: [], logCount: 1 });
  });

  test('decisions carry the newest record of their stream as base; facts carry none', async () => {
    const store = await openTestStore(testFolder());
    const [a, b, c, d] = store.records.append(
      [
        hang('lamp/1', 'Hall'),
        draft(lampSwitched, 'lamp/1', { isOn: true }),
        draft(lampMeasured, 'lamp/1', { lux: 1 }),
        draft(lampSwitched, 'lamp/1', { isOn: false }),
      ],
      tester,
    );
    expect([a!.base, b!.base, c!.base, d!.base]).toEqual([null, a!.hash, null, c!.hash]);
  });

  test('a decision made on an older picture is refused, and nothing of its append is kept', async () => {
    const store = await openTestStore(testFolder());
    const [hung] = store.records.append([hang('lamp/1', 'Hall')], tester);
    store.records.append([draft(lampSwitched, 'lamp/1', { isOn: true }, hung!.hash)], tester);
    const before = rowsOf(store, 'record_log', 'lamps', 'logs');
    const stale = [hang('lamp/2', 'Stairs'), draft(lampSwitched, 'lamp/1', { isOn: false }, hung!.hash)];
    expect(() => store.records.append(stale, tester)).toThrow('records/stale');
    expect(() => store.records.append([draft(lampSwitched, 'lamp/1', { isOn: false }, null)], tester)).toThrow(
      'records/stale',
    );
    expect(rowsOf(store, 'record_log', 'lamps', 'logs')).toEqual(before);
    expect(store.records.append([hang('lamp/2', 'Stairs')], tester)[0]!.seq).toBe(4);
  });

  test('a body that does not hold is refused before anything is written', async () => {
    const store = await openTestStore(testFolder());
    const bad = { definition: lampHung, stream: 'lamp/1', body: { name: 'x', watts: 'many' } } as never;
    expect(() => store.records.append([bad], tester)).toThrow('records/invalid-body');
    expect(store.records.count()).toBe(0);
  });

  test('the decider is asked with the folded stream and its answer is appended', async () => {
    const store = await openTestStore(testFolder());
    store.records.decide(lampDecider, 'lamp/1', { do: 'hang', name: 'Hall', watts: 40 }, tester);
    const on = store.records.decide(lampDecider, 'lamp/1', { do: 'switch', isOn: true }, tester);
    expect(on.folded).toMatchObject({ state: { name: 'Hall', isOn: true }, count: 2, tip: on.records[0]!.hash });
    const again = store.records.decide(lampDecider, 'lamp/1', { do: 'switch', isOn: true }, tester);
    expect(again.records).toEqual([]);
    const late = () =>
      store.records.decide(lampDecider, 'lamp/1', { do: 'switch', isOn: false }, tester, { expectedTip: null });
    expect(late).toThrow('records/stale');
  });

  test('listeners hear of a commit once, with tables and records, and not of what was rolled back', async () => {
    const store = await openTestStore(testFolder());
    const heard: { tables: readonly string[]; types: string[] }[] = [];
    store.onCommitted(({ tables, records }) =>
      heard.push({ tables: [...tables].sort(), types: records.map((one) => one.type) }),
    );
    store.transaction(() => {
      store.records.append([hang('lamp/1', 'Hall')], tester);
      store.records.append([draft(lampMeasured, 'lamp/1', { lux: 3 })], tester);
    });
    expect(() =>
      store.transaction(() => {
        store.records.append([hang('lamp/2', 'Stairs')], tester);
        throw new Error('no');
      }),
    ).toThrow();
    expect(heard).toEqual([
      {
        tables: ['lamps', 'lux', 'record_conflicts', 'record_log'].filter((table) => table !== 'record_conflicts'),
        types: ['log.opened', 'lamp.hung', 'lamp.measured'],
      },
    ]);
  });

  test('an inner transaction that fails leaves the outer one whole', async () => {
    const store = await openTestStore(testFolder());
    store.transaction(() => {
      store.records.append([hang('lamp/1', 'Hall')], tester);
      expect(() =>
        store.transaction(() => {
          store.records.append([draft(lampSwitched, 'lamp/1', { isOn: true })], tester);
          throw new Error('module failed');
        }),
      ).toThrow();
      store.records.append([draft(lampMeasured, 'lamp/1', { lux: 1 })], tester);
    });
    expect(store.records.read('lamp/1').map((record) => record.type)).toEqual(['lamp.hung', 'lamp.measured']);
    expect(rowsOf(store, 'lamps')).toEqual({ lamps: ['{"stream":"lamp/1","name":"Hall","is_on":0,"measured":1}'] });
    expect((await verifyChain(store.db, { everySignature: true })).problems).toEqual([]);
  });

  test('rows of the log can be neither changed, deleted nor replaced', async () => {
    const store = await openTestStore(testFolder());
    store.records.append([hang('lamp/1', 'Hall')], tester);
    const { db } = store;
    expect(() => db.exec("UPDATE record_log SET stream = 'x'")).toThrow('append-only');
    expect(() => db.exec('DELETE FROM record_log')).toThrow('append-only');
    expect(() => db.exec('INSERT OR REPLACE INTO record_log SELECT * FROM record_log')).toThrow('append-only');
    db.pragma('recursive_triggers = OFF');
    expect(() => db.exec('INSERT OR REPLACE INTO record_log SELECT * FROM record_log')).not.toThrow();
  });
});

describe('time', () => {
  test('a clock set back is recorded, refuses nothing, and order stays', async () => {
    const clock = new HandClock();
    const store = await openTestStore(testFolder(), { clock });
    store.records.append([hang('lamp/1', 'Hall')], tester);
    clock.now -= 10 * 365 * 86_400_000;
    const [after] = store.records.append([draft(lampSwitched, 'lamp/1', { isOn: true })], tester);
    expect(store.records.read('lamp/1').at(-1)!.hash).toBe(after!.hash);
    expect(store.records.page({ types: ['clock.stepped'], limit: 5 }).records).toMatchObject([
      { body: { stepMs: -10 * 365 * 86_400_000 } },
    ]);
    expect(store.health().clockQuality).toBe('stepped');
  });

  test('hybrid time goes on above the last one after a restart with an older clock', async () => {
    const folder = testFolder();
    const clock = new HandClock();
    const store = await openTestStore(folder, { clock });
    const [first] = store.records.append([hang('lamp/1', 'Hall')], tester);
    await store.close();
    clock.now -= 3_600_000;
    const again = await openTestStore(folder, { clock });
    const [second] = again.records.append([hang('lamp/1', 'Hall 2')], tester);
    expect(second!.hlc > first!.hlc).toBe(true);
  });
});

describe('tables', () => {
  const fill = async (folder: string) => {
    const store = await openTestStore(folder);
    for (let at = 0; at < 40; at++) {
      store.records.append(
        [hang(`lamp/${at % 7}`, `L${at}`), draft(lampMeasured, `lamp/${at % 5}`, { lux: at })],
        tester,
      );
      store.records.append([draft(lampSwitched, `lamp/${at % 3}`, { isOn: at % 2 === 0 })], tester);
    }
    return store;
  };

  test('are rebuilt from the log when their version changes, to the same rows', async () => {
    const folder = testFolder();
    const store = await fill(folder);
    const before = rowsOf(store, 'lamps', 'lux');
    await store.close();
    const steps: string[] = [];
    const newer = {
      ...lampModule,
      projections: [
        { ...lampTables, version: 2 },
        { ...luxTables, version: 2 },
      ],
    };
    const again = await openTestStore(folder, { modules: [newer], onProgress: ({ what }) => steps.push(what) });
    expect(rowsOf(again, 'lamps', 'lux')).toEqual(before);
    expect(steps).toContain('rebuild');
    await again.close();
    const third = await openTestStore(folder, {
      modules: [newer],
      onProgress: ({ what }) => steps.push(`third ${what}`),
    });
    expect(steps).not.toContain('third rebuild');
    expect(rowsOf(third, 'lamps', 'lux')).toEqual(before);
  });

  test('a changed table definition rebuilds even when the version was forgotten; a module that is gone takes its tables along', async () => {
    const folder = testFolder();
    await (await fill(folder)).close();
    const wider = {
      ...luxTables,
      ddl: luxTables.ddl.map((sql) => sql.replace('lux REAL NOT NULL', 'lux REAL NOT NULL, more TEXT')),
    };
    const store = await openTestStore(folder, { modules: [{ ...lampModule, projections: [wider] }] });
    expect(store.db.prepare('SELECT count(*), count(more) FROM lux').raw().get()).toEqual([40, 0]);
    expect(store.db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'lamps'").get()).toBeUndefined();
  });

  test('a rebuild that fails leaves the old tables', async () => {
    const folder = testFolder();
    const store = await fill(folder);
    const before = rowsOf(store, 'lux');
    await store.close();
    const failing = defineProjection({
      ...luxTables,
      version: 2,
      apply: () => [{ sql: 'INSERT INTO nowhere VALUES (?)', values: [1] }],
    });
    await expect(
      openTestStore(folder, { modules: [{ ...lampModule, projections: [lampTables, failing] }] }),
    ).rejects.toThrow();
    expect(rowsOf(await openTestStore(folder), 'lux')).toEqual(before);
  });

  test('must have a stream column, and a name of their own', async () => {
    const modules = (projection: object) => [
      { ...lampModule, projections: [{ ...luxTables, ...projection }, lampTables] },
    ];
    const bare = { ddl: ['CREATE TABLE lux (hash TEXT) STRICT'] };
    await expect(openTestStore(testFolder(), { modules: modules(bare) })).rejects.toThrow('store/bad-projection');
    await expect(openTestStore(testFolder(), { modules: modules({ tables: ['lamps'] }) })).rejects.toThrow(
      'store/bad-projection',
    );
  });

  test('a correction replays its stream: amended values in, voided records out', async () => {
    const store = await openTestStore(testFolder());
    const [hung, measured] = store.records.append(
      [hang('lamp/1', 'Hal'), draft(lampMeasured, 'lamp/1', { lux: 9 })],
      tester,
    );
    store.records.append(
      [draft(recordAmended, 'lamp/1', { target: hung!.hash, patch: { name: 'Hall' }, reason: 'typing' })],
      tester,
    );
    store.records.append([draft(recordVoided, 'lamp/1', { target: measured!.hash, reason: 'wrong lamp' })], tester);
    expect(rowsOf(store, 'lamps', 'lux')).toEqual({
      lamps: ['{"stream":"lamp/1","name":"Hall","is_on":0,"measured":0}'],
      lux: [],
    });
    expect(store.records.byHash(hung!.hash)!.body).toEqual({ name: 'Hal', watts: 40 });
  });

  test('two streams that are joined become one, before and after a rebuild', async () => {
    const folder = testFolder();
    const store = await openTestStore(folder);
    store.records.append([hang('instrument/b', 'B'), draft(lampMeasured, 'instrument/b', { lux: 1 })], tester);
    store.records.append([hang('instrument/a', 'A'), draft(lampMeasured, 'instrument/a', { lux: 2 })], tester);
    store.records.append([draft(instrumentSameAs, 'instrument/a', { a: 'a', b: 'b', reason: 'same plate' })], tester);
    store.records.append([draft(lampMeasured, 'instrument/b', { lux: 3 })], tester);
    const joined = { lamps: ['{"stream":"instrument/a","name":"A","is_on":0,"measured":3}'] };
    expect(rowsOf(store, 'lamps')).toEqual(joined);
    expect(store.records.read('instrument/b')).toHaveLength(6);
    expect(store.db.prepare('SELECT DISTINCT stream FROM lux').pluck().all()).toEqual(['instrument/a']);
    const before = rowsOf(store, 'lux');
    await store.close();
    const newer = {
      ...lampModule,
      projections: [
        { ...lampTables, version: 2 },
        { ...luxTables, version: 2 },
      ],
    };
    const again = await openTestStore(folder, { modules: [newer] });
    expect(rowsOf(again, 'lamps')).toEqual(joined);
    expect(rowsOf(again, 'lux')).toEqual(before);
  });
});

describe('records of a newer program', () => {
  test('are kept, counted, chained and left out of tables; known again, they come in', async () => {
    const folder = testFolder();
    const store = await openTestStore(folder);
    store.records.append([hang('lamp/1', 'Hall'), draft(lampMeasured, 'lamp/1', { lux: 1 })], tester);
    await store.close();
    const older = { ...lampModule, records: [lampHung, lampSwitched], projections: [lampTables] };
    const old = await openTestStore(folder, { modules: [older] });
    expect(old.records.unknown()).toEqual([{ type: 'lamp.measured', tv: 1, count: 1 }]);
    expect(old.health().unknownRecordCount).toBe(1);
    expect(old.records.read('lamp/1').map((record) => record.isKnown)).toEqual([true, false]);
    old.records.append([draft(lampSwitched, 'lamp/1', { isOn: true })], tester);
    await old.close();
    const again = await openTestStore(folder);
    expect(rowsOf(again, 'lamps')).toEqual({ lamps: ['{"stream":"lamp/1","name":"Hall","is_on":1,"measured":1}'] });
  });
});

describe('epochs', () => {
  test('a data file put back from an older copy goes on under a new epoch', async () => {
    const folder = testFolder();
    const store = await openTestStore(folder);
    store.records.append([hang('lamp/1', 'Hall')], tester);
    await store.close();
    const main = join(folder, 'benchside.sqlite');
    const copy = readFileSync(main);
    const later = await openTestStore(folder);
    later.records.append([hang('lamp/1', 'Hall 2')], tester);
    await later.close();
    expect(existsSync(`${main}-wal`)).toBe(false);
    writeFileSync(main, copy);
    const back = await openTestStore(folder);
    expect(back.health().epoch).toBe(2);
    const [record] = back.records.append([hang('lamp/1', 'Hall 3')], tester);
    expect(record!.log).toContain('/2/');
    const opened = back.records.page({ types: ['log.opened'], limit: 5 }).records;
    expect(opened.map((one) => (one.body as { reason: string }).reason)).toEqual(['rolled-back', 'first-run']);
    expect((await verifyChain(back.db, { everySignature: true })).problems).toEqual([]);
    await back.close();
    expect((await openTestStore(folder)).health().epoch).toBe(2);
  });

  test('keys whose data file is gone open a new epoch too', async () => {
    const folder = testFolder();
    const store = await openTestStore(folder);
    store.records.append([hang('lamp/1', 'Hall')], tester);
    await store.close();
    const { rmSync } = await import('node:fs');
    rmSync(join(folder, 'benchside.sqlite'));
    const again = await openTestStore(folder);
    expect(again.health().epoch).toBe(2);
  });
});
