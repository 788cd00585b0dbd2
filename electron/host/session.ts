import { AppError } from '../../shared/kernel/errors.ts';
import type { SessionState } from '../../shared/modules/people/contract.ts';
import {
  type CallAccess,
  type Permission,
  permissionsOf,
  rolePermissions,
} from '../../shared/modules/people/permissions.ts';
import type { Credential } from '../../shared/modules/people/records.ts';
import type { Actor } from './context.ts';
import type { Account, PeopleSource } from './people-source.ts';

/** Who acts at this bench. Handlers ask; only the people module begins and ends sessions. */
export interface Session {
  /** The one records are written in the name of. `nobody` while nobody is signed in on a bench with accounts. */
  readonly actor: Actor;
  state(): SessionState;
  may(permission: Permission): boolean;
  /**
   * For checks finer than a call's own.
   *
   * @throws AppError `people/not-signed-in`, `people/must-change-password`, `people/not-permitted` with the permission
   *   and the roles that have it
   */
  require(permission: Permission): void;
  /** The account of the open session. @throws AppError `people/no-owner`, `people/not-signed-in` */
  requireAccount(): Account & { readonly session: string; readonly proof: Credential };
  onChange(listener: () => void): () => void;
}

/** The roles that give a permission, in one text with commas: whoever is refused is told whom to ask. */
function rolesThatMay(permission: Permission | undefined): string {
  const may = ([, permissions]: [string, readonly Permission[]]) =>
    permission !== undefined && permissions.includes(permission);
  return Object.entries(rolePermissions)
    .filter(may)
    .map(([name]) => name)
    .join(',');
}

interface OpenSession {
  readonly id: string;
  readonly personId: string;
  readonly proof: Credential;
  lockedBecause: SessionState['lockedBecause'];
  activeAtMs: number;
}

export interface HostSessionOptions {
  readonly people: () => PeopleSource;
  /** Grows while the host runs and no hand can set it: wall time neither unlocks nor locks anything. */
  readonly monoMs: () => number;
  readonly osActor: Actor;
  readonly onChange: () => void;
}

const lookEveryMs = 5000;
const nobody: Actor = { id: 'nobody', name: '', kind: 'nobody' };

/** The one session of a host: a bench is a shared workstation at which one person acts at a time (decision 41). */
export class HostSession implements Session {
  readonly #o: HostSessionOptions;
  readonly #listeners = new Set<() => void>();
  readonly #timer: NodeJS.Timeout;
  #open: OpenSession | null = null;

  constructor(options: HostSessionOptions) {
    this.#o = options;
    this.#timer = setInterval(() => this.#look(), lookEveryMs);
    this.#timer.unref();
  }

  get actor(): Actor {
    const people = this.#o.people();
    if (!people.hasOwner()) return this.#o.osActor;
    const active = this.#active();
    if (!active) return nobody;
    const { open, account } = active;
    return { id: account.personId, name: account.printedName, kind: 'account', session: open.id, proof: open.proof };
  }

  /** Opens a session in the name of a person who has proved it; the one before ends. */
  begin(id: string, personId: string, proof: Credential): void {
    this.#open = { id, personId, proof, lockedBecause: null, activeAtMs: this.#o.monoMs() };
    this.announce();
  }

  /** Closes the screen; the session waits for its person, whose drafts stay. */
  lock(because: NonNullable<SessionState['lockedBecause']>): void {
    if (!this.#open || this.#open.lockedBecause !== null) return;
    this.#open.lockedBecause = because;
    this.announce();
  }

  end(): void {
    if (!this.#open) return;
    this.#open = null;
    this.announce();
  }

  /** The person did something: idle time counts from now. */
  touch(): void {
    const active = this.#active();
    if (active) active.open.activeAtMs = this.#o.monoMs();
  }

  /** Says that the session or what its person may do has changed. */
  announce(): void {
    for (const listener of this.#listeners) listener();
    this.#o.onChange();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  state(): SessionState {
    const people = this.#o.people();
    const idleMinutes = people.idleMinutes();
    const none = { person: null, session: null, proof: null, lockedBecause: null, idleMinutes };
    if (!people.hasOwner()) return { state: 'no-owner', ...none };
    this.#look();
    const open = this.#open;
    const account = open && people.account(open.personId);
    if (!open || !account) return { state: 'signed-out', ...none };
    const { personId, printedName, initials, signInName, roles } = account;
    const { mustChangePassword, hasCertified, hasPin, hasBadge } = account;
    return {
      state: open.lockedBecause === null ? 'active' : 'locked',
      person: {
        ...{ personId, printedName, initials, signInName, mustChangePassword, hasCertified, hasPin, hasBadge },
        roles: [...roles],
        permissions: permissionsOf(roles),
      },
      session: open.id,
      proof: open.proof,
      lockedBecause: open.lockedBecause,
      idleMinutes,
    };
  }

  may(permission: Permission): boolean {
    return this.#refusal(permission) === undefined;
  }

  require(permission: Permission): void {
    const refusal = this.#refusal(permission);
    if (refusal) throw refusal;
  }

  requireAccount(): Account & { readonly session: string; readonly proof: Credential } {
    if (!this.#o.people().hasOwner()) throw new AppError('people/no-owner');
    const active = this.#active();
    if (!active) throw new AppError('people/not-signed-in');
    return { ...active.account, session: active.open.id, proof: active.open.proof };
  }

  /** What a call that asks for `access` is refused with, or undefined. A call the table does not name asks for the impossible. */
  refusalOf(access: CallAccess | undefined): AppError | undefined {
    if (access === 'public' || !this.#o.people().hasOwner()) return undefined;
    if (access === 'signed-in') return this.#active() ? undefined : new AppError('people/not-signed-in');
    return this.#refusal(access);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#listeners.clear();
  }

  #refusal(permission: Permission | undefined): AppError | undefined {
    if (!this.#o.people().hasOwner()) return undefined;
    const active = this.#active();
    if (!active) return new AppError('people/not-signed-in');
    const { account } = active;
    if (permission === undefined || !permissionsOf(account.roles).includes(permission)) {
      return new AppError('people/not-permitted', {
        permission: permission ?? 'none',
        roles: rolesThatMay(permission),
      });
    }
    return account.mustChangePassword ? new AppError('people/must-change-password') : undefined;
  }

  /** The open session with its account, as long as it is not locked, not idle too long, and the account is switched on. */
  #active(): { open: OpenSession; account: Account } | undefined {
    this.#look();
    const open = this.#open;
    if (!open || open.lockedBecause !== null) return undefined;
    const account = this.#o.people().account(open.personId);
    return account ? { open, account } : undefined;
  }

  #look(): void {
    const open = this.#open;
    if (!open) return;
    if (this.#o.people().account(open.personId)?.isActive !== true) {
      this.end();
      return;
    }
    const idleMs = this.#o.monoMs() - open.activeAtMs;
    if (open.lockedBecause === null && idleMs >= this.#o.people().idleMinutes() * 60_000) this.lock('idle');
  }
}
