import * as z from 'zod';

/** One of the three loops of sync (records out, records in, files). None waits for another. */
export const loopState = z.object({
  /** `off`: no hub, or no network allowed. `waiting`: the last try failed; the next one is at `nextTryAt`. */
  state: z.enum(['off', 'idle', 'working', 'waiting']),
  /** Why the last try failed; null after one that did not. */
  problem: z
    .object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) })
    .nullable(),
  /** ISO, or null when nothing is planned. */
  nextTryAt: z.string().nullable(),
  lastDoneAt: z.string().nullable(),
  /** Records (files: bytes) of the present run, and how many there are; null where nobody knows yet. */
  done: z.number(),
  total: z.number().nullable(),
});
export type LoopState = z.infer<typeof loopState>;

/** What sync over a network does at this moment. */
export const engineState = z.object({
  /** False: this workstation never uses a network. */
  isAllowed: z.boolean(),
  hub: z
    .object({
      address: z.string(),
      device: z.string(),
      /** Ed25519, 32 bytes, base64url: pinned when this workstation was enrolled. */
      publicKey: z.string(),
    })
    .nullable(),
  /** When a hub last answered with its own key (ISO), or null. */
  lastContactAt: z.string().nullable(),
  push: loopState,
  pull: loopState,
  blobs: loopState,
});
export type EngineState = z.infer<typeof engineState>;
