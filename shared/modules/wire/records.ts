import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

const act = { version: 1, kind: 'fact', scope: 'site' } as const;

/** Someone looked at a frame with its identity unmasked (decision 3). The record names the frame, never its content. */
export const frameRevealed = defineRecord({
  ...act,
  type: 'wire.frame-revealed',
  schema: () =>
    z.object({
      instrumentId: text(64),
      entryId: z.number().int(),
      receivedAt: text(40),
      byteCount: z.number().int(),
      reason: text(500),
    }),
});

/** A masked piece of the wire left the bench as a file. */
export const captureExported = defineRecord({
  ...act,
  type: 'wire.capture-exported',
  schema: () =>
    z.object({
      instrumentId: text(64),
      from: text(40),
      to: text(40),
      lineCount: z.number().int(),
      byteCount: z.number().int(),
      /** File name without its folder: folders can name people. */
      fileName: text(260),
      sha256: z.string().length(64),
    }),
});

export const wireRecords = [frameRevealed, captureExported] as const;

export const instrumentWireStream = (instrumentId: string) => `instrument/${instrumentId}/wire`;
