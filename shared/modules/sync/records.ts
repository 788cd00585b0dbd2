import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

const count = z.number().int().min(0);

/** Whether this workstation may use a network was changed by a person. */
export const networkSwitched = defineRecord({
  type: 'sync.network-switched',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () => z.object({ device: text(64), isAllowed: z.boolean() }),
});

/** Records of this bench left it on a stick: who took them out, and for whom. */
export const bundleWritten = defineRecord({
  type: 'sync.bundle-written',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      bundle: text(64),
      to: z.array(z.object({ device: text(64), label: text(120) })).max(200),
      /** False: whoever finds it can read it. */
      isSealed: z.boolean(),
      recordCount: count,
      fileCount: count,
      byteCount: count,
      partCount: count,
    }),
});

/** A bundle was looked at and taken. */
export const bundleTaken = defineRecord({
  type: 'sync.bundle-taken',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      bundle: text(64),
      from: z.object({ device: text(64), label: text(120) }),
      madeAt: text(40),
      added: count,
      duplicate: count,
      pending: count,
      setAside: count,
      filesKept: count,
    }),
});

/** Another bench's signed word of what it holds was read. */
export const receiptRead = defineRecord({
  type: 'sync.receipt-read',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () =>
    z.object({
      bundle: text(64),
      from: z.object({ device: text(64), label: text(120) }),
      madeAt: text(40),
      /** Records of this bench that are now known to be held there, too. */
      ackedCount: count,
    }),
});

/** A workstation tells its site that it leaves; its folder goes once this, and all before it, is held elsewhere. */
export const siteLeft = defineRecord({
  type: 'site.left',
  version: 1,
  kind: 'fact',
  scope: 'site',
  schema: () => z.object({ device: text(64), label: text(120), reason: text(500) }),
});

export const syncRecords = [networkSwitched, bundleWritten, bundleTaken, receiptRead, siteLeft] as const;

export const networkStream = (device: string) => `workstation/${device}/network`;
export const leavingStream = (device: string) => `workstation/${device}/leaving`;
export const bundleStream = (bundle: string) => `bundle/${bundle}`;
/** Where what a workstation says about who writes for a site stands. */
export const enrolmentStream = (device: string) => `workstation/${device}/enrolment`;
export const siteStream = (site: string) => `site/${site}`;
