import fc from 'fast-check';
import { expect, test } from 'vitest';
import { storeModules } from '../../../electron/modules/all.ts';
import { openStory } from '../../../electron/modules/story.ts';
import type { Store } from '../../../electron/store/store.ts';
import { errorAcknowledged, errorRaised } from '../../../shared/modules/errors/records.ts';
import { instrumentSameAs, recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const raised = (errorId: string, instrumentId: string) =>
  draft(errorRaised, `error/${errorId}`, {
    errorId,
    instrumentId,
    code: 'E1',
    text: 'no sample',
    severity: 'warn',
    affectsResults: 'no',
    origin: 'wire',
    at: '2026-11-22T10:00:00.000Z',
    messageId: null,
    frames: [1],
    definition: null,
    specimen: null,
    readings: [],
  });

/** Streams of an instrument's story as it is read, newest first, in pages of so many. */
async function storyOf(store: Store, instrumentId: string, pageSize = 1000): Promise<string[]> {
  const streams: string[] = [];
  for (let before: { hash: string; hlc: string } | undefined; ; ) {
    let count = 0;
    for (const { record } of await openStory(store, instrumentId, { before })) {
      streams.push(record.stream);
      before = record;
      count += 1;
      if (count === pageSize) break;
    }
    if (count < pageSize) return streams;
  }
}

const openBench = () => openTestStore(testFolder('story'), { modules: storeModules });

test('a record that was amended stands in the story of the other instrument, at its own time, and in no other', async () => {
  const store = await openBench();
  const [first] = store.records.append([raised('one', 'a')], tester);
  const [second] = store.records.append([raised('two', 'b')], tester);
  const amend = (instrumentId: string) =>
    draft(recordAmended, 'error/one', { target: first!.hash, patch: { instrumentId }, reason: 'the other analyzer' });
  store.records.append([amend('b')], tester);
  expect([await storyOf(store, 'a'), await storyOf(store, 'b')]).toEqual([[], ['error/two', 'error/one']]);
  store.records.append([amend('c')], tester);
  for (const _ of [0, 1]) {
    expect(await storyOf(store, 'b')).toEqual(['error/two']);
    expect(await storyOf(store, 'c')).toEqual(['error/one']);
    store.index.follow(100);
  }
  store.records.append([draft(instrumentSameAs, 'instrument/b', { a: 'b', b: 'c', reason: 'one plate' })], tester);
  for (const id of ['b', 'c']) expect(await storyOf(store, id)).toEqual(['error/two', 'error/one']);
  store.records.append([draft(recordVoided, 'error/two', { target: second!.hash, reason: 'not ours' })], tester);
  expect(await storyOf(store, 'c')).toEqual(['error/one']);
});

test('only the types asked for, from any record on, and nothing of an instrument nobody knows', async () => {
  const store = await openBench();
  const [one] = store.records.append([raised('one', 'a')], tester);
  const said = { errorId: 'one', instrumentId: 'a', code: 'E1', note: '' };
  const acknowledged = draft(errorAcknowledged, 'error/one', said);
  const [two] = store.records.append([acknowledged], tester);
  const hashes = async (query: Parameters<typeof openStory>[2]) =>
    [...(await openStory(store, 'a', query))].map(({ record }) => record.hash);
  expect(await hashes({})).toEqual([two!.hash, one!.hash]);
  expect(await hashes({ types: [errorRaised.type] })).toEqual([one!.hash]);
  expect(await hashes({ before: two! })).toEqual([one!.hash]);
  expect(await hashes({ before: one! })).toEqual([]);
  expect(await storyOf(store, 'nobody')).toEqual([]);
});

test('the story is the same whatever the index has come to, and however small its pages are', async () => {
  const step = fc.record({ instrument: fc.constantFrom('a', 'b'), moveTo: fc.option(fc.constantFrom('a', 'b')) });
  const history = fc.array(step, { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(history, fc.nat(30), fc.integer({ min: 1, max: 4 }), async (steps, followed, pageSize) => {
      const store = await openBench();
      const expected: Record<string, string[]> = { a: [], b: [] };
      for (const [number, { instrument, moveTo }] of steps.entries()) {
        const stream = `error/${number}`;
        const [written] = store.records.append([raised(`${number}`, instrument)], tester);
        expected[moveTo ?? instrument]!.unshift(stream);
        if (moveTo === null) continue;
        const patch = { instrumentId: moveTo };
        store.records.append([draft(recordAmended, stream, { target: written!.hash, patch, reason: 'x' })], tester);
      }
      if (followed > 0) store.index.follow(followed);
      for (const id of ['a', 'b']) expect(await storyOf(store, id, pageSize)).toEqual(expected[id]);
      await store.close();
    }),
    { numRuns: 40 },
  );
});
