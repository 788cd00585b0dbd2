import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';
import { configurationLine } from './configuration-line.ts';

/** How an instrument was set at a moment, and what left the lab for a support call. */

const id = z.string().min(1).max(64);
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;

export const configurationTaken = defineRecord({
  ...fact,
  type: 'support.configuration-taken',
  schema: () =>
    z.object({
      instrumentId: id,
      at: text(40),
      /** The visit it was taken at, or null. */
      visitId: id.nullable(),
      note: text(500),
      lines: z.array(configurationLine).max(400),
    }),
});

/** What was written to a file for the maker: its hash and what is inside, not the content. */
export const packageSaved = defineRecord({
  ...fact,
  type: 'support.package-saved',
  schema: () =>
    z.object({
      instrumentId: id,
      at: text(40),
      /** The file's own name; folders can name people. */
      fileName: text(260),
      byteCount: z.number().int(),
      sha256: z.string().length(64),
      contents: z.array(text(200)).max(60),
    }),
});

export const supportRecords = [configurationTaken, packageSaved] as const;

export const supportStream = (instrumentId: string) => `instrument/${instrumentId}/support`;
