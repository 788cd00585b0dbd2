import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import { serialSettings } from '../../shared/instruments/link-settings.ts';
import { AppError } from '../../shared/kernel/errors.ts';

/** Share of bytes a fault hits, 0 to 1: `0.0001` is one in 10,000. */
const share = z.number().min(0).max(1).default(0);

/** When something happens: by the clock of the simulator, or by what has passed on the line. */
const moment = z.union([
  z.strictObject({ seconds: z.number().min(0) }),
  /** Bytes the simulated instrument has sent. */
  z.strictObject({ sentBytes: z.number().int().min(1) }),
  /** Bytes it has heard from the host (each ACK is one). */
  z.strictObject({ heardBytes: z.number().int().min(1) }),
]);

const happening = z.strictObject({
  when: moment,
  /**
   * `unplug` takes the cable away; `silence` keeps it and loses what the instrument sends; `deaf` loses what the host
   * sends; `noise` puts random bytes on the line.
   */
  do: z.enum(['unplug', 'silence', 'deaf', 'noise']),
  /** How long an unplug, a silence or deafness lasts. */
  forSeconds: z.number().min(0).default(2),
  /** How many bytes of noise. */
  bytes: z.number().int().min(1).max(100_000).default(40),
});
export type Happening = z.infer<typeof happening>;

/** What goes wrong on a simulated line; `docs/command-line.md` explains it to people. */
export const faultScript = z.strictObject({
  /** Same seed, same faults. */
  seed: z.number().int().default(1),
  /** How the instrument's own port is set; what the host has set is read from the line where that is possible. */
  line: serialSettings.partial().default({}),
  /** What the receiving driver does with characters that had a wrong stop or parity bit. */
  onLineError: z.enum(['keep', 'zero', 'drop']).default('zero'),
  /** Overrides what the host has set: a PTY knows only the host's baud rate, never its parity (decision 13). */
  hostLine: serialSettings.partial().default({}),
  bytes: z
    .strictObject({ flip: share, drop: share, double: share, insert: share })
    .default({ flip: 0, drop: 0, double: 0, insert: 0 }),
  /** Whether the faults above hit what the instrument sends, what it hears, or both. */
  direction: z.enum(['sent', 'heard', 'both']).default('sent'),
  /** Every frame loses its last bytes, as with a driver whose buffer overflows. */
  cutFramesAfter: z.number().int().min(4).max(64_000).nullable().default(null),
  /** A second instrument on the same pair of wires: its bytes are mixed in after every so many of ours. */
  secondTalkerEvery: z.number().int().min(4).max(10_000).nullable().default(null),
  happenings: z.array(happening).max(1_000).default([]),
});
export type FaultScript = z.infer<typeof faultScript>;

/** A script without any fault. */
export const noFaults: FaultScript = faultScript.parse({});

/** @throws AppError `simulate/script-unreadable`, `simulate/script-not-understood` with the place and what is wrong */
export async function readFaultScript(file: string): Promise<FaultScript> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('simulate/script-unreadable', { file }, { cause });
  });
  let data: unknown;
  try {
    data = parse(text);
  } catch (cause) {
    const [detail = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw new AppError('simulate/script-not-understood', { file, detail }, { cause });
  }
  const parsed = faultScript.safeParse(data ?? {});
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const detail = [first?.path.join('.'), first?.message ?? 'not a script'].filter(Boolean).join(': ');
  throw new AppError('simulate/script-not-understood', { file, detail });
}
