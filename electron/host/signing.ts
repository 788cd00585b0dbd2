import { formatOffset } from '../../shared/kernel/clock.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { signingRole } from '../../shared/modules/people/permissions.ts';
import {
  type Meaning,
  type Role,
  type SignatureTarget,
  signatureStream,
  signed,
} from '../../shared/modules/people/records.ts';
import {
  draft,
  type RecordAuthor,
  type RecordDraft,
  type RecordOf,
  type StoredRecord,
} from '../../shared/records/define.ts';
import { newId } from '../modules/new-id.ts';
import type { Store } from '../store/store.ts';
import type { StoreClock } from '../store/types.ts';
import type { PeopleSource } from './people-source.ts';
import type { Session } from './session.ts';

export interface SignRequest {
  /** The full password, every time; a PIN or a badge never signs (decision 23). */
  readonly password: string;
  readonly meaning: Meaning;
  /** What is stated beside the meaning, e.g. a comment of the reviewer; at most 1000 characters. */
  readonly statement?: string;
}

/** Leave to sign once, for the person who just proved it. Synchronous from here on, so that it fits into a transaction. */
export interface SigningGrant {
  readonly signerId: string;
  readonly printedName: string;
  readonly role: Role;
  readonly meaning: Meaning;
  /** Who the signature's record is written by. */
  readonly author: RecordAuthor;
  /**
   * The signature of exactly these records, to be appended under `author`. The records must be in the log, earlier in the
   * same transaction at the latest, and every correction of them must be among them.
   *
   * @throws AppError `people/grant-spent`, `people/record-not-found`, `people/record-corrected`
   */
  draft(targets: readonly (StoredRecord | SignatureTarget)[]): RecordDraft<typeof signed>;
  /** Appends that draft and answers its record. */
  sign(targets: readonly (StoredRecord | SignatureTarget)[]): RecordOf<typeof signed>;
}

/**
 * How modules sign. Act and sign in one transaction:
 *
 *     const grant = await context.signing.require({ password, meaning: 'reviewed' });
 *     store.transaction(() => {
 *       const { records } = store.records.decide(decider, stream, command, personAuthor(context.actor));
 *       grant.sign(records);
 *     });
 */
export interface Signing {
  /** False on a bench without accounts: nobody can sign there. */
  readonly isPossible: boolean;
  /**
   * Checks person, permission, certification (21 CFR 11.100(c)) and password.
   *
   * @throws AppError `people/no-owner`, `people/not-signed-in`, `people/must-change-password`, `people/not-permitted`,
   * `people/not-certified`, `people/wrong-password`, `people/locked-out`
   */
  require(request: SignRequest): Promise<SigningGrant>;
}

export interface SigningOptions {
  readonly people: () => PeopleSource;
  readonly session: Session;
  readonly store: Pick<Store, 'records'>;
  readonly clock: StoreClock;
}

/** Between the password and the save lies a transaction, nothing more. */
const grantLastsMs = 60_000;

export function createSigning({ people, session, store, clock }: SigningOptions): Signing {
  return {
    get isPossible() {
      return people().hasOwner();
    },
    async require({ password, meaning, statement = '' }) {
      const before = session.requireAccount();
      session.require(`sign.${meaning}`);
      if (!before.hasCertified) throw new AppError('people/not-certified');
      await people().checkPassword(before.personId, password, 'sign');
      // While the password was being checked somebody else may have come, or the roles have changed.
      session.require(`sign.${meaning}`);
      const account = session.requireAccount();
      const role = signingRole(account.roles, meaning);
      if (account.session !== before.session || role === undefined) throw new AppError('people/not-signed-in');
      const { personId: signerId, printedName } = account;
      const author: RecordAuthor = {
        actor: `user:${signerId}`,
        auth: { session: account.session, proof: 'password' },
      };
      const grantedAtMs = clock.monoMs();
      let isSpent = false;

      const grant: SigningGrant = {
        ...{ signerId, printedName, role, meaning, author },
        draft(wanted) {
          if (isSpent || clock.monoMs() - grantedAtMs > grantLastsMs) throw new AppError('people/grant-spent');
          const targets = wanted.map(({ hash, id, type }) => ({ hash, id, type }));
          checkTargets(targets);
          isSpent = true;
          const signatureId = newId();
          const body = {
            ...{ signatureId, signerId, printedName, role, meaning, targets, statement },
            at: localTime(clock),
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
          };
          return draft(signed, signatureStream(signatureId), body);
        },
        sign(targets) {
          const [record] = store.records.append([grant.draft(targets)], author);
          return record as RecordOf<typeof signed>;
        },
      };
      return grant;
    },
  };

  function checkTargets(targets: readonly SignatureTarget[]): void {
    const named = new Set(targets.map((target) => target.hash));
    for (const { hash, id, type } of targets) {
      const record = store.records.byHash(hash);
      if (!record || record.id !== id || record.type !== type) throw new AppError('people/record-not-found', { hash });
      const missing = people()
        .correctionsOf(hash)
        .find((correction) => !named.has(correction));
      if (missing !== undefined) throw new AppError('people/record-corrected', { hash });
    }
  }
}

/** Wall time with the bench's offset, to the millisecond: `2026-11-22T15:04:05.000+01:00`. */
function localTime(clock: StoreClock): string {
  const minutes = clock.offsetMinutes();
  const local = new Date(clock.wallMs() + minutes * 60_000).toISOString().slice(0, -1);
  return `${local}${formatOffset(minutes)}`;
}
