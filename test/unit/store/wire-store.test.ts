import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../../electron/store/open-database.ts';
import type { RunningStore } from '../../../electron/store/running-store.ts';
import type { StoreMessageInput, WireEntryInput } from '../../../electron/store/types.ts';
import { HandClock, openTestStore, testFolder } from '../../harness/store.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

const entry = (bytes: string, more: Partial<WireEntryInput> = {}): WireEntryInput => ({
  instrumentId: 'xn-1',
  conversation: 'c1',
  dir: 'in',
  kind: 'frame',
  bytes: Buffer.from(bytes, 'latin1'),
  monoMs: 1,
  wallAt: '2026-11-22T10:00:00.000Z',
  ...more,
});

const messageOf = (frames: number[], isPartial = false): StoreMessageInput => ({
  instrumentId: 'xn-1',
  conversation: 'c1',
  receivedAt: '2026-11-22T10:00:00.000Z',
  kind: 'results',
  definition: { key: 'k', version: '1', hash: 'h' },
  contentHash: `c${frames.join()}`,
  checksum: 'ok',
  frames,
  summary: { resultCount: 0, flaggedCount: 0, unmappedCount: 0 },
  records: [],
  signals: [],
  isPartial,
});

const segments = (folder: string) => readdirSync(join(folder, 'wire')).filter((name) => name.endsWith('.sqlite'));

describe('the wire store', () => {
  test('gives every byte back in order of arrival, in both directions, across segments and restarts', async () => {
    const folder = testFolder('wire');
    const clock = new HandClock();
    const wire = { segmentBytes: 60_000 };
    let store = await openTestStore(folder, { clock, wire });
    const sent: string[] = [];
    for (let n = 0; n < 300; n++) {
      const bytes = `${n} ${'\u0002\u00ff'.repeat(n)}`;
      sent.push(bytes);
      if (n % 3 === 0) store.wire.note([entry(bytes, { dir: 'out', kind: 'control' })]);
      else await store.wire.append([entry(bytes, { instrumentId: n % 2 ? 'xn-1' : 'xn-2' })]);
      if (n === 150) {
        await store.close();
        store = await openTestStore(folder, { clock, wire });
      }
    }
    const all = store.wire.read({ after: 0, limit: 1000 });
    expect(all.map((one) => text(one.bytes))).toEqual(sent);
    expect(all.map((one) => one.id)).toEqual(all.map((one) => one.id).sort((a, b) => a - b));
    expect(segments(folder).length).toBeGreaterThan(2);
    const tail = store.wire.read({ limit: 5 });
    expect(tail.map((one) => text(one.bytes))).toEqual(sent.slice(-5));
    expect(store.wire.read({ before: tail[0]!.id, limit: 5 }).map((one) => text(one.bytes))).toEqual(
      sent.slice(-10, -5),
    );
    expect(
      store.wire.read({ instrumentId: 'xn-2', after: 0, limit: 1000 }).every((one) => one.instrumentId === 'xn-2'),
    ).toBe(true);
    expect(store.wire.byIds([all[7]!.id, all[200]!.id]).map((one) => text(one.bytes))).toEqual([sent[7], sent[200]]);
  });

  test('what is queued in one turn shares one commit', async () => {
    const store = await openTestStore(testFolder('wire'));
    await store.wire.append([entry('first')]);
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, n) => store.wire.append([entry(`a${n}`), entry(`b${n}`)])),
    );
    expect(ids.flat()).toEqual([...ids.flat()].sort((a, b) => a - b));
    expect(new Set(ids.flat()).size).toBe(40);
  });

  test('lies encrypted on the disk, and a changed byte does not pass', async () => {
    const folder = testFolder('wire');
    const store = await openTestStore(folder);
    const secret = 'P|1||PATIENT-4711||MUSTERMANN^ERIKA';
    const [id] = await store.wire.append([entry(secret)]);
    await store.close();
    for (const name of readdirSync(join(folder, 'wire'))) {
      expect(readFileSync(join(folder, 'wire', name)).includes('MUSTERMANN')).toBe(false);
    }
    const db = openDatabase(join(folder, 'wire', segments(folder)[0]!));
    db.exec("UPDATE entries SET sealed = CAST(substr(sealed, 1, 20) || x'00' || substr(sealed, 22) AS BLOB)");
    db.close();
    const again = await openTestStore(folder);
    expect(again.wire.byIds([id!])).toMatchObject([{ reason: 'store/entry-damaged', bytes: new Uint8Array() }]);
  });

  test('frames that were ACKed and have no message are found at the start, by conversation', async () => {
    const folder = testFolder('wire');
    const store = await openTestStore(folder);
    const [a, b] = await store.wire.append([entry('1', { isOwed: true }), entry('2', { isOwed: true })]);
    const [c] = await store.wire.append([
      entry('3', { isOwed: true, conversation: 'c2' }),
      entry('x', { kind: 'noise' }),
    ]);
    store.messages.storeMessage(messageOf([a!]));
    await store.close();
    const again = await openTestStore(folder);
    expect(again.wire.unfinished().map((group) => [group.conversation, group.entries.map((one) => one.id)])).toEqual([
      ['c1', [b]],
      ['c2', [c]],
    ]);
    again.messages.storeMessage(messageOf([b!], true));
    again.messages.settleFrames([c!], 'duplicate');
    expect(again.wire.unfinished()).toEqual([]);
  });
});

describe('ageing', () => {
  const day = 86_400_000;
  const fill = async (store: RunningStore, clock: HandClock, days: number) => {
    const ids: number[] = [];
    for (let n = 0; n < days; n++) {
      ids.push(...(await store.wire.append([entry(`day ${n} ${'x'.repeat(500)}`, { isOwed: true })])));
      clock.pass(day + 1000);
    }
    return ids;
  };

  test('deletes whole segments past their age, never one that holds an owed frame (decision 2)', async () => {
    const folder = testFolder('wire');
    const clock = new HandClock();
    const store = await openTestStore(folder, { clock });
    const ids = await fill(store, clock, 8);
    expect(segments(folder)).toHaveLength(8);
    for (const id of [0, 2, 3, 4, 5, 6, 7]) store.messages.storeMessage(messageOf([ids[id]!]));
    expect(store.wire.age({ maxAgeDays: 3, maxBytes: 1e9 })).toEqual({ deleted: 4, heldBack: 1 });
    expect(store.wire.storage()).toMatchObject({ segmentCount: 4, heldBackCount: 1 });
    expect(store.wire.unfinished().map((group) => group.entries[0]!.id)).toEqual([ids[1]]);
    const partial = store.messages.storeMessage(messageOf([ids[1]!], true));
    expect(store.wire.age({ maxAgeDays: 3, maxBytes: 1e9 })).toEqual({ deleted: 0, heldBack: 1 });
    store.messages.dismiss(partial.messageId, 'os:me', 'old', '2026-11-30T00:00:00.000Z');
    expect(store.wire.age({ maxAgeDays: 3, maxBytes: 1e9 })).toEqual({ deleted: 1, heldBack: 0 });
    expect(store.wire.byIds([ids[0]!, ids[1]!])).toEqual([]);
    expect(store.messages.accountedBetween(ids[0]!, ids[3]!).size).toBe(0);
  });

  test('deletes the oldest past the size', async () => {
    const folder = testFolder('wire');
    const clock = new HandClock();
    const store = await openTestStore(folder, { clock });
    const ids = await fill(store, clock, 6);
    store.messages.settleFrames(ids, 'test');
    const { byteCount } = store.wire.storage();
    store.wire.age({ maxAgeDays: 3650, maxBytes: byteCount / 2 });
    expect(store.wire.storage().byteCount).toBeLessThanOrEqual(byteCount / 2);
    expect(store.wire.byIds([ids[5]!])).toHaveLength(1);
  });

  test('a segment that can not be read is held back, reported, and no obstacle', async () => {
    const folder = testFolder('wire');
    const clock = new HandClock();
    const store = await openTestStore(folder, { clock });
    await fill(store, clock, 3);
    await store.close();
    writeFileSync(
      join(folder, 'wire', 'wire-000001.sqlite'),
      'no longer a database, for whatever reason. '.repeat(200),
    );
    const troubles: string[] = [];
    const again = await openTestStore(folder, { clock, onTrouble: (error) => troubles.push(error.code) });
    // The newest is being written to and no candidate.
    expect(again.wire.age({ maxAgeDays: 0, maxBytes: 0 }).heldBack).toBe(2);
    expect(again.wire.read({ after: 0, limit: 10 })).toHaveLength(2);
    expect(troubles).toEqual(['store/damaged']);
    await again.wire.append([entry('goes on')]);
  });

  test('a segment whose making was cut short is finished at the start, before anything is read', async () => {
    const folder = testFolder('wire');
    const store = await openTestStore(folder);
    const [first] = await store.wire.append([entry('first', { isOwed: true })]);
    await store.close();
    writeFileSync(join(folder, 'wire', 'wire-000002.sqlite'), '');
    const troubles: string[] = [];
    const again = await openTestStore(folder, { onTrouble: (error) => troubles.push(error.code) });
    expect(again.wire.read({ after: 0, limit: 10 }).map((one) => one.id)).toEqual([first]);
    const [next] = await again.wire.append([entry('next')]);
    expect(again.wire.byIds([first!, next!])).toHaveLength(2);
    expect(segments(folder)).toEqual(['wire-000001.sqlite', 'wire-000002.sqlite']);
    expect(troubles).toEqual([]);
  });

  test('a newest segment that is damaged is left aside and a new one begun', async () => {
    const folder = testFolder('wire');
    const store = await openTestStore(folder);
    await store.wire.append([entry('lost', { isOwed: true })]);
    await store.close();
    writeFileSync(
      join(folder, 'wire', 'wire-000001.sqlite'),
      'no longer a database, for whatever reason. '.repeat(200),
    );
    const again = await openTestStore(folder);
    const [id] = await again.wire.append([entry('kept')]);
    expect(again.wire.byIds([id!])).toHaveLength(1);
    expect(segments(folder)).toEqual(['wire-000001.sqlite', 'wire-000002.sqlite']);
    expect(again.wire.damagedSegments()).toEqual([1]);
  });
});
