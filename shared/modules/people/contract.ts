import { eventIterator, oc } from '@orpc/contract';
import * as z from 'zod';
import { trimmedText as text } from '../../kernel/text-schema.ts';
import { permission } from './permissions.ts';
import { meaning, role, signatureTarget } from './records.ts';

const id = z.string().min(1).max(64);
const hash = z.string().length(43);
const reason = text(500).min(1);
/** Secrets are taken as typed: no trimming, no case. */
const secret = z.string().min(1).max(256);
const roles = z.array(role).min(1).max(6);
const none = z.object({});

export const personName = z.object({ personId: z.string(), printedName: z.string(), initials: z.string() });

/** Who acts at this bench now. One person at a time (decision 41). */
export const sessionState = z.object({
  /** `no-owner`: no account yet, the operating-system user acts and nothing is blocked. */
  state: z.enum(['no-owner', 'signed-out', 'active', 'locked']),
  /** The person of the active or locked session. */
  person: personName
    .extend({
      signInName: z.string(),
      roles: z.array(role),
      permissions: z.array(permission),
      mustChangePassword: z.boolean(),
      /** False until the person certified that their signature is binding; signing asks for it first. */
      hasCertified: z.boolean(),
      hasPin: z.boolean(),
      hasBadge: z.boolean(),
    })
    .nullable(),
  session: z.string().nullable(),
  proof: z.enum(['password', 'pin', 'badge']).nullable(),
  /** `tries`: somebody gave a wrong password too often in the open session. */
  lockedBecause: z.enum(['idle', 'asked', 'machine', 'tries']).nullable(),
  idleMinutes: z.number(),
});
export type SessionState = z.infer<typeof sessionState>;

export const person = personName.extend({
  signInName: z.string(),
  roles: z.array(role),
  isActive: z.boolean(),
  isOwner: z.boolean(),
  hasPassword: z.boolean(),
  isPasswordTemporary: z.boolean(),
  hasPin: z.boolean(),
  hasBadge: z.boolean(),
  hasCertified: z.boolean(),
  addedAt: z.string(),
  lastSignedInAt: z.string().nullable(),
  /** Minutes until the lock-out ends, or null. */
  lockedOutMinutes: z.number().nullable(),
  /** Decisions about this person that two benches made apart: codes with their data. The safer value holds. */
  conflicts: z.array(
    z.object({ code: z.string(), data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
  ),
});
export type Person = z.infer<typeof person>;

export const signature = z.object({
  signatureId: z.string(),
  /** Hash of the signature's own record. */
  hash: z.string(),
  signerId: z.string(),
  printedName: z.string(),
  role,
  meaning,
  at: z.string(),
  timeZone: z.string(),
  statement: z.string(),
  targets: z.array(signatureTarget),
  /** False when a target was amended or voided and this signature does not name the correction. */
  counts: z.boolean(),
  /** Hashes of corrections it does not cover. */
  amendedBy: z.array(z.string()),
});
export type Signature = z.infer<typeof signature>;

export const auditFilter = z.object({
  personId: id.nullable(),
  instrumentId: id.nullable(),
  /** A record type (`errors.error-resolved`) or a whole module (`errors`). */
  type: text(120).nullable(),
  /** Wall times, ISO; from inclusive, to exclusive. */
  from: text(40).nullable(),
  to: text(40).nullable(),
  text: text(120),
  /** `people`: what people did; `all`: instruments and the program too. */
  actors: z.enum(['people', 'all']),
});
export type AuditFilter = z.infer<typeof auditFilter>;

export const auditEntry = z.object({
  hash: z.string(),
  id: z.string(),
  at: z.string(),
  /** Offset of the bench that wrote it, e.g. `+01:00`. */
  offset: z.string(),
  type: z.string(),
  stream: z.string(),
  actor: z.string(),
  actorName: z.string(),
  proof: z.enum(['password', 'pin', 'badge', 'os-user', 'none']),
  instrumentId: z.string().nullable(),
  instrumentName: z.string().nullable(),
  /** Field, value before (empty where there was none), value after. */
  changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string() })),
  reason: z.string(),
  /** `new`: nothing was there before; `correction`: amends or voids an earlier record, which stays. */
  kind: z.enum(['new', 'change', 'correction', 'void']),
  target: z.string().nullable(),
  isKnown: z.boolean(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

export const peopleContract = {
  state: oc.output(sessionState),
  /** Pushed at each change: sign-in, switch, lock, sign-out, changed rights. */
  live: oc.output(eventIterator(sessionState)),
  /** Active accounts for the switch; no account has secrets here. */
  signInNames: oc.output(z.array(personName.extend({ signInName: z.string(), hasPin: z.boolean() }))),

  /** Once, while there is no account. Answers the recovery key, which is shown now and never again. */
  makeOwner: oc
    .input(
      z.object({ signInName: text(60).min(1), printedName: text(120).min(1), initials: text(6), password: secret }),
    )
    .output(z.object({ personId: z.string(), recoveryKey: z.string() })),
  /** Also opens a locked session again. */
  signIn: oc.input(z.object({ signInName: text(60).min(1), password: secret })).output(sessionState),
  switchByPin: oc.input(z.object({ personId: id, pin: secret })).output(sessionState),
  switchByBadge: oc.input(z.object({ badge: secret })).output(sessionState),
  lock: oc.output(sessionState),
  signOut: oc.output(sessionState),
  /** The person at the page did something: the idle clock begins anew. */
  touch: oc.output(none),

  changePassword: oc.input(z.object({ oldPassword: secret, newPassword: secret })).output(none),
  /** Null takes it away. */
  setPin: oc.input(z.object({ password: secret, pin: secret.nullable() })).output(none),
  setBadge: oc.input(z.object({ password: secret, badge: secret.nullable() })).output(none),
  /** 21 CFR 11.100(c); before the first signature. The statement shown is `people.certification` of the words. */
  certify: oc.input(z.object({ password: secret, statement: text(1000).min(1) })).output(none),
  /** Roles and what they may do, for the page that explains them. */
  access: oc.output(z.array(z.object({ role, permissions: z.array(permission) }))),

  list: oc.input(z.object({ withInactive: z.boolean() })).output(z.array(person)),
  get: oc.input(z.object({ personId: id })).output(person),
  /** The password is temporary: the person changes it at the first sign-in. */
  add: oc
    .input(
      z.object({
        signInName: text(60).min(1),
        printedName: text(120).min(1),
        initials: text(6),
        roles,
        password: secret,
        reason: text(500),
      }),
    )
    .output(z.object({ personId: z.string() })),
  edit: oc
    .input(
      z.object({ personId: id, signInName: text(60).min(1), printedName: text(120).min(1), initials: text(6), reason }),
    )
    .output(none),
  changeRoles: oc.input(z.object({ personId: id, roles, reason })).output(none),
  setActive: oc.input(z.object({ personId: id, isActive: z.boolean(), reason })).output(none),
  /** A temporary password for someone who is no administrator; for an administrator: `recoverByTwo` or the recovery key. */
  resetPassword: oc.input(z.object({ personId: id, password: secret, reason })).output(none),
  clearLockOut: oc.input(z.object({ personId: id, reason })).output(none),

  /** A new printed key; the one before is void. */
  makeRecoveryKey: oc.input(z.object({ password: secret, reason })).output(z.object({ recoveryKey: z.string() })),
  /** The printed key is used up; the new one comes with the answer. */
  recoverWithKey: oc
    .input(z.object({ recoveryKey: secret, signInName: text(60).min(1), newPassword: secret }))
    .output(z.object({ personId: z.string(), recoveryKey: z.string() })),
  /** Two administrators, each with their password, give a third person a temporary one. */
  recoverByTwo: oc
    .input(
      z.object({
        first: z.object({ signInName: text(60).min(1), password: secret }),
        second: z.object({ signInName: text(60).min(1), password: secret }),
        signInName: text(60).min(1),
        newPassword: secret,
        reason,
      }),
    )
    .output(z.object({ personId: z.string() })),

  policy: oc.output(z.object({ idleMinutes: z.number(), lockOutTries: z.number(), lockOutMinutes: z.number() })),
  savePolicy: oc.input(z.object({ idleMinutes: z.number().int().min(5).max(60), reason })).output(none),

  /** Signs records that are there. `targets` are all hashes that were shown, corrections of the records among them. */
  sign: oc
    .input(
      z.object({
        targets: z.array(hash).min(1).max(100),
        meaning,
        password: secret,
        statement: text(1000).default(''),
      }),
    )
    .output(signature),
  /** Every signature that names one of these records, oldest first; those that no longer count too. */
  signatures: oc.input(z.object({ hashes: z.array(hash).max(500) })).output(z.array(signature)),

  auditTrail: {
    /**
     * Newest first. A page may hold fewer rows than asked for although `next` is given: the search went as far back as
     * `searchedTo` and goes on from there.
     */
    page: oc
      .input(z.object({ filter: auditFilter, before: z.number().nullable(), limit: z.number().int().min(1).max(200) }))
      .output(
        z.object({ entries: z.array(auditEntry), next: z.number().nullable(), searchedTo: z.string().nullable() }),
      ),
    /** What can be filtered by. */
    choices: oc.output(
      z.object({
        people: z.array(z.object({ personId: z.string(), name: z.string() })),
        instruments: z.array(z.object({ instrumentId: z.string(), name: z.string() })),
        types: z.array(z.string()),
      }),
    ),
    /** Writes all rows of the filter, oldest first, to the place the person chose (a grant for `export`). */
    export: oc
      .input(z.object({ filter: auditFilter, format: z.enum(['csv', 'json']), grant: z.string().min(1).max(64) }))
      .output(z.object({ file: z.string(), rowCount: z.number(), byteCount: z.number() })),
  },
};
