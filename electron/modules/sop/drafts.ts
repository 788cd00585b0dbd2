import { AppError } from '../../../shared/kernel/errors.ts';
import type { SopContent, StepEntry } from '../../../shared/modules/sop/terms.ts';
import type { SettingsStore } from '../../store/store.ts';

/** A timer step that runs or ran. `bootId` and `monoMs` tell whether the clock was set meanwhile. */
export interface KeptTimer {
  readonly startedAt: string;
  readonly startedMonoMs: number;
  readonly bootId: string;
  readonly stoppedAt: string | null;
  readonly isSure: boolean;
}

/** What was put into one step and is not answered yet. */
export interface FieldDraft extends StepEntry {
  /** A specimen's id as it was typed, sealed: it is on the disk, and nobody reads it there (base64). */
  readonly sealed: string | null;
  readonly openedAt: string | null;
  readonly timer: KeptTimer | null;
  readonly savedAt: string;
  /** Run of the program in which it was put there. */
  readonly session: string;
}

/**
 * Drafts of one run. They belong to one version of one SOP's words and to one run, by the hash of those words: they can
 * load into no other form.
 */
interface RunDrafts {
  readonly versionHash: string;
  readonly fields: Readonly<Record<string, FieldDraft>>;
}

const runsKey = 'sop/run-drafts';
const sessionKey = 'sop/draft-session';
const untidyKey = 'sop/untidy-sessions';
const keptKey = (versionId: string) => `sop/kept/${versionId}`;
/** More than anybody works on at once; the bounds keep one row from growing without end. */
const mostRuns = 200;
const mostFields = 300;
const mostUntidy = 50;

export const hasContent = ({ value, note, photo, reading, timer, sealed }: FieldDraft): boolean =>
  (value !== null && value !== '') ||
  sealed !== null ||
  note !== '' ||
  photo !== null ||
  reading !== null ||
  timer !== null;

/** An SOP's words while somebody writes them. */
export interface KeptWords {
  readonly writtenHash: string;
  readonly content: SopContent;
  readonly savedAt: string;
  readonly by: string;
  readonly session: string;
}

/**
 * What is typed and not recorded, on this machine only, in the database (`synchronous=FULL`) before the page is told
 * "saved". A draft whose program stopped without an orderly end is marked as recovered until somebody looks at it again.
 */
export class SopDrafts {
  readonly #settings: SettingsStore;
  readonly #session: string;
  #runs: Map<string, RunDrafts> | null = null;
  #hasBegun = false;

  /** @param session id of this run of the program */
  constructor(settings: SettingsStore, session: string) {
    this.#settings = settings;
    this.#session = session;
  }

  /** Fields of a run under these words; drafts of other words are not touched and not shown. */
  fields(runId: string, versionHash: string): Readonly<Record<string, FieldDraft>> {
    const kept = this.#read().get(runId);
    return kept?.versionHash === versionHash ? kept.fields : {};
  }

  /** Runs that have something typed. */
  get runIds(): ReadonlySet<string> {
    const with_ = [...this.#read()].filter(([, { fields }]) => Object.values(fields).some(hasContent));
    return new Set(with_.map(([runId]) => runId));
  }

  recoveredCount(runId: string): number {
    return Object.values(this.#read().get(runId)?.fields ?? {}).filter(
      (field) => hasContent(field) && this.isRecovered(field),
    ).length;
  }

  /** Durable when it returns. @throws AppError `sop/too-many-drafts`, `sop/other-form`, and the store's codes */
  put(runId: string, versionHash: string, at: string, field: Omit<FieldDraft, 'session'>): FieldDraft {
    this.#begin();
    const kept = this.#read().get(runId);
    if (kept && kept.versionHash !== versionHash) throw new AppError('sop/other-form', { runId });
    const draft: FieldDraft = { ...field, session: this.#session };
    const fields = { ...kept?.fields, [at]: draft };
    if (this.#read().size >= mostRuns || Object.keys(fields).length > mostFields) {
      if (!kept || Object.keys(fields).length > mostFields)
        throw new AppError('sop/too-many-drafts', { most: mostRuns });
    }
    this.#write(new Map(this.#read()).set(runId, { versionHash, fields }));
    return draft;
  }

  drop(runId: string, at: string): void {
    const kept = this.#read().get(runId);
    if (!kept?.fields[at]) return;
    const { [at]: _dropped, ...fields } = kept.fields;
    const runs = new Map(this.#read());
    if (Object.keys(fields).length === 0) runs.delete(runId);
    else runs.set(runId, { ...kept, fields });
    this.#write(runs);
  }

  dropRun(runId: string): void {
    const runs = new Map(this.#read());
    if (runs.delete(runId)) this.#write(runs);
  }

  /** What is in memory may be ahead of a transaction that was rolled back. */
  forget(): void {
    this.#runs = null;
  }

  kept(versionId: string): KeptWords | null {
    return (this.#settings.get(keptKey(versionId)) as KeptWords | null | undefined) ?? null;
  }

  keep(versionId: string, words: Omit<KeptWords, 'session'>): void {
    this.#begin();
    this.#settings.set(keptKey(versionId), { ...words, session: this.#session });
  }

  dropKept(versionId: string): void {
    if (this.kept(versionId) !== null) this.#settings.set(keptKey(versionId), null);
  }

  /** True for what another run of the program had, which did not end in an orderly way. */
  isRecovered({ session }: { readonly session: string }): boolean {
    if (session === this.#session) return false;
    const last = this.#lastSession();
    return this.#untidy().includes(session) || (last?.id === session && !last.isTidy);
  }

  /** The program ends in an orderly way: what is typed waits as it is. */
  close(): void {
    if (!this.#hasBegun) return;
    try {
      this.#settings.set(sessionKey, { id: this.#session, isTidy: true });
    } catch {
      // The disk is full or gone: the drafts are then marked as recovered, which is the safer side.
    }
  }

  #begin(): void {
    if (this.#hasBegun) return;
    const last = this.#lastSession();
    if (last && !last.isTidy) this.#settings.set(untidyKey, [...this.#untidy(), last.id].slice(-mostUntidy));
    this.#settings.set(sessionKey, { id: this.#session, isTidy: false });
    this.#hasBegun = true;
  }

  #lastSession(): { id: string; isTidy: boolean } | undefined {
    return this.#settings.get(sessionKey) as { id: string; isTidy: boolean } | undefined;
  }

  #untidy(): string[] {
    const kept = this.#settings.get(untidyKey);
    return Array.isArray(kept) ? (kept as string[]) : [];
  }

  #read(): Map<string, RunDrafts> {
    if (this.#runs === null) {
      const kept = this.#settings.get(runsKey);
      this.#runs = new Map(
        typeof kept === 'object' && kept !== null ? Object.entries(kept as Record<string, RunDrafts>) : [],
      );
    }
    return this.#runs;
  }

  #write(runs: Map<string, RunDrafts>): void {
    this.#settings.set(runsKey, Object.fromEntries(runs));
    this.#runs = runs;
  }
}
