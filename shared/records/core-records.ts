import * as z from 'zod';
import { text } from '../kernel/text-schema.ts';
import { syncCoreRecords } from '../sync/records.ts';
import { defineRecord } from './define.ts';

/** Records of the log itself: joins, corrections, the life of logs and clocks. Every store knows them. */

const hash = z.string().length(43);
const id = z.string().min(1).max(64);

/** First record of every log: who writes it, with which key, and why a new epoch was opened. */
export const logOpened = defineRecord({
  type: 'log.opened',
  version: 1,
  schema: () =>
    z.object({
      device: id,
      epoch: z.number().int().min(1),
      /** Ed25519 public key, 32 bytes, base64url. */
      publicKey: z.string().length(43),
      reason: z.enum(['first-run', 'restored', 'recovered', 'rolled-back', 'other-machine']),
      /** Heads of this device's earlier logs at that moment. */
      before: z.array(z.object({ log: text(160), seq: z.number().int(), link: hash })),
      /** Signature of the epoch before over `epochText`: who trusts that key trusts this one. Absent in a first epoch. */
      endorsement: z.string().length(86).optional(),
      /**
       * Keys of this device's earlier epochs, newest first. Who trusts this key trusts what those signed as this device: a machine
       * that was restored before it was enrolled is known by its newest key alone. And who trusts one of them finds here how each
       * vouches for the next, though the log between may be lost. Absent in a first epoch.
       */
      earlier: z
        .array(
          z.object({
            epoch: z.number().int().min(1),
            publicKey: z.string().length(43),
            endorsement: z.string().length(86).optional(),
          }),
        )
        .max(100)
        .optional(),
    }),
  kind: 'fact',
  scope: 'site',
});

/**
 * A damaged data file was rebuilt from what could be read and proved. `missing` names records that are known to have
 * existed and could not be found: a hole in a chain is accepted only where one of these records, signed, names it.
 */
export const logRecovered = defineRecord({
  type: 'log.recovered',
  version: 1,
  schema: () =>
    z.object({
      recoveredCount: z.number().int(),
      missing: z.array(z.object({ log: text(160), from: z.number().int(), to: z.number().int() })),
      /** Name of the report file in the data folder. */
      report: text(200),
    }),
  kind: 'fact',
  scope: 'site',
});

/** The wall clock moved back, or jumped, while the host ran. Nothing is refused for it. */
export const clockStepped = defineRecord({
  type: 'clock.stepped',
  version: 1,
  schema: () => z.object({ fromWall: text(40), toWall: text(40), stepMs: z.number().int() }),
  kind: 'fact',
  scope: 'site',
});

/** A provisional scope becomes part of an enrolled site. */
export const siteAdopted = defineRecord({
  type: 'site.adopted',
  version: 1,
  schema: () => z.object({ provisional: text(60), site: text(60), name: text(120) }),
  kind: 'decision',
  scope: 'site',
});

/** Two benches' ids mean one analyzer: their streams fold as one from now on. */
export const instrumentSameAs = defineRecord({
  type: 'instrument.same-as',
  version: 1,
  schema: () => z.object({ a: id, b: id, reason: text(500) }),
  kind: 'decision',
  scope: 'site',
});

/** Two ids mean one person. */
export const personSameAs = defineRecord({
  type: 'person.same-as',
  version: 1,
  schema: () => z.object({ a: id, b: id, reason: text(500) }),
  kind: 'decision',
  scope: 'site',
});

/** Corrects fields of an earlier record; the old values stay visible (21 CFR 11.10(e)). Goes to the target's stream. */
export const recordAmended = defineRecord({
  type: 'record.amended',
  version: 1,
  schema: () => z.object({ target: hash, patch: z.record(z.string(), z.json()), reason: text(500).min(1) }),
  kind: 'decision',
  scope: 'site',
  causes: (body) => [body.target],
});

/** Says an earlier record does not hold. Goes to the target's stream. */
export const recordVoided = defineRecord({
  type: 'record.voided',
  version: 1,
  schema: () => z.object({ target: hash, reason: text(500).min(1) }),
  kind: 'decision',
  scope: 'site',
  causes: (body) => [body.target],
});

export const coreRecords = [
  logOpened,
  logRecovered,
  clockStepped,
  siteAdopted,
  instrumentSameAs,
  personSameAs,
  recordAmended,
  recordVoided,
  ...syncCoreRecords,
] as const;
