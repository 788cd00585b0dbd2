import { describe, expect, test } from 'vitest';
import type { MessageStore, StoreMessageInput } from '../../../electron/store/types.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { instrumentSameAs } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

/** Ids of the partial messages that wait. */
const waiting = (messages: MessageStore, instrumentId?: string) =>
  messages
    .page({ only: 'partial', ...(instrumentId === undefined ? {} : { instrumentId }) }, { limit: 10 })
    .map(({ messageId }) => messageId);

const result = (test: string, flags: string[] = []): Signal => ({
  kind: 'result',
  at: '2026-11-22T10:00:00.000Z',
  instrument: 'xn-1',
  message: null,
  frames: [],
  definition: null,
  checksum: 'ok',
  test,
  rawValue: '1',
  unit: '',
  flags,
  status: 'F',
  analyte: null,
  value: '1',
  meaning: 'normal',
  completedAt: '',
  specimen: null,
});

const message = (n: number, more: Partial<StoreMessageInput> = {}): StoreMessageInput => ({
  instrumentId: 'xn-1',
  conversation: `c${n}`,
  receivedAt: new Date(Date.parse('2026-11-22T10:00:00.000Z') + n * 1000).toISOString(),
  kind: 'results',
  definition: { key: 'sysmex-xn-1000', version: '1', hash: 'h' },
  contentHash: `content-${n}`,
  checksum: 'ok',
  frames: [n * 10, n * 10 + 1],
  specimen: { hash: `specimen-${n % 5}`, shows: `00${n % 5}7` },
  summary: { resultCount: 1, flaggedCount: 0, unmappedCount: 0 },
  records: ['H|', 'R|1'],
  signals: [result('^^^^WBC')],
  ...more,
});

const open = () => openTestStore(testFolder('messages'));

test('messages and wire of two entries of one instrument are found under either, once they are joined', async () => {
  const { messages, records, wire } = await open();
  const [a, b] = ['01a00000-0000-7000-8000-000000000001', '01a00000-0000-7000-8000-000000000002'];
  const bytes = Buffer.from('x');
  const noted = {
    conversation: '',
    dir: 'in',
    kind: 'noise',
    bytes,
    monoMs: 1,
    wallAt: '2026-11-22T10:00:00.000Z',
  } as const;
  for (const [at, instrumentId] of [a, b].entries()) {
    messages.storeMessage(message(at, { instrumentId }));
    wire.note([{ instrumentId, ...noted }]);
  }
  const found = (instrumentId: string) => [
    messages.page({ instrumentId }, { limit: 9 }).map((row) => row.instrumentId),
    messages.count({ instrumentId }),
    wire.read({ instrumentId, limit: 9 }).length,
  ];
  expect(found(b)).toEqual([[b], 1, 1]);
  records.append([draft(instrumentSameAs, `instrument/${a}`, { a, b, reason: 'one' })], tester);
  for (const id of [a, b]) expect(found(id)).toEqual([[a, a], 2, 2]);
});

describe('storing a message', () => {
  test('keeps what it was made of, and says which frames are accounted for', async () => {
    const { messages } = await open();
    const { messageId, isResend } = messages.storeMessage(message(1));
    expect(isResend).toBe(false);
    expect(messages.get(messageId)).toMatchObject({
      messageId,
      state: 'complete',
      records: ['H|', 'R|1'],
      signals: [{ test: '^^^^WBC' }],
      frames: [10, 11],
      definition: { key: 'sysmex-xn-1000' },
      specimen: { hash: 'specimen-1', shows: '0017' },
    });
    expect([...messages.settledBetween(0, 100)]).toEqual([10, 11]);
    expect(messages.get('none')).toBeUndefined();
  });

  test('a re-send is recorded once: its count and time grow (decision 4)', async () => {
    const { messages } = await open();
    const first = messages.storeMessage(message(1));
    const again = messages.storeMessage(message(2, { contentHash: 'content-1' }));
    expect(again).toMatchObject({ messageId: first.messageId, isResend: true });
    expect(messages.count({})).toBe(1);
    expect(messages.get(first.messageId)).toMatchObject({
      resendCount: 1,
      resends: [message(2).receivedAt],
      frames: [10, 11, 20, 21],
    });
    const elsewhere = messages.storeMessage(message(3, { contentHash: 'content-1', instrumentId: 'xn-2' }));
    expect(elsewhere.isResend).toBe(false);
  });

  test('the same key with other bytes: both are kept and flagged; no key, no check', async () => {
    const { messages } = await open();
    const a = messages.storeMessage(message(1, { messageKey: 'k' }));
    const b = messages.storeMessage(message(2, { messageKey: 'k' }));
    const c = messages.storeMessage(message(3));
    expect([a.hasRival, b.hasRival, c.hasRival]).toEqual([false, true, false]);
    expect(messages.get(a.messageId)).toMatchObject({ hasRival: true, rivals: [b.messageId] });
    expect(messages.get(c.messageId)!.hasRival).toBe(false);
  });

  test('signals not yet handed on are found after a crash', async () => {
    const { messages } = await open();
    const a = messages.storeMessage(message(1));
    const b = messages.storeMessage(message(2));
    messages.markHandled(a.messageId);
    expect(messages.unhandled().map((one) => one.messageId)).toEqual([b.messageId]);
  });
});

describe('partial messages (decision 5)', () => {
  const partial = (n: number) => message(n, { isPartial: true, contentHash: `prefix-${n}` });

  test('are shown, keep their frames from ageing, and are completed by a re-send', async () => {
    const { messages } = await open();
    const { messageId } = messages.storeMessage(partial(1));
    expect(waiting(messages, 'xn-1')).toEqual([messageId]);
    expect([...messages.accountedBetween(0, 100)]).toEqual([10, 11]);
    expect([...messages.settledBetween(0, 100)]).toEqual([]);
    const whole = messages.storeMessage(message(2, { prefixHashes: () => ['prefix-0', 'prefix-1'] }));
    expect(whole.completed).toEqual([messageId]);
    expect(messages.get(messageId)).toMatchObject({ state: 'completed-later', completedBy: whole.messageId });
    expect(messages.settledBetween(0, 100).size).toBe(4);
    expect(waiting(messages)).toEqual([]);
  });

  test("are completed by another instrument's message never", async () => {
    const { messages } = await open();
    messages.storeMessage(partial(1));
    const other = messages.storeMessage(message(2, { instrumentId: 'xn-2', prefixHashes: () => ['prefix-1'] }));
    expect(other.completed).toEqual([]);
  });

  test('are dismissed by a person with a reason, once', async () => {
    const { messages } = await open();
    const { messageId } = messages.storeMessage(partial(1));
    messages.dismiss(messageId, 'os:me', 'analyzer was restarted', '2026-11-22T11:00:00.000Z');
    expect(messages.get(messageId)).toMatchObject({
      state: 'dismissed',
      dismissed: { by: 'os:me', reason: 'analyzer was restarted', at: '2026-11-22T11:00:00.000Z' },
    });
    expect([...messages.settledBetween(0, 100)]).toEqual([10, 11]);
    expect(() => messages.dismiss(messageId, 'os:me', 'again', '')).toThrow('messages/not-partial');
  });
});

describe('lists', () => {
  const filled = async () => {
    const store = await open();
    store.transaction(() => {
      for (let n = 1; n <= 500; n++) {
        store.messages.storeMessage(
          message(n, {
            kind: n % 10 === 0 ? 'qc' : 'results',
            instrumentId: `xn-${n % 2}`,
            signals: [result(n % 3 === 0 ? 'PLT' : 'WBC', n % 7 === 0 ? ['H'] : [])],
            summary: { resultCount: 1, flaggedCount: n % 7 === 0 ? 1 : 0, unmappedCount: n === 3 ? 1 : 0 },
            isPartial: n === 5,
          }),
        );
      }
    });
    return store.messages;
  };

  test('page by cursor and by position over the same rows, newest first', async () => {
    const messages = await filled();
    const all = messages.page({}, { limit: 1000 });
    expect(all).toHaveLength(500);
    expect(all[0]!.receivedAt > all[499]!.receivedAt).toBe(true);
    expect(messages.page({}, { offset: 120, limit: 30 })).toEqual(all.slice(120, 150));
    expect(messages.page({}, { before: all[119]!.cursor, limit: 30 })).toEqual(all.slice(120, 150));
  });

  test('filters and counts agree', async () => {
    const messages = await filled();
    const expected = {
      instrument: [{ instrumentId: 'xn-1' }, 250],
      kind: [{ kind: 'qc' }, 50],
      qc: [{ only: 'qc' }, 50],
      specimen: [{ specimenHash: 'specimen-2' }, 100],
      test: [{ test: 'PLT' }, 166],
      flag: [{ flag: 'H' }, 71],
      flagged: [{ only: 'flagged' }, 71],
      unmapped: [{ only: 'unmapped' }, 1],
      partial: [{ only: 'partial' }, 1],
      words: [{ text: 'pl h' }, 23],
      shows: [{ text: '0027' }, 100],
      nothing: [{ text: 'lymph' }, 0],
      operators: [{ text: '" OR * NEAR(' }, 0],
      together: [{ instrumentId: 'xn-0', test: 'PLT', kind: 'qc' }, 16],
    } as const;
    for (const [name, [filter, count]] of Object.entries(expected)) {
      expect([name, messages.count(filter)]).toEqual([name, count]);
      expect(messages.page(filter, { limit: 1000 })).toHaveLength(count);
    }
  });

  test('counts follow every change, also one that is undone', async () => {
    const store = await openTestStore(testFolder('messages'));
    const { messages } = store;
    expect(messages.count({})).toBe(0);
    messages.storeMessage(message(1));
    expect(messages.count({})).toBe(1);
    expect(() =>
      store.transaction(() => {
        messages.storeMessage(message(2));
        expect(messages.count({})).toBe(2);
        throw new Error('undone');
      }),
    ).toThrow();
    expect(messages.count({})).toBe(1);
  });

  test('ageing takes what is older, not partial messages that wait', async () => {
    const messages = await filled();
    const cut = message(251).receivedAt;
    expect(messages.age(cut)).toBe(249);
    expect(messages.count({})).toBe(251);
    expect(waiting(messages)).toHaveLength(1);
    expect(messages.count({ text: 'WBC' })).toBe(messages.page({ text: 'WBC' }, { limit: 1000 }).length);
    // The frames of aged messages stay accounted for until their segment goes.
    expect(messages.accountedBetween(0, 10_000).size).toBe(1000);
    messages.forgetBetween(0, 100);
    expect(messages.accountedBetween(0, 100).size).toBe(0);
  });
});

test('identities are sealed one by one and can be destroyed', async () => {
  const store = await open();
  const { hash, shows } = store.identities.keep('S-2026-00417');
  expect(shows).toBe('0417');
  expect(store.identities.keep('S-2026-00417').hash).toBe(hash);
  expect(store.identities.reveal(hash)).toBe('S-2026-00417');
  expect(store.identities.destroy(hash)).toBe(true);
  expect(store.identities.destroy(hash)).toBe(false);
  expect(store.identities.reveal(hash)).toBeUndefined();
});
