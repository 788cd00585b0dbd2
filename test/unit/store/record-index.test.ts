import { describe, expect, test } from 'vitest';
import { indexProblem } from '../../../electron/store/record-index.ts';
import { draft } from '../../../shared/records/define.ts';
import { lampHung, tester } from '../../harness/sample-module.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

const rows =
  'SELECT i.lsn, a.name AS actor, t.name AS type FROM record_index i JOIN record_index_names a ON a.name_id = i.actor JOIN record_index_names t ON t.name_id = i.type ORDER BY i.lsn';

async function storeWith(count: number) {
  const store = await openTestStore(testFolder('index'));
  for (let n = 0; n < count; n++)
    store.records.append([draft(lampHung, `lamp/${n}`, { name: `${n}`, watts: 5 })], tester);
  return store;
}

describe('the index of records', () => {
  test('follows the log in steps, and is behind until it is told to', async () => {
    const store = await storeWith(5);
    expect(store.index.upto).toBe(0);
    expect(store.index.follow(4)).toBe(false);
    expect(store.index.follow(4)).toBe(true);
    expect(store.db.prepare(rows).all()).toMatchObject([
      { lsn: 1, actor: 'system', type: 'log.opened' },
      { lsn: 2, actor: 'os:tester', type: 'lamp.hung' },
      {},
      {},
      {},
      { lsn: 6 },
    ]);
    expect(indexProblem(store.db)).toBeUndefined();
  });

  test('what was rolled back with it is taken in again', async () => {
    const store = await storeWith(3);
    expect(() =>
      store.transaction(() => {
        store.index.follow(10);
        throw new Error('no');
      }),
    ).toThrow();
    expect(store.index.upto).toBe(0);
    store.index.follow(10);
    expect(indexProblem(store.db)).toBeUndefined();
  });

  test.each([
    ['a hidden record', 'DELETE FROM record_index WHERE lsn = 3', 3],
    [
      'another author',
      "UPDATE record_index SET actor = (SELECT name_id FROM record_index_names WHERE name = 'system') WHERE lsn = 2",
      2,
    ],
    ['another time', 'UPDATE record_index SET wall_ms = wall_ms + 1 WHERE lsn = 4', 4],
    ['another place in a story', "UPDATE record_index SET hlc = hlc || '0' WHERE lsn = 3", 3],
    ['another story', 'UPDATE record_index SET story = type WHERE lsn = 3', 3],
    ['a renamed author', "UPDATE record_index_names SET name = 'os:somebody' WHERE name = 'os:tester'", 2],
    ['a record that is not there', "INSERT INTO record_index VALUES (99, 1, 1, '', 1, 1, 1, 1)", 99],
  ])('%s is found', async (_what, sql, lsn) => {
    const store = await storeWith(4);
    store.index.follow(10);
    store.db.exec(sql);
    expect(indexProblem(store.db)).toBe(lsn);
  });

  test('records are found by their hash behind the index and in it', async () => {
    const store = await storeWith(4);
    const { records } = store.records.page({ limit: 10 });
    for (let step = 0; step < 3; step++) {
      for (const record of records) expect(store.records.byHash(record.hash)?.id).toBe(record.id);
      expect(store.records.byHash('A'.repeat(43))).toBeUndefined();
      store.index.follow(3);
    }
  });
});

test('a start that checks everything makes the index anew', async () => {
  const folder = testFolder('index');
  const first = await openTestStore(folder);
  first.records.append([draft(lampHung, 'lamp/1', { name: 'one', watts: 5 })], tester);
  first.index.follow(10);
  first.db.exec('UPDATE record_index SET wall_ms = 0');
  await first.close();
  const second = await openTestStore(folder, { fullCheck: true });
  expect(second.index.upto).toBe(0);
  second.index.follow(10);
  expect(indexProblem(second.db)).toBeUndefined();
});
