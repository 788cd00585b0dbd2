import type { HeldSite, Vector } from '../../shared/sync/hub-api.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import type { BoxedBytes } from './box.ts';
import type { IngestReport } from './ingest.ts';

/** A log that is here: how far it goes, and how far another place is known to hold it. */
export interface SyncHead {
  readonly log: string;
  readonly seq: number;
  readonly link: string;
  /** Up to here its records count: the end, or where its workstation was revoked. */
  readonly lastGood: number;
  /** Up to here a hub or another bench has acknowledged it with its signature. */
  readonly ackedSeq: number;
  /** Up to here a hub has. */
  readonly hubSeq: number;
  /** Written by this machine, in this or an earlier epoch. */
  readonly isOwn: boolean;
}

/** A key whose owner may say who else writes for the site. */
export interface TrustedRoot {
  readonly device: string;
  readonly epoch: number;
  /** Ed25519, 32 bytes, base64url. */
  readonly publicKey: string;
  /** X25519, 32 bytes, base64url; null for a hub. */
  readonly boxKey: string | null;
  readonly label: string;
  readonly source: 'hub' | 'inviter';
}

export interface KnownDevice {
  readonly device: string;
  readonly epoch: number;
  readonly publicKey: string;
  readonly boxKey: string | null;
  readonly label: string;
  /** `own`, `hub`, `inviter`, `enrolled:<device that said so>`, `endorsed:<epoch that said so>`. */
  readonly source: string;
  /** Logs it may write; empty where nobody said. */
  readonly scopes: readonly string[];
  readonly mayEnrol: boolean;
  readonly isRevoked: boolean;
  /** Records of this device and epoch that are here, over all its logs. */
  readonly lastSeq: number;
}

/** Records of one author, type and day that a preview met. */
export interface PreviewGroup {
  /** Device that wrote the log. */
  readonly device: string;
  readonly actor: string;
  readonly type: string;
  /** Day on the wall of the author, `2026-11-23`. */
  readonly day: string;
  readonly count: number;
}

/** What `take` would do with some records. Nothing is kept. */
export interface PreviewReport {
  readonly total: number;
  readonly fresh: number;
  readonly duplicate: number;
  /** Would wait: a record before them is missing. */
  readonly pending: number;
  /** Fresh ones whose type or version this program does not know. */
  readonly unknownType: number;
  readonly groups: readonly PreviewGroup[];
  /** Fresh ones only; the first 200 that would be set aside. */
  readonly problems: readonly { readonly why: string; readonly log: string; readonly seq: number }[];
  readonly problemCount: number;
  /** Decisions that were made without knowing of one that is here: both will stand, and a person decides. */
  readonly conflicts: readonly {
    readonly stream: string;
    readonly type: string;
    readonly log: string;
    readonly seq: number;
  }[];
  readonly conflictCount: number;
}

/** A preview of records that come piece by piece. */
export interface Preview {
  add(records: readonly TravellingRecord[]): void;
  report(): PreviewReport;
}

export interface QuarantinedRecord {
  readonly quarantineId: number;
  readonly log: string;
  readonly seq: number;
  /** A code, e.g. `records/bad-signature`. */
  readonly why: string;
  readonly via: string;
  readonly receivedAt: string;
  /** Type, stream and time as the text claims them, where it can be read. */
  readonly summary: { readonly type: string; readonly stream: string; readonly wall: string } | null;
}

/** Records of other machines in and ours out: all that sync, over a network or a stick, wants of the store. */
export interface SyncStore {
  heads(): readonly SyncHead[];
  /** Records of one log from a sequence on, at most the limits of a batch (`syncLimits`); at least one where there is one. */
  read(log: string, fromSeq: number, limits?: { records?: number; bytes?: number }): TravellingRecord[];
  /**
   * The one way in; tries again what waited for keys that came with it. Never throws for what a record holds; disk errors
   * come as store codes.
   */
  take(records: readonly TravellingRecord[], via: string): IngestReport;
  preview(records: Iterable<TravellingRecord>): PreviewReport;
  startPreview(): Preview;
  /** Pins a root: what it says about workstations counts from now on. What waited for its key is tried again. */
  trust(root: TrustedRoot): IngestReport;
  devices(): readonly KnownDevice[];
  /** What people call a workstation, or empty where nobody has named it here. */
  labelOf(device: string): string;
  /** What of this machine's keys speaks to a hub: as it is at the moment of asking, also after a new epoch. */
  readonly signer: {
    readonly device: string;
    readonly epoch: number;
    readonly publicKey: string;
    readonly boxKey: string;
    readonly epochs: readonly { readonly epoch: number; readonly endorsement?: string | undefined }[];
    sign(hash: Uint8Array): Uint8Array;
  };
  /** Public half of this machine's X25519 key: bundles are sealed to it. */
  readonly boxKey: string;
  /** The keys this machine seals files with, for the owner of another key. */
  sealFileKeys(boxKey: string): BoxedBytes;
  /** The secret both halves share (X25519), 32 bytes: what a bundle for this machine was wrapped with. */
  agree(publicKey: string): Uint8Array;
  /** Link of one record of a log, or undefined when it is not here. */
  linkAt(log: string, seq: number): string | undefined;
  /**
   * Marks what another place durably holds; the caller has proved its signature. A head that goes further than ours marks
   * nothing: its link can not be held against ours. Answers the logs whose link contradicts ours: those are not marked.
   */
  acknowledge(holder: { device: string; kind: 'hub' | 'bench' }, heads: Vector): { contradicted: string[] };
  /** Own records that nobody has acknowledged, and when the oldest of them was saved (ISO), or null. */
  unsent(): { count: number; since: string | null };
  /** True when a hub has acknowledged the record with this hash (base64url). */
  isOnHub(hash: string): boolean;
  /** What was set aside, newest first. */
  quarantined(limit: number): readonly QuarantinedRecord[];
  /** Scope records are written to now: `provisional:<uuid>` or `site:<uuid>`. */
  readonly scope: string;
  /** The site this machine belongs to and who else writes for it, as a hub is told; undefined before there is one. */
  heldSite(): HeldSite | undefined;
  /** The last provisional scope: written to now, or before the site. */
  readonly provisional: string;
  /**
   * From now on this machine writes for a site: the scope is kept with its keys, and `site.adopted` is the first thing said in
   * the new log. Done twice it changes nothing.
   */
  joinSite(site: string, name: string): Promise<void>;
  /**
   * This machine's own log went on elsewhere (a copy was put back): it is closed where it stands, and a new epoch with a new
   * key is opened, which the present key vouches for.
   */
  openEpoch(reason: 'rolled-back'): Promise<void>;
}
