import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

/** How long this bench keeps raw frames and messages was changed. How a screen looks is no record. */
export const keepingChanged = defineRecord({
  type: 'system.keeping-changed',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      device: text(64),
      changes: z
        .array(z.object({ field: text(60), from: text(60), to: text(60) }))
        .min(1)
        .max(10),
    }),
});

export const systemRecords = [keepingChanged] as const;

export const keepingStream = (device: string) => `workstation/${device}/keeping`;
