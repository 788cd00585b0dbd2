import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { takeInstanceLock } from '../../../electron/store/instance-lock.ts';
import { isNetworkType, openDatabase, refuseNetworkDrive } from '../../../electron/store/open-database.ts';
import { toStoreError } from '../../../electron/store/store-errors.ts';
import { testFolder } from '../../harness/store.ts';

describe('opening a database', () => {
  test('every safety setting reads back; a bare connection would commit without syncing the WAL', () => {
    const path = join(testFolder(), 'a.sqlite');
    const db = openDatabase(path);
    const read = (name: string) => db.pragma(name, { simple: true });
    expect(read('journal_mode')).toBe('wal');
    expect(read('synchronous')).toBe(2);
    expect(read('foreign_keys')).toBe(1);
    expect(read('recursive_triggers')).toBe(1);
    expect(read('trusted_schema')).toBe(0);
    expect(read('cell_size_check')).toBe(1);
    expect(read('mmap_size')).toBe(0);
    expect(read('busy_timeout')).toBe(5000);
    db.close();
    const bare = new Database(path);
    bare.pragma('journal_mode = WAL');
    expect(bare.pragma('synchronous', { simple: true })).toBe(1);
    bare.close();
  });

  test('names what is wrong with a file that can not be opened', () => {
    const folder = testFolder();
    writeFileSync(join(folder, 'text.sqlite'), 'this is a text, and long enough to be no empty database. '.repeat(40));
    expect(() => openDatabase(join(folder, 'text.sqlite'))).toThrow('store/damaged');
    expect(() => openDatabase(join(folder, 'none.sqlite'), { readonly: true })).toThrow('store/cannot-open');
    expect(() => openDatabase(join(folder, 'nowhere', 'a.sqlite'))).toThrow('store/');
  });

  test('reads a closed database in a folder that takes no files', () => {
    const folder = testFolder();
    const path = join(folder, 'a.sqlite');
    const db = openDatabase(path);
    db.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    db.close();
    chmodSync(folder, 0o555);
    const reader = openDatabase(path, { readonly: true });
    expect(reader.prepare('SELECT x FROM t').pluck().get()).toBe(1);
    expect(() => reader.exec('INSERT INTO t VALUES (2)')).toThrow();
    reader.close();
    chmodSync(folder, 0o755);
  });

  test('reads it also where the index file can not be made, which the mode of a folder does not tell root', () => {
    const path = join(testFolder(), 'a.sqlite');
    const db = openDatabase(path);
    db.exec('CREATE TABLE t (x); INSERT INTO t VALUES (1)');
    db.close();
    mkdirSync(`${path}-shm`);
    const reader = openDatabase(path, { readonly: true });
    expect(reader.prepare('SELECT x FROM t').pluck().get()).toBe(1);
    expect(reader.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(() => reader.exec('INSERT INTO t VALUES (2)')).toThrow();
    reader.close();
  });

  test('knows network file systems by their type, and UNC paths on Windows', () => {
    expect([0x6969, 0xff534d42, -11317950].map(isNetworkType)).toEqual([true, true, true]);
    expect([0xef53, 0x01021994, 0x9123683e].map(isNetworkType)).toEqual([false, false, false]);
    expect(() => refuseNetworkDrive(join(testFolder(), 'a', 'b', 'c.sqlite'))).not.toThrow();
  });
});

test('one process holds a folder; the next is told who does', () => {
  const folder = testFolder();
  const lock = takeInstanceLock(folder);
  let refused: unknown;
  try {
    takeInstanceLock(folder);
  } catch (error) {
    refused = error;
  }
  expect(refused).toMatchObject({ code: 'store/in-use', data: { pid: process.pid } });
  lock.release();
  lock.release();
  takeInstanceLock(folder).release();
});

test('errors of SQLite and of the file system have plain codes', () => {
  const codeOf = (code: string) => toStoreError(Object.assign(new Error('x'), { code })).code;
  expect(codeOf('SQLITE_FULL')).toBe('store/disk-full');
  expect(codeOf('ENOSPC')).toBe('store/disk-full');
  expect(codeOf('SQLITE_READONLY_DIRECTORY')).toBe('store/read-only');
  expect(codeOf('EROFS')).toBe('store/read-only');
  expect(codeOf('SQLITE_CORRUPT_INDEX')).toBe('store/damaged');
  expect(codeOf('SQLITE_NOTADB')).toBe('store/damaged');
  expect(codeOf('SQLITE_IOERR_FSYNC')).toBe('store/disk-error');
  expect(codeOf('SQLITE_BUSY')).toBe('store/in-use');
  expect(toStoreError('odd').code).toBe('store/failed');
});
