import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext, StreamFold } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import {
  activityChanged,
  type Credential,
  credentialSet,
  personAdded,
  personChanged,
  personFields,
  policyChanged,
  type Role,
  recoveryKeyMade,
  recoveryKeyUsed,
  role,
  rolesChanged,
  signingCertified,
} from './records.ts';

/** Pure rules of accounts: what one person is after their records, and what may be asked. */

type PersonField = (typeof personFields)[number];

/** One credential as the records know it: which verifier counts, never the verifier. */
export interface CredentialState {
  readonly credentialId: string | null;
  readonly isTemporary: boolean;
}

export interface PersonFold {
  readonly personId: string;
  /** Every id this person was added under, more than one after a join. */
  readonly ids: readonly string[];
  readonly isOwner: boolean;
  readonly addedAt: string;
  readonly fields: Readonly<Record<PersonField, Slot<string> | null>>;
  readonly roles: Slot<readonly Role[]> | null;
  readonly isActive: Slot<boolean> | null;
  readonly credentials: Readonly<Record<Credential, Slot<CredentialState> | null>>;
  readonly certifiedAt: string | null;
}

const inOrder = (roles: readonly Role[]): readonly Role[] => role.options.filter((one) => roles.includes(one));
const sameRoles = (a: readonly Role[], b: readonly Role[]) => inOrder(a).join() === inOrder(b).join();

/** Apart, a right holds only when both benches gave it. */
const rolesRule: SlotRule<readonly Role[]> = {
  code: 'people/roles-conflict',
  hold: (a, b) => inOrder(a).filter((one) => b.includes(one)),
  isSame: sameRoles,
  show: (roles) => inOrder(roles).join(', ') || '-',
};
const activityRule: SlotRule<boolean> = {
  code: 'people/activity-conflict',
  hold: (a, b) => a && b,
  show: (isActive) => (isActive ? 'on' : 'off'),
};
const fieldRule: SlotRule<string> = {
  code: 'people/person-conflict',
  hold: (_earlier, later) => later,
  show: String,
};
const credentialRule = (credential: Credential): SlotRule<CredentialState> => ({
  code: 'people/credential-conflict',
  // One bench took it away: none holds. Else each side's verifier counts on the bench that has it.
  hold: (a, b) => ({
    credentialId: a.credentialId === null ? null : b.credentialId,
    isTemporary: a.isTemporary || b.isTemporary,
  }),
  isSame: (a, b) => a.credentialId === b.credentialId,
  show: () => credential,
});

function initialPerson(stream: string): PersonFold {
  return {
    personId: stream.split('/')[1] ?? stream,
    ids: [],
    isOwner: false,
    addedAt: '',
    fields: { signInName: null, printedName: null, initials: null },
    roles: null,
    isActive: null,
    credentials: { password: null, pin: null, badge: null },
    certifiedAt: null,
  };
}

function evolvePerson(state: PersonFold, record: StoredRecord, context: FoldContext): PersonFold {
  if (isRecordOf(record, personAdded)) {
    const { personId, roles, isOwner } = record.body;
    const fields = { ...state.fields };
    for (const field of personFields)
      fields[field] = decideSlot(fields[field], record, record.body[field], context, fieldRule);
    return {
      ...state,
      ids: [...new Set([...state.ids, personId])].sort(),
      isOwner: state.isOwner || isOwner,
      addedAt: state.addedAt || record.wall,
      fields,
      roles: decideSlot(state.roles, record, roles, context, rolesRule),
      isActive: decideSlot(state.isActive, record, true, context, activityRule),
    };
  }
  if (isRecordOf(record, personChanged)) {
    const fields = { ...state.fields };
    for (const { field, to } of record.body.changes)
      fields[field] = decideSlot(fields[field], record, to, context, fieldRule);
    return { ...state, fields };
  }
  if (isRecordOf(record, rolesChanged)) {
    return { ...state, roles: decideSlot(state.roles, record, record.body.to, context, rolesRule) };
  }
  if (isRecordOf(record, activityChanged)) {
    return { ...state, isActive: decideSlot(state.isActive, record, record.body.isActive, context, activityRule) };
  }
  if (isRecordOf(record, credentialSet)) {
    const { credential, credentialId, isTemporary } = record.body;
    const value = { credentialId, isTemporary };
    const slot = decideSlot(state.credentials[credential], record, value, context, credentialRule(credential));
    return { ...state, credentials: { ...state.credentials, [credential]: slot } };
  }
  if (isRecordOf(record, signingCertified)) return { ...state, certifiedAt: state.certifiedAt ?? record.wall };
  return state;
}

/** One person as of now. */
export interface CurrentPerson {
  readonly personId: string;
  readonly signInName: string;
  readonly printedName: string;
  readonly initials: string;
  readonly roles: readonly Role[];
  readonly isActive: boolean;
  readonly isOwner: boolean;
  readonly addedAt: string;
  readonly hasCertified: boolean;
  readonly isPasswordTemporary: boolean;
  /** Verifiers that count, by credential: more than one only while benches have set it apart. */
  readonly credentialIds: Readonly<Record<Credential, readonly string[]>>;
}

/** What holds now, or null while only later records of the person have arrived. */
export function currentPerson(state: PersonFold): CurrentPerson | null {
  if (state.ids.length === 0) return null;
  const field = (name: PersonField) => state.fields[name]?.value ?? '';
  const idsOf = (slot: Slot<CredentialState> | null): string[] =>
    slot === null || slot.value.credentialId === null
      ? []
      : slot.sides.flatMap((side) => (side.value.credentialId === null ? [] : [side.value.credentialId])).sort();
  return {
    personId: state.personId,
    signInName: field('signInName'),
    printedName: field('printedName'),
    initials: field('initials'),
    roles: inOrder(state.roles?.value ?? []),
    isActive: state.isActive?.value ?? false,
    isOwner: state.isOwner,
    addedAt: state.addedAt,
    hasCertified: state.certifiedAt !== null,
    isPasswordTemporary: state.credentials.password?.value.isTemporary ?? false,
    credentialIds: {
      password: idsOf(state.credentials.password),
      pin: idsOf(state.credentials.pin),
      badge: idsOf(state.credentials.badge),
    },
  };
}

/** Names are told apart without case and accents-as-typed; what is shown is as written. */
export function signInKey(signInName: string): string {
  return signInName.normalize('NFKC').trim().toLowerCase();
}

export type PersonCommand =
  | { readonly do: 'add'; readonly body: Omit<BodyOf<typeof personAdded>, 'personId'> }
  | { readonly do: 'edit'; readonly fields: Readonly<Record<PersonField, string>>; readonly reason: string }
  | {
      readonly do: 'change-roles';
      readonly roles: readonly Role[];
      readonly reason: string;
      /** True when nobody else who is switched on is an administrator. */
      readonly isLastAdministrator: boolean;
    }
  | {
      readonly do: 'set-active';
      readonly isActive: boolean;
      readonly reason: string;
      readonly isLastAdministrator: boolean;
    }
  | ({ readonly do: 'set-credential' } & Omit<BodyOf<typeof credentialSet>, 'personId' | 'answers'>)
  | ({ readonly do: 'certify' } & Omit<BodyOf<typeof signingCertified>, 'personId'>);

/** @throws AppError `people/no-roles`, `people/auditor-stands-alone` */
export function checkRoles(roles: readonly Role[]): void {
  if (roles.length === 0) throw new AppError('people/no-roles');
  if (roles.includes('auditor') && new Set(roles).size > 1) throw new AppError('people/auditor-stands-alone');
}

function decidePerson(state: PersonFold, command: PersonCommand, stream: string): readonly RecordDraft[] {
  const { personId } = state;
  const now = currentPerson(state);
  if (command.do === 'add') {
    if (now) throw new AppError('people/name-taken', { signInName: now.signInName });
    checkRoles(command.body.roles);
    return [draft(personAdded, stream, { ...command.body, personId, roles: [...inOrder(command.body.roles)] })];
  }
  if (!now) throw new AppError('people/unknown-person', { personId });
  /** True when nothing would change: one side stands, and it is already so. */
  const isSo = (slot: Slot<unknown> | null, isEqual: boolean) => isEqual && (slot?.sides.length ?? 0) <= 1;
  switch (command.do) {
    case 'edit': {
      const changes = personFields.flatMap((field) => {
        const [from, to] = [now[field], command.fields[field]];
        return isSo(state.fields[field], from === to) ? [] : [{ field, from, to }];
      });
      if (changes.length === 0) return [];
      const sides = changes.flatMap(({ field }) => answersOf(state.fields[field]));
      const answers = [...new Set(sides)].slice(0, 16);
      return [draft(personChanged, stream, { personId, changes, reason: command.reason, answers })];
    }
    case 'change-roles': {
      const { roles, reason, isLastAdministrator } = command;
      checkRoles(roles);
      if (isSo(state.roles, sameRoles(now.roles, roles))) return [];
      if (isLastAdministrator && !roles.includes('administrator')) throw new AppError('people/last-administrator');
      const body = { personId, from: [...now.roles], to: [...inOrder(roles)], reason, answers: answersOf(state.roles) };
      return [draft(rolesChanged, stream, body)];
    }
    case 'set-active': {
      const { isActive, reason, isLastAdministrator } = command;
      if (isSo(state.isActive, now.isActive === isActive)) return [];
      if (isLastAdministrator && !isActive) throw new AppError('people/last-administrator');
      return [draft(activityChanged, stream, { personId, isActive, reason, answers: answersOf(state.isActive) })];
    }
    case 'set-credential': {
      const { do: _do, ...body } = command;
      const slot = state.credentials[command.credential];
      if (command.credentialId === null && isSo(slot, slot === null || slot.value.credentialId === null)) return [];
      return [draft(credentialSet, stream, { personId, ...body, answers: answersOf(slot) })];
    }
    case 'certify': {
      if (now.hasCertified) return [];
      const { do: _do, ...body } = command;
      return [draft(signingCertified, stream, { personId, ...body })];
    }
  }
}

/** The life of one account. What changes nothing makes no record. */
export const personDecider: Decider<PersonFold, PersonCommand> = {
  initial: initialPerson,
  evolve: evolvePerson,
  decide: decidePerson,
};

export interface RecoveryKeyState {
  readonly keyId: string;
  readonly sha256: string;
}

const recoveryRule: SlotRule<RecoveryKeyState | null> = {
  code: 'people/recovery-conflict',
  hold: (_earlier, later) => later,
  isSame: (a, b) => a?.keyId === b?.keyId,
  show: (key) => key?.keyId ?? '-',
};

/** Which printed keys hold: the newest, or each of those that benches made apart. */
export const recoveryFold: StreamFold<Slot<RecoveryKeyState | null> | null> = {
  initial: () => null,
  evolve(state, record, context) {
    if (isRecordOf(record, recoveryKeyMade)) {
      const { keyId, sha256 } = record.body;
      return decideSlot<RecoveryKeyState | null>(state, record, { keyId, sha256 }, context, recoveryRule);
    }
    if (isRecordOf(record, recoveryKeyUsed)) return decideSlot(state, record, null, context, recoveryRule);
    return state;
  },
};

/** 30 minutes until a lab decides otherwise, 5 to 60 (decision 23). */
export const idleMinutesDefault = 30;

const policyRule: SlotRule<number> = {
  code: 'people/policy-conflict',
  hold: (a, b) => Math.min(a, b),
  show: String,
};

export const policyFold: StreamFold<Slot<number> | null> = {
  initial: () => null,
  evolve: (state, record, context) =>
    isRecordOf(record, policyChanged) ? decideSlot(state, record, record.body.idleMinutes, context, policyRule) : state,
};
