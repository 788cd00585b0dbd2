import { AppError } from '../../../shared/kernel/errors.ts';
import type { FieldEntry } from '../../../shared/modules/maintenance/terms.ts';
import type { SettingsStore } from '../../store/store.ts';

/**
 * A sheet in progress, on this machine only: which occurrence, under which plan record, and what was typed so far. Every
 * field is in the database (`synchronous=FULL`) before the page is told "saved".
 */
export interface Draft {
  readonly sheetId: string;
  readonly planId: string;
  readonly instrumentId: string;
  readonly occurrence: string;
  /** Hash of the plan's newest record when it was opened: terms changed since are told. */
  readonly planHash: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly savedAt: string;
  readonly entries: Readonly<Record<string, FieldEntry>>;
}

const key = 'maintenance/drafts';
/** More open sheets than anybody works on; the bound keeps one row from growing without end. */
const mostDrafts = 300;

/** Sheets in progress, all in one row of this machine's settings: they are few, and gone once performed. */
export class DraftShelf {
  readonly #settings: SettingsStore;
  #drafts: Map<string, Draft> | null = null;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  all(): Draft[] {
    return [...this.#read().values()];
  }

  get(sheetId: string): Draft | undefined {
    return this.#read().get(sheetId);
  }

  /** Newest first. */
  ofPlan(planId: string): Draft[] {
    return this.all()
      .filter((draft) => draft.planId === planId)
      .toSorted((a, b) => (a.savedAt < b.savedAt ? 1 : -1));
  }

  /** Durable when it returns. @throws AppError `maintenance/too-many-sheets`, and the store's codes */
  put(draft: Draft): void {
    const drafts = new Map(this.#read());
    if (!drafts.has(draft.sheetId) && drafts.size >= mostDrafts) {
      throw new AppError('maintenance/too-many-sheets', { most: mostDrafts });
    }
    this.#write(drafts.set(draft.sheetId, draft));
  }

  remove(sheetId: string): void {
    const drafts = new Map(this.#read());
    if (drafts.delete(sheetId)) this.#write(drafts);
  }

  /** What is in memory may be ahead of a transaction that was rolled back. */
  forget(): void {
    this.#drafts = null;
  }

  #read(): Map<string, Draft> {
    if (this.#drafts === null) {
      const kept = this.#settings.get(key);
      this.#drafts = new Map(
        typeof kept === 'object' && kept !== null ? Object.entries(kept as Record<string, Draft>) : [],
      );
    }
    return this.#drafts;
  }

  #write(drafts: Map<string, Draft>): void {
    this.#settings.set(key, Object.fromEntries(drafts));
    this.#drafts = drafts;
  }
}
