import type { BodyOf } from '../../records/define.ts';
import type { TimelineLines } from '../timeline.ts';
import type { captureExported, frameRevealed } from './records.ts';

/** Sentences of the wire module. */
export const words = {
  'timeline.wire.frame-revealed': 'A frame of {{receivedAt}} was shown unmasked: {{reason}}',
  'timeline.wire.capture-exported': 'A masked capture was written: {{fileName}}, {{lineCount}} lines.',
  'wire/entry-not-found': 'This frame is no longer on this bench. Raw frames are kept for the days the lab sets.',
  'wire/not-serial': 'This link is not a serial line; there is no speed to change.',
  'wire/bad-setting': '"{{value}}" cannot be a line setting. Nothing was changed.',
  'wire/bad-time': '"{{value}}" is not a time. Nothing was written.',
  'wire/file-exists': '{{file}} exists already. Nothing was written. Choose another name.',
  'wire/can-not-write': '{{file}} cannot be written there. Choose another folder.',
} as const;

export const timelineLines: TimelineLines = {
  'wire.frame-revealed': (body: BodyOf<typeof frameRevealed>) => ({
    data: { receivedAt: body.receivedAt, reason: body.reason },
  }),
  'wire.capture-exported': (body: BodyOf<typeof captureExported>) => ({
    data: { fileName: body.fileName, lineCount: body.lineCount },
  }),
};
