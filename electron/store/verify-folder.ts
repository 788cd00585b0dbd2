import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '../../shared/kernel/errors.ts';
import { createRegistry } from '../../shared/records/registry.ts';
import { changedPages } from './changed-pages.ts';
import { fileLock } from './file-key.ts';
import { structureProblems } from './full-check.ts';
import { findRollback, readHeadFile } from './head-file.ts';
import { type Keyring, keyOfFile, loadKeyring, ownKeys } from './keyring.ts';
import type { KeyProvider } from './keys.ts';
import { LateIndexes } from './late-indexes.ts';
import { mainFileKind, mainFileName, mainMigrations } from './main-file.ts';
import { checkMigrations, migrate } from './migrate.ts';
import { openDatabase, sqliteBinding } from './open-database.ts';
import type { AnyProjection, ModuleProof, StoreModule } from './projection.ts';
import { indexProblem } from './record-index.ts';
import { RecordReader } from './record-reader.ts';
import { toStoreError } from './store-errors.ts';
import { createTables, fillTables } from './tables.ts';
import { type ChainReport, verifyChain } from './verify-chain.ts';
import { WireSegment } from './wire-segment.ts';

export interface FolderProblem {
  /** A chain code (`verifyChain`), `table-differs`, `table-missing`, `file-damaged`, `behind-its-note`, `wire-...`. */
  readonly code: string;
  /** Where: a log and sequence, a table, a file. */
  readonly where: string;
  readonly detail: string;
}

export interface FolderReport {
  readonly isSound: boolean;
  readonly recordCount: number;
  readonly logCount: number;
  readonly signatureCount: number;
  /** What modules proved about their own records: electronic signatures. */
  readonly provedCount: number;
  readonly tableCount: number;
  readonly wireSegmentCount: number;
  readonly wireEntryCount: number;
  readonly pendingCount: number;
  readonly quarantineCount: number;
  readonly knownLosses: ChainReport['knownLosses'];
  readonly problems: FolderProblem[];
  /** Things that could not be looked at, and why. */
  readonly notes: string[];
}

export interface VerifyFolderOptions {
  readonly dataFolder: string;
  readonly modules: readonly StoreModule[];
  /** Without keys the public keys inside the file are trusted and the wire store stays closed. */
  readonly keyProvider?: KeyProvider | undefined;
  /** Every signature (the default), or only the newest of each log, which vouches for the rest. */
  readonly everySignature?: boolean;
  readonly nativeBinding?: string | undefined;
  readonly onProgress?: ((what: string, done: number, total: number) => void) | undefined;
}

/**
 * Proves a data folder without changing it: chain, hashes and signatures of every log, the tables against a rebuild,
 * the wire segments. Works on a folder in use and on one that can only be read.
 *
 * @throws AppError when there is nothing to prove (`store/cannot-open`, `store/not-ours`, `store/from-the-future`, ...).
 */
export async function verifyDataFolder(options: VerifyFolderOptions): Promise<FolderReport> {
  const path = join(options.dataFolder, mainFileName);
  if (!existsSync(path)) throw new AppError('store/cannot-open', { path, why: 'missing' });
  const problems: FolderProblem[] = [];
  const notes: string[] = [];
  const keyring = await readKeyring(options, notes);
  const key = keyOfMain(path, keyring);
  if (key && keyring?.dataFile?.isOn === false) notes.push('the data file is encrypted, the keys say it is not yet');
  const pages = key ? changedPages(path, key) : [];
  problems.push(
    ...pages.map((page) => ({ code: 'page-changed', where: `${mainFileName} page ${page}`, detail: 'not as sealed' })),
  );
  let db: Database.Database;
  try {
    // Records prove themselves one by one: a changed page must not hide those beside the changed byte.
    db = openDatabase(path, { nativeBinding: options.nativeBinding, readonly: true, key, isLoose: true });
  } catch (error) {
    const known = toStoreError(error, { path });
    if (known.code !== 'store/damaged') throw known;
    const unreadable = { code: 'file-damaged', where: mainFileName, detail: 'not readable as a database' };
    return emptyReport([...problems, unreadable], notes);
  }
  try {
    const pending = checkedMigrations(db, problems);
    if (pending > 0) notes.push(`${pending} migrations are still to come: tables were not compared`);
    const chain = await verifyChain(db, {
      everySignature: options.everySignature ?? true,
      ...(keyring ? { keys: ownKeys(keyring) } : {}),
      onProgress: (done, total) => options.onProgress?.('records', done, total),
    });
    problems.push(
      ...chain.problems.map(({ code, log, seq, detail }) => ({ code, where: `${log} record ${seq}`, detail })),
    );
    for (const detail of structureProblems(db)) problems.push({ code: 'file-damaged', where: mainFileName, detail });
    noteRollback(db, options.dataFolder, problems);
    const proof = proveByModules(db, options.modules);
    if (pending === 0) compareIndex(db, problems);
    problems.push(...proof.problems);
    notes.push(...proof.notes);
    const device = keyring?.device ?? '';
    const tableCount = pending > 0 ? 0 : await compareTables(db, options, device, problems);
    const wire = keyring
      ? verifyWire(join(options.dataFolder, 'wire'), keyring, options, problems)
      : { segments: 0, entries: 0 };
    return {
      isSound: problems.length === 0,
      recordCount: chain.checkedCount,
      logCount: chain.logCount,
      signatureCount: chain.signatureCount,
      provedCount: proof.provedCount,
      tableCount,
      wireSegmentCount: wire.segments,
      wireEntryCount: wire.entries,
      pendingCount: count(db, 'pending'),
      quarantineCount: count(db, 'quarantine'),
      knownLosses: chain.knownLosses,
      problems,
      notes,
    };
  } finally {
    db.close();
  }
}

function compareIndex(db: Database.Database, problems: FolderProblem[]): void {
  try {
    const lsn = indexProblem(db);
    if (lsn === undefined) return;
    problems.push({
      code: 'table-differs',
      where: 'table record_index',
      detail: `row ${lsn} is not what the log says`,
    });
  } catch (error) {
    problems.push({ code: 'table-missing', where: 'table record_index', detail: toStoreError(error).code });
  }
}

/** Everything the modules prove about their own records, in one answer. Reads the log alone, no tables. */
export function proveByModules(db: Database.Database, modules: readonly StoreModule[]): ModuleProof {
  const registry = createRegistry(modules.flatMap((module) => module.records));
  const proofs = modules.flatMap((module) => module.prove?.({ db, registry }) ?? []);
  return {
    provedCount: proofs.reduce((sum, one) => sum + one.provedCount, 0),
    problems: proofs.flatMap((one) => one.problems),
    notes: proofs.flatMap((one) => one.notes),
  };
}

function emptyReport(problems: FolderProblem[], notes: string[]): FolderReport {
  const none = {
    recordCount: 0,
    logCount: 0,
    signatureCount: 0,
    provedCount: 0,
    tableCount: 0,
    wireSegmentCount: 0,
    wireEntryCount: 0,
  };
  return { isSound: false, ...none, pendingCount: 0, quarantineCount: 0, knownLosses: [], problems, notes };
}

/** @throws AppError `store/key-missing`, `store/wrong-key` for a file that can not be judged without its key. */
function keyOfMain(path: string, keyring: Keyring | undefined): Uint8Array | undefined {
  if (keyring) return keyOfFile(path, keyring);
  if (fileLock(path, []) === 'unknown-key') throw new AppError('store/key-missing', { path });
  return undefined;
}

async function readKeyring(options: VerifyFolderOptions, notes: string[]): Promise<Keyring | undefined> {
  const text = await options.keyProvider?.read();
  if (!options.keyProvider || text === undefined) {
    notes.push('no keys here: signatures are checked with the keys inside the file, the wire store stays closed');
    return undefined;
  }
  const provider = { ...options.keyProvider, read: async () => text };
  return (await loadKeyring(provider, { newId: () => '', machine: '' })).keyring;
}

function checkedMigrations(db: Database.Database, problems: FolderProblem[]): number {
  try {
    return checkMigrations(db, mainFileKind, mainMigrations).length;
  } catch (error) {
    const known = toStoreError(error);
    if (known.code !== 'store/damaged') throw known;
    problems.push({ code: 'file-damaged', where: mainFileName, detail: 'the list of migrations is not readable' });
    return 1;
  }
}

function noteRollback(db: Database.Database, dataFolder: string, problems: FolderProblem[]): void {
  const heads = quietly<{ log: string; seq: number; link: string }[]>(
    () => db.prepare('SELECT log, head_seq AS seq, head_link AS link FROM logs').all() as never,
    [],
  );
  const log = findRollback(readHeadFile(dataFolder), heads);
  if (log)
    problems.push({ code: 'behind-its-note', where: log, detail: 'the note beside the file knows newer records' });
}

/** Rebuilds every module's tables in memory and compares them row by row. Answers how many tables were compared. */
async function compareTables(
  db: Database.Database,
  options: VerifyFolderOptions,
  device: string,
  problems: FolderProblem[],
): Promise<number> {
  const projections = options.modules.flatMap((module) => module.projections);
  const registry = createRegistry(options.modules.flatMap((module) => module.records));
  const binding = options.nativeBinding ?? sqliteBinding();
  const fresh = new Database(':memory:', binding ? { nativeBinding: binding } : {});
  try {
    migrate(fresh, mainFileKind, mainMigrations, '');
    const late = new LateIndexes(fresh);
    for (const projection of projections) createTables(fresh, projection, late);
    fresh.exec('BEGIN');
    await fillTables({
      db: fresh,
      registry,
      reader: new RecordReader(db, registry, device),
      projections,
      late,
      total: count(db, 'record_log'),
      onProgress: (done, total) => options.onProgress?.('tables', done, total),
    });
    fresh.exec('COMMIT');
    let compared = 0;
    for (const projection of projections) {
      const isCurrent = isBuiltBy(db, projection);
      if (!isCurrent) continue;
      for (const table of projection.tables) {
        compared++;
        const difference = differenceOf(db, fresh, table);
        if (difference) problems.push({ ...difference, where: `table ${table}` });
      }
    }
    const conflicts = differenceOf(db, fresh, 'record_conflicts');
    if (conflicts && compared > 0) problems.push({ ...conflicts, where: 'table record_conflicts' });
    return compared;
  } catch (error) {
    problems.push({ code: 'table-differs', where: 'all tables', detail: toStoreError(error).code });
    return 0;
  } finally {
    fresh.close();
  }
}

/** Tables of another program version are rebuilt at the next start and say nothing about the log. */
function isBuiltBy(db: Database.Database, projection: AnyProjection): boolean {
  const row = db.prepare('SELECT version FROM projection_state WHERE name = ?').pluck().get(projection.name);
  return row === projection.version;
}

function differenceOf(
  kept: Database.Database,
  fresh: Database.Database,
  table: string,
): Omit<FolderProblem, 'where'> | undefined {
  const columns = (fresh.pragma(`table_info(${table})`) as { name: string }[]).map((column) => column.name);
  const sql = `SELECT ${columns.join(', ')} FROM ${table} ORDER BY ${columns.map((_, at) => at + 1).join(', ')}`;
  try {
    const ours = kept.prepare(sql).raw().iterate();
    const theirs = fresh.prepare(sql).raw().iterate();
    for (let row = 1; ; row++) {
      const a = ours.next();
      const b = theirs.next();
      if (a.done && b.done) return undefined;
      const text = (one: IteratorResult<unknown>) => (one.done ? '' : JSON.stringify(one.value));
      if (a.done || b.done || text(a) !== text(b)) {
        ours.return?.();
        theirs.return?.();
        return { code: 'table-differs', detail: `row ${row} is not what the log says` };
      }
    }
  } catch (error) {
    return { code: 'table-missing', detail: toStoreError(error).code };
  }
}

function verifyWire(
  folder: string,
  keyring: Keyring,
  options: VerifyFolderOptions,
  problems: FolderProblem[],
): { segments: number; entries: number } {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => /^wire-\d+\.sqlite$/.test(name))
        .sort()
    : [];
  let entries = 0;
  for (const [at, name] of names.entries()) {
    options.onProgress?.('wire', at, names.length);
    const where = `wire/${name}`;
    try {
      const number = Number(/\d+/.exec(name)?.[0]);
      const key = keyOfFile(join(folder, name), keyring);
      const segment = WireSegment.open(number, join(folder, name), keyring, {
        nativeBinding: options.nativeBinding,
        readonly: true,
        key,
      });
      try {
        for (const detail of segment.problems()) problems.push({ code: 'wire-file', where, detail });
        const damaged = segment.damagedCount();
        entries += segment.count();
        if (damaged > 0) problems.push({ code: 'wire-entry', where, detail: `${damaged} entries no longer open` });
      } finally {
        segment.close();
      }
    } catch (error) {
      const { code } = toStoreError(error);
      if (code !== 'store/segment-unfinished') problems.push({ code: 'wire-file', where, detail: code });
    }
  }
  return { segments: names.length, entries };
}

function count(db: Database.Database, table: string): number {
  return quietly(() => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number, 0);
}

function quietly<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
