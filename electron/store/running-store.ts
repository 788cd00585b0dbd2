import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { AppError } from '../../shared/kernel/errors.ts';
import { logRecovered } from '../../shared/records/core-records.ts';
import { draft } from '../../shared/records/define.ts';
import {
  type BackupNote,
  backupName,
  listBackups,
  proveCopy,
  pruneBackups,
  unpackBackup,
  writeBackup,
} from './backup.ts';
import { Ballast, defaultBallastBytes, freeBytes } from './ballast.ts';
import { openBlobStore } from './blobs.ts';
import { removeDatabase } from './convert-file.ts';
import { copyEncrypted, copyPlain } from './copy-running.ts';
import { dataFileEncryption } from './encryption.ts';
import { escrowFileName } from './escrow.ts';
import { fileKeysForUs } from './file-keys.ts';
import { requestFullCheck } from './full-check.ts';
import { writeHeadFile } from './head-file.ts';
import { openIdentities } from './identities.ts';
import { Ingest } from './ingest.ts';
import type { InstanceLock } from './instance-lock.ts';
import { type Keyring, keyOfFile, ownKeys } from './keyring.ts';
import { type LiveKeyring, liveKeyring } from './live-keyring.ts';
import type { MainDatabase } from './main-database.ts';
import { SqliteMessageStore } from './messages.ts';
import { openSyncStore } from './open-sync-store.ts';
import { RecordIndex } from './record-index.ts';
import { type EpochReason, SealedLog } from './record-log.ts';
import { openSettings } from './settings.ts';
import type {
  BlobStore,
  IdentityStore,
  SettingsStore,
  Store,
  StoreEncryption,
  StoreHealth,
  StoreOptions,
} from './store.ts';
import { toStoreError } from './store-errors.ts';
import type { SyncStore } from './sync-store.ts';
import type { Change } from './transactions.ts';
import type { StoreClock } from './types.ts';
import { openWireStore, type SegmentedWireStore } from './wire-store.ts';

interface RunningOptions extends StoreOptions {
  readonly clock: StoreClock;
  readonly newId: () => string;
  readonly keyring: Keyring;
  readonly main: MainDatabase;
  readonly lock: InstanceLock | undefined;
  readonly epochReason: EpochReason;
  /** Code of why this start could not carry out an ordered encryption. */
  readonly orderProblem: string | null;
}

/** Heads are noted outside the database this long after a save; a note that lags is allowed. */
const headNoteMs = 2000;
/** As often as Anki does (`sync.md` 2.1). */
const usualBackupMs = 30 * 60_000;

/** The opened store; see `Store`. */
export class RunningStore implements Store {
  readonly records: SealedLog;
  readonly messages: SqliteMessageStore;
  readonly wire: SegmentedWireStore;
  readonly blobs: BlobStore;
  readonly settings: SettingsStore;
  readonly identities: IdentityStore;
  readonly index: RecordIndex;
  readonly keys: LiveKeyring;
  readonly sync: SyncStore;
  readonly encryption: StoreEncryption;
  readonly isReadonly: boolean;
  readonly ingest: Ingest;
  readonly db: Database.Database;
  readonly #o: RunningOptions;
  readonly #ballast: Ballast;
  /** Kept open beside an encrypted database for its backups, see `copyEncrypted`. */
  readonly #mainFile: number | undefined;
  #failure: AppError | undefined;
  #unknownCount: number | undefined;
  #headTimer: NodeJS.Timeout | undefined;
  #backupTimer: NodeJS.Timeout | undefined;
  #backupRun: Promise<unknown> | undefined;
  #isClosed = false;

  constructor(options: RunningOptions) {
    this.#o = options;
    const { main, clock, dataFolder, nativeBinding } = options;
    const keyring = liveKeyring(options.keyring);
    const { transactions, db } = main;
    const now = () => new Date(clock.wallMs()).toISOString();
    this.db = db;
    this.keys = keyring;
    this.isReadonly = options.readonly === true;
    this.encryption = dataFileEncryption({
      dataFolder,
      keyring,
      keyProvider: options.keyProvider.kind,
      isEncrypted: main.key !== undefined,
      wallMs: clock.wallMs,
      isReadonly: options.readonly === true,
      problem: options.orderProblem,
    });
    this.#mainFile = main.key && !options.readonly ? openSync(main.path, 'r') : undefined;
    this.#ballast = new Ballast(dataFolder, options.ballastBytes ?? defaultBallastBytes);
    this.records = new SealedLog(
      {
        ...main,
        keyring,
        clock,
        newId: options.newId,
        app: options.app,
        epochReason: () => epochReasonOf(main.meta, keyring.epoch) ?? options.epochReason,
        now,
        makeRoom: () => this.#ballast.release(),
      },
      main.heads,
    );
    this.ingest = new Ingest({ ...main, observe: (hlc) => this.records.observe(hlc), now });
    const joined = () => main.reader.joined;
    this.messages = new SqliteMessageStore({ db, transactions, newId: options.newId, joined });
    this.wire = openWireStore({
      ...options.wire,
      folder: join(dataFolder, 'wire'),
      keys: keyring,
      ledger: this.messages,
      wallMs: clock.wallMs,
      readonly: options.readonly,
      database: { nativeBinding, afterOpen: options.afterOpen },
      keyOf: (path) => keyOfFile(path, keyring),
      onTrouble: options.onTrouble,
      idsOf: (instrumentId) => joined().idsOf('instrument', instrumentId),
    });
    this.blobs = openBlobStore(join(dataFolder, 'blobs'), this.isReadonly);
    this.settings = openSettings(db, transactions);
    this.index = new RecordIndex(db, transactions);
    this.identities = openIdentities({ db, transactions, keys: keyring, now });
    transactions.onOutcome((failure) => {
      this.#failure = failure?.code.startsWith('store/') ? failure : undefined;
      if (failure) this.reportDamage(failure);
    });
    transactions.onCommitted((change) => this.#noticeChange(change));
    this.sync = openSyncStore({ main, ingest: this.ingest, keyring, records: this.records, now });
    keyring.openAlsoWith(() => fileKeysForUs(this));
    if (options.readonly) return;
    this.#recordRecovery();
    this.#scheduleBackups(options.backupEveryMs ?? usualBackupMs);
    this.#ballast.fill().catch((error) => options.onTrouble?.(error as AppError));
  }

  transaction<T>(work: () => T): T {
    return this.#o.main.transactions.run(work);
  }

  onCommitted(listener: (change: Change) => void): () => void {
    return this.#o.main.transactions.onCommitted(listener);
  }

  health(): StoreHealth {
    const { main, dataFolder } = this.#o;
    const keyring = this.keys;
    const count = (sql: string) => main.db.prepare(sql).pluck().get() as number;
    const code = (this.#failure ?? this.wire.lastFailure)?.code ?? null;
    return {
      state: this.#o.readonly ? 'read-only' : stateOf(code),
      code: this.#o.readonly ? 'store/read-only' : code,
      freeBytes: freeBytes(dataFolder),
      isBallastHeld: this.#ballast.isHeld(),
      // Rows are never deleted, so the newest arrival number is their count.
      recordCount: count('SELECT coalesce(max(lsn), 0) FROM record_log'),
      messageCount: count('SELECT count(*) FROM messages'),
      unknownRecordCount: this.#countUnknown(),
      conflictCount: count('SELECT count(*) FROM record_conflicts'),
      quarantineCount: count('SELECT count(*) FROM quarantine'),
      lastVerifiedAt: main.meta.get('verified_at') ?? null,
      lastBackupAt: main.meta.get('backup_at') ?? null,
      device: keyring.device,
      epoch: keyring.epoch,
      scope: keyring.scope,
      sqliteVersion: main.db.prepare('SELECT sqlite_version()').pluck().get() as string,
      clockQuality: this.records.hasClockStepped ? 'stepped' : 'unknown',
      recoveryReport: main.meta.get('recovery_report') ?? null,
    };
  }

  reportDamage(error: unknown): void {
    const known = toStoreError(error);
    if (known.code !== 'store/damaged' || this.#o.readonly) return;
    this.#failure = known;
    requestFullCheck(this.#o.dataFolder);
  }

  async backup(file?: string): Promise<{ file: string; byteCount: number; recordCount: number }> {
    const { main, dataFolder, clock, app, nativeBinding } = this.#o;
    const keyring = this.keys;
    const at = new Date(clock.wallMs()).toISOString();
    const state = this.#contentMark();
    const { key } = main;
    const target = file ?? join(dataFolder, 'backups', backupName(at, key !== undefined));
    const note = await writeBackup({
      copyTo: (path) => this.#copyMain(path),
      file: target,
      at,
      app,
      keys: ownKeys(keyring),
      nativeBinding,
      key,
      escrow: key && this.#escrowCopy(),
    });
    main.meta.set('backup_at', at);
    if (file === undefined) {
      main.meta.set('backup_state', state);
      pruneBackups(dataFolder, clock.wallMs());
    }
    return { file: target, byteCount: note.byteCount, recordCount: note.recordCount };
  }

  /** Unpacks a backup beside itself and proves it. @throws AppError `store/backup-unsound`, `store/wrong-key` */
  async proveBackup(file: string): Promise<Pick<BackupNote, 'recordCount' | 'messageCount' | 'heads'>> {
    const { nativeBinding } = this.#o;
    const unpacked = `${file}.unpacked.part`;
    try {
      await unpackBackup(file, unpacked);
      const key = keyOfFile(unpacked, this.keys);
      return await proveCopy(unpacked, ownKeys(this.keys), { nativeBinding, key });
    } finally {
      removeDatabase(unpacked);
    }
  }

  #copyMain(to: string): Promise<void> {
    const { main, nativeBinding } = this.#o;
    const { db, path, key } = main;
    if (!key || this.#mainFile === undefined) return copyPlain(db, to);
    return copyEncrypted({ db, path, key, file: this.#mainFile, nativeBinding }, to);
  }

  /** The machine's keys, sealed with the data file's: a backup taken elsewhere needs nothing but the printed code. */
  #escrowCopy(): string | undefined {
    const path = join(this.#o.dataFolder, escrowFileName);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  }

  backups(): { file: string; at: string; byteCount: number; isVerified: boolean }[] {
    return listBackups(this.#o.dataFolder);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#ballast.close();
    clearInterval(this.#backupTimer);
    await this.#backupRun;
    await this.wire.close();
    if (this.#headTimer) clearTimeout(this.#headTimer);
    if (!this.#o.readonly) this.#noteHeads();
    this.#o.main.db.close();
    if (this.#mainFile !== undefined) closeSync(this.#mainFile);
    this.#o.lock?.release();
  }

  #scheduleBackups(everyMs: number): void {
    if (everyMs === 0) return;
    this.#backupTimer = setInterval(() => {
      if (this.#backupRun || this.#contentMark() === this.#o.main.meta.get('backup_state')) return;
      this.#backupRun = this.backup()
        .catch((error) => this.#o.onTrouble?.(toStoreError(error)))
        .finally(() => {
          this.#backupRun = undefined;
        });
    }, everyMs);
    this.#backupTimer.unref();
  }

  /** Changes whenever there is something new to back up. */
  #contentMark(): string {
    const newest = (table: string, key: string) =>
      this.#o.main.db.prepare(`SELECT coalesce(max(${key}), 0) FROM ${table}`).pluck().get() as number;
    return `${newest('record_log', 'lsn')}/${newest('messages', 'message_no')}`;
  }

  #noticeChange(change: Change): void {
    if (this.#unknownCount !== undefined) {
      this.#unknownCount += change.records.filter((record) => !record.isKnown).length;
    }
    if (change.records.length === 0 || this.#headTimer) return;
    this.#headTimer = setTimeout(() => {
      this.#headTimer = undefined;
      this.#noteHeads();
    }, headNoteMs);
    this.#headTimer.unref();
  }

  #noteHeads(): void {
    const own = this.records.heads().filter(({ log }) => log.startsWith(`${this.keys.device}/`));
    writeHeadFile(this.#o.dataFolder, Object.fromEntries(own.map(({ log, seq, link }) => [log, { seq, link }])));
  }

  /** Counts from where the last start stopped counting: the log only grows. */
  #countUnknown(): number {
    if (this.#unknownCount !== undefined) return this.#unknownCount;
    const { main } = this.#o;
    const types = main.registry.definitions.map(({ type, version }) => `${type} ${version}`).join();
    const mark = JSON.parse(main.meta.get('unknown_mark') ?? '{}') as { types?: string; lsn?: number; count?: number };
    const from = mark.types === types ? (mark.lsn ?? 0) : 0;
    const before = mark.types === types ? (mark.count ?? 0) : 0;
    const lsn = main.db.prepare('SELECT coalesce(max(lsn), 0) FROM record_log').pluck().get() as number;
    const count = before + this.records.unknown(from).reduce((sum, one) => sum + one.count, 0);
    this.#unknownCount = count;
    if (lsn > from && !this.#o.readonly) main.meta.set('unknown_mark', JSON.stringify({ types, lsn, count }));
    return count;
  }

  /** Writes what the last recovery found into the new epoch's log. */
  #recordRecovery(): void {
    const { main } = this.#o;
    const note = main.meta.get('recovery_pending');
    if (!note) return;
    this.transaction(() => {
      const body = logRecovered.schema.parse(JSON.parse(note));
      this.records.append([draft(logRecovered, `log/${this.keys.device}`, body)], {
        actor: 'system',
        auth: { session: null, proof: 'none' },
      });
      main.meta.set('recovery_pending', '');
    });
  }
}

/** Why this epoch was opened, where that was noted. */
function epochReasonOf(meta: MainDatabase['meta'], current: number): EpochReason | undefined {
  const [epoch, reason] = (meta.get('epoch_reason') ?? '').split(' ');
  return epoch === String(current) ? (reason as EpochReason) : undefined;
}

function stateOf(code: string | null): StoreHealth['state'] {
  if (code === 'store/disk-full') return 'disk-full';
  if (code === 'store/read-only') return 'read-only';
  if (code === 'store/damaged' || code === 'store/disk-error') return 'damaged';
  return 'ok';
}
