import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { requestFullCheck } from '../../../electron/store/full-check.ts';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import { salvageRecords } from '../../../electron/store/salvage.ts';
import { verifyDataFolder } from '../../../electron/store/verify-folder.ts';
import { draft } from '../../../shared/records/define.ts';
import { fillForDamage, flipBits } from '../../harness/bit-flips.ts';
import { lampHung, lampModule, tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const copyFolder = (from: string, to: string) => cpSync(from, to, { recursive: true });

const verify = (dataFolder: string) =>
  verifyDataFolder({
    dataFolder,
    modules: [lampModule],
    keyProvider: fileKeyProvider(dataFolder),
    everySignature: false,
  });

test.each([
  ['plain', 30],
  ['encrypted', 20],
] as const)(
  'one flipped bit in a %s file, %i times: inside a record it is named; elsewhere every record is byte-equal and tables are as before',
  async (mode, flips) => {
    const tally = { inRecord: 0, elsewhere: 0, recovered: 0 };
    for await (const flip of flipBits(flips, 20261122, { isEncrypted: mode === 'encrypted' })) {
      tally[flip.isInRecord ? 'inRecord' : 'elsewhere']++;
      if (flip.isRecovered) tally.recovered++;
      expect(flip).toMatchObject({
        what: flip.what,
        isNamed: true,
        lostElsewhere: 0,
        areTablesEqual: true,
        problemsAfter: [],
      });
    }
    expect(tally.inRecord).toBeGreaterThan(3);
    expect(tally.elsewhere).toBeGreaterThan(3);
  },
  120_000,
);

describe('recovery', () => {
  test('reads every record from the raw pages, long ones too, with header, schema and tree gone', async () => {
    const folder = testFolder('salvage');
    const { texts, tables } = await fillForDamage(folder);
    const path = join(folder, 'benchside.sqlite');
    const bytes = readFileSync(path);
    bytes.fill(0, 0, 4096);
    writeFileSync(path, bytes);
    const found = new Set([...salvageRecords(path)].map((record) => record.raw));
    expect(texts.filter((text) => !found.has(text))).toEqual([]);
    const store = await openTestStore(folder);
    expect(
      JSON.stringify(['lamps', 'lux'].map((table) => store.db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all())),
    ).toBe(tables);
    const health = store.health();
    expect(health).toMatchObject({ epoch: 2, state: 'ok' });
    const certificate = readFileSync(join(folder, health.recoveryReport!), 'utf8');
    expect(certificate).toContain('records recovered: 121 of 121, 0 missing');
    expect(store.records.page({ types: ['log.recovered'], limit: 1 }).records[0]!.body).toMatchObject({
      recoveredCount: 121,
      missing: [],
    });
    expect(existsSync(join(folder, 'set-aside-001', 'benchside.sqlite'))).toBe(true);
  });

  test('finds records that are only in the WAL', async () => {
    const folder = testFolder('salvage');
    const store = await openTestStore(folder);
    for (let at = 0; at < 30; at++)
      store.records.append([draft(lampHung, 'lamp/1', { name: `L${at}`, watts: at })], tester);
    const copy = testFolder('salvage');
    copyFolder(folder, copy);
    await store.close();
    const path = join(copy, 'benchside.sqlite');
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    writeFileSync(path, readFileSync(path).fill(0));
    const again = await openTestStore(copy);
    expect(again.records.read('lamp/1')).toHaveLength(30);
  });

  test('a record that is gone is named as missing, the others stay, the backup fills in what it has', async () => {
    const folder = testFolder('salvage');
    const store = await openTestStore(folder);
    const append = (at: number) =>
      store.records.append([draft(lampHung, `lamp/${at}`, { name: `Lamp-${at}-`, watts: at })], tester);
    for (let at = 0; at < 10; at++) append(at);
    await store.backup();
    for (let at = 10; at < 20; at++) append(at);
    await store.close();
    const path = join(folder, 'benchside.sqlite');
    const bytes = readFileSync(path);
    for (const name of ['Lamp-4-', 'Lamp-14-']) {
      // The text lies in the log's row and in the table's.
      for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) bytes[at]! ^= 1;
    }
    writeFileSync(path, bytes);
    const problems = (await verify(folder)).problems.filter((one) => one.code === 'text-changed');
    expect(problems.map((one) => one.where.split(' ').slice(-2).join(' '))).toEqual(['record 6', 'record 16']);
    const again = await openTestStore(folder, { fullCheck: true });
    const names = again.db.prepare('SELECT name FROM lamps ORDER BY name').pluck().all();
    expect(names).toHaveLength(19);
    expect(names).not.toContain('Lamp-14-');
    expect(names).toContain('Lamp-4-');
    const body = again.records.page({ types: ['log.recovered'], limit: 1 }).records[0]!.body;
    expect(body).toMatchObject({ recoveredCount: 20, missing: [{ from: 16, to: 16 }] });
    await again.close();
    expect(await verify(folder)).toMatchObject({ isSound: true, knownLosses: [{ from: 16, to: 16 }] });
  });

  test('keeps messages and settings of a file whose log is damaged', async () => {
    const folder = testFolder('salvage');
    const store = await openTestStore(folder);
    store.records.append([draft(lampHung, 'lamp/1', { name: 'Hall', watts: 1 })], tester);
    store.settings.set('theme', 'dark');
    const { messageId } = store.messages.storeMessage({
      instrumentId: 'xn-1',
      conversation: 'c',
      receivedAt: '2026-11-22T10:00:00.000Z',
      kind: 'results',
      definition: { key: 'k', version: '1', hash: 'h' },
      contentHash: 'c1',
      checksum: 'ok',
      frames: [5],
      summary: { resultCount: 0, flaggedCount: 0, unmappedCount: 0 },
      records: ['H|'],
      signals: [],
    });
    await store.close();
    const path = join(folder, 'benchside.sqlite');
    const bytes = readFileSync(path);
    for (let at = bytes.indexOf('"lamp.hung"'); at >= 0; at = bytes.indexOf('"lamp.hung"', at + 1)) bytes[at + 1]! ^= 1;
    writeFileSync(path, bytes);
    requestFullCheck(folder);
    const again = await openTestStore(folder);
    expect(again.health().epoch).toBe(2);
    expect(again.messages.get(messageId)).toMatchObject({ records: ['H|'], frames: [5] });
    expect(again.messages.count({ text: 'results' })).toBe(1);
    expect(again.settings.get('theme')).toBe('dark');
  });
});
