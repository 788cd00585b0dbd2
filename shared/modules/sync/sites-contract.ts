import { oc } from '@orpc/contract';
import * as z from 'zod';

/** One site this laptop carries, as its own host last described it; null where none has yet. */
const carriedSite = z.object({
  id: z.string(),
  isOpen: z.boolean(),
  /** What people call the site; empty before one was joined. */
  name: z.string(),
  /** Own records that were held nowhere else, and since when (ISO). */
  unsent: z.number().nullable(),
  since: z.string().nullable(),
  byteCount: z.number().nullable(),
  /** When that was so, ISO; null for the open site: now. */
  at: z.string().nullable(),
});
export type CarriedSite = z.infer<typeof carriedSite>;

const carriedSites = z.object({
  /** Why another site is open than the one that was asked for, or why one was not left; a code. */
  problem: z.string().nullable(),
  /** Empty where this folder was opened for itself (command line): then nothing can be changed here. */
  sites: z.array(carriedSite),
});

/** What is not in the records and goes with the folder. */
export const lossKind = z.enum([
  'unsaved',
  'messages',
  'wire',
  'identities',
  'backups',
  'carried',
  'definitions',
  'set-aside',
  'others-records',
  'left-behind',
  'office',
]);
export type LossKind = z.infer<typeof lossKind>;

const leaving = z.object({
  siteName: z.string(),
  /** Nothing was recorded here yet: there is nothing to prove. */
  isBlank: z.boolean(),
  /** When this workstation told the site that it leaves, ISO, or null. */
  saidAt: z.string().nullable(),
  /** What stands against it; empty is the proof. */
  missing: z.array(z.object({ code: z.string(), data: z.object({ count: z.number() }) })),
  /** Each must be acknowledged by name. `count` is bytes for `wire`, null where nothing is counted. */
  lost: z.array(z.object({ kind: lossKind, count: z.number().nullable() })),
});
export type Leaving = z.infer<typeof leaving>;

/** The sites one laptop carries, each in a folder of its own; one is open. */
export const sitesContract = {
  list: oc.output(carriedSites),
  /** An empty folder for one more site; the host starts again in it. Errors: `sites/fixed-folder`, `sites/linked-folder`. */
  carry: oc.output(z.object({})),
  /** The host starts again on that site's folder, signed out. Errors: `sites/fixed-folder`, `sites/unknown`. */
  open: oc.input(z.object({ id: z.string().max(20) })).output(z.object({})),
  leaving: oc.output(leaving),
  /** Tells the site that this workstation leaves it: a record, which goes out like any other. Errors: `sites/no-site`. */
  sayLeaving: oc.input(z.object({ reason: z.string().trim().min(1).max(500) })).output(z.object({})),
  /**
   * Takes the open site off this laptop. `password` of who acts, null on a bench without accounts; `known` names every loss.
   * Errors: those of `leaving.missing`, `sites/not-said`, `sites/loss-not-known`, `people/wrong-password`.
   */
  leave: oc
    .input(z.object({ password: z.string().max(1000).nullable(), known: z.array(lossKind).max(20) }))
    .output(z.object({})),
};
