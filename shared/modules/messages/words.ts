import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type { partialDismissed } from './records.ts';

/** Sentences of the messages module. */
export const words = {
  'timeline.messages.partial-dismissed': 'A message cut off at {{receivedAt}} was dismissed: {{reason}}',
  'messages/not-found': 'This message is no longer on this bench. Messages are kept for the months the lab sets.',
  'messages/not-partial': 'This message is complete, or was dismissed already. Nothing was changed.',
} as const;

export const timelineLines: TimelineLines = {
  'messages.partial-dismissed': (body: BodyOf<typeof partialDismissed>) => ({
    data: { receivedAt: body.receivedAt, reason: body.reason },
  }),
};
