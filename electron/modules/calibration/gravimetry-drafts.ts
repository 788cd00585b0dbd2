import { AppError } from '../../../shared/kernel/errors.ts';
import {
  type CheckPhase,
  type GravimetryInput,
  gravimetryInput,
} from '../../../shared/modules/calibration/standards-terms.ts';
import type { SettingsStore } from '../../store/store.ts';

/**
 * A pipette check in progress, on this machine only, bound to its standard. Every weighing is in the database
 * (`synchronous=FULL`) before the page is told "saved"; a kill of the process loses nothing.
 */
export interface GravimetryDraft {
  readonly sheetId: string;
  readonly standardId: string;
  readonly phase: CheckPhase;
  readonly input: GravimetryInput;
  readonly note: string;
  readonly openedAt: string;
  readonly openedBy: string;
  readonly savedAt: string;
}

const key = 'calibration/gravimetry';
/** More open sheets than anybody works on; the bound keeps one row from growing without end. */
const mostDrafts = 30;

/** Sheets in progress, all in one row of this machine's settings: they are few, and gone once finished. */
export class GravimetryShelf {
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  /** What no longer reads is passed over: a draft is not evidence. */
  all(): GravimetryDraft[] {
    return Object.values(this.#read()).filter(({ input }) => gravimetryInput.safeParse(input).success);
  }

  get(sheetId: string): GravimetryDraft | undefined {
    return this.all().find((draft) => draft.sheetId === sheetId);
  }

  /** Durable when it returns. @throws AppError `calibration/too-many-sheets`, and the store's codes */
  put(draft: GravimetryDraft): void {
    const drafts = this.#read();
    if (!drafts[draft.sheetId] && Object.keys(drafts).length >= mostDrafts) {
      throw new AppError('calibration/too-many-sheets', { most: mostDrafts });
    }
    this.#settings.set(key, { ...drafts, [draft.sheetId]: draft });
  }

  remove(sheetId: string): void {
    const { [sheetId]: gone, ...rest } = this.#read();
    if (gone) this.#settings.set(key, rest);
  }

  #read(): Record<string, GravimetryDraft> {
    const kept = this.#settings.get(key);
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, GravimetryDraft>) : {};
  }
}
