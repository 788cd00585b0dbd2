import * as z from 'zod';
import { text } from '../kernel/text-schema.ts';
import { vector } from './hub-api.ts';

/**
 * Version 2 of the `.benchside` file (decision 32): one line of JSON in clear, then segments `[4 bytes length, big
 * endian][1 byte type][payload]`, the last of them the signed footer. Payloads are sealed where the header says so; the header
 * and the footer never are, so that whoever carries a file can check that it is whole without being able to read it.
 */

export const bundleVersion = 2;

export const segmentType = {
  /** gzip of record lines (`record-lines.ts`), at most one batch. */
  records: 1,
  /** A piece of a file: SHA-256 (32 bytes), where the piece begins and how long the file is (6 bytes each), the bytes. */
  piece: 2,
  /** JSON of `signedFooter`; nothing comes after it. */
  footer: 255,
} as const;

export const bundleLimits = {
  headerBytes: 4 * 1024 * 1024,
  /** Of one payload as it lies in the file: a batch or a piece with what packing and sealing add at worst. */
  segmentBytes: 2 * 1024 * 1024,
  /** Unpacked text of one segment: a batch (`syncLimits`), or one record alone. */
  textBytes: 1024 * 1024 + 128 * 1024,
  /** FAT32 ends at 4 GiB; sticks that are pulled early lose less with smaller parts. */
  partBytes: 1024 * 1024 * 1024,
} as const;

const base64url = (length: number) => text(length).length(length);
const device = z.string().min(1).max(64);
const boxed = z.object({ from: base64url(43), sealed: text(400) });

/** Where the key of a sealed file lies: once for each workstation it is meant for (and its maker), once under a passphrase. */
export const sealedFor = z.object({
  boxes: z.array(boxed.extend({ device })).max(500),
  /** argon2id; the caps keep a made-up header from costing the reader more than a moment. */
  passphrase: z
    .object({
      salt: text(64),
      memoryKib: z
        .number()
        .int()
        .min(8)
        .max(256 * 1024),
      passes: z.number().int().min(1).max(10),
      lanes: z.number().int().min(1).max(8),
      sealed: text(400),
    })
    .nullable(),
});
export type SealedFor = z.infer<typeof sealedFor>;

export const bundleKinds = ['bundle', 'backup', 'app-update'] as const;

export const bundleHeader = z.object({
  benchside: z.literal(bundleVersion),
  kind: z.enum(bundleKinds),
  /** Names the bundle; all its parts say the same. */
  bundle: z.uuid(),
  /** Scope the records are of. */
  site: text(60),
  from: z.object({ device, epoch: z.number().int().min(1), label: text(120), publicKey: base64url(43) }),
  /** Workstations it is meant for; nobody named means anybody of the site. */
  to: z.array(z.object({ device, label: text(120) })).max(500),
  sealed: sealedFor.nullable(),
  /** First and last sequence inside, by log, over all parts, in the order they come. */
  ranges: z.record(text(160), z.tuple([z.number().int().min(1), z.number().int().min(1)])),
  /** What the maker holds of every log: an answer can be made of it. */
  heads: vector,
  madeAt: text(40),
  /** The person. */
  madeBy: text(200),
  part: z.number().int().min(1),
  /** Files a backup or an update consists of. */
  files: z
    .array(
      z.object({ name: text(200), sha256: z.string().regex(/^[0-9a-f]{64}$/), byteCount: z.number().int().min(0) }),
    )
    .max(20)
    .optional(),
  /** Of an update: what it installs, and where. */
  update: z.object({ version: text(40), platform: text(20), arch: text(20) }).optional(),
});
export type BundleHeader = z.infer<typeof bundleHeader>;

/** What the maker signs of each part. */
export const bundleFooter = z.object({
  /** Segments before this one. */
  end: z.number().int().min(0),
  /** SHA-256 of every byte before this segment, hex. */
  sha256: z.string().length(64),
  records: z.number().int().min(0),
  files: z.number().int().min(0),
  /** True in the last part. */
  isLast: z.boolean(),
});
export type BundleFooter = z.infer<typeof bundleFooter>;

/** The exact text of a `bundleFooter`, and its signature by the key in the header. */
export const signedFooter = z.object({ text: text(2000), sig: base64url(86) });

/** What is hashed (SHA-256) and signed with Ed25519. */
export const bundleText = (footer: string): string => `bs-bundle-2\n${footer}`;

/** A receipt: what a bench holds after it took a bundle; signed as `receiptText`. */
export const benchReceipt = z.object({
  bench: device,
  epoch: z.number().int().min(1),
  label: text(120),
  site: text(60),
  bundle: text(64),
  at: text(40),
  heads: vector,
  /** SHA-256 of the files that records of these logs name and that it holds, too. Older benches say nothing of files. */
  files: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .max(100_000)
    .optional(),
});
export type BenchReceipt = z.infer<typeof benchReceipt>;

/** Kind of the small file (version 1) that carries one receipt. */
export const receiptKind = 'receipt';
