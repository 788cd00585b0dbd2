import { createHash, randomBytes } from 'node:crypto';
import { AppError } from '../../../shared/kernel/errors.ts';
import {
  type Credential,
  type credentialSet,
  personStream,
  type Role,
  recoveryKeyMade,
  recoveryKeyUsed,
  recoveryStream,
} from '../../../shared/modules/people/records.ts';
import { type PersonCommand, personDecider, recoveryFold } from '../../../shared/modules/people/rules.ts';
import {
  checkNewBadge,
  checkNewPassword,
  checkNewPin,
  printRecoveryKey,
  readRecoveryKey,
} from '../../../shared/modules/people/rules-secrets.ts';
import { type BodyOf, draft, type RecordAuthor } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import type { Accounts, KnownPerson } from './accounts.ts';
import type { Door } from './door.ts';
import type { Verifiers } from './verifiers.ts';

type SetCredential = Pick<BodyOf<typeof credentialSet>, 'isTemporary' | 'by' | 'witnesses' | 'reason'>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The author of what a person does without a session, proved by the password given with it. */
const authorOf = (personId: string, proof: 'password' | 'none'): RecordAuthor => ({
  actor: `user:${personId}`,
  auth: { session: null, proof },
});

/** Makes accounts, gives and takes secrets, recovers. Checks come first, then one transaction of records and verifiers. */
export class PeopleDesk {
  readonly #context: HostContext;
  readonly #accounts: Accounts;
  readonly #verifiers: Verifiers;
  readonly #door: Door;

  constructor(context: HostContext, accounts: Accounts, verifiers: Verifiers, door: Door) {
    this.#context = context;
    this.#accounts = accounts;
    this.#verifiers = verifiers;
    this.#door = door;
  }

  /** The first account, in the name of the operating-system user who sets the bench up. */
  async makeOwner(input: { signInName: string; printedName: string; initials: string; password: string }) {
    const { password, ...names } = input;
    if (this.#accounts.hasOwner()) throw new AppError('people/owner-exists');
    checkNewPassword(password, names.signInName);
    const author = personAuthor(this.#context.actor);
    const roles: Role[] = ['supervisor', 'administrator'];
    const made = await this.#prepare('password', newId(), password);
    const recoveryKey = this.#context.store.transaction(() => {
      const body = { ...names, roles, isOwner: true, reason: '' };
      this.#decide(made.personId, { do: 'add', body }, author);
      made.set({ isTemporary: false, by: 'set-up', witnesses: [], reason: '' }, author);
      return this.#makeRecoveryKey('', author);
    });
    await this.#door.signIn(names.signInName, password);
    return { personId: made.personId, recoveryKey };
  }

  async add(
    input: { signInName: string; printedName: string; initials: string; roles: Role[]; reason: string },
    password: string,
  ): Promise<string> {
    this.#checkNameIsFree(input.signInName, null);
    checkNewPassword(password, input.signInName);
    const made = await this.#prepare('password', newId(), password);
    const author = this.#administrator();
    this.#context.store.transaction(() => {
      this.#checkNameIsFree(input.signInName, null);
      this.#decide(made.personId, { do: 'add', body: { ...input, isOwner: false } }, author);
      made.set({ isTemporary: true, by: 'administrator', witnesses: [], reason: '' }, author);
    });
    return made.personId;
  }

  edit(personId: string, fields: { signInName: string; printedName: string; initials: string }, reason: string): void {
    const person = this.require(personId);
    const author = this.#administrator();
    this.#context.store.transaction(() => {
      this.#checkNameIsFree(fields.signInName, person.personId);
      this.#decide(person.personId, { do: 'edit', fields, reason }, author);
    });
  }

  changeRoles(personId: string, roles: readonly Role[], reason: string): void {
    const person = this.require(personId);
    const author = this.#administrator();
    this.#context.store.transaction(() => {
      const isLastAdministrator = this.#accounts.isLastAdministrator(person.personId);
      this.#decide(person.personId, { do: 'change-roles', roles, reason, isLastAdministrator }, author);
    });
  }

  setActive(personId: string, isActive: boolean, reason: string): void {
    const person = this.require(personId);
    const author = this.#administrator();
    this.#context.store.transaction(() => {
      const isLastAdministrator = this.#accounts.isLastAdministrator(person.personId);
      this.#decide(person.personId, { do: 'set-active', isActive, reason, isLastAdministrator }, author);
    });
  }

  async changeOwnPassword(oldPassword: string, newPassword: string): Promise<void> {
    const { personId, signInName } = this.#context.session.requireAccount();
    await this.#door.checkPassword(personId, oldPassword, 'change');
    if (oldPassword === newPassword) throw new AppError('people/same-password');
    checkNewPassword(newPassword, signInName);
    await this.#setOwn('password', newPassword);
  }

  async setOwnPin(password: string, pin: string | null): Promise<void> {
    const { personId } = this.#context.session.requireAccount();
    if (pin !== null) checkNewPin(pin);
    await this.#door.checkPassword(personId, password, 'change');
    await this.#setOwn('pin', pin);
  }

  async setOwnBadge(password: string, badge: string | null): Promise<void> {
    const { personId } = this.#context.session.requireAccount();
    if (badge !== null) checkNewBadge(badge);
    await this.#door.checkPassword(personId, password, 'change');
    const holder = badge === null ? undefined : await this.#door.byBadge(badge);
    if (holder && holder.personId !== personId) throw new AppError('people/badge-taken');
    await this.#setOwn('badge', badge);
  }

  /** A temporary password from one administrator, for someone who is none. */
  async resetPassword(personId: string, password: string, reason: string): Promise<void> {
    const person = this.require(personId);
    if (person.personId === this.#context.session.requireAccount().personId) {
      throw new AppError('people/use-change-password');
    }
    if (person.roles.includes('administrator')) throw new AppError('people/needs-two');
    checkNewPassword(password, person.signInName);
    const made = await this.#prepare('password', person.personId, password);
    const author = this.#administrator();
    this.#context.store.transaction(() => {
      // Made an administrator while the password was being prepared.
      if (this.require(personId).roles.includes('administrator')) throw new AppError('people/needs-two');
      made.set({ isTemporary: true, by: 'administrator', witnesses: [], reason }, author);
    });
    this.#door.forgetTries(person.personId);
  }

  async makeRecoveryKey(password: string, reason: string): Promise<string> {
    const { personId } = this.#context.session.requireAccount();
    await this.#door.checkPassword(personId, password, 'change');
    const author = this.#administrator();
    return this.#context.store.transaction(() => this.#makeRecoveryKey(reason, author));
  }

  /** The printed key gives one person a password, and a lab without any administrator one again. */
  async recoverWithKey(typed: string, signInName: string, newPassword: string) {
    const { store } = this.#context;
    const text = readRecoveryKey(typed);
    const held = () => store.records.fold(recoveryStream, recoveryFold).state?.sides ?? [];
    const key = text && held().find(({ value }) => value?.sha256 === sha256(text))?.value;
    if (!key) {
      this.#door.failedUnknown('recovery-key', 'sign-in');
      throw new AppError('people/wrong-recovery-key');
    }
    const [person] = this.#accounts.byName(signInName);
    if (!person) throw new AppError('people/unknown-person', { personId: '' });
    const { personId } = person;
    checkNewPassword(newPassword, person.signInName);
    const made = await this.#prepare('password', personId, newPassword);
    const author = authorOf(personId, 'none');
    const recoveryKey = store.transaction(() => {
      const answers = answersOf(store.records.fold(recoveryStream, recoveryFold).state);
      store.records.append([draft(recoveryKeyUsed, recoveryStream, { keyId: key.keyId, personId, answers })], author);
      const rights = { reason: 'recovery key', isLastAdministrator: false };
      if (!this.#accounts.hasAdministrator()) {
        const roles: Role[] = [...person.roles.filter((one) => one !== 'auditor'), 'administrator'];
        this.#decide(personId, { do: 'set-active', isActive: true, ...rights }, author);
        this.#decide(personId, { do: 'change-roles', roles, ...rights }, author);
      } else if (!person.isActive) throw new AppError('people/inactive');
      made.set({ isTemporary: false, by: 'recovery-key', witnesses: [], reason: '' }, author);
      return this.#makeRecoveryKey('the one before was used', author);
    });
    this.#door.forgetTries(personId);
    return { personId, recoveryKey };
  }

  /** Two administrators stand by while a third person gets a temporary password. */
  async recoverByTwo(
    by: readonly { signInName: string; password: string }[],
    signInName: string,
    newPassword: string,
    reason: string,
  ): Promise<string> {
    const [person] = this.#accounts.byName(signInName);
    if (!person) throw new AppError('people/unknown-person', { personId: '' });
    if (!person.isActive) throw new AppError('people/inactive');
    checkNewPassword(newPassword, person.signInName);
    const ids: string[] = [];
    for (const { signInName: name, password } of by) {
      const one = await this.#door.byPassword(name, password, 'change');
      if (!one.roles.includes('administrator') || one.isPasswordTemporary) throw new AppError('people/two-needed');
      ids.push(one.personId);
    }
    const [first, ...witnesses] = ids;
    if (first === undefined || witnesses.length === 0 || new Set([...ids, person.personId]).size !== ids.length + 1) {
      throw new AppError('people/two-needed');
    }
    const made = await this.#prepare('password', person.personId, newPassword);
    const author = authorOf(first, 'password');
    this.#context.store.transaction(() =>
      made.set({ isTemporary: true, by: 'two-administrators', witnesses, reason }, author),
    );
    this.#door.forgetTries(person.personId);
    return person.personId;
  }

  async certify(password: string, statement: string): Promise<void> {
    const { personId, printedName } = this.#context.session.requireAccount();
    await this.#door.checkPassword(personId, password, 'sign');
    const { session } = this.#context.session.requireAccount();
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const at = new Date(this.#context.clock.wallMs()).toISOString();
    const author: RecordAuthor = { actor: `user:${personId}`, auth: { session, proof: 'password' } };
    this.#decide(personId, { do: 'certify', printedName, statement, at, timeZone }, author);
  }

  /** @throws AppError `people/unknown-person` */
  require(personId: string): KnownPerson {
    const person = this.#accounts.find(personId);
    if (!person) throw new AppError('people/unknown-person', { personId });
    return person;
  }

  async #setOwn(credential: Credential, secret: string | null): Promise<void> {
    const { personId } = this.#context.session.requireAccount();
    const made = await this.#prepare(credential, personId, secret);
    const { session } = this.#context.session.requireAccount();
    const author: RecordAuthor = { actor: `user:${personId}`, auth: { session, proof: 'password' } };
    this.#context.store.transaction(() =>
      made.set({ isTemporary: false, by: 'self', witnesses: [], reason: '' }, author),
    );
  }

  /** Computes the verifier; `set` keeps it with its record and takes away the one before. */
  async #prepare(credential: Credential, personId: string, secret: string | null) {
    const credentialId = secret === null ? null : newId();
    const verifier =
      secret === null || credentialId === null
        ? null
        : await this.#verifiers.make(credentialId, personId, credential, secret);
    return {
      personId,
      set: (body: SetCredential, author: RecordAuthor): void => {
        const before = this.#accounts.find(personId)?.credentialIds[credential] ?? [];
        this.#decide(personId, { do: 'set-credential', credential, credentialId, ...body }, author);
        verifier?.keep();
        this.#verifiers.forget(before);
      },
    };
  }

  #makeRecoveryKey(reason: string, author: RecordAuthor): string {
    const { records } = this.#context.store;
    const printed = printRecoveryKey(randomBytes(20));
    const answers = answersOf(records.fold(recoveryStream, recoveryFold).state);
    const body = { keyId: newId(), sha256: sha256(printed.replaceAll('-', '')), reason, answers };
    records.append([draft(recoveryKeyMade, recoveryStream, body)], author);
    return printed;
  }

  #decide(personId: string, command: PersonCommand, author: RecordAuthor): void {
    this.#context.store.records.decide(personDecider, personStream(personId), command, author);
  }

  /** Who manages people does so in a session opened with the password: a PIN or a badge is for the work at the bench. */
  #administrator(): RecordAuthor {
    this.#context.session.require('people.manage');
    if (this.#context.session.requireAccount().proof !== 'password') throw new AppError('people/password-session');
    return personAuthor(this.#context.actor);
  }

  #checkNameIsFree(signInName: string, except: string | null): void {
    const taken = this.#accounts.byName(signInName).some((person) => person.personId !== except);
    if (taken) throw new AppError('people/name-taken', { signInName });
  }
}
