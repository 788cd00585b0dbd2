import { expect, test } from 'vitest';
import { storeModules } from '../../../electron/modules/all.ts';
import { errorRaised } from '../../../shared/modules/errors/records.ts';
import { instrumentSameAs, recordAmended } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { lampHung, tester } from '../../harness/sample-module.ts';
import { openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

const hang = (stream: string, name: string) => draft(lampHung, stream, { name, watts: 40 });

test('a record is found by its hash at once; one that was rolled back is not', async () => {
  const store = await openTestStore(testFolder('places'));
  const [first] = store.records.append([hang('lamp/1', 'Hall')], tester);
  expect(store.records.byHash(first!.hash)).toMatchObject({ stream: 'lamp/1' });
  let lost = '';
  const failing = () =>
    store.transaction(() => {
      lost = store.records.append([hang('lamp/2', 'Stairs')], tester)[0]!.hash;
      expect(store.records.byHash(lost)).toMatchObject({ stream: 'lamp/2' });
      throw new Error('no');
    });
  expect(failing).toThrow();
  expect(store.records.byHash(lost)).toBeUndefined();
  const [second] = store.records.append([hang('lamp/3', 'Cellar')], tester);
  expect(store.records.byHash(second!.hash)).toMatchObject({ stream: 'lamp/3' });
  expect(store.records.byHash(lost)).toBeUndefined();
  expect(store.records.byHash('nothing')).toBeUndefined();
});

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

test("lines of an instrument's story are taken out by key when a stream is replayed, amended ones too", async () => {
  const folder = testFolder('story');
  const store = await openTestStore(folder, { modules: storeModules });
  const [first] = store.records.append([raised('one', 'a')], tester);
  store.records.append([raised('two', 'b')], tester);
  const amend = (instrumentId: string) =>
    draft(recordAmended, 'error/one', { target: first!.hash, patch: { instrumentId }, reason: 'the other analyzer' });
  store.records.append([amend('b')], tester);
  store.records.append([amend('c')], tester);
  store.records.append([draft(instrumentSameAs, 'instrument/b', { a: 'b', b: 'c', reason: 'one plate' })], tester);
  const shown = rowsOf(store, 'instrument_timeline');
  const named = store.db.prepare('SELECT instrument_id FROM instrument_timeline ORDER BY 1').pluck().all();
  expect(named).toEqual(['b', 'c']);
  await store.close();
  const rebuilt = await openTestStore(folder, { modules: storeModules, fullCheck: true });
  expect(rowsOf(rebuilt, 'instrument_timeline')).toEqual(shown);
});
