import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { mainFileKind, mainMigrations } from '../../../electron/store/main-file.ts';
import { checkMigrations, type Migration, migrate, migrationHash } from '../../../electron/store/migrate.ts';
import { openDatabase } from '../../../electron/store/open-database.ts';
import { testFolder } from '../../harness/store.ts';

const kind = { applicationId: 0x11223344 };
const one: Migration = { number: 1, name: 'one', sql: 'CREATE TABLE a (x)' };
const two: Migration = { number: 2, name: 'two', sql: 'CREATE TABLE b (x)' };
const three: Migration = { number: 3, name: 'three', sql: 'CREATE TABLE c (x)' };
const at = '2026-11-22T10:00:00.000Z';

const fresh = () => openDatabase(join(testFolder('migrate'), 'a.sqlite'));

describe('migrations', () => {
  test('apply in order, once', () => {
    const db = fresh();
    expect(migrate(db, kind, [one, two], at)).toEqual([1, 2]);
    expect(migrate(db, kind, [one, two, three], at)).toEqual([3]);
    expect(migrate(db, kind, [one, two, three], at)).toEqual([]);
  });

  test('a file from the future is refused by name, and left as it was', () => {
    const db = fresh();
    migrate(db, kind, [one, two, three], at);
    expect(() => migrate(db, kind, [one, two], at)).toThrow('store/from-the-future');
    expect(checkMigrations(db, kind, [one, two, three])).toEqual([]);
  });

  test('an applied migration that was edited, renamed or is missing in between is refused', () => {
    const db = fresh();
    migrate(db, kind, [one, two, three], at);
    const edited = { ...two, sql: 'CREATE TABLE b (y)' };
    expect(() => migrate(db, kind, [one, edited, three], at)).toThrow('store/migration-edited');
    expect(() => migrate(db, kind, [one, { ...two, name: 'zwei' }, three], at)).toThrow('store/migration-edited');
    db.prepare('DELETE FROM migrations WHERE number = 2').run();
    expect(() => migrate(db, kind, [one, two, three], at)).toThrow('store/migration-missing');
    expect(() => migrate(fresh(), kind, [one, three], at)).toThrow('store/bad-migrations');
  });

  test('a file of another program is refused', () => {
    const db = fresh();
    db.exec('CREATE TABLE theirs (x)');
    expect(() => migrate(db, kind, [one], at)).toThrow('store/not-ours');
    const other = fresh();
    migrate(other, { applicationId: 7 }, [one], at);
    expect(() => migrate(other, kind, [one], at)).toThrow('store/not-ours');
  });

  test('a step that fails leaves the step before', () => {
    const db = fresh();
    const broken: Migration = { number: 2, name: 'two', sql: 'CREATE TABLE b (x); CREATE TABLE a (x)' };
    expect(() => migrate(db, kind, [one, broken], at)).toThrow();
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'b'").get()).toBeUndefined();
    expect(migrate(db, kind, [one, two], at)).toEqual([2]);
  });
});

describe('the main file', () => {
  // Released migrations never change. A new one gets its line here; a line here never changes.
  const released: Record<string, string> = {
    records: '886a81fd707e449a7e841013bbf0e1ddd8516c12f3879afa811b5959422cb1d3',
    messages: 'f2f3b30aaca9f2dd877556c37ae926110f6797668bc9639e86563e97ec93a256',
    'narrow-log': '31b5c3d8aea419d68e600c1cf72b98354c1c14903f9cf5bdbcda25ca818590de',
    'new-labels': 'a5c518fd12ac324bd2a97cc4b9f632b37a0e7e2d3e445ca2230466906474fde7',
    'record-index': '6f9a1ee743795f5ad904ac7853219c306b19c29316e0d1190861b98074eabbca',
    'message-readings': '4f2d4e749ffa3ab1acfd33b0d479be481b820c759b6cf2727885bd4c5a7ccd9b',
    'record-story': '6906444a406ec66a13b44319bee97c0933c03b5d399105632f3a8b3e0d4f5046',
    sync: '45d8fe6fae17f64d3354dd394d021e933b8d285bbf435197ae813d99e6f72672',
  };

  test('holds every migration as it was released', () => {
    expect(Object.fromEntries(mainMigrations.map((one) => [one.name, migrationHash(one)]))).toEqual(released);
  });

  test.each(mainMigrations.map((migration) => migration.number))(
    'step %i applies to the layout before it',
    (number) => {
      const db = new Database(':memory:');
      migrate(db, mainFileKind, mainMigrations.slice(0, number - 1), at);
      expect(migrate(db, mainFileKind, mainMigrations.slice(0, number), at)).toEqual([number]);
    },
  );
});
