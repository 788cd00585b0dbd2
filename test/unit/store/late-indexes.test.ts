import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { LateIndexes } from '../../../electron/store/late-indexes.ts';

const indexesOf = (db: Database.Database) =>
  db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' ORDER BY name").pluck().all();

test('an index waits while rows are only put in, and is there before anything is looked up', () => {
  const db = new Database(':memory:');
  const late = new LateIndexes(db);
  const ddl = [
    'CREATE TABLE lamps (stream TEXT NOT NULL, hours INTEGER) STRICT',
    'CREATE TABLE doors (stream TEXT NOT NULL, side TEXT) STRICT',
    'CREATE INDEX lamps_hours ON lamps (hours)',
    'CREATE INDEX doors_stream ON doors (stream, side)',
    'CREATE UNIQUE INDEX doors_side ON doors (side)',
  ];
  for (const statement of ddl) if (!late.take(statement)) db.exec(statement);
  expect(indexesOf(db)).toEqual(['doors_side']);
  expect([late.leadsWith('doors', 'stream'), late.leadsWith('lamps', 'stream')]).toEqual([true, false]);

  late.make('INSERT INTO lamps (stream, hours) VALUES (?, ?) ON CONFLICT DO NOTHING');
  expect(indexesOf(db)).toEqual(['doors_side']);
  late.make('UPDATE lamps SET hours = 0 WHERE hours = ?');
  expect(indexesOf(db)).toEqual(['doors_side', 'lamps_hours']);
  late.make('INSERT INTO lamps (stream, hours) SELECT stream, 0 FROM doors WHERE stream = ?');
  expect(indexesOf(db)).toEqual(['doors_side', 'doors_stream', 'lamps_hours']);
  late.make();
  expect(indexesOf(db)).toHaveLength(3);
});
