import type Database from 'better-sqlite3';
import type { Person } from '../../../shared/modules/people/contract.ts';
import { policyStream } from '../../../shared/modules/people/records.ts';
import { type CurrentPerson, idleMinutesDefault, policyFold, signInKey } from '../../../shared/modules/people/rules.ts';
import type { HostContext } from '../../host/module.ts';
import type { Account } from '../../host/people-source.ts';

interface PersonRow {
  person_id: string;
  current: string;
  conflicts: string;
}

export interface KnownPerson extends CurrentPerson {
  readonly conflicts: Person['conflicts'];
}

/** The accounts of this bench, as the tables have them; what is asked at every call is kept until a commit touches it. */
export class Accounts {
  readonly #context: HostContext;
  readonly #anybody: Database.Statement<[]>;
  readonly #known = new Map<string, KnownPerson | undefined>();
  readonly #names = new Map<string, string | undefined>();
  readonly #stop: () => void;
  #hasOwner = false;
  #idleMinutes: number | undefined;

  constructor(context: HostContext) {
    this.#context = context;
    this.#anybody = context.store.db.prepare('SELECT 1 FROM people LIMIT 1');
    this.#stop = context.store.onCommitted(({ tables, records }) => {
      const isPolicy = records.some((record) => record.stream === policyStream);
      if (!isPolicy && !tables.includes('people')) return;
      this.#known.clear();
      this.#names.clear();
      this.#idleMinutes = undefined;
      // What the person of the open session may do can have changed.
      context.session.announce();
    });
  }

  close(): void {
    this.#stop();
  }

  /** True from the first account on, for ever: accounts are never deleted. */
  hasOwner(): boolean {
    this.#hasOwner ||= this.#anybody.get() !== undefined;
    return this.#hasOwner;
  }

  /** A person by any id they were ever added under. */
  find(personId: string): KnownPerson | undefined {
    if (this.#known.has(personId)) return this.#known.get(personId);
    const row = this.#context.store.db
      .prepare(
        `SELECT p.person_id, p.current, p.conflicts FROM person_ids i JOIN people p ON p.person_id = i.person_id
         WHERE i.alias_id = ?`,
      )
      .get(personId) as PersonRow | undefined;
    const person = row && toPerson(row);
    this.#known.set(personId, person);
    return person;
  }

  byName(signInName: string): KnownPerson[] {
    const rows = this.#context.store.db
      .prepare('SELECT person_id, current, conflicts FROM people WHERE sign_in_key = ? ORDER BY person_id')
      .all(signInKey(signInName)) as PersonRow[];
    return rows.map(toPerson);
  }

  all(): KnownPerson[] {
    const rows = this.#context.store.db
      .prepare('SELECT person_id, current, conflicts FROM people ORDER BY sign_in_key, person_id')
      .all() as PersonRow[];
    return rows.map(toPerson);
  }

  /** True when this person is an administrator who is switched on, and nobody else is. */
  isLastAdministrator(personId: string): boolean {
    const ids = this.#context.store.db
      .prepare('SELECT person_id FROM people WHERE is_active = 1 AND is_administrator = 1')
      .pluck()
      .all() as string[];
    return ids.length === 1 && ids[0] === personId;
  }

  hasAdministrator(): boolean {
    const sql = 'SELECT 1 FROM people WHERE is_active = 1 AND is_administrator = 1 LIMIT 1';
    return this.#context.store.db.prepare(sql).get() !== undefined;
  }

  account(personId: string): Account | undefined {
    const person = this.find(personId);
    if (!person) return undefined;
    const { credentialIds, isPasswordTemporary: mustChangePassword, ...known } = person;
    return {
      ...known,
      mustChangePassword,
      hasPin: credentialIds.pin.length > 0,
      hasBadge: credentialIds.badge.length > 0,
    };
  }

  nameOf(personId: string): string | undefined {
    return this.find(personId)?.printedName;
  }

  idsOf(personId: string): string[] {
    const ids = this.#context.store.db
      .prepare(
        'SELECT alias_id FROM person_ids WHERE person_id = (SELECT person_id FROM person_ids WHERE alias_id = ?)',
      )
      .pluck()
      .all(personId) as string[];
    return ids.length > 0 ? ids : [personId];
  }

  idleMinutes(): number {
    this.#idleMinutes ??= this.#context.store.records.fold(policyStream, policyFold).state?.value ?? idleMinutesDefault;
    return this.#idleMinutes;
  }

  correctionsOf(hash: string): string[] {
    return this.#context.store.db
      .prepare('SELECT hash FROM record_corrections WHERE target_hash = ? ORDER BY hash')
      .pluck()
      .all(hash) as string[];
  }

  lastSignedInAt(personId: string): string | null {
    const sql = 'SELECT last_signed_in_at FROM people_door WHERE person_id = ?';
    return (this.#context.store.db.prepare(sql).pluck().get(personId) as string | undefined) ?? null;
  }
}

const toPerson = (row: PersonRow): KnownPerson => ({
  ...(JSON.parse(row.current) as CurrentPerson),
  conflicts: JSON.parse(row.conflicts) as KnownPerson['conflicts'],
});
