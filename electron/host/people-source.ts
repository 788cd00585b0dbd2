import type { Role } from '../../shared/modules/people/records.ts';

/** One account as the host needs it to let someone act. */
export interface Account {
  readonly personId: string;
  readonly signInName: string;
  readonly printedName: string;
  readonly initials: string;
  readonly roles: readonly Role[];
  readonly isActive: boolean;
  /** The password was given by another and must be changed first. */
  readonly mustChangePassword: boolean;
  readonly hasCertified: boolean;
  readonly hasPin: boolean;
  readonly hasBadge: boolean;
}

/** What the host asks of whoever keeps the accounts: the people module, or nobody (a host without it, an empty bench). */
export interface PeopleSource {
  /** False until the first account: the bench then works as the operating-system user (decision 41). */
  hasOwner(): boolean;
  account(personId: string): Account | undefined;
  /** Printed name of an id, also of accounts that are switched off or joined. */
  nameOf(personId: string): string | undefined;
  /** Every id a person was ever added under: records may name any of them. */
  idsOf(personId: string): readonly string[];
  idleMinutes(): number;
  /** Corrections (amendments, voids) of a record, by hash. */
  correctionsOf(hash: string): readonly string[];
  /** @throws AppError `people/wrong-password`, `people/locked-out`, `people/inactive` */
  checkPassword(personId: string, password: string, purpose: 'sign' | 'change'): Promise<void>;
}

/** A bench without accounts. */
export const noPeople: PeopleSource = {
  hasOwner: () => false,
  account: () => undefined,
  nameOf: () => undefined,
  idsOf: (personId) => [personId],
  idleMinutes: () => 30,
  correctionsOf: () => [],
  checkPassword: async () => {},
};
