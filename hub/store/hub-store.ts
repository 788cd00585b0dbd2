import type { HeldSite, Vector } from '../../shared/sync/hub-api.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';

/**
 * Everything durable of one hub, on SQLite or PostgreSQL alike (one code on Kysely, one test suite for both). Records are
 * verified before they are kept and are never changed or dropped; the exact signed text is what is stored.
 */
export interface HubStore {
  readonly kind: 'sqlite' | 'postgresql';
  /** The hub as a writer of its own log of scope `org`: id, and public key (Ed25519, base64url). */
  readonly hub: { readonly device: string; readonly publicKey: string };
  readonly records: HubRecords;
  readonly enrolment: HubEnrolment;
  readonly sessions: HubSessions;
  readonly blobs: HubBlobs;
  readonly statuses: HubStatuses;
  /** Signs a hash as the hub (receipts). */
  sign(hash: Uint8Array): Uint8Array;
  /** True when the database answers and takes writes. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

export interface HubPushReport {
  readonly added: number;
  readonly duplicate: number;
  readonly pending: number;
  readonly problems: readonly { readonly why: string; readonly log: string; readonly seq: number }[];
  /** Heads of the logs that were pushed, after this batch is durable. */
  readonly heads: Vector;
}

export interface HubRecords {
  /**
   * Takes records of any enrolled workstation of the site, whoever carries them (`via`: the device that pushed, or `bundle`).
   * One transaction; running it twice changes nothing. Forks, bad signatures, records of unknown, revoked or other sites'
   * logs are set aside (quarantine), records after a gap wait.
   */
  push(site: string, records: readonly TravellingRecord[], via: string): Promise<HubPushReport>;
  /** Records of a site (its adopted provisional logs with it) or of `org` after an arrival number, at most the limits of a batch. */
  pull(
    scope: string,
    after: number,
    limit: number,
  ): Promise<{ readonly records: TravellingRecord[]; readonly next: number; readonly isMore: boolean }>;
  /** Heads of all logs of a site or of `org`. */
  heads(scope: string): Promise<Vector>;
  /** One log from a sequence on: what a bundle or a re-pull needs. */
  readLog(log: string, fromSeq: number, limit: number): Promise<TravellingRecord[]>;
  /**
   * Checks some of the signatures that ingest left to the run they came in (it checks one a run). Problems are named once a
   * process; `isDone` when none is left.
   */
  audit(limit: number): Promise<{
    readonly checkedCount: number;
    readonly problems: readonly { readonly log: string; readonly seq: number; readonly why: string }[];
    readonly isDone: boolean;
  }>;
  /** Walks every chain and signature of all logs. Problems name log, sequence and why. */
  verify(onProgress?: (done: number) => void): Promise<{
    readonly recordCount: number;
    readonly problems: readonly { readonly log: string; readonly seq: number; readonly why: string }[];
  }>;
}

export interface HubDevice {
  readonly device: string;
  readonly epoch: number;
  readonly publicKey: string;
  readonly boxKey: string;
  readonly label: string;
  readonly site: string;
  readonly scopes: readonly string[];
  /** False: its records count by the word of the workstation that brought its site; to connect it needs a code of its own. */
  readonly mayConnect: boolean;
  readonly isRevoked: boolean;
}

export interface HubEnrolment {
  /** Opens a site and writes `site.opened`; answers its scope `site:<uuid>`. */
  openSite(name: string): Promise<string>;
  sites(): Promise<readonly { readonly site: string; readonly name: string }[]>;
  /** A one-time code for a site (stored as a hash), good for some hours. */
  newCode(site: string, hours: number): Promise<{ readonly code: string; readonly expiresAt: string }>;
  /** A one-time code for a site that came to be without a hub: whoever uses it brings the site. */
  newOpeningCode(hours: number): Promise<{ readonly code: string; readonly expiresAt: string }>;
  /**
   * Uses a code up and writes `workstation.enrolled`, in one transaction. With a code for a site that exists already the
   * site is opened under the id it has, and its other workstations are known by the word of the one that brings it: their
   * records count, and none of them connects before it used a code of its own.
   *
   * @throws AppError `hub/code-unknown` (wrong, used, too old: not told apart), `hub/device-known` (another key under that
   *   id), `hub/other-site` (it belongs to another one), `hub/no-site-held`, `hub/site-is-here`; the code stays good
   */
  enrol(
    code: string,
    who: Omit<HubDevice, 'site' | 'scopes' | 'isRevoked' | 'mayConnect'> & { readonly provisional: string },
    held?: HeldSite,
  ): Promise<HubDevice & { readonly siteName: string }>;
  /**
   * A further epoch of an enrolled device: its key of the epoch before signed `epochText` (checked here). Writes
   * `workstation.enrolled` with what stood for the device, in one transaction; twice changes nothing.
   *
   * @throws AppError `hub/device-unknown` (no earlier epoch, or the signature is not its key's), `hub/device-revoked`
   */
  endorse(who: {
    readonly device: string;
    readonly epoch: number;
    readonly publicKey: string;
    readonly boxKey: string;
    readonly sig: string;
  }): Promise<HubDevice>;
  /** A device's certificate as it stands, by device and epoch. */
  device(device: string, epoch: number): Promise<HubDevice | undefined>;
  devices(site: string): Promise<readonly HubDevice[]>;
  /** Writes `workstation.revoked` naming the heads the hub holds; sessions of the device end. */
  revoke(device: string, reason: string): Promise<void>;
}

export interface HubSessions {
  /** A fresh nonce, good once and for a minute, for any process of this hub. */
  newNonce(): Promise<string>;
  /** Uses a nonce up; false when it was not there any more. */
  takeNonce(nonce: string): Promise<boolean>;
  open(device: string, epoch: number, minutes: number): Promise<string>;
  /** Whose a live session is, nothing changed: a request's signature is proved before its counter counts. */
  holder(session: string): Promise<{ readonly device: string; readonly epoch: number } | undefined>;
  /** Moves the counter of a live session on; undefined when there is no such session, or `replayed` when the counter did not grow. */
  advance(
    session: string,
    counter: number,
  ): Promise<{ readonly device: string; readonly epoch: number } | 'replayed' | undefined>;
  /** For the supervisor's page: one-time codes and cookies, by purpose. */
  newSupervisorCode(minutes: number): Promise<string>;
  takeSupervisorCode(code: string): Promise<string | undefined>;
  isSupervisor(cookie: string): Promise<boolean>;
}

/** Files by SHA-256 (64 hex), of one site each. */
export interface HubBlobs {
  state(site: string, sha256: string): Promise<{ byteCount: number; received: number; isWhole: boolean }>;
  /**
   * Appends a piece at `at`, which must be where the file stands. The last piece makes it whole when its hash is right.
   *
   * @throws AppError `hub/blob-gap`, `hub/blob-damaged` (whole, and not its hash: begins anew), `hub/blob-too-large`
   */
  append(
    site: string,
    sha256: string,
    byteCount: number,
    at: number,
    piece: Uint8Array,
  ): Promise<{ received: number; isWhole: boolean }>;
  read(site: string, sha256: string, at: number, length: number): Promise<Uint8Array | undefined>;
}

export interface HubStatuses {
  /** Keeps the newest status of a device, text and signature as they came. */
  keep(site: string, device: string, text: string, sig: Uint8Array, receivedAt: string): Promise<void>;
  all(): Promise<
    readonly { readonly site: string; readonly device: string; readonly text: string; readonly receivedAt: string }[]
  >;
}
