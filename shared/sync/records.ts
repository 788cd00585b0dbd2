import * as z from 'zod';
import { text } from '../kernel/text-schema.ts';
import { defineRecord } from '../records/define.ts';

/**
 * Records of sync itself: who writes for a site, and who no longer does. A hub writes them into its own log of scope `org`;
 * without a hub the site's deciding workstation writes them into its log of the site (decision 21).
 */

const key32 = z.string().length(43);
const id = z.string().min(1).max(64);
const scope = text(60);

/** A workstation may write for a site from now on; its key proves its records. */
export const workstationEnrolled = defineRecord({
  type: 'workstation.enrolled',
  version: 1,
  schema: () =>
    z.object({
      device: id,
      epoch: z.number().int().min(1),
      /** Ed25519, 32 bytes, base64url. */
      publicKey: key32,
      /** X25519, 32 bytes, base64url: bundles are sealed to it. */
      boxKey: key32,
      /** What people call it, e.g. "Bench 2, night room". */
      label: text(120),
      site: scope,
      /** Logs it may write: the site, and its own provisional scope that became part of the site. */
      scopes: z.array(scope).max(16),
      /** True when it may enrol others: the deciding workstation of a site without a hub. */
      mayEnrol: z.boolean(),
      /** False: its records count by the word of the site's workstations; at the hub that says so it used no code of its own yet. */
      mayConnect: z.boolean().optional(),
    }),
  kind: 'fact',
  scope: 'site',
});

/** Records of this workstation after the named ones are set aside: kept, never taken. */
export const workstationRevoked = defineRecord({
  type: 'workstation.revoked',
  version: 1,
  schema: () =>
    z.object({
      device: id,
      /** The last record of each of its logs that still counts. A log not named here ends before its first. */
      last: z.array(z.object({ log: text(160), seq: z.number().int().min(0) })).max(200),
      reason: text(500),
    }),
  kind: 'fact',
  scope: 'site',
});

/** A site that workstations can join. */
export const siteOpened = defineRecord({
  type: 'site.opened',
  version: 1,
  schema: () => z.object({ site: scope, name: text(120) }),
  kind: 'fact',
  scope: 'site',
});

/** Heads of other logs this workstation has seen: rewriting one log contradicts all who saw it (`sync.md` 1.4). */
export const headsWitnessed = defineRecord({
  type: 'heads.witnessed',
  version: 1,
  schema: () => z.object({ heads: z.array(z.object({ log: text(160), seq: z.number().int(), link: key32 })).max(500) }),
  kind: 'fact',
  scope: 'site',
});

/** The keys a workstation seals its files with, for another one of the site alone: photos are opened where they are needed. */
export const fileKeysPassedOn = defineRecord({
  type: 'file-keys.passed-on',
  version: 1,
  schema: () =>
    z.object({
      /** To whom, by device and the key (X25519) it is sealed to. */
      device: id,
      boxKey: key32,
      /** Public half of the pair made for this message, and what is sealed; base64url. */
      from: key32,
      sealed: text(2000),
    }),
  kind: 'fact',
  scope: 'site',
});

export const syncCoreRecords = [
  workstationEnrolled,
  workstationRevoked,
  siteOpened,
  headsWitnessed,
  fileKeysPassedOn,
] as const;
