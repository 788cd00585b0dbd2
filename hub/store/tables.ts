import type { Generated, Kysely, Transaction } from 'kysely';

/** Where something is kept that is written for the whole hub: name and text. */
interface HubFacts {
  name: string;
  value: string;
}

/** A site, or `org`. `next_arrival` is the number the next record of it gets, handed out inside the insert's transaction. */
interface Sites {
  site_id: Generated<number>;
  scope: string;
  name: string;
  next_arrival: number;
}

/** Which site a scope's logs belong to: the site's own, and the provisional scopes its workstations wrote before. */
interface Scopes {
  scope: string;
  site_id: number;
}

/** Read out of the hub's own log, where each row is a `workstation.enrolled` record. */
interface Devices {
  device: string;
  epoch: number;
  public_key: string;
  box_key: string;
  label: string;
  site_id: number;
  /** JSON list of scopes it may write. */
  scopes: string;
  /** 0: known by the word of a workstation that brought its site; it has used no code itself. */
  may_connect: Generated<number>;
}

/** Read out of the hub's own log. `last`: JSON list of `{log, seq}`, the last record of each log that counts. */
interface Revocations {
  device: string;
  reason: string;
  last: string;
}

interface Logs {
  log_id: Generated<number>;
  log: string;
  site_id: number;
  head_seq: number;
  head_link: string;
  /** Every signature up to here has been checked one by one. */
  audited_seq: number;
}

export interface Records {
  site_id: number;
  arrival: number;
  log_id: number;
  seq: number;
  hash: Uint8Array;
  sig: Uint8Array;
  type: string;
  raw: string;
  via: string;
  received_at: string;
}

interface Losses {
  log: string;
  from_seq: number;
  to_seq: number;
}

interface Pending {
  log: string;
  seq: number;
  hash: Uint8Array;
  sig: Uint8Array;
  raw: string;
  via: string;
  received_at: string;
}

interface Quarantine extends Pending {
  /** Site of whoever brought it. */
  site_id: number;
  why: string;
}

interface EnrolCodes {
  code_hash: string;
  site_id: number;
  expires_ms: number;
}

/** Codes for a site that exists already and that no hub knows. */
interface OpeningCodes {
  code_hash: string;
  expires_ms: number;
}

interface Nonces {
  nonce: string;
  expires_ms: number;
}

interface Sessions {
  session_hash: string;
  device: string;
  epoch: number;
  counter: number;
  expires_ms: number;
}

/** `purpose`: `code` until it is used, then `cookie`. */
interface SupervisorKeys {
  key_hash: string;
  purpose: string;
  expires_ms: number;
}

interface Blobs {
  site_id: number;
  sha256: string;
  byte_count: number;
  received: number;
  is_whole: number;
}

interface BlobPieces {
  site_id: number;
  sha256: string;
  starts_at: number;
  bytes: Uint8Array;
}

interface Statuses {
  site_id: number;
  device: string;
  text: string;
  sig: Uint8Array;
  received_at: string;
}

interface Migrations {
  number: number;
  name: string;
  hash: string;
  applied_at: string;
}

/** The hub's tables, the same names on SQLite and PostgreSQL. Booleans are 0 and 1, instants of validity milliseconds. */
export interface HubTables {
  hub_facts: HubFacts;
  sites: Sites;
  scopes: Scopes;
  devices: Devices;
  revocations: Revocations;
  logs: Logs;
  records: Records;
  losses: Losses;
  pending: Pending;
  quarantine: Quarantine;
  enrol_codes: EnrolCodes;
  opening_codes: OpeningCodes;
  nonces: Nonces;
  sessions: Sessions;
  supervisor_keys: SupervisorKeys;
  blobs: Blobs;
  blob_pieces: BlobPieces;
  statuses: Statuses;
  migrations: Migrations;
}

export type HubQueries = Kysely<HubTables>;
export type HubTransaction = Transaction<HubTables>;

/** A row of `sites` under lock: nobody else adds to that site until the transaction ends. */
export interface LockedSite {
  readonly site_id: number;
  readonly scope: string;
  readonly name: string;
  next_arrival: number;
}

/** What differs between the two databases, behind one face. */
export interface HubDatabase {
  readonly kind: 'sqlite' | 'postgresql';
  readonly db: HubQueries;
  /** Makes a transaction the only writer of a site until it ends; undefined when there is no such scope. */
  lockSite(trx: HubTransaction, scope: string): Promise<LockedSite | undefined>;
  /** Adds records in as few statements as the database likes best. */
  addRecords(trx: HubTransaction, rows: readonly Records[]): Promise<void>;
  close(): Promise<void>;
}
