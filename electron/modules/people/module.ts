import { peopleRecords } from '../../../shared/modules/people/records.ts';
import type { HostModule } from '../../host/module.ts';
import { perHost } from '../per-host.ts';
import { Accounts } from './accounts.ts';
import { PeopleDesk } from './desk.ts';
import { Door } from './door.ts';
import { startIndexJob } from './jobs.ts';
import { proveSignatures } from './prove-signatures.ts';
import { correctionsTable, doorTable, passedVerifiersTable, peopleTable, signaturesTable } from './tables.ts';
import { TryCounter } from './tries.ts';
import { VerifierExchange } from './verifier-exchange.ts';
import { type SecretCost, usualCost, Verifiers } from './verifiers.ts';

/**
 * Accounts, sessions, signatures, the audit trail.
 *
 * @param cost of checking one secret; tests that check hundreds take less
 */
export function createPeopleModule(cost: SecretCost = usualCost): HostModule {
  const accountsOf = perHost((context) => new Accounts(context));
  const doorOf = perHost((context) => {
    const verifiers = new Verifiers(context.store, cost);
    const { settings, isReadonly } = context.store;
    const kept = isReadonly ? { get: (key: string) => settings.get(key), set: () => {} } : settings;
    const tries = new TryCounter(kept, context.clock.monoMs);
    const door = new Door(context, accountsOf(context), verifiers, tries);
    const exchange = new VerifierExchange(context, accountsOf(context), verifiers);
    return { door, desk: new PeopleDesk(context, accountsOf(context), verifiers, door), exchange };
  });
  const jobOf = perHost((context) => [startIndexJob(context), doorOf(context).exchange.start()]);
  return {
    name: 'people',
    records: peopleRecords,
    projections: [peopleTable, doorTable, signaturesTable, correctionsTable, passedVerifiersTable],
    prove: proveSignatures,
    people(context) {
      const accounts = accountsOf(context);
      return {
        hasOwner: () => accounts.hasOwner(),
        account: (personId) => accounts.account(personId),
        nameOf: (personId) => accounts.nameOf(personId),
        idsOf: (personId) => accounts.idsOf(personId),
        idleMinutes: () => accounts.idleMinutes(),
        correctionsOf: (hash) => accounts.correctionsOf(hash),
        checkPassword: (personId, password, purpose) => {
          const { door } = doorOf(context);
          return door.inTurn(() => door.checkPassword(personId, password, purpose));
        },
      };
    },
    loadHandlers: async (context) =>
      (await import('./handlers.ts')).createHandlers(context, accountsOf(context), doorOf(context)),
    start: (context) => {
      jobOf(context);
    },
    stop: (context) => {
      for (const stop of jobOf(context)) stop();
      accountsOf(context).close();
    },
  };
}
