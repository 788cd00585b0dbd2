import * as z from 'zod';
import { text } from '../../kernel/text-schema.ts';
import { defineRecord } from '../../records/define.ts';

/**
 * One person is one stream: added, renamed, given roles, switched off and on, credentials set. What happens at the door
 * (sign-ins, failures, lock-outs) has a stream of its own beside it. No record ever holds a password, a PIN, a badge or
 * what could be tried against one in the clear: those stay on their bench, sealed, and go to another one sealed (decision 41).
 */

export const role = z.enum(['tech', 'senior', 'supervisor', 'service-specialist', 'administrator', 'auditor']);
export type Role = z.infer<typeof role>;

/** 21 CFR 11.50(a)(3): what a signature means. */
export const meaning = z.enum(['performed', 'reviewed', 'approved', 'verified']);
export type Meaning = z.infer<typeof meaning>;

export const credential = z.enum(['password', 'pin', 'badge']);
export type Credential = z.infer<typeof credential>;

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const about = { personId: id };
const answers = z.array(hash).max(16);
const roles = z.array(role).max(6);
const decision = { version: 1, kind: 'decision', scope: 'site' } as const;
const fact = { version: 1, kind: 'fact', scope: 'site' } as const;
const causes = (body: { answers: string[] }) => body.answers;

export const personAdded = defineRecord({
  ...decision,
  type: 'people.person-added',
  schema: () =>
    z.object({
      ...about,
      signInName: text(60),
      printedName: text(120),
      initials: text(6),
      roles,
      /** The first account of the bench, made by whoever set it up. */
      isOwner: z.boolean(),
      reason: text(500),
    }),
});

export const personFields = ['signInName', 'printedName', 'initials'] as const;

export const personChanged = defineRecord({
  ...decision,
  type: 'people.person-changed',
  schema: () =>
    z.object({
      ...about,
      changes: z.array(z.object({ field: z.enum(personFields), from: text(120), to: text(120) })).max(3),
      reason: text(500),
      answers,
    }),
  causes,
});

export const rolesChanged = defineRecord({
  ...decision,
  type: 'people.roles-changed',
  schema: () => z.object({ ...about, from: roles, to: roles, reason: text(500), answers }),
  causes,
});

/** An account is switched off and on, never deleted: its records stay its own. */
export const activityChanged = defineRecord({
  ...decision,
  type: 'people.activity-changed',
  schema: () => z.object({ ...about, isActive: z.boolean(), reason: text(500), answers }),
  causes,
});

/** A credential was set or taken away. `credentialId` names the verifier on the bench; null: there is none any more. */
export const credentialSet = defineRecord({
  ...decision,
  type: 'people.credential-set',
  schema: () =>
    z.object({
      ...about,
      credential,
      credentialId: id.nullable(),
      /** Given by another: it must be changed before anything else is done with it. */
      isTemporary: z.boolean(),
      by: z.enum(['set-up', 'self', 'administrator', 'two-administrators', 'recovery-key']),
      /** Administrators who stood by, beside the author. */
      witnesses: z.array(id).max(4),
      reason: text(500),
      answers,
    }),
  causes,
});

/**
 * What a password or a badge is checked against, passed on to one other workstation of the site and sealed to its key: nobody
 * else can open it, the hub neither. A PIN stays on its bench. Only the workstation where the secret was set is believed.
 */
export const verifierPassedOn = defineRecord({
  ...fact,
  type: 'people.verifier-passed-on',
  schema: () =>
    z.object({
      ...about,
      credentialId: id,
      /** The workstation it is for, and the X25519 key it was sealed to. */
      device: id,
      boxKey: z.string().length(43),
      /** Public key of the pair made for this message. */
      from: z.string().length(43),
      sealed: text(2000),
    }),
});

/** 21 CFR 11.100(c): the person certifies that their electronic signature is the binding equivalent of a handwritten one. */
export const signingCertified = defineRecord({
  ...fact,
  type: 'people.signing-certified',
  schema: () => z.object({ ...about, printedName: text(120), statement: text(1000), at: text(40), timeZone: text(60) }),
});

export const signedIn = defineRecord({
  ...fact,
  type: 'people.signed-in',
  schema: () => z.object({ ...about, session: id, proof: credential }),
});

/** Tries that failed (21 CFR 11.300(d)). `personId` is null for a name nobody has; the typed name itself is never kept. */
export const signInFailed = defineRecord({
  ...fact,
  type: 'people.sign-in-failed',
  schema: () =>
    z.object({
      personId: id.nullable(),
      proof: z.enum(['password', 'pin', 'badge', 'recovery-key']),
      purpose: z.enum(['sign-in', 'sign', 'change']),
      count: z.number().int().min(1),
    }),
});

export const lockedOut = defineRecord({
  ...fact,
  type: 'people.locked-out',
  schema: () =>
    z.object({
      ...about,
      proof: z.enum(['password', 'pin']),
      tries: z.number().int(),
      minutes: z.number().int(),
    }),
});

export const lockOutCleared = defineRecord({
  ...fact,
  type: 'people.lock-out-cleared',
  schema: () => z.object({ ...about, reason: text(500) }),
});

/** A printed recovery key. The key is 160 random bits, so its SHA-256 tells nothing that could be tried against it. */
export const recoveryKeyMade = defineRecord({
  ...decision,
  type: 'people.recovery-key-made',
  schema: () => z.object({ keyId: id, sha256: hash, reason: text(500), answers }),
  causes,
});

export const recoveryKeyUsed = defineRecord({
  ...decision,
  type: 'people.recovery-key-used',
  schema: () => z.object({ keyId: id, personId: id, answers }),
  causes,
});

export const policyChanged = defineRecord({
  ...decision,
  type: 'people.policy-changed',
  schema: () => z.object({ idleMinutes: z.number().int().min(5).max(60), reason: text(500), answers }),
  causes,
});

export const signatureTarget = z.object({ hash, id, type: text(120) });
export type SignatureTarget = z.infer<typeof signatureTarget>;

/**
 * An electronic signature (21 CFR 11.50, 11.70): it names the exact records by their hashes, so it counts for those and
 * for no other. An amended record needs a new one, which names the amendment too.
 */
export const signed = defineRecord({
  ...fact,
  type: 'people.signed',
  schema: () =>
    z.object({
      signatureId: id,
      signerId: id,
      printedName: text(120).min(1),
      role,
      meaning,
      /** ISO with the offset of the bench, e.g. `2026-11-22T15:04:05.000+01:00`. */
      at: text(40),
      /** IANA name of the bench's zone. */
      timeZone: text(60),
      targets: z.array(signatureTarget).min(1).max(100),
      statement: text(1000),
    }),
  causes: (body) => body.targets.map((target) => target.hash),
});

export const personRecords = [
  personAdded,
  personChanged,
  rolesChanged,
  activityChanged,
  credentialSet,
  signingCertified,
] as const;
export const doorRecords = [signedIn, signInFailed, lockedOut, lockOutCleared] as const;
export const recoveryRecords = [recoveryKeyMade, recoveryKeyUsed] as const;
export const peopleRecords = [
  ...personRecords,
  ...doorRecords,
  ...recoveryRecords,
  policyChanged,
  signed,
  verifierPassedOn,
] as const;

export const personStream = (personId: string) => `person/${personId}`;
/** What happened at the door for one person; `unknown` where no account was meant. */
export const doorStream = (personId: string | null) => (personId === null ? 'door/unknown' : `person/${personId}/door`);
export const recoveryStream = 'people/recovery';
export const policyStream = 'people/policy';
export const verifierStream = (credentialId: string) => `verifier/${credentialId}`;
export const signatureStream = (signatureId: string) => `signature/${signatureId}`;
