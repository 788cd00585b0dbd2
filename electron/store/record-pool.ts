import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Envelope, hashOf, linkOf, readEnvelope } from '../../shared/records/envelope.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { fileLock } from './file-key.ts';
import type { Keyring } from './keyring.ts';
import { openWithCiphers, rawKey, sqliteBinding } from './open-database.ts';
import { isSignedBy, publicKeyOf, recordCrypto } from './record-crypto.ts';
import { salvageRecords } from './salvage.ts';

/** A device's public key for one epoch, and where it came from. */
export interface DeviceKey {
  readonly device: string;
  readonly epoch: number;
  readonly publicKey: string;
  readonly source: string;
}

interface Candidate extends TravellingRecord {
  readonly hash: Uint8Array;
  readonly prev: string;
}

/**
 * Records gathered from damaged files, by log and sequence. Only what its signature proves comes in (or what no key is
 * known for: that is for quarantine). The first claimant of a place comes first, so committed rows go in before remnants.
 */
export class RecordPool {
  readonly #byLog = new Map<string, Map<number, Candidate[]>>();
  readonly #unsigned: { log: string; seq: number; candidate: Candidate }[] = [];
  readonly #keys = new Map<string, KeyObject | undefined>();

  constructor(keys: readonly DeviceKey[]) {
    for (const { device, epoch, publicKey } of keys) this.#keys.set(`${device}/${epoch}`, publicKeyOf(publicKey));
  }

  /** Takes a record in; false when its text or signature does not hold. */
  add(record: TravellingRecord): boolean {
    const read = readEnvelope(record.raw);
    if ('why' in read) return false;
    const { log, seq, prev } = read.envelope;
    const candidate: Candidate = { ...record, hash: hashOf(recordCrypto, record.raw), prev };
    const key = this.#keyOf(read.envelope);
    if (key && !isSignedBy(key, candidate.hash, candidate.sig)) {
      this.#unsigned.push({ log, seq, candidate });
      return false;
    }
    this.#place(log, seq, candidate);
    return true;
  }

  /**
   * Mends signatures of this epoch's own records. Ed25519 signs the same hash the same way again, and the record after
   * it names the hash of both: only where that fits is the signature put back.
   */
  mendSignatures(keyring: Keyring): number {
    let mended = 0;
    for (const { log, seq, candidate } of this.#unsigned) {
      const parts = parseLogId(log);
      if (this.has(log, seq) || parts?.device !== keyring.device || parts.epoch !== keyring.epoch) continue;
      const sig = keyring.sign(candidate.hash);
      const link = linkOf(recordCrypto, candidate.hash, sig);
      const next = this.#byLog.get(log)?.get(seq + 1) ?? [];
      if (!next.some((one) => one.prev === link)) continue;
      this.#place(log, seq, { ...candidate, sig });
      mended++;
    }
    return mended;
  }

  logs(): string[] {
    return [...this.#byLog.keys()].sort();
  }

  has(log: string, seq: number): boolean {
    return this.#byLog.get(log)?.has(seq) ?? false;
  }

  lastSeq(log: string): number {
    let last = 0;
    for (const seq of this.#byLog.get(log)?.keys() ?? []) last = Math.max(last, seq);
    return last;
  }

  count(): number {
    return [...this.#byLog.values()].reduce((sum, places) => sum + places.size, 0);
  }

  /** A log's records in sequence; of several claimants of a place, one the next record follows comes first. */
  *records(log: string): Generator<TravellingRecord> {
    const places = this.#byLog.get(log) ?? new Map<number, Candidate[]>();
    for (const seq of [...places.keys()].sort((a, b) => a - b)) {
      const rivals = places.get(seq)!;
      if (rivals.length === 1) {
        yield rivals[0]!;
        continue;
      }
      const named = new Set((places.get(seq + 1) ?? []).map((one) => one.prev));
      const isNamed = (one: Candidate) => named.has(linkOf(recordCrypto, one.hash, one.sig));
      yield* [...rivals].sort((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
    }
  }

  #place(log: string, seq: number, candidate: Candidate): void {
    const places = this.#byLog.get(log) ?? new Map<number, Candidate[]>();
    this.#byLog.set(log, places);
    const rivals = places.get(seq) ?? [];
    places.set(seq, rivals);
    if (!rivals.some((rival) => Buffer.compare(rival.hash, candidate.hash) === 0)) rivals.push(candidate);
  }

  #keyOf(envelope: Envelope): KeyObject | undefined {
    const parts = parseLogId(envelope.log);
    return parts && this.#keys.get(`${parts.device}/${parts.epoch}`);
  }
}

/** Adds everything a main file holds: rows SQLite can still read, from both ends, then whatever lies in its pages. */
export function addRecordsOfFile(pool: RecordPool, path: string, keys: readonly Uint8Array[]): void {
  const db = openLoosely(path, keys);
  for (const order of ['ASC', 'DESC']) {
    try {
      const rows = db?.prepare(`SELECT sig, raw FROM record_log ORDER BY lsn ${order}`).iterate() ?? [];
      for (const row of rows as Iterable<TravellingRecord>) pool.add(row);
      break;
    } catch {
      // The other end may be readable, and the pages below do not need SQLite.
    }
  }
  db?.close();
  for (const record of salvageRecords(path, keys)) pool.add(record);
}

/**
 * Opens a set-aside or damaged file with nothing asserted, for picking out what can be read; undefined if it can not. Pages
 * of an encrypted file whose tag does not hold stay closed: what is read here beside records can not prove itself.
 */
export function openLoosely(path: string, keys: readonly Uint8Array[]): Database.Database | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const lock = fileLock(path, keys);
    if (typeof lock === 'object') {
      const db = openWithCiphers(path, { readonly: true });
      db.pragma(`cipher = 'chacha20'`);
      db.pragma(`key = '${rawKey(lock.key)}'`);
      db.pragma('temp_store = MEMORY');
      return db;
    }
    const binding = sqliteBinding();
    return new Database(path, { readonly: true, ...(binding ? { nativeBinding: binding } : {}) });
  } catch {
    return undefined;
  }
}
