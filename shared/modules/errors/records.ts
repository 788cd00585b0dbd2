import * as z from 'zod';
import { affectsResults, definitionStamp, severity } from '../../instruments/signals.ts';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

/** One error of one instrument is one stream: raised once, then repeated, acknowledged, cleared, resolved. */

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const about = { errorId: id, instrumentId: id };
const decision = { version: 1, kind: 'decision', scope: 'site' } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

export const errorOrigin = z.enum(['wire', 'typed', 'scanned', 'background']);
export type ErrorOrigin = z.infer<typeof errorOrigin>;

export const copiedReading = z.object({
  test: text(200),
  value: text(400),
  unit: text(60),
  limit: text(60),
  verdict: z.enum(['pass', 'fail', 'cannot-evaluate']),
});
export type CopiedReading = z.infer<typeof copiedReading>;

export const errorRaised = defineRecord({
  ...fact,
  type: 'errors.error-raised',
  schema: () =>
    z.object({
      ...about,
      code: text(60),
      text: text(400),
      severity,
      affectsResults,
      origin: errorOrigin,
      at: text(40),
      messageId: id.nullable(),
      frames: z.array(z.number()).max(500),
      definition: definitionStamp.nullable(),
      /** Keyed hash of the specimen it was said about, or null: never a readable part of the id. */
      specimen: text(64).nullable(),
      readings: z.array(copiedReading).max(100),
    }),
});

/** The same code again while the error was open: one record for all repeats since the last one. */
export const errorRepeated = defineRecord({
  ...fact,
  type: 'errors.error-repeated',
  schema: () =>
    z.object({
      ...about,
      code: text(60),
      count: z.number().int().min(1),
      lastAt: text(40),
      /** Messages they came with, the newest when there are more than the list holds. */
      messageIds: z.array(id).max(100),
    }),
});

export const errorAcknowledged = defineRecord({
  ...decision,
  type: 'errors.error-acknowledged',
  schema: () => z.object({ ...about, code: text(60), note: text(1000) }),
});

export const errorCleared = defineRecord({
  ...fact,
  type: 'errors.error-cleared',
  schema: () =>
    z.object({
      ...about,
      code: text(60),
      at: text(40),
      by: z.enum(['instrument', 'background-passed']),
      messageId: id.nullable(),
    }),
});

export const errorResolved = defineRecord({
  ...decision,
  type: 'errors.error-resolved',
  schema: () =>
    z.object({
      ...about,
      code: text(60),
      whatWasDone: text(2000),
      /** The guided steps that led here, or null. */
      runId: id.nullable(),
    }),
});

/** The lab's own entry. The shipped one stays visible beside it; the reason says why they differ. */
export const bookEntryWritten = defineRecord({
  ...decision,
  type: 'errors.book-entry-written',
  schema: () =>
    z.object({
      definitionKey: text(80),
      code: text(60),
      title: text(200),
      severity,
      affectsResults,
      meaning: text(4000),
      firstChecks: z.array(text(500)).max(20),
      source: text(400),
      reason: text(500),
      answers: z.array(hash).max(16),
    }),
  causes: (body) => body.answers,
});

export const errorRecords = [errorRaised, errorRepeated, errorAcknowledged, errorCleared, errorResolved] as const;
export const errorsRecords = [...errorRecords, bookEntryWritten] as const;

export const errorStream = (errorId: string) => `error/${errorId}`;
/** One stream a book: entries are few, and an entry's sides are told apart inside. */
export const bookStream = (definitionKey: string) => `error-book/${definitionKey}`;
