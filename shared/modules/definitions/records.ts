import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

/** What a lab changed in its instrument definitions, and which messages were read again with them. No result is in here. */

const id = z.string().min(1).max(64);
const stamp = z.object({ version: text(20), hash: text(64) });

/** One place of a definition before and after; a text too long for a line is cut in the record, never in the definition. */
export const definitionChange = z.object({ path: text(300), before: text(400), after: text(400) });
export type DefinitionChange = z.infer<typeof definitionChange>;

export const definitionSaved = defineRecord({
  type: 'definitions.saved',
  version: 1,
  kind: 'decision',
  scope: 'site',
  schema: () =>
    z.object({
      key: text(80),
      /** What this bench used before; null where it knew no definition of that key. */
      before: stamp.nullable(),
      after: stamp,
      /** The pack it came from; null where its fields were named at this bench. */
      pack: z.object({ sha256: text(64), madeBy: text(200), madeAt: text(40) }).nullable(),
      changes: z.array(definitionChange).max(400),
      /** More were changed than are listed. */
      changeCount: z.number().int(),
      reason: text(500),
    }),
});

export const messagesReadAgain = defineRecord({
  type: 'definitions.messages-read-again',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      key: text(80),
      instrumentId: id,
      after: stamp,
      /** Messages that say something else now; their earlier reading is kept beside. */
      changedCount: z.number().int(),
      readCount: z.number().int(),
      /** Messages whose raw bytes were no longer kept. */
      goneCount: z.number().int(),
    }),
});

export const definitionsRecords = [definitionSaved, messagesReadAgain] as const;

export const definitionStream = (key: string) => `definition/${key}`;
