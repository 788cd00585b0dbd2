import { oc } from '@orpc/contract';
import * as z from 'zod';

const grant = z.string().min(1).max(64);
const passphrase = z.string().max(200);
const person = z.object({ device: z.string(), label: z.string() });

/** A bundle being written or taken; one at a time. */
const bundleWork = z.object({
  kind: z.enum(['writing', 'looking', 'taking', 'carrying']),
  file: z.string(),
  /** Records (writing) or bytes (reading) so far, and of how many; null where nobody knows. */
  done: z.number(),
  total: z.number().nullable(),
});
export type BundleWork = z.infer<typeof bundleWork>;

/** A workstation a bundle can be meant for. */
const receiver = z.object({
  ...person.shape,
  /** When it last showed what it holds (ISO), or null: then it lacks everything. */
  knownAt: z.string().nullable(),
  /** Records here that it lacks, as far as is known. */
  lackCount: z.number(),
});
export type Receiver = z.infer<typeof receiver>;

export const writtenBundle = z.object({
  bundle: z.string(),
  file: z.string(),
  partCount: z.number(),
  recordCount: z.number(),
  fileCount: z.number(),
  byteCount: z.number(),
});

/** What would happen if it were taken; nothing has happened yet. */
const bundlePreview = z.object({
  bundle: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  from: z.object({ ...person.shape, fingerprint: z.string() }),
  to: z.array(person),
  isSealed: z.boolean(),
  /** Whether the key that signed it is known here: `own`, `known`, `revoked`, `unknown`. */
  maker: z.enum(['own', 'known', 'revoked', 'unknown']),
  parts: z.array(
    z.object({
      part: z.number(),
      byteCount: z.number(),
      state: z.enum(['whole', 'cut-off', 'changed', 'bad-signature']),
      /** Pieces nobody can read, and pieces of a newer Benchside. */
      damaged: z.number(),
      unknown: z.number(),
    }),
  ),
  missingParts: z.array(z.number()),
  isLastPartHere: z.boolean(),
  total: z.number(),
  fresh: z.number(),
  duplicate: z.number(),
  pending: z.number(),
  unknownType: z.number(),
  problemCount: z.number(),
  conflictCount: z.number(),
  /** By workstation, person, kind and day; the first so many. */
  groups: z.array(
    z.object({
      workstation: z.string(),
      actor: z.string(),
      type: z.string(),
      day: z.string(),
      count: z.number(),
    }),
  ),
  problems: z.array(z.object({ why: z.string(), log: z.string(), seq: z.number() })),
  /** Decisions that would stand against one that is here. */
  conflicts: z.array(z.object({ type: z.string(), stream: z.string(), workstation: z.string(), seq: z.number() })),
  files: z.object({ count: z.number(), fresh: z.number(), byteCount: z.number() }),
});
export type BundlePreview = z.infer<typeof bundlePreview>;

const takenBundle = z.object({
  bundle: z.string(),
  added: z.number(),
  duplicate: z.number(),
  pending: z.number(),
  setAside: z.number(),
  filesKept: z.number(),
  filesDamaged: z.number(),
  /** True when all of it is here: every part whole, none missing. */
  isWhole: z.boolean(),
});
export type TakenBundle = z.infer<typeof takenBundle>;

const bundleRow = z.object({
  kind: z.enum(['written', 'taken', 'receipt-read']),
  bundle: z.string(),
  at: z.string(),
  by: z.string(),
  /** Whom it is for, or who made it. */
  other: z.string(),
  recordCount: z.number(),
  /** Of a written one: when a receipt for it came back, or null. */
  receiptAt: z.string().nullable(),
});
export type BundleRow = z.infer<typeof bundleRow>;

/** A bundle for others that is taken along as it is. */
const carried = z.object({
  bundle: z.string(),
  from: z.string(),
  to: z.array(person),
  madeAt: z.string(),
  partCount: z.number(),
  byteCount: z.number(),
});
export type Carried = z.infer<typeof carried>;

export const bundlesContract = {
  /** What is being written or taken at this moment, or null. */
  work: oc.output(bundleWork.nullable()),
  stop: oc.output(z.object({})),
  receivers: oc.output(z.array(receiver)),
  history: oc.output(z.array(bundleRow)),
  /**
   * Errors: `bundle/busy`, `bundle/nothing-to-send`, `bundle/stopped`, `bundle/not-as-written`, `sync/unknown-workstation`,
   * those of saving a file.
   */
  write: oc
    .input(
      z.object({
        grant,
        /** `lacked`: by those it is for, or everything where nobody is named; `time`: written then (civil days, included). */
        what: z.enum(['lacked', 'all', 'time']),
        from: z.iso.date().nullable(),
        to: z.iso.date().nullable(),
        devices: z.array(z.string().max(64)).max(200),
        /** Null: none. */
        passphrase: passphrase.min(8).nullable(),
        partMegabytes: z.number().int().min(1).max(4095),
      }),
    )
    .output(writtenBundle),
  /** Goes on with a bundle of this workstation that was stopped. Errors: `bundle/nothing-to-resume`, `bundle/not-ours`. */
  resume: oc.input(z.object({ grant, partMegabytes: z.number().int().min(1).max(4095) })).output(writtenBundle),
  /** A chosen file, which can be looked at more than once: a passphrase is mistyped. One part stands for all beside it. */
  open: oc.input(z.object({ grant })).output(z.object({ token: z.string(), file: z.string() })),
  /**
   * What taking it would do; nothing is kept. Errors: `container/...`, `bundle/busy`, `bundle/other-site`,
   * `bundle/not-for-us`, `bundle/passphrase-needed`, `bundle/wrong-passphrase`, `sync/not-looked-at`.
   */
  look: oc.input(z.object({ token: z.string(), passphrase: passphrase.nullable() })).output(bundlePreview),
  /** Errors: `sync/not-looked-at`, `bundle/files-changed`, `bundle/stopped`, those of `look`. */
  take: oc.input(z.object({ token: z.string() })).output(takenBundle),
  carried: oc.output(z.array(carried)),
  /** Keeps an opened bundle whole, to be handed on; it need not be readable here. Errors: `bundle/not-whole`. */
  carry: oc.input(z.object({ token: z.string() })).output(z.object({ bundle: z.string() })),
  /** Copies it to a stick as it is. Errors: `bundle/busy`, `bundle/not-carried`, those of saving a file. */
  handOn: oc
    .input(z.object({ bundle: z.string().max(64), grant }))
    .output(z.object({ file: z.string(), partCount: z.number() })),
  dropCarried: oc.input(z.object({ bundle: z.string().max(64) })).output(z.object({})),
  /** What this bench holds of what a bundle brought, signed. Errors: `sync/not-looked-at`, those of saving a file. */
  writeReceipt: oc.input(z.object({ token: z.string(), grant })).output(z.object({ file: z.string() })),
  /** Errors: `container/...`, `bundle/bad-receipt`, `bundle/unknown-maker`, `bundle/other-site`. */
  readReceipt: oc
    .input(z.object({ bytes: z.instanceof(Uint8Array) }))
    .output(z.object({ label: z.string(), at: z.string(), ackedCount: z.number(), contradicted: z.array(z.string()) })),
};
