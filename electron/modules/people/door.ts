import { randomUUID } from 'node:crypto';
import { AppError, isAppError } from '../../../shared/kernel/errors.ts';
import {
  type Credential,
  doorStream,
  lockedOut,
  lockOutCleared,
  signedIn,
  signInFailed,
} from '../../../shared/modules/people/records.ts';
import { lockOutMinutes, lockOutTries } from '../../../shared/modules/people/rules-secrets.ts';
import { type BodyOf, draft, type RecordAuthor, type RecordDraft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { personAuthor } from '../authors.ts';
import type { Accounts, KnownPerson } from './accounts.ts';
import type { TryCounter } from './tries.ts';
import type { Verifiers } from './verifiers.ts';

type Purpose = BodyOf<typeof signInFailed>['purpose'];

const systemAuthor: RecordAuthor = { actor: 'system', auth: { session: null, proof: 'none' } };

/** Of tries that meant nobody, so many are recorded one by one in half an hour; the rest is counted into the next. */
const unknownsKept = 5;
const unknownsMs = 30 * 60_000;

/** Lets people in: checks what they know or carry, counts what was wrong, records both. One try at a time. */
export class Door {
  readonly #context: HostContext;
  readonly #accounts: Accounts;
  readonly #verifiers: Verifiers;
  readonly #tries: TryCounter;
  #last: Promise<unknown> = Promise.resolve();
  #unknown = { sinceMs: 0, kept: 0, waiting: 0 };

  constructor(context: HostContext, accounts: Accounts, verifiers: Verifiers, tries: TryCounter) {
    this.#context = context;
    this.#accounts = accounts;
    this.#verifiers = verifiers;
    this.#tries = tries;
  }

  /**
   * Everything that tries a secret or depends on one runs in turn: many tries at once would all be checked before the
   * first was counted.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  async signIn(signInName: string, password: string): Promise<void> {
    const person = await this.byPassword(signInName, password, 'sign-in');
    this.#begin(person.personId, 'password');
  }

  /**
   * The person of that name and password.
   *
   * @throws AppError `people/wrong-password`, `people/locked-out`, `people/inactive`, `people/no-password-here`
   */
  async byPassword(signInName: string, password: string, purpose: Purpose): Promise<KnownPerson> {
    const [first, ...namesakes] = this.#accounts.byName(signInName);
    if (!first) {
      await this.#verifiers.opens([], 'password', password);
      this.failedUnknown('password', purpose);
      throw new AppError('people/wrong-password');
    }
    // Two benches may have given one name to two people; then the one whose password was set here is meant.
    const isHere = (person: KnownPerson) => person.credentialIds.password.some((id) => this.#verifiers.has(id));
    const person = [first, ...namesakes].find(isHere) ?? first;
    await this.checkPassword(person.personId, password, purpose);
    return person;
  }

  async checkPassword(personId: string, password: string, purpose: Purpose): Promise<void> {
    const person = this.#accounts.find(personId);
    if (!person) throw new AppError('people/unknown-person', { personId });
    this.#tries.check(person.personId, 'password');
    const ids = person.credentialIds.password;
    const isRight = await this.#verifiers.opens(ids, 'password', password);
    if (!ids.some((id) => this.#verifiers.has(id))) throw new AppError('people/no-password-here');
    if (!isRight) {
      this.#failed(person.personId, 'password', purpose);
      throw new AppError('people/wrong-password');
    }
    if (!person.isActive) throw new AppError('people/inactive');
    this.#tries.clear(person.personId);
  }

  async switchByPin(personId: string, pin: string): Promise<void> {
    const person = this.#accounts.find(personId);
    if (!person) {
      await this.#verifiers.opens([], 'pin', pin);
      this.failedUnknown('pin', 'sign-in');
      throw new AppError('people/wrong-pin');
    }
    this.#tries.check(person.personId, 'pin');
    if (!(await this.#verifiers.opens(person.credentialIds.pin, 'pin', pin))) {
      this.#failed(person.personId, 'pin', 'sign-in');
      throw new AppError('people/wrong-pin');
    }
    if (!person.isActive) throw new AppError('people/inactive');
    this.#tries.pinSucceeded(person.personId);
    this.#begin(person.personId, 'pin');
  }

  async switchByBadge(badge: string): Promise<void> {
    const person = await this.byBadge(badge);
    if (!person?.isActive) {
      this.failedUnknown('badge', 'sign-in');
      throw new AppError('people/unknown-badge');
    }
    this.#tries.check(person.personId, 'badge');
    this.#begin(person.personId, 'badge');
  }

  async byBadge(badge: string): Promise<KnownPerson | undefined> {
    for (const person of this.#accounts.all()) {
      if (await this.#verifiers.opens(person.credentialIds.badge, 'badge', badge)) return person;
    }
    return undefined;
  }

  clearLockOut(personId: string, reason: string): void {
    const { actor } = this.#context;
    const isLocked = this.#tries.lockedMinutes(personId) !== null;
    this.#tries.clear(personId);
    if (!isLocked) return;
    this.#record([draft(lockOutCleared, doorStream(personId), { personId, reason })], personAuthor(actor));
  }

  lockedMinutes(personId: string): number | null {
    return this.#tries.lockedMinutes(personId);
  }

  /** Nothing counts against this account any more: its password was given anew. */
  forgetTries(personId: string): void {
    this.#tries.clear(personId);
  }

  /** A try that meant no account. What was typed is not kept: it may be a password, one field too early. */
  failedUnknown(proof: BodyOf<typeof signInFailed>['proof'], purpose: Purpose): void {
    const now = this.#context.clock.monoMs();
    if (now - this.#unknown.sinceMs >= unknownsMs) {
      this.#unknown = { sinceMs: now, kept: 0, waiting: this.#unknown.waiting };
    }
    if (this.#unknown.kept >= unknownsKept) {
      this.#unknown.waiting += 1;
      return;
    }
    const body = { personId: null, proof, purpose, count: 1 + this.#unknown.waiting };
    this.#unknown = { ...this.#unknown, kept: this.#unknown.kept + 1, waiting: 0 };
    this.#record([draft(signInFailed, doorStream(null), body)], systemAuthor);
  }

  #failed(personId: string, proof: 'password' | 'pin', purpose: Purpose): void {
    const isClosing = this.#tries.failed(personId, proof);
    const stream = doorStream(personId);
    const minutes = proof === 'password' ? lockOutMinutes : 0;
    this.#record(
      [
        draft(signInFailed, stream, { personId, proof, purpose, count: 1 }),
        ...(isClosing ? [draft(lockedOut, stream, { personId, proof, tries: lockOutTries, minutes })] : []),
      ],
      systemAuthor,
    );
    // Whoever guesses at the password in an open session does not keep the session.
    const { state, person } = this.#context.session.state();
    if (isClosing && state === 'active' && person?.personId === personId) this.#context.session.lock('tries');
  }

  #begin(personId: string, proof: Credential): void {
    const session = randomUUID();
    const author: RecordAuthor = { actor: `user:${personId}`, auth: { session, proof } };
    this.#record([draft(signedIn, doorStream(personId), { personId, session, proof })], author);
    this.#context.session.begin(session, personId, proof);
  }

  /**
   * What happened at the door, as records. A folder that can only be read keeps no trace of who looked at it; on a full disk
   * people still get in to look and to be told so: nothing they changed would be kept either. Tries are counted in memory.
   */
  #record(drafts: readonly RecordDraft[], author: RecordAuthor): void {
    const { store } = this.#context;
    if (store.isReadonly) return;
    try {
      store.records.append(drafts, author);
    } catch (error) {
      if (!isAppError(error) || error.code !== 'store/disk-full') throw error;
    }
  }
}
