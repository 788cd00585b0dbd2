import { oc } from '@orpc/contract';
import * as z from 'zod';
import { affectsResults, severity } from '../../instruments/signals.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';

export const bookEntry = z.object({
  /** `general` for a trouble of our own naming that belongs to no one model. */
  definitionKey: z.string(),
  /** Maker and model, empty for a general one. */
  model: z.string(),
  code: z.string(),
  title: z.string(),
  severity,
  affectsResults,
  meaning: z.string(),
  firstChecks: z.array(z.string()),
  /** Key of the guided steps, or null. */
  guide: z.string().nullable(),
  source: z.string(),
  confidence: z.enum(['confirmed', 'single-source', 'inferred', 'lab']),
  origin: z.enum(['shipped', 'lab']),
});
export type BookEntry = z.infer<typeof bookEntry>;

export const errorState = z.enum(['active', 'acknowledged', 'cleared', 'resolved']);

export const errorRow = z.object({
  id: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  code: z.string(),
  text: z.string(),
  severity,
  affectsResults,
  state: errorState,
  /** `wire`, `typed`, `scanned`, or `background` (a failed background check). */
  origin: z.enum(['wire', 'typed', 'scanned', 'background']),
  raisedAt: z.string(),
  raisedCount: z.number(),
  lastRaisedAt: z.string(),
  acknowledgedAt: z.string().nullable(),
  resolvedAt: z.string().nullable(),
  resolution: z.string(),
  messageId: z.string().nullable(),
  hasBookEntry: z.boolean(),
  place: z.enum(['saved-here', 'on-the-hub']),
});
export type ErrorRow = z.infer<typeof errorRow>;

/** The same code before: what it was then, and what ended it. */
export const earlierError = z.object({
  errorId: z.string(),
  instrumentId: z.string(),
  instrumentName: z.string(),
  /** This unit, or another of the same model. */
  isThisUnit: z.boolean(),
  raisedAt: z.string(),
  raisedCount: z.number(),
  resolvedAt: z.string().nullable(),
  /** What was done; empty where it only cleared. */
  resolution: z.string(),
});
export type EarlierError = z.infer<typeof earlierError>;

export const errorDetail = errorRow.extend({
  book: bookEntry.nullable(),
  /** The shipped entry where the lab's own stands in `book`: what the maker published stays in sight. */
  shippedBook: bookEntry.nullable(),
  /** Newest first, this unit before others of its model. */
  seenBefore: z.array(earlierError),
  /** The one of this unit that was resolved at most 30 days before this came, or null: it came back. */
  cameBackAfter: z.object({ errorId: z.string(), resolvedAt: z.string() }).nullable(),
  history: z.array(z.object({ at: z.string(), type: z.string(), actor: z.string(), text: z.string() })),
  runs: z.array(z.object({ runId: z.string(), startedAt: z.string(), state: z.string() })),
  /** Masked raw frames the error came from, as text with control characters named. */
  frames: z.array(z.object({ id: z.number(), at: z.string(), text: z.string() })),
  /** Values the error copied (decision 2): test, value, limit. */
  readings: z.array(
    z.object({ test: z.string(), value: z.string(), unit: z.string(), limit: z.string(), verdict: z.string() }),
  ),
});
export type ErrorDetail = z.infer<typeof errorDetail>;

export const errorsContract = {
  list: oc
    .input(
      z.object({
        instrumentId: z.string().max(64).nullable(),
        show: z.enum(['open', 'all']),
        limit: z.number().int().min(1).max(500),
      }),
    )
    .output(z.array(errorRow)),
  get: oc.input(z.object({ errorId: z.string().max(64) })).output(errorDetail),
  /** A code that is only on the instrument's screen, typed or scanned: treated exactly as one from the wire. */
  enter: oc
    .input(
      z.object({
        instrumentId: z.string().max(64),
        code: text(60).min(1),
        text: text(400),
        origin: z.enum(['typed', 'scanned']),
        severity: severity.nullable(),
      }),
    )
    .output(z.object({ errorId: z.string(), hasBookEntry: z.boolean() })),
  acknowledge: oc.input(z.object({ errorId: z.string().max(64), note: text(1000) })).output(z.object({})),
  resolve: oc.input(z.object({ errorId: z.string().max(64), whatWasDone: text(2000).min(1) })).output(z.object({})),
  /**
   * Search over every code book or that of one definition, offline: by code, by words, or by what the screen shows. Slips of
   * a finger are forgiven. General troubles that fit the instrument are among them.
   */
  searchBooks: oc
    .input(z.object({ search: text(400), definitionKey: text(80).nullable(), limit: z.number().int().min(1).max(200) }))
    .output(z.array(bookEntry)),
  /** Whether a book is empty because the maker publishes none: the page says so. */
  books: oc.output(
    z.array(
      z.object({
        definitionKey: z.string(),
        maker: z.string(),
        model: z.string(),
        entryCount: z.number(),
        note: z.string(),
      }),
    ),
  ),
  /** The lab's own entry, from the manual it owns. A record; the shipped entry stays visible beside it. */
  writeBookEntry: oc
    .input(
      z.object({
        definitionKey: text(80),
        code: text(60).min(1),
        title: text(200).min(1),
        severity,
        affectsResults,
        meaning: text(4000),
        firstChecks: z.array(text(500).min(1)).max(20),
        source: text(400).min(1),
        reason: text(500),
      }),
    )
    .output(z.object({})),
};
