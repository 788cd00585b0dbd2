import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type Person, peopleContract } from '../../../shared/modules/people/contract.ts';
import { permissionsOf } from '../../../shared/modules/people/permissions.ts';
import { policyChanged, policyStream, role } from '../../../shared/modules/people/records.ts';
import { policyFold } from '../../../shared/modules/people/rules.ts';
import { lockOutMinutes, lockOutTries } from '../../../shared/modules/people/rules-secrets.ts';
import { draft } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { paced } from '../paced.ts';
import type { Accounts, KnownPerson } from './accounts.ts';
import { AuditTrail } from './audit-trail.ts';
import type { PeopleDesk } from './desk.ts';
import type { Door } from './door.ts';
import { findSignatures, signRecords } from './signatures.ts';

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(
  context: HostContext,
  accounts: Accounts,
  { door, desk }: { door: Door; desk: PeopleDesk },
) {
  const os = implement(peopleContract);
  const { store, session } = context;
  const auditTrail = new AuditTrail(context);
  const now = () => session.state();
  /** Before there are accounts there is nobody to change. */
  const withOwner = (): void => {
    if (!accounts.hasOwner()) throw new AppError('people/no-owner');
  };

  const toPerson = (known: KnownPerson): Person => {
    const { credentialIds, ...person } = known;
    return {
      ...person,
      roles: [...person.roles],
      hasPassword: credentialIds.password.length > 0,
      hasPin: credentialIds.pin.length > 0,
      hasBadge: credentialIds.badge.length > 0,
      lastSignedInAt: accounts.lastSignedInAt(person.personId),
      lockedOutMinutes: door.lockedMinutes(person.personId),
    };
  };

  return os.router({
    state: os.state.handler(now),

    live: os.live.handler(({ signal }) => {
      let shown = '';
      return paced({
        signal,
        everyMs: 50,
        subscribe: (wake) => session.onChange(wake),
        take: () => {
          const state = now();
          const text = JSON.stringify(state);
          if (text === shown) return null;
          shown = text;
          return state;
        },
      });
    }),

    signInNames: os.signInNames.handler(() =>
      accounts
        .all()
        .filter((person) => person.isActive)
        .map(({ personId, printedName, initials, signInName, credentialIds }) => ({
          ...{ personId, printedName, initials, signInName },
          hasPin: credentialIds.pin.length > 0,
        })),
    ),

    makeOwner: os.makeOwner.handler(({ input }) => door.inTurn(() => desk.makeOwner(input))),

    signIn: os.signIn.handler(({ input: { signInName, password } }) => {
      withOwner();
      return door.inTurn(async () => {
        await door.signIn(signInName, password);
        return now();
      });
    }),

    switchByPin: os.switchByPin.handler(({ input: { personId, pin } }) => {
      withOwner();
      return door.inTurn(async () => {
        await door.switchByPin(personId, pin);
        return now();
      });
    }),

    switchByBadge: os.switchByBadge.handler(({ input: { badge } }) => {
      withOwner();
      return door.inTurn(async () => {
        await door.switchByBadge(badge);
        return now();
      });
    }),

    lock: os.lock.handler(() => {
      session.lock('asked');
      return now();
    }),

    signOut: os.signOut.handler(() => {
      session.end();
      return now();
    }),

    touch: os.touch.handler(() => {
      session.touch();
      return {};
    }),

    changePassword: os.changePassword.handler(async ({ input: { oldPassword, newPassword } }) => {
      await door.inTurn(() => desk.changeOwnPassword(oldPassword, newPassword));
      return {};
    }),

    setPin: os.setPin.handler(async ({ input: { password, pin } }) => {
      await door.inTurn(() => desk.setOwnPin(password, pin));
      return {};
    }),

    setBadge: os.setBadge.handler(async ({ input: { password, badge } }) => {
      await door.inTurn(() => desk.setOwnBadge(password, badge));
      return {};
    }),

    certify: os.certify.handler(async ({ input: { password, statement } }) => {
      await door.inTurn(() => desk.certify(password, statement));
      return {};
    }),

    access: os.access.handler(() => role.options.map((one) => ({ role: one, permissions: permissionsOf([one]) }))),

    list: os.list.handler(({ input: { withInactive } }) =>
      accounts
        .all()
        .filter((person) => withInactive || person.isActive)
        .map(toPerson),
    ),

    get: os.get.handler(({ input: { personId } }) => toPerson(desk.require(personId))),

    add: os.add.handler(async ({ input: { password, ...input } }) => {
      withOwner();
      return { personId: await door.inTurn(() => desk.add(input, password)) };
    }),

    edit: os.edit.handler(({ input: { personId, reason, ...fields } }) => {
      desk.edit(personId, fields, reason);
      return {};
    }),

    changeRoles: os.changeRoles.handler(({ input: { personId, roles, reason } }) => {
      desk.changeRoles(personId, roles, reason);
      return {};
    }),

    setActive: os.setActive.handler(({ input: { personId, isActive, reason } }) => {
      desk.setActive(personId, isActive, reason);
      return {};
    }),

    resetPassword: os.resetPassword.handler(async ({ input: { personId, password, reason } }) => {
      withOwner();
      await door.inTurn(() => desk.resetPassword(personId, password, reason));
      return {};
    }),

    clearLockOut: os.clearLockOut.handler(({ input: { personId, reason } }) => {
      withOwner();
      door.clearLockOut(desk.require(personId).personId, reason);
      return {};
    }),

    makeRecoveryKey: os.makeRecoveryKey.handler(async ({ input: { password, reason } }) => ({
      recoveryKey: await door.inTurn(() => desk.makeRecoveryKey(password, reason)),
    })),

    recoverWithKey: os.recoverWithKey.handler(({ input: { recoveryKey, signInName, newPassword } }) => {
      withOwner();
      return door.inTurn(() => desk.recoverWithKey(recoveryKey, signInName, newPassword));
    }),

    recoverByTwo: os.recoverByTwo.handler(async ({ input: { first, second, signInName, newPassword, reason } }) => {
      withOwner();
      return { personId: await door.inTurn(() => desk.recoverByTwo([first, second], signInName, newPassword, reason)) };
    }),

    policy: os.policy.handler(() => ({ idleMinutes: accounts.idleMinutes(), lockOutTries, lockOutMinutes })),

    savePolicy: os.savePolicy.handler(({ input: { idleMinutes, reason } }) => {
      withOwner();
      const slot = store.records.fold(policyStream, policyFold).state;
      if (slot?.sides.length === 1 && slot.value === idleMinutes) return {};
      const body = { idleMinutes, reason, answers: answersOf(slot) };
      store.records.append([draft(policyChanged, policyStream, body)], personAuthor(context.actor));
      return {};
    }),

    sign: os.sign.handler(({ input }) => signRecords(context, input)),

    signatures: os.signatures.handler(({ input: { hashes } }) => findSignatures(context, hashes)),

    auditTrail: {
      page: os.auditTrail.page.handler(({ input }) => auditTrail.page(input)),
      choices: os.auditTrail.choices.handler(() => auditTrail.choices(accounts.all())),
      export: os.auditTrail.export.handler(({ input: { filter, format, grant } }) =>
        auditTrail.export(filter, format, context.files.take(grant, 'export')),
      ),
    },
  });
}
