import { refuse } from './refusals.ts';

/**
 * How much one sender may ask. Generous for work: a workstation of a lab sends a few requests a minute, and a site behind one
 * address has some tens of them; a batch after weeks offline is a few hundred.
 */
export interface Rates {
  /** Requests without a session (hello, enrol, session, pages), a minute and address. */
  readonly openPerMinute: number;
  /** Tries to enrol or to sign in with a code, a minute and address; a code has 80 bits, this keeps the log readable. */
  readonly codePerMinute: number;
  /** Requests of one workstation, a minute. */
  readonly devicePerMinute: number;
}

export const defaultRates: Rates = { openPerMinute: 600, codePerMinute: 20, devicePerMinute: 3000 };

/** Senders remembered at once; the longest silent one is forgotten first, and has a full bucket anyway after a minute. */
const mostSenders = 20_000;

export interface RateLimit {
  /** Counts one request of a sender. @throws AppError `hub/too-many-requests` with `seconds` to wait */
  take(sender: string): void;
}

/** A bucket a sender, full with a minute's requests, filling evenly. `now` in ms, never going back. */
export function createRateLimit(perMinute: number, now: () => number): RateLimit {
  const buckets = new Map<string, { left: number; at: number }>();
  return {
    take(sender) {
      const at = now();
      const before = buckets.get(sender);
      const left = before ? Math.min(perMinute, before.left + ((at - before.at) * perMinute) / 60_000) : perMinute;
      buckets.delete(sender);
      buckets.set(sender, { left: left < 1 ? left : left - 1, at });
      if (buckets.size > mostSenders) buckets.delete(buckets.keys().next().value!);
      if (left < 1) refuse('hub/too-many-requests', { seconds: Math.ceil(((1 - left) * 60) / perMinute) });
    },
  };
}
