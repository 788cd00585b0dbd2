import type Database from 'better-sqlite3';
import type { AppError } from '../../shared/kernel/errors.ts';
import type { StoredRecord } from '../../shared/records/define.ts';
import type { Scope } from '../../shared/records/scopes.ts';
import type { KeyProvider, StoreKeys } from './keys.ts';
import type { StoreModule } from './projection.ts';
import type { RecordIndex } from './record-index.ts';
import type { SyncStore } from './sync-store.ts';
import type { MessageStore, RecordLog, StoreClock, WireStore } from './types.ts';

export interface StoreOptions {
  readonly dataFolder: string;
  readonly modules: readonly StoreModule[];
  readonly keyProvider: KeyProvider;
  /** Version and build hash written into every record (`app`). */
  readonly app: string;
  readonly clock?: StoreClock;
  /** Path of the SQLite add-on where the shipped one does not fit; defaults to `BENCHSIDE_SQLITE_BINDING`. */
  readonly nativeBinding?: string;
  readonly readonly?: boolean;
  /** Checks the whole file and rebuilds all tables at this start, as is done once a week. */
  readonly fullCheck?: boolean;
  /** 64 MiB by default; tests use less. */
  readonly ballastBytes?: number;
  /** A backup is taken this often when something has changed: 30 minutes by default, 0 for never. */
  readonly backupEveryMs?: number;
  readonly wire?: {
    /** A segment file that reached either limit is closed and the next begun: 16 MiB and 24 hours by default. */
    readonly segmentBytes?: number;
    readonly segmentHours?: number;
    readonly noteDelayMs?: number;
  };
  /** Trouble nobody waits for an answer about: a note to the wire store that the disk refused, a listener that threw. */
  readonly onTrouble?: (error: AppError) => void;
  /** For the power-cut harness alone, see `openDatabase`. */
  readonly afterOpen?: (db: Database.Database) => void;
  /** Steps of a long start (`migrate`, `rebuild`, `verify`, `recover`), for the window's start screen. */
  readonly onProgress?: (step: { what: string; done: number; total: number }) => void;
}

export interface StoreHealth {
  readonly state: 'ok' | 'read-only' | 'disk-full' | 'damaged';
  readonly code: string | null;
  readonly freeBytes: number;
  readonly isBallastHeld: boolean;
  readonly recordCount: number;
  readonly messageCount: number;
  readonly unknownRecordCount: number;
  readonly conflictCount: number;
  readonly quarantineCount: number;
  readonly lastVerifiedAt: string | null;
  readonly lastBackupAt: string | null;
  readonly device: string;
  readonly epoch: number;
  readonly scope: Scope;
  readonly sqliteVersion: string;
  readonly clockQuality: 'ok' | 'stepped' | 'unknown';
  /** Where the last recovery wrote its report, or null. */
  readonly recoveryReport: string | null;
}

/** Everything durable of one data folder. One at a time: a second opener gets `store/in-use`. */
export interface Store {
  readonly records: RecordLog;
  readonly messages: MessageStore;
  readonly wire: WireStore;
  readonly blobs: BlobStore;
  readonly settings: SettingsStore;
  readonly keys: StoreKeys;
  readonly identities: IdentityStore;
  /** Who, what and when of every record, a little behind the log; see `record-index.ts`. */
  readonly index: RecordIndex;
  readonly encryption: StoreEncryption;
  /** Records of other machines in, ours out, and who is trusted; see `sync-store.ts`. */
  readonly sync: SyncStore;
  /** Opened for looking alone: every change is refused with `store/read-only`. */
  readonly isReadonly: boolean;
  /** For modules' own reads of their tables. Writes go through records and messages only. */
  readonly db: Database.Database;
  /** Makes several calls one transaction, e.g. a stored message and the records its signals became. */
  transaction<T>(work: () => T): T;
  /** Told after each commit: names of touched tables, and the records that were added. */
  onCommitted(listener: (change: { tables: readonly string[]; records: readonly StoredRecord[] }) => void): () => void;
  health(): StoreHealth;
  /** Something read from the database did not hold (`store/damaged`): the next start checks and, where needed, rebuilds it. */
  reportDamage(error: unknown): void;
  /** Online copy, verified before it counts; without a target it joins the ladder in `<data>/backups`. */
  backup(file?: string): Promise<{ file: string; byteCount: number; recordCount: number }>;
  backups(): { file: string; at: string; byteCount: number; isVerified: boolean }[];
  /** Unpacks a backup beside itself, proves it as a restore would, and removes what it unpacked. @throws AppError `store/backup-unsound`, `store/wrong-key` */
  proveBackup(file: string): Promise<{ recordCount: number; messageCount: number; heads: Record<string, number> }>;
  close(): Promise<void>;
}

/** The switch of the data file's encryption. What is ordered is done by the next start. */
export interface StoreEncryption {
  readonly keyProvider: KeyProvider['kind'];
  state(): {
    mode: 'plain' | 'encrypted';
    pending: 'none' | 'turn-on' | 'turn-off';
    /** Code of why the last start could not do it, or null. */
    problem: string | null;
    /** When the printed code was last typed back without a fault, or null. */
    escrowProvedAt: string | null;
    /** Unencrypted copies that turning on removes. */
    plainCopies: { backups: number; setAside: number; byteCount: number };
  };
  /** The key as 13 groups of five characters; made when there is none yet. */
  escrowGroups(): Promise<string[]>;
  /** Holds a typed code against the key; the right one is remembered as proved. */
  prove(code: string): Promise<{ isRight: boolean; wrongGroups: readonly number[] }>;
  /** @throws AppError `system/escrow-not-proved`, `system/encryption-unchanged`, `store/disk-full`, `store/read-only` */
  order(what: 'turn-on' | 'turn-off'): Promise<void>;
}

/** Photos and files by SHA-256 (64 hex), each a file in `<data>/blobs`; records hold hash, size and name only. */
export interface BlobStore {
  /** Durable when it returns. @throws AppError `store/blob-too-large` above 50 MiB. */
  put(bytes: Uint8Array): { sha256: string; byteCount: number };
  /** @throws AppError `store/blob-damaged` when the file no longer has its hash. */
  get(sha256: string): Uint8Array | undefined;
  /** True when the file is here, whole. Does not read it. */
  has(sha256: string): boolean;
  /** Bytes of a file that is on its way here, from an earlier start, too. */
  received(sha256: string): number;
  /**
   * Adds a piece of a file that comes from elsewhere; the last one makes it a file when its hash is right.
   *
   * @throws AppError `store/blob-damaged` (it begins anew), `store/blob-too-large`, `store/blob-gap` when `at` is not its end
   */
  receive(sha256: string, byteCount: number, at: number, piece: Uint8Array): { isWhole: boolean };
}

/** Readable specimen ids, each sealed for itself, so that one can be destroyed (decision 3). */
export interface IdentityStore {
  /** Keeps the id and answers its keyed hash and what may show of it (the last four characters). */
  keep(specimenId: string): { hash: string; shows: string };
  /** The readable id, or undefined when it was never kept or was destroyed. Revealing it is the caller's recorded act. */
  reveal(hash: string): string | undefined;
  /** Overwrites it on the disk; true when there was one. */
  destroy(hash: string): boolean;
}

/** Preferences of this machine: never synced, never records. Values are JSON. */
export interface SettingsStore {
  get(key: string): unknown;
  set(key: string, value: unknown): void;
}
