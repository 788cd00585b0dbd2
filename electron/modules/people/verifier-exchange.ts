import {
  credentialSet,
  personStream,
  verifierPassedOn,
  verifierStream,
} from '../../../shared/modules/people/records.ts';
import { draft, isRecordOf, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { openBox, sealForBox } from '../../store/box.ts';
import { otherWorkstations } from '../../store/other-workstations.ts';
import type { Accounts } from './accounts.ts';
import type { Verifiers } from './verifiers.ts';

/** Not at once: a start belongs to the window, and records come in hundreds. */
const firstLookMs = 3_000;
const afterRecordsMs = 300;
const systemAuthor: RecordAuthor = { actor: 'system', auth: { session: null, proof: 'none' } };
/** Records after which there may be something to pass on or to take over. */
const wakingTypes: ReadonlySet<string> = new Set([
  'people.credential-set',
  'people.verifier-passed-on',
  'workstation.enrolled',
  'person.same-as',
]);

interface PassedRow {
  person_id: string;
  credential_id: string;
  author: string;
  from_key: string;
  sealed: string;
}

const purposeOf = (credentialId: string): string => `verifier ${credentialId}`;

/**
 * A password or a badge set on one workstation opens its account on the others of the site. The workstation where it was set
 * passes the verifier on, sealed to each of the others; only that one is believed, because otherwise any bench could give a
 * person a password of its own choice everywhere.
 */
export class VerifierExchange {
  readonly #context: HostContext;
  readonly #accounts: Accounts;
  readonly #verifiers: Verifiers;

  constructor(context: HostContext, accounts: Accounts, verifiers: Verifiers) {
    this.#context = context;
    this.#accounts = accounts;
    this.#verifiers = verifiers;
  }

  /** Looks now and then, and after records that matter. Answers how to stop. */
  start(): () => void {
    let timer: NodeJS.Timeout | undefined;
    const lookIn = (ms: number): void => {
      timer ??= setTimeout(() => {
        timer = undefined;
        try {
          this.look();
        } catch {
          // The disk is full or read-only: the store says so on every screen, and the next record wakes it again.
        }
      }, ms).unref();
    };
    const stopListening = this.#context.store.onCommitted(({ records }) => {
      if (records.some(({ type }) => wakingTypes.has(type))) lookIn(afterRecordsMs);
    });
    lookIn(firstLookMs);
    return () => {
      clearTimeout(timer);
      stopListening();
    };
  }

  /** Takes over what was passed on to this workstation, and passes on what was set here. */
  look(): void {
    this.#takeOver();
    this.#passOn();
  }

  #takeOver(): void {
    const { store } = this.#context;
    const rows = store.db
      .prepare(
        'SELECT person_id, credential_id, author, from_key, sealed FROM passed_verifiers WHERE device = ? AND box_key = ?',
      )
      .all(store.keys.device, store.sync.boxKey) as PassedRow[];
    for (const { person_id: personId, credential_id: credentialId, author, from_key: from, sealed } of rows) {
      if (this.#verifiers.has(credentialId) || this.#makerOf(personId, credentialId) !== author) continue;
      try {
        const bytes = openBox((key) => store.sync.agree(key), purposeOf(credentialId), { from, sealed });
        this.#verifiers.takeOver(credentialId, this.#accounts.idsOf(personId), bytes);
      } catch {
        // Sealed to a key this machine no longer has: the person's password is set anew by an administrator.
      }
    }
  }

  #passOn(): void {
    const { store } = this.#context;
    const { device: own } = store.keys;
    const others = otherWorkstations(store);
    if (others.length === 0) return;
    const isPassed = store.db.prepare(
      'SELECT 1 FROM passed_verifiers WHERE credential_id = ? AND device = ? AND box_key = ? AND author = ?',
    );
    const drafts = this.#accounts.all().flatMap(({ personId, credentialIds }) =>
      [...credentialIds.password, ...credentialIds.badge].flatMap((credentialId) => {
        const bytes = this.#verifiers.toPassOn(credentialId);
        if (!bytes || this.#makerOf(personId, credentialId) !== own) return [];
        return others
          .filter(({ device, boxKey }) => !isPassed.get(credentialId, device, boxKey, own))
          .map(({ device, boxKey }) => {
            const boxed = sealForBox(boxKey, purposeOf(credentialId), bytes);
            const body = { personId, credentialId, device, boxKey, ...boxed };
            return draft(verifierPassedOn, verifierStream(credentialId), body);
          });
      }),
    );
    store.records.append(drafts, systemAuthor);
  }

  /** The workstation that recorded the setting of a credential. */
  #makerOf(personId: string, credentialId: string): string | undefined {
    const set = this.#context.store.records
      .read(personStream(personId))
      .find((record) => isRecordOf(record, credentialSet) && record.body.credentialId === credentialId);
    return set?.log.split('/', 1)[0];
  }
}
