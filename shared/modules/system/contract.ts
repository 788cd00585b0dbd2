import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { encryptionContract } from './encryption-contract.ts';

export const about = z.object({
  appVersion: z.string(),
  build: z.string(),
  electron: z.string(),
  /** `official`, `registry fallback`, `none` (plain Node). */
  electronSource: z.string(),
  node: z.string(),
  sqlite: z.string(),
  platform: z.string(),
  dataFolder: z.string(),
  keyProvider: z.enum(['os-store', 'passphrase', 'file']),
  workstation: z.string(),
  scope: z.object({ id: z.string(), isProvisional: z.boolean() }),
  /** Until accounts exist: the operating-system user; afterwards the person of the session, or nobody. */
  actor: z.object({ id: z.string(), name: z.string(), kind: z.enum(['os-user', 'account', 'nobody']) }),
});
export type About = z.infer<typeof about>;

export const health = z.object({
  store: z.enum(['ok', 'read-only', 'disk-full', 'damaged']),
  code: z.string().nullable(),
  freeMegabytes: z.number(),
  recordCount: z.number(),
  messageCount: z.number(),
  unknownRecordCount: z.number(),
  conflictCount: z.number(),
  lastVerifiedAt: z.string().nullable(),
  lastBackupAt: z.string().nullable(),
  epoch: z.number(),
  unsentCount: z.number(),
  clockQuality: z.enum(['ok', 'stepped', 'unknown']),
  warnings: z.array(
    z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
  ),
});
export type Health = z.infer<typeof health>;

export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  units: z.enum(['as-sent', 'si', 'conventional']),
  wireMaxAgeDays: z.number().int().min(1).max(3650),
  wireMaxMegabytes: z.number().int().min(16).max(1_000_000),
  messageMonths: z.number().int().min(1).max(240),
});
export type Settings = z.infer<typeof settings>;

export const systemContract = {
  encryption: encryptionContract,
  about: oc.output(about),
  health: oc.output(health),
  settings: oc.output(settings),
  saveSettings: oc.input(settings).output(z.object({})),
  /** Names of what changed (`instruments`, `errors`, `messages`, `wire`, `troubleshooting`, `system`): queries that named them re-read. */
  topics: oc.output(eventIterator(z.object({ topics: z.array(z.string()) }))),
  verify: oc.output(
    z.object({
      isSound: z.boolean(),
      recordCount: z.number(),
      /** Electronic signatures that were proved. */
      signatureCount: z.number(),
      problems: z.array(z.object({ code: z.string(), detail: z.string() })),
      /** Not faults, for a person to look at. */
      notes: z.array(z.string()),
    }),
  ),
  /** To a place the person chose (the id of main's grant), or null for the data folder's own backups. */
  backup: oc
    .input(z.object({ grant: z.string().min(1).max(64).nullable() }))
    .output(z.object({ file: z.string(), byteCount: z.number(), recordCount: z.number() })),
  backups: oc.output(
    z.array(z.object({ file: z.string(), at: z.string(), byteCount: z.number(), isVerified: z.boolean() })),
  ),
  /** Marks on the start-up clock for the diagnostics page. */
  marks: oc.output(z.array(z.object({ name: z.string(), atMs: z.number() }))),
};
