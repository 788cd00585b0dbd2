import { expect, test } from 'vitest';
import { draft } from '../../../shared/records/define.ts';
import { lampHung, tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

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
