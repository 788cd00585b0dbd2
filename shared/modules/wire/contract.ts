import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { doctorReport } from '../../instruments/doctor-verdicts.ts';

/** One line of the wire view. Bytes are masked; control characters are named. */
export const wireLine = z.object({
  id: z.number(),
  at: z.string(),
  /** Milliseconds on the monotonic clock since the previous line. */
  sinceMs: z.number(),
  dir: z.enum(['in', 'out']),
  kind: z.enum(['control', 'frame', 'rejected', 'noise', 'line']),
  byteCount: z.number(),
  text: z.string(),
  /** Frame facts where it is a frame: number, checksum sent and computed. */
  frame: z
    .object({ number: z.number(), checksumSent: z.string(), checksumComputed: z.string(), isLast: z.boolean() })
    .nullable(),
  reason: z.string().nullable(),
});
export type WireLine = z.infer<typeof wireLine>;

const id = z.object({ instrumentId: z.string().max(64) });

export const wireContract = {
  tail: oc
    .input(id.extend({ before: z.number().nullable(), limit: z.number().int().min(1).max(500) }))
    .output(z.array(wireLine)),
  /** New lines as they come (at most four pushes a second) and the doctor's verdict with each push. */
  live: oc
    .input(id)
    .output(eventIterator(z.object({ lines: z.array(wireLine), droppedCount: z.number(), report: doctorReport }))),
  report: oc.input(id).output(doctorReport),
  /** Applies the doctor's advice to the link settings: a recorded change like any other. */
  tryAdvice: oc
    .input(
      id.extend({
        baud: z.number().nullable(),
        dataBits: z.number().nullable(),
        parity: z.string().nullable(),
        stopBits: z.number().nullable(),
      }),
    )
    .output(z.object({})),
  /** Writes a masked capture to the place the person chose (`grant`); returns how many lines and bytes it holds. */
  exportCapture: oc
    .input(id.extend({ from: z.string().max(40), to: z.string().max(40), grant: z.string().min(1).max(64) }))
    .output(z.object({ lineCount: z.number(), byteCount: z.number(), file: z.string() })),
  /** Shows one frame unmasked: a deliberate, recorded act with a reason (decision 3). */
  reveal: oc
    .input(id.extend({ entryId: z.number(), reason: z.string().trim().min(3).max(500) }))
    .output(z.object({ text: z.string(), hex: z.string() })),
  storage: oc.output(
    z.object({
      segmentCount: z.number(),
      byteCount: z.number(),
      oldestAt: z.string().nullable(),
      maxAgeDays: z.number(),
      maxMegabytes: z.number(),
      heldBackCount: z.number(),
    }),
  ),
};
