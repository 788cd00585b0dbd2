import * as z from 'zod';
import { AppError } from '../../../shared/kernel/errors.ts';
import { lockOutMinutes, lockOutTries } from '../../../shared/modules/people/rules-secrets.ts';
import type { SettingsStore } from '../../store/store.ts';

const settingsKey = 'people/tries';
const lockOutMs = lockOutMinutes * 60_000;
const minuteMs = 60_000;

const kept = z.record(z.string(), z.object({ password: z.number(), pin: z.number(), isLockedOut: z.boolean() }));

interface Tries {
  password: number;
  pin: number;
  /** Monotonic time at which the door opens again, or null. */
  lockedUntilMs: number | null;
  lastMs: number;
}

/**
 * Wrong tries per account and the lock-outs they lead to. Counted on the monotonic clock: setting the wall clock neither
 * opens nor extends anything. What was counted survives a restart; an unfinished lock-out begins anew with it, because no
 * clock tells how long the host was away that a hand at the machine could not have set.
 */
export class TryCounter {
  readonly #settings: SettingsStore;
  readonly #monoMs: () => number;
  readonly #byPerson = new Map<string, Tries>();

  constructor(settings: SettingsStore, monoMs: () => number) {
    this.#settings = settings;
    this.#monoMs = monoMs;
    const read = kept.safeParse(settings.get(settingsKey));
    const now = monoMs();
    for (const [personId, { isLockedOut, ...tries }] of Object.entries(read.success ? read.data : {})) {
      this.#byPerson.set(personId, { ...tries, lockedUntilMs: isLockedOut ? now + lockOutMs : null, lastMs: now });
    }
  }

  /** Whole minutes until the door opens again, or null. */
  lockedMinutes(personId: string): number | null {
    const tries = this.#current(personId);
    return tries?.lockedUntilMs == null ? null : Math.ceil((tries.lockedUntilMs - this.#monoMs()) / minuteMs);
  }

  /** @throws AppError `people/locked-out` with the minutes left, `people/pin-locked` */
  check(personId: string, proof: 'password' | 'pin' | 'badge'): void {
    const minutes = this.lockedMinutes(personId);
    if (minutes !== null) throw new AppError('people/locked-out', { minutes });
    if (proof === 'pin' && (this.#current(personId)?.pin ?? 0) >= lockOutTries) throw new AppError('people/pin-locked');
  }

  /** Counts a wrong try; true when it closed the door (or the PIN). */
  failed(personId: string, proof: 'password' | 'pin'): boolean {
    const now = this.#monoMs();
    const tries = this.#current(personId) ?? { password: 0, pin: 0, lockedUntilMs: null, lastMs: now };
    tries[proof] += 1;
    tries.lastMs = now;
    const isClosing = tries[proof] === lockOutTries;
    if (proof === 'password' && isClosing) tries.lockedUntilMs = now + lockOutMs;
    this.#byPerson.set(personId, tries);
    this.#keep();
    return isClosing;
  }

  /** The password was right, or an administrator opened the door: everything counts from nothing. */
  clear(personId: string): boolean {
    const had = this.#byPerson.delete(personId);
    if (had) this.#keep();
    return had;
  }

  /** A PIN was right: wrong PINs before it count no more. */
  pinSucceeded(personId: string): void {
    const tries = this.#byPerson.get(personId);
    if (!tries || tries.pin === 0) return;
    tries.pin = 0;
    this.#keep();
  }

  /** Tries are forgotten half an hour after the last one, lock-outs when they end; a closed PIN waits for the password. */
  #current(personId: string): Tries | undefined {
    const tries = this.#byPerson.get(personId);
    if (!tries) return undefined;
    const now = this.#monoMs();
    const isOver = tries.lockedUntilMs === null ? now - tries.lastMs >= lockOutMs : now >= tries.lockedUntilMs;
    if (isOver && (tries.password > 0 || tries.lockedUntilMs !== null)) {
      tries.password = 0;
      tries.lockedUntilMs = null;
      if (tries.pin < lockOutTries) tries.pin = 0;
      this.#keep();
    }
    return tries;
  }

  #keep(): void {
    const entries = [...this.#byPerson].map(([personId, { password, pin, lockedUntilMs }]) => [
      personId,
      { password, pin, isLockedOut: lockedUntilMs !== null },
    ]);
    try {
      this.#settings.set(settingsKey, Object.fromEntries(entries));
    } catch {
      // A full disk: counted while the host runs, and the store says so on every screen.
    }
  }
}
