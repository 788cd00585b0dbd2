import { expect, test } from 'vitest';
import { draft } from '../../../shared/records/define.ts';
import { lampHung, tester } from '../../harness/sample-module.ts';
import { openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

const schemaOf = (store: Awaited<ReturnType<typeof openTestStore>>) =>
  store.db.prepare("SELECT name, sql FROM sqlite_schema WHERE tbl_name IN ('lamps', 'lux') ORDER BY name").all();

async function labWithOneLamp() {
  const folder = testFolder('tables');
  const store = await openTestStore(folder);
  store.records.append([draft(lampHung, 'lamp/1', { name: 'Hall', watts: 5 })], tester);
  return { folder, store, schema: schemaOf(store), rows: rowsOf(store, 'lamps', 'lux') };
}

// `lux` holds nothing in this lab, `lamps` one row.
test.each([
  ['nothing', ''],
  ['a lost row', 'DELETE FROM lamps'],
  ['a row of nobody in a table that is empty', "INSERT INTO lux VALUES ('h', 'lamp/1', 3)"],
  ['a lost index of an empty table', 'DROP INDEX lux__stream; CREATE INDEX lux__stream ON lux (hash)'],
  ['another column in an empty table', 'ALTER TABLE lux ADD COLUMN colour TEXT'],
  ['an empty table that is gone', 'DROP TABLE lux'],
  ['an index nobody asked for', 'CREATE INDEX lux_more ON lux (lux)'],
])('a start that checks everything leaves tables as they are made: %s', async (_what, damage) => {
  const { folder, store, schema, rows } = await labWithOneLamp();
  store.db.exec(damage);
  await store.close();
  const again = await openTestStore(folder, { fullCheck: true });
  expect(schemaOf(again)).toEqual(schema);
  expect(rowsOf(again, 'lamps', 'lux')).toEqual(rows);
  again.records.append([draft(lampHung, 'lamp/2', { name: 'Stairs', watts: 5 })], tester);
  expect(again.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(2);
});
