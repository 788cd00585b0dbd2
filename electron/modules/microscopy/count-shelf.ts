import * as z from 'zod';
import { AppError } from '../../../shared/kernel/errors.ts';
import { mostMarks } from '../../../shared/modules/microscopy/rules-tally.ts';
import { classTerms, slide, target } from '../../../shared/modules/microscopy/terms.ts';
import type { SettingsStore } from '../../store/store.ts';

/**
 * A count in progress, on this machine only. Every press is in the database (`synchronous=FULL`) before the page is told
 * "saved": a kill of the process loses nothing that was answered.
 */
const countDraft = z.object({
  countId: z.string(),
  instrumentId: z.string(),
  slide,
  /** The label as it was written, sealed (base64): it is on the disk, and nobody reads it there. */
  sealed: z.string(),
  target,
  /** As they were when the count was begun; a change of the lab's classes does not reach into it. */
  terms: classTerms,
  marks: z.string().max(mostMarks),
  note: z.string(),
  openedAt: z.string(),
  openedBy: z.string(),
  savedAt: z.string(),
});
export type CountDraft = z.infer<typeof countDraft>;

const key = 'microscopy/counts';
/** More open counts than anybody works on; the bound keeps one row from growing without end. */
const mostCounts = 40;

/** Open counts, all in one row of this machine's settings: they are few, and gone once finished. */
export class CountShelf {
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  /** Oldest first. What no longer reads is passed over: a draft is not evidence. */
  all(): CountDraft[] {
    return Object.values(this.#read()).flatMap((kept) => countDraft.safeParse(kept).data ?? []);
  }

  get(countId: string): CountDraft | undefined {
    return countDraft.safeParse(this.#read()[countId]).data;
  }

  /** Durable when it returns. @throws AppError `microscopy/too-many-counts`, and the store's codes */
  put(draft: CountDraft): void {
    const drafts = this.#read();
    if (!drafts[draft.countId] && Object.keys(drafts).length >= mostCounts) {
      throw new AppError('microscopy/too-many-counts', { most: mostCounts });
    }
    this.#settings.set(key, { ...drafts, [draft.countId]: draft });
  }

  remove(countId: string): void {
    const { [countId]: gone, ...rest } = this.#read();
    if (gone) this.#settings.set(key, rest);
  }

  #read(): Record<string, unknown> {
    const kept = this.#settings.get(key);
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  }
}
