import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { syncFile, syncFolder } from './durable-files.ts';
import { Ingest, type IngestReport } from './ingest.ts';
import { type Keyring, keyForNewFiles } from './keyring.ts';
import { openMainDatabase } from './main-database.ts';
import type { OpenDatabaseOptions } from './open-database.ts';
import type { StoreModule } from './projection.ts';
import type { EpochReason } from './record-log.ts';
import type { DeviceKey, RecordPool } from './record-pool.ts';
import { stagedFileName } from './swap-in.ts';

export interface StagedReport extends IngestReport {
  readonly missing: { log: string; from: number; to: number }[];
}

export interface StageOptions {
  readonly dataFolder: string;
  readonly keyring: Keyring;
  readonly modules: readonly StoreModule[];
  readonly nativeBinding?: string | undefined;
  readonly now: string;
  readonly reason: EpochReason;
  /** Newest sequence each log is known to have had. */
  readonly knownSeqs?: ReadonlyMap<string, number>;
  readonly deviceKeys?: readonly DeviceKey[];
  /** An SQLite file to start from (encrypted where this folder is); a fresh one otherwise. It is moved, not copied. */
  readonly startFrom?: string;
  /** Fills tables that do not come from the log, in the new file. */
  readonly copyRest?: (db: Database.Database, found: StagedReport) => void;
}

/**
 * Writes a whole main file out of a pool of records and stages it for `swapIn`. Its next start opens a new epoch.
 */
export async function stageMainFile(pool: RecordPool, options: StageOptions): Promise<StagedReport> {
  const part = join(options.dataFolder, `${stagedFileName}.part`);
  for (const suffix of ['', '-wal', '-shm']) rmSync(part + suffix, { force: true });
  if (options.startFrom) renameSync(options.startFrom, part);
  const database: OpenDatabaseOptions = {
    nativeBinding: options.nativeBinding,
    key: keyForNewFiles(options.keyring),
  };
  const main = await openMainDatabase({
    path: part,
    modules: options.modules,
    device: options.keyring.device,
    database,
    trouble: () => {},
  });
  const addKey = main.db.prepare(
    'INSERT OR IGNORE INTO device_keys (device, epoch, public_key, source) VALUES (?, ?, ?, ?)',
  );
  for (const { epoch, publicKey } of options.keyring.epochs)
    addKey.run(options.keyring.device, epoch, publicKey, 'own');
  for (const key of options.deviceKeys ?? []) addKey.run(key.device, key.epoch, key.publicKey, key.source);
  const missing = missingOf(pool, options.knownSeqs ?? new Map());
  const isKnownLoss = (log: string, seq: number) =>
    missing.some((gap) => gap.log === log && gap.from <= seq && gap.to >= seq);
  const ingest = new Ingest({ ...main, observe: () => {}, now: () => options.now, isKnownLoss });
  const report: StagedReport = { added: 0, duplicate: 0, pending: 0, quarantined: 0, problems: [], missing };
  for (const log of pool.logs()) {
    const taken = ingest.take([...pool.records(log)], options.reason);
    for (const key of ['added', 'duplicate', 'pending', 'quarantined'] as const) report[key] += taken[key];
    report.problems.push(...taken.problems);
  }
  options.copyRest?.(main.db, report);
  main.meta.set('epoch_reason', `pending ${options.reason}`);
  main.db.pragma('wal_checkpoint(TRUNCATE)');
  main.db.close();
  syncFile(part);
  renameSync(part, join(options.dataFolder, stagedFileName));
  syncFolder(options.dataFolder);
  return report;
}

/** Places below the newest known sequence of a log that nobody has a record for. */
function missingOf(pool: RecordPool, knownSeqs: ReadonlyMap<string, number>): StagedReport['missing'] {
  const missing: StagedReport['missing'] = [];
  for (const log of new Set([...pool.logs(), ...knownSeqs.keys()])) {
    const last = Math.max(pool.lastSeq(log), knownSeqs.get(log) ?? 0);
    let from: number | undefined;
    for (let seq = 1; seq <= last + 1; seq++) {
      const isThere = seq > last || pool.has(log, seq);
      if (!isThere) from ??= seq;
      else if (from !== undefined) {
        missing.push({ log, from, to: seq - 1 });
        from = undefined;
      }
    }
  }
  return missing;
}
