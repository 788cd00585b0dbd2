import { AppError } from '../../../shared/kernel/errors.ts';
import { civilDateAt, intlZoneOffset } from '../../../shared/kernel/zone.ts';
import { type SopFold, sopFold } from '../../../shared/modules/sop/rules-sop.ts';
import type { SopContent } from '../../../shared/modules/sop/terms.ts';
import { sopStream, versionStarted, versionWritten } from '../../../shared/modules/sop/version-records.ts';
import type { Folded } from '../../../shared/records/decider.ts';
import { isRecordOf, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { SigningGrant } from '../../host/signing.ts';
import { actorName, personAuthor } from '../authors.ts';
import { ClockWatch } from '../clock-watch.ts';
import { newId } from '../new-id.ts';
import { perHost } from '../per-host.ts';
import { SopDrafts } from './drafts.ts';
import type { SopFacts } from './tables.ts';

/** Words of versions kept in memory: those of the runs that are open. */
const mostWords = 40;

export interface SopTableRow {
  readonly sopId: string;
  readonly isRetired: boolean;
  readonly openRequests: number;
  readonly conflictCount: number;
  readonly changedAt: string;
  readonly facts: SopFacts;
}

type Signing = { readonly password: string; readonly statement: string } | null;

/** What every part of the module needs of one running host. */
export class SopDesk {
  readonly context: HostContext;
  readonly drafts: SopDrafts;
  readonly clock: ClockWatch;
  #timeZone: string | null = null;
  readonly #words = new Map<string, SopContent>();

  constructor(context: HostContext) {
    this.context = context;
    this.drafts = new SopDrafts(context.store.settings, newId());
    this.clock = new ClockWatch(context);
  }

  /** Zone of this bench: SOPs hold for a site, which has one. Asked late: the first use of a calendar is dear. */
  get timeZone(): string {
    this.#timeZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone;
    return this.#timeZone;
  }

  now(): string {
    return new Date(this.context.clock.wallMs()).toISOString();
  }

  today(): string {
    return civilDateAt(this.context.clock.wallMs(), this.timeZone, intlZoneOffset);
  }

  author(): RecordAuthor {
    return personAuthor(this.context.actor);
  }

  name(actor: string): string {
    return actorName(actor, this.context);
  }

  /** @throws AppError `sop/not-found` */
  sop(sopId: string): Folded<SopFold> {
    const folded = this.context.store.records.fold(sopStream(sopId), sopFold);
    if (folded.count === 0) throw new AppError('sop/not-found', { sopId });
    return folded;
  }

  /** The words a record holds, or null while it has not arrived on this bench. */
  words(hash: string): SopContent | null {
    const known = this.#words.get(hash);
    if (known) return known;
    const record = this.context.store.records.byHash(hash);
    if (!record || !(isRecordOf(record, versionStarted) || isRecordOf(record, versionWritten))) return null;
    this.#words.set(hash, record.body.content);
    const [oldest] = this.#words.keys();
    if (this.#words.size > mostWords && oldest !== undefined) this.#words.delete(oldest);
    return record.body.content;
  }

  /** @throws AppError `sop/words-not-here` */
  requireWords(hash: string): SopContent {
    const words = this.words(hash);
    if (!words) throw new AppError('sop/words-not-here', {});
    return words;
  }

  rows(): SopTableRow[] {
    const rows = this.context.store.db.prepare('SELECT * FROM sops').all() as {
      sop_id: string;
      is_retired: number;
      open_requests: number;
      conflict_count: number;
      changed_at: string;
      facts: string;
    }[];
    return rows.map((row) => ({
      sopId: row.sop_id,
      isRetired: row.is_retired === 1,
      openRequests: row.open_requests,
      conflictCount: row.conflict_count,
      changedAt: row.changed_at,
      facts: JSON.parse(row.facts) as SopFacts,
    }));
  }

  /** True where this bench holds the office of the deciding workstation; at first there is only one (decision 21). */
  office(): { readonly isHere: boolean; readonly hash: string | null; readonly device: string } {
    const { device } = this.context.store.keys;
    const row = this.context.store.db.prepare('SELECT device, hash FROM sop_office').get() as
      | { device: string; hash: string }
      | undefined;
    return { isHere: row === undefined || row.device === device, hash: row?.hash ?? null, device };
  }

  /** Leave to sign, asked before the transaction; null where nobody can sign here, or nothing was asked to be signed. */
  async grant(
    asked: { readonly isNeeded: boolean; readonly meaning: 'performed' | 'reviewed' | 'approved' | 'verified' },
    signing: Signing,
  ): Promise<SigningGrant | null> {
    if (!this.context.signing.isPossible) return null;
    if (signing === null) {
      if (asked.isNeeded) throw new AppError('sop/signature-needed', {});
      return null;
    }
    return this.context.signing.require({ ...signing, meaning: asked.meaning });
  }
}

export const deskOf = perHost((context) => new SopDesk(context));
