import type { KeyObject } from 'node:crypto';
import type Database from 'better-sqlite3';
import { logOpened } from '../../shared/records/core-records.ts';
import { type BodyOf, isRecordOf, type StoredRecord } from '../../shared/records/define.ts';
import { type Envelope, readEnvelope } from '../../shared/records/envelope.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import { workstationEnrolled, workstationRevoked } from '../../shared/sync/records.ts';
import { epochText } from '../../shared/sync/signed-request.ts';
import { isTextSigned, publicKeyOf } from './record-crypto.ts';

/** The condition of the partial index `record_log_trust`; SQLite uses it only when it is written just so. */
const trustTypes = "type IN ('workstation.enrolled', 'workstation.revoked')";

interface Said<Body> {
  readonly log: string;
  readonly seq: number;
  readonly hlc: string;
  /** Device that said so. */
  readonly by: string;
  readonly body: Body;
}

/** What the pinned roots, and those they named, say of a workstation. */
export interface DeviceFacts {
  readonly boxKey: string;
  readonly label: string;
  readonly sites: readonly string[];
  readonly scopes: readonly string[];
  readonly mayEnrol: boolean;
}

interface Picture {
  readonly facts: ReadonlyMap<string, DeviceFacts>;
  /** Last record of each log that counts, by device that was revoked. */
  readonly revoked: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly keys: readonly { device: string; epoch: number; publicKey: string; by: string }[];
}

interface Vouched {
  readonly epoch: number;
  readonly publicKey: string;
  readonly endorsement?: string | undefined;
}

/** Rounds in which who may enrol settles; a chain of deputies longer than this is nobody's site. */
const rounds = 8;

/**
 * Who writes for the site: a function of the pinned roots and of the set of `workstation.enrolled` and `.revoked` records in
 * the log, whatever order they came in. Keys once learnt stay in `device_keys`.
 */
export class Trust {
  readonly #db: Database.Database;
  readonly #device: string;
  readonly #keys = new Map<string, KeyObject | undefined>();
  #sites: ReadonlySet<string> | undefined;
  #picture: Picture | undefined;
  #roots: ReadonlyMap<string, string> | undefined;
  /** Something was learnt (or the store was opened): what waits in quarantine for a key is worth another try. */
  #hasNews = true;

  constructor(db: Database.Database, device: string) {
    this.#db = db;
    this.#device = device;
  }

  /** Only logs of workstations of these sites are taken; without it (a bench in no site yet) any trusted one's. */
  keepTo(sites: readonly string[]): void {
    this.#sites = sites.some((site) => site.startsWith('site:')) ? new Set(sites) : undefined;
    this.#hasNews = true;
  }

  keyOf(log: string): KeyObject | undefined {
    if (this.#keys.has(log)) return this.#keys.get(log);
    const { device, epoch } = parseLogId(log)!;
    const text = this.#keyText(device, epoch);
    const key = text === undefined ? undefined : readKey(text);
    if (key) this.#keys.set(log, key);
    return key;
  }

  /** Why records of this log are not for us, whatever their signature; undefined where they are. */
  problemOf(log: string, seq: number): string | undefined {
    const { device, scope } = parseLogId(log)!;
    if (device === this.#device) return undefined;
    if (seq > this.limitOf(log)) return 'records/revoked-device';
    if (this.roots().get(device) === 'hub') return scope === 'org' ? undefined : 'records/wrong-scope';
    const facts = this.#now().facts.get(device);
    if (!facts) return undefined;
    if (!facts.scopes.includes(scope)) return 'records/wrong-scope';
    const isOurs = !this.#sites || facts.sites.some((site) => this.#sites!.has(site));
    return isOurs ? undefined : 'records/other-site';
  }

  /** The last record of a log that counts; Infinity where its device was never revoked. */
  limitOf(log: string): number {
    const { device } = parseLogId(log)!;
    const last = this.#now().revoked.get(device);
    return last ? (last.get(log) ?? 0) : Number.POSITIVE_INFINITY;
  }

  /** True of a record that is in the log and counts no more. Our own stay in sight: a revoked bench still shows its work. */
  isSetAside(log: string, seq: number): boolean {
    if (this.#now().revoked.size === 0 || log.startsWith(`${this.#device}/`)) return false;
    return seq > this.limitOf(log);
  }

  /** The last record of each of its logs that counts, of a device that was revoked. */
  lastOf(device: string): ReadonlyMap<string, number> | undefined {
    return this.#now().revoked.get(device);
  }

  facts(device: string): DeviceFacts | undefined {
    return this.#now().facts.get(device);
  }

  isRevoked(device: string): boolean {
    return this.#now().revoked.has(device);
  }

  /** Devices whose word counts because a person pinned them, with how: `hub` or `inviter`. */
  roots(): ReadonlyMap<string, string> {
    this.#roots ??= new Map(
      this.#db.prepare("SELECT device, source FROM device_keys WHERE source IN ('hub', 'inviter')").raw().all() as [
        string,
        string,
      ][],
    );
    return this.#roots;
  }

  /** Reads the picture anew: a record about trust has been added, or a root was pinned. In an open transaction. */
  learn(): void {
    this.#roots = undefined;
    const before = this.#picture;
    this.#picture = undefined;
    const picture = this.#now();
    for (const { device, epoch, publicKey, by } of picture.keys)
      if (device !== this.#device) this.#keepKey(device, epoch, publicKey, `enrolled:${by}`);
    if (before !== picture) this.#hasNews = true;
    this.#keys.clear();
  }

  /** Learns the key of a new epoch from the first record of its log, where the key before it vouches for it. */
  learnEpoch(envelope: Envelope): boolean {
    if (envelope.type !== logOpened.type || envelope.seq !== 1) return false;
    const parts = parseLogId(envelope.log)!;
    const read = logOpened.schema.safeParse(envelope.body);
    if (!read.success || read.data.endorsement === undefined) return false;
    const { device, epoch, publicKey, endorsement, earlier = [] } = read.data;
    if (device !== parts.device || epoch !== parts.epoch || this.isRevoked(device)) return false;
    // From the last key that is known, each vouching for the next.
    const vouched: Vouched[] = [{ epoch, publicKey, endorsement }];
    for (const one of earlier) {
      if (one.epoch !== vouched[0]!.epoch - 1 || this.#keyText(device, vouched[0]!.epoch - 1) !== undefined) break;
      vouched.unshift(one);
    }
    let before = this.#keyText(device, vouched[0]!.epoch - 1);
    for (const one of vouched) {
      const vouching = epochText({ device, epoch: one.epoch, publicKey: one.publicKey });
      if (before === undefined || !isTextSigned(before, vouching, one.endorsement ?? '')) return false;
      before = one.publicKey;
    }
    for (const one of vouched) this.#keepKey(device, one.epoch, one.publicKey, `endorsed:${one.epoch - 1}`);
    this.#hasNews = true;
    return true;
  }

  /** Learns the keys of a machine's earlier epochs from the word of a newer one, whose record has just been added. */
  learnEarlier(record: StoredRecord): void {
    if (!isRecordOf(record, logOpened) || !record.body.earlier) return;
    const { device } = parseLogId(record.log)!;
    for (const { epoch, publicKey } of record.body.earlier) {
      if (epoch >= record.body.epoch) continue;
      if (this.#keepKey(device, epoch, publicKey, `endorsed:${record.body.epoch}`)) this.#hasNews = true;
    }
  }

  /** True once after something was learnt. */
  takeNews(): boolean {
    const had = this.#hasNews;
    this.#hasNews = false;
    return had;
  }

  get hasNews(): boolean {
    return this.#hasNews;
  }

  /** Something was rolled back. */
  forget(): void {
    this.#keys.clear();
    this.#picture = undefined;
    this.#roots = undefined;
  }

  /** Keeps a key that was learnt; the first one learnt for an epoch stays. True where it is new. */
  #keepKey(device: string, epoch: number, publicKey: string, source: string): boolean {
    const insert = this.#db.prepare(
      'INSERT OR IGNORE INTO device_keys (device, epoch, public_key, source) VALUES (?, ?, ?, ?)',
    );
    return insert.run(device, epoch, publicKey, source).changes > 0;
  }

  #keyText(device: string, epoch: number): string | undefined {
    return this.#db
      .prepare<[string, number], string>('SELECT public_key FROM device_keys WHERE device = ? AND epoch = ?')
      .pluck()
      .get(device, epoch) as string | undefined;
  }

  #now(): Picture {
    this.#picture ??= pictureOf(this.#said(), [...this.roots().keys(), this.#device]);
    return this.#picture;
  }

  #said(): { enrolled: Said<Enrolled>[]; revoked: Said<Revoked>[] } {
    const enrolled: Said<Enrolled>[] = [];
    const revoked: Said<Revoked>[] = [];
    const rows = this.#db.prepare(`SELECT raw FROM record_log WHERE ${trustTypes}`).pluck().all() as string[];
    for (const raw of rows) {
      const read = readEnvelope(raw);
      if ('why' in read) continue;
      const { log, seq, hlc, type } = read.envelope;
      const by = parseLogId(log)!.device;
      if (type === workstationEnrolled.type) {
        const body = workstationEnrolled.schema.safeParse(read.envelope.body);
        if (body.success) enrolled.push({ log, seq, hlc, by, body: body.data });
      } else {
        const body = workstationRevoked.schema.safeParse(read.envelope.body);
        if (body.success) revoked.push({ log, seq, hlc, by, body: body.data });
      }
    }
    const inOrder = (a: { hlc: string; log: string }, b: { hlc: string; log: string }) =>
      a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : a.log < b.log ? -1 : 1;
    return { enrolled: enrolled.sort(inOrder), revoked: revoked.sort(inOrder) };
  }
}

type Enrolled = BodyOf<typeof workstationEnrolled>;
type Revoked = BodyOf<typeof workstationRevoked>;

/** Settles whose word counts: the roots', and that of those they let enrol, up to where they were revoked. */
function pictureOf(
  { enrolled, revoked }: { enrolled: readonly Said<Enrolled>[]; revoked: readonly Said<Revoked>[] },
  roots: readonly string[],
): Picture {
  let picture: Picture = { facts: new Map(), revoked: new Map(), keys: [] };
  for (let round = 0; round < rounds; round++) {
    const deputies = [...picture.facts].filter(([, facts]) => facts.mayEnrol).map(([device]) => device);
    const authorities = new Set([...roots, ...deputies]);
    const { revoked: known } = picture;
    const counts = ({ by, log, seq }: Said<unknown>) => {
      const last = known.get(by);
      return authorities.has(by) && (!last || seq <= (last.get(log) ?? 0));
    };
    const next = statedBy(enrolled.filter(counts), revoked.filter(counts));
    const isSettled = sameSaid(picture, next);
    picture = next;
    if (isSettled) break;
  }
  return picture;
}

function statedBy(enrolled: readonly Said<Enrolled>[], revoked: readonly Said<Revoked>[]): Picture {
  const facts = new Map<string, DeviceFacts>();
  const keys: Picture['keys'][number][] = [];
  for (const { by, body } of enrolled) {
    const known = facts.get(body.device);
    keys.push({ device: body.device, epoch: body.epoch, publicKey: body.publicKey, by });
    facts.set(body.device, {
      boxKey: body.boxKey,
      label: body.label,
      sites: [...new Set([...(known?.sites ?? []), body.site])],
      scopes: [...new Set([...(known?.scopes ?? []), ...body.scopes])],
      mayEnrol: body.mayEnrol || known?.mayEnrol === true,
    });
  }
  const limits = new Map<string, Map<string, number>>();
  for (const { body } of revoked) {
    const named = new Map(body.last.map(({ log, seq }) => [log, seq]));
    const known = limits.get(body.device);
    // Revoked twice: a record counts only where both say so.
    const both = known
      ? new Map([...known].map(([log, seq]) => [log, Math.min(seq, named.get(log) ?? 0)] as const))
      : named;
    limits.set(body.device, both);
  }
  return { facts, revoked: limits, keys };
}

/** A key somebody named, or undefined where the text is none: nothing a record holds may stop the one way in. */
function readKey(text: string): KeyObject | undefined {
  try {
    return publicKeyOf(text);
  } catch {
    return undefined;
  }
}

const sameSaid = (a: Picture, b: Picture): boolean =>
  a.keys.length === b.keys.length &&
  a.revoked.size === b.revoked.size &&
  [...a.revoked].every(([device, last]) => b.revoked.get(device)?.size === last.size) &&
  [...a.facts].every(([device, facts]) => b.facts.get(device)?.mayEnrol === facts.mayEnrol);
