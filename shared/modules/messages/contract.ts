import { oc } from '@orpc/contract';
import * as z from 'zod';
import { IDENTITY_KEYS } from '../../instruments/plausibility.ts';
import { checksumVerdict, signal } from '../../instruments/signals.ts';

export const messageRow = z.object({
  id: z.string(),
  /** Cursor for keyset paging, newest first. */
  cursor: z.number(),
  instrumentId: z.string(),
  receivedAt: z.string(),
  purpose: z.string(),
  checksum: checksumVerdict,
  specimen: z.object({ hash: z.string(), shows: z.string() }).nullable(),
  resultCount: z.number(),
  flaggedCount: z.number(),
  unmappedCount: z.number(),
  isPartial: z.boolean(),
  isDismissed: z.boolean(),
  resendCount: z.number(),
  /** Another message has the same key but other bytes: both are kept. */
  hasRival: z.boolean(),
});
export type MessageRow = z.infer<typeof messageRow>;

export const messageFilter = z.object({
  instrumentId: z.string().max(64).nullable(),
  purpose: z.string().max(40).nullable(),
  /** Test code, last four of a specimen, or part of a flag. */
  search: z.string().max(80),
  only: z.enum(['all', 'flagged', 'partial', 'unmapped', 'qc', 'background']),
});

const said = z.object({ value: z.string(), unit: z.string(), analyte: z.string().nullable(), meaning: z.string() });

/** A reading of the same bytes that another one has replaced, and where that one differs; oldest first. */
export const earlierReading = z.object({
  definition: z.object({ key: z.string(), version: z.string() }),
  replacedAt: z.string(),
  differences: z.array(
    z.object({
      what: z.string(),
      kind: z.enum(['value', 'error', 'unmapped']),
      before: said.nullable(),
      after: said.nullable(),
    }),
  ),
});

export const messageDetail = messageRow.extend({
  definition: z.object({ key: z.string(), version: z.string(), hash: z.string() }),
  /** Records as sent, identity masked, one text line each. */
  records: z.array(z.string()),
  signals: z.array(signal),
  /** What codes and letters in it mean, by the definition; the test of a result is looked up by its `code`. */
  terms: z.array(z.object({ kind: z.string(), code: z.string(), means: z.string(), isConfirmed: z.boolean() })),
  /** Component of a test that is its code, counted from 1; null where the whole test is. */
  testComponent: z.number().nullable(),
  frames: z.array(z.object({ id: z.number(), at: z.string(), byteCount: z.number(), text: z.string() })),
  resends: z.array(z.string()),
  rivals: z.array(z.string()),
  /** Empty for a message that was read once. */
  earlier: z.array(earlierReading),
});
export type MessageDetail = z.infer<typeof messageDetail>;

/** Whether the numbers of an instrument's newest messages agree with each other, and how sure its field map is. */
export const agreementView = z.object({
  /** Null where the definition has no field map: then tests are named on the wire, and nothing is to be checked. */
  map: z
    .object({
      documented: z.number(),
      inferred: z.number(),
      lab: z.number(),
      ask: z.number(),
      askWhere: z.string(),
    })
    .nullable(),
  verdict: z.enum(['fits', 'does-not-fit', 'cannot-evaluate']),
  evaluatedCount: z.number(),
  agreeingCount: z.number(),
  disagreements: z.array(
    z.object({
      messageId: z.string(),
      receivedAt: z.string(),
      identity: z.enum(IDENTITY_KEYS),
      stated: z.string(),
      computed: z.string(),
    }),
  ),
});

export const messagesContract = {
  count: oc.input(messageFilter).output(z.object({ count: z.number() })),
  /** Rows by position (newest first), for a list that scrolls over 100,000 of them. */
  page: oc
    .input(messageFilter.extend({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }))
    // With the count, so that a list that follows a busy line is drawn once a push and not twice.
    .output(z.object({ rows: z.array(messageRow), count: z.number() })),
  get: oc.input(z.object({ messageId: z.string().max(64) })).output(messageDetail),
  agreement: oc.input(z.object({ instrumentId: z.string().max(64) })).output(agreementView),
  /** A person says a partial message will not be completed; recorded with the reason. */
  dismissPartial: oc
    .input(z.object({ messageId: z.string().max(64), reason: z.string().trim().min(1).max(500) }))
    .output(z.object({})),
};
