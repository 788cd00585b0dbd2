import * as z from 'zod';
import { defineRecord } from '../../records/define.ts';

/** A person said that a partial message will not be completed (decision 5). What it held stays a message. */
export const partialDismissed = defineRecord({
  type: 'messages.partial-dismissed',
  version: 1,
  kind: 'decision',
  scope: 'site',
  schema: () =>
    z.object({
      instrumentId: z.string().max(64),
      messageId: z.string().max(64),
      receivedAt: z.string().max(40),
      frameCount: z.number().int(),
      reason: z.string().max(500),
    }),
});

export const messagesRecords = [partialDismissed] as const;

export const instrumentMessagesStream = (instrumentId: string) => `instrument/${instrumentId}/messages`;
