import { oc } from '@orpc/contract';
import * as z from 'zod';
import { momentKey } from './terms.ts';

/** The time machine: an instrument's state at a past moment, told from the records that were there then. */

const data = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

export const momentLine = z.object({
  /** `moment.<...>` of the host's words. */
  key: z.string(),
  data,
  tone: z.enum(['plain', 'good', 'warn', 'bad']),
  /** Since when it was so, or when it happened; null where that has no time. */
  at: z.string().nullable(),
  /** Record it is told from, or null. */
  hash: z.string().nullable(),
});
export type MomentLine = z.infer<typeof momentLine>;

export const momentSection = z.object({
  key: momentKey,
  /** `missing`: this bench keeps nothing that could tell; `nothing`: it keeps such records, and there was none. */
  state: z.enum(['known', 'nothing', 'missing']),
  /** `moment.why-<...>` when something is missing; empty else. */
  why: z.string(),
  lines: z.array(momentLine),
});
export type MomentSection = z.infer<typeof momentSection>;

export const moment = z.object({
  instrumentId: z.string(),
  instrumentName: z.string(),
  at: z.string(),
  /** Zone of the instrument's place: times are shown in it. */
  timeZone: z.string(),
  /** The instrument came to the register then; before it nothing can be told. */
  registeredAt: z.string().nullable(),
  isBeforeRegister: z.boolean(),
  isInFuture: z.boolean(),
  /** Records of the instrument that were there. */
  recordCount: z.number(),
  sections: z.array(momentSection),
});
export type Moment = z.infer<typeof moment>;

/** A time worth looking at, and what happened. */
const momentMark = z.object({ at: z.string(), key: z.string(), data, hash: z.string() });
export type MomentMark = z.infer<typeof momentMark>;

export const momentCalls = {
  at: oc
    .input(z.object({ instrumentId: z.string().min(1).max(64), at: z.iso.datetime({ offset: true }) }))
    .output(moment),
  /** Times worth looking at: when something of weight happened, newest first. */
  marks: oc
    .input(z.object({ instrumentId: z.string().min(1).max(64), limit: z.number().int().min(1).max(200) }))
    .output(z.array(momentMark)),
};
