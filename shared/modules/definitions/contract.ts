import { oc } from '@orpc/contract';
import * as z from 'zod';
import { definitionKey } from '../../instruments/definition-facts.ts';
import { fileSigner } from '../../kernel/container.ts';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { decimalsOf, namedKind } from './rules-naming.ts';

const id = z.string().max(64);

/** Something in the newest messages that the definition has no name for. */
export const unnamed = z.object({
  /** What it is called when a name is given: `test XYZ`, or `field count 31`. */
  place: z.string(),
  kind: z.enum(['test', 'position']),
  /** Examples as received, identity masked; newest first. */
  examples: z.array(z.string()),
  messageCount: z.number(),
  /** Where the answer is, by the definition; empty where it says nothing. */
  askWhere: z.string(),
});
export type Unnamed = z.infer<typeof unnamed>;

/** One position of a live message and what the map says of it. */
export const livePosition = z.object({
  place: z.string(),
  position: z.string(),
  /** As received, masked: hidden characters are stars. */
  shows: z.string(),
  name: z.string(),
  kind: z.string(),
  test: z.string(),
  analyte: z.string().nullable(),
  unit: z.string(),
  status: z.enum(['documented', 'inferred', 'lab', 'ask', 'none']),
});
export type LivePosition = z.infer<typeof livePosition>;

export const namingView = z.object({
  definition: z.object({
    key: z.string(),
    maker: z.string(),
    model: z.string(),
    version: z.string(),
    origin: z.enum(['shipped', 'lab']),
  }),
  /** False where this kind of definition has no table of names (a balance, a manual instrument). */
  isNameable: z.boolean(),
  messageId: z.string().nullable(),
  receivedAt: z.string().nullable(),
  /** The newest message: its positions where there is a map, else its masked records. */
  positions: z.array(livePosition),
  records: z.array(z.string()),
  unnamed: z.array(unnamed),
  askWhere: z.string(),
  analytes: z.array(z.object({ id: z.string(), shortName: z.string(), name: z.string() })),
  /** Stored messages that an earlier version of the definition read. */
  staleCount: z.number(),
});
export type NamingView = z.infer<typeof namingView>;

/** What a person says a place is. A test that is named on the wire needs its analyte only. */
export const naming = z.object({
  place: z.string().max(120),
  name: text(60),
  kind: namedKind,
  test: text(40),
  analyte: z.string().max(60).nullable(),
  unit: text(40),
  decimals: decimalsOf,
});
export type Naming = z.infer<typeof naming>;

export const changeLine = z.object({ path: z.string(), before: z.string(), after: z.string() });

export const packPreview = z.object({
  sha256: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  signedBy: fileSigner,
  items: z.array(
    z.object({
      index: z.number(),
      key: z.string(),
      version: z.string(),
      /** `new`: not on this bench. `same`: nothing would change. `older`: this bench has a higher version. */
      standing: z.enum(['new', 'same', 'changes', 'older']),
      /** Why it can not be taken: a code of the catalogue, or empty. */
      refusedBecause: z.string(),
      problem: z.string(),
      changes: z.array(changeLine),
      changeCount: z.number(),
    }),
  ),
  badLines: z.array(z.object({ line: z.number(), code: z.string() })),
});
export type PackPreview = z.infer<typeof packPreview>;

export const savedRow = z.object({
  hash: z.string(),
  key: z.string(),
  version: z.string(),
  changeCount: z.number(),
  reason: z.string(),
  fromPack: z.boolean(),
  writtenAt: z.string(),
  writtenBy: z.string(),
});

export const definitionsContract = {
  /** The newest message of an instrument, with what is named in it and what is not. */
  naming: oc.input(z.object({ instrumentId: id })).output(namingView),
  /** Writes the names into the lab's own definition; new messages are read with it from then on. */
  saveNames: oc
    .input(z.object({ instrumentId: id, names: z.array(naming).min(1).max(60), reason: text(500).min(1) }))
    .output(z.object({ version: z.string(), changeCount: z.number() })),
  /** Reads stored messages again whose raw bytes are still here; the earlier reading is kept. */
  readAgain: oc
    .input(z.object({ instrumentId: id }))
    .output(z.object({ readCount: z.number(), changedCount: z.number(), goneCount: z.number() })),
  /** Definitions of the lab's own, and what was changed when. */
  own: oc.output(
    z.object({
      definitions: z.array(
        z.object({
          key: z.string(),
          maker: z.string(),
          model: z.string(),
          version: z.string(),
          isShipped: z.boolean(),
        }),
      ),
      problems: z.array(z.object({ folder: z.string(), code: z.string(), detail: z.string() })),
      saved: z.array(savedRow),
    }),
  ),
  exportPack: oc
    .input(z.object({ grant: z.string().max(200), keys: z.array(definitionKey).min(1).max(60) }))
    .output(z.object({ count: z.number(), byteCount: z.number(), sha256: z.string() })),
  previewPack: oc.input(z.object({ bytes: z.instanceof(Uint8Array) })).output(packPreview),
  takePack: oc
    .input(
      z.object({
        bytes: z.instanceof(Uint8Array),
        /** Of the file that was looked at. */
        sha256: z.string().length(64),
        indexes: z.array(z.number().int().min(0)).min(1).max(200),
        reason: text(500).min(1),
      }),
    )
    .output(z.object({ takenCount: z.number() })),
};
