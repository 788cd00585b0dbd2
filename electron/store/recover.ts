import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import { parseLogId } from '../../shared/records/scopes.ts';
import { listBackups, unpackBackup } from './backup.ts';
import { copyLocalTables } from './copy-local-tables.ts';
import { writeFileDurably } from './durable-files.ts';
import { readHeadFile } from './head-file.ts';
import type { Keyring } from './keyring.ts';
import { mainFileName } from './main-file.ts';
import type { StoreModule } from './projection.ts';
import { type StagedReport, stageMainFile } from './rebuild-file.ts';
import { addRecordsOfFile, type DeviceKey, openLoosely, RecordPool } from './record-pool.ts';
import { swapIn } from './swap-in.ts';

/** Backups are unpacked under these names while they are read. */
const sourceNames = ['source-1.sqlite.part', 'source-2.sqlite.part', 'source-3.sqlite.part'];

export interface RecoveryReport extends StagedReport {
  /** File name of the certificate in the data folder. */
  readonly report: string;
  /** Folder in the data folder that holds the damaged files. */
  readonly setAside: string;
  readonly damagedTables: string[];
}

export interface RecoveryOptions {
  readonly dataFolder: string;
  readonly keyring: Keyring;
  readonly modules: readonly StoreModule[];
  readonly nativeBinding?: string | undefined;
  readonly wallMs: () => number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Rebuilds a damaged main file (`sync.md` 2.2, step 3): gathers every record that can be proved from the file's rows,
 * its raw pages, its WAL and the backups; takes over the local tables as far as they read; sets the damaged files aside;
 * writes a certificate. The next start opens a new epoch and records what was lost.
 */
export async function recoverMainFile(options: RecoveryOptions): Promise<RecoveryReport> {
  const { dataFolder, keyring, onProgress } = options;
  const main = join(dataFolder, mainFileName);
  const now = new Date(options.wallMs()).toISOString();
  const deviceKeys = readDeviceKeys(main, keyring.fileKeys);
  const own: DeviceKey[] = keyring.epochs.map((one) => ({ device: keyring.device, ...one, source: 'own' }));
  const pool = new RecordPool([...deviceKeys.filter(({ device }) => device !== keyring.device), ...own]);
  const sources = [mainFileName];
  onProgress?.(0, 3);
  if (existsSync(main)) addRecordsOfFile(pool, main, keyring.fileKeys);
  onProgress?.(1, 3);
  const restOfBackup = await addBackups(pool, dataFolder, sources, keyring.fileKeys);
  const mended = pool.mendSignatures(keyring);
  onProgress?.(2, 3);
  const reportName = `recovery-${now.replace(/[:.]/g, '-')}.txt`;
  let damagedTables: string[] = [];
  const staged = await stageMainFile(pool, {
    ...options,
    now,
    reason: 'recovered',
    knownSeqs: knownSeqs(main, dataFolder, keyring.fileKeys),
    deviceKeys,
    copyRest: (to, found) => {
      noteRecovery(to, found, reportName);
      const damaged = openLoosely(main, keyring.fileKeys);
      damagedTables = copyLocalTables(damaged, to).damaged;
      damaged?.close();
      if (damagedTables.length > 0 && restOfBackup) copyLocalTables(restOfBackup, to);
    },
  });
  restOfBackup?.close();
  for (const name of sourceNames) rmSync(join(dataFolder, name), { force: true });
  const setAside = swapIn(dataFolder) ?? '';
  const report: RecoveryReport = { ...staged, report: reportName, setAside, damagedTables };
  writeFileDurably(join(dataFolder, reportName), certificate(report, now, sources, mended), 0o600);
  onProgress?.(3, 3);
  return report;
}

async function addBackups(
  pool: RecordPool,
  dataFolder: string,
  sources: string[],
  keys: readonly Uint8Array[],
): Promise<Database.Database | undefined> {
  let newest: Database.Database | undefined;
  for (const [at, backup] of listBackups(dataFolder).slice(0, sourceNames.length).entries()) {
    const unpacked = join(dataFolder, sourceNames[at]!);
    try {
      await unpackBackup(join(dataFolder, 'backups', backup.file), unpacked);
      addRecordsOfFile(pool, unpacked, keys);
      sources.push(`backups/${backup.file}`);
      newest ??= openLoosely(unpacked, keys);
    } catch {
      // A backup that can not be unpacked has nothing to add; the next older one may have.
    }
  }
  return newest;
}

function readDeviceKeys(path: string, keys: readonly Uint8Array[]): DeviceKey[] {
  const db = openLoosely(path, keys);
  try {
    return (db?.prepare('SELECT device, epoch, public_key AS publicKey, source FROM device_keys').all() ??
      []) as DeviceKey[];
  } catch {
    return [];
  } finally {
    db?.close();
  }
}

/** How far each log is known to have gone: the file's own heads where they read, and the note beside it. */
function knownSeqs(path: string, dataFolder: string, keys: readonly Uint8Array[]): Map<string, number> {
  const known = new Map<string, number>();
  const note = (log: string, seq: number) => {
    // A damaged number must not invent losses without end.
    if (parseLogId(log) && seq > 0 && seq < 100_000_000) known.set(log, Math.max(seq, known.get(log) ?? 0));
  };
  for (const [log, head] of Object.entries(readHeadFile(dataFolder))) note(log, head.seq);
  const db = openLoosely(path, keys);
  try {
    const last = db?.prepare('SELECT max(lsn) FROM record_log').pluck().get() as number;
    const heads = db?.prepare('SELECT log, head_seq AS seq FROM logs').all() as { log: string; seq: number }[];
    for (const head of heads) if (head.seq <= last) note(head.log, head.seq);
  } catch {
    // Heads that can not be read tell nothing.
  } finally {
    db?.close();
  }
  return known;
}

/** The certificate: what was found where, what is missing, where the damaged files lie. */
function certificate(report: RecoveryReport, now: string, sources: readonly string[], mended: number): string {
  const missingCount = report.missing.reduce((sum, gap) => sum + gap.to - gap.from + 1, 0);
  const lines = [
    'Benchside recovery certificate',
    `at: ${now}`,
    `records recovered: ${report.added} of ${report.added + missingCount}, ${missingCount} missing`,
    `read from: ${sources.join(', ')}`,
    `damaged files are kept in: ${report.setAside}`,
    `signatures put back: ${mended}`,
    `records set aside in quarantine: ${report.quarantined}`,
    ...report.missing.map((gap) => `missing: ${gap.log} records ${gap.from} to ${gap.to}`),
    ...report.damagedTables.map((table) => `read in part: ${table}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Leaves a note for the next start, which writes it into the new epoch's log, signed. */
function noteRecovery(db: Database.Database, found: StagedReport, report: string): void {
  const set = db.prepare('INSERT OR REPLACE INTO store_meta (key, value) VALUES (?, ?)');
  set.run('recovery_pending', JSON.stringify({ recoveredCount: found.added, missing: found.missing, report }));
  set.run('recovery_report', report);
}
