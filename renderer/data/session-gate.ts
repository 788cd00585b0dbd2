import { ORPCError } from '@orpc/client';
import type { SessionState } from '../../shared/modules/people/contract.ts';

/** The host's answer to whoever has not signed in, or whose session is locked. */
export function isSignInRefusal(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'people/not-signed-in';
}

interface CallOptions {
  /** A call that does something. It goes on only for the person who made it; a question goes on for anyone. */
  readonly isCommand: boolean;
  readonly signal: AbortSignal | undefined;
}

/** How things stood when a call was made. */
interface Moment {
  readonly openings: number;
  readonly personId: string | null;
}

interface Waiting extends Pick<CallOptions, 'isCommand'> {
  readonly moment: Moment;
  readonly goOn: () => void;
  readonly refuse: () => void;
}

/**
 * Where calls wait that the host refuses until someone signs in. A lock in the middle of a form then costs nothing: who
 * comes back goes on, and what was pressed is carried out. What somebody else pressed is not carried out in the name of
 * whoever signs in next: that call ends with the refusal, and the form stays as it was.
 */
export class SessionGate {
  #isKnown = false;
  #isOpen = false;
  #openings = 0;
  #personId: string | null = null;
  #session: string | null = null;
  readonly #waiting = new Set<Waiting>();

  /**
   * Takes what the host says of the session. Answers true when, after the first word of it, a session has begun or was
   * opened again: what was read before was read with other rights.
   */
  take({ state, person, session }: SessionState): boolean {
    const isOpen = state === 'active' || state === 'no-owner';
    const isOpened = isOpen && (!this.#isOpen || session !== this.#session);
    const isFirst = !this.#isKnown;
    this.#isKnown = true;
    this.#isOpen = isOpen;
    if (isOpened) {
      this.#openings += 1;
      this.#session = session;
      this.#personId = person?.personId ?? null;
      for (const waiting of [...this.#waiting]) {
        this.#settle(waiting);
      }
    }
    return isOpened && !isFirst;
  }

  /** Makes a call, again after each sign-in while the host refuses it for want of one. */
  async carry<Output>(call: () => Promise<Output>, options: CallOptions): Promise<Output> {
    for (;;) {
      const moment = { openings: this.#openings, personId: this.#personId };
      try {
        return await call();
      } catch (error) {
        if (!isSignInRefusal(error)) {
          throw error;
        }
        await this.#wait(moment, options, error);
      }
    }
  }

  #wait(moment: Moment, { isCommand, signal }: CallOptions, error: unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => () => {
        this.#waiting.delete(waiting);
        signal?.removeEventListener('abort', abort);
        settle();
      };
      const waiting: Waiting = { moment, isCommand, goOn: end(resolve), refuse: end(() => reject(error)) };
      const abort = end(() => reject(signal?.reason));
      signal?.addEventListener('abort', abort);
      this.#waiting.add(waiting);
      // Someone signed in while the refusal was on its way.
      if (this.#isOpen && this.#openings !== moment.openings) {
        this.#settle(waiting);
      }
    });
  }

  #settle({ moment, isCommand, goOn, refuse }: Waiting): void {
    if (isCommand && moment.personId !== null && moment.personId !== this.#personId) {
      refuse();
    } else {
      goOn();
    }
  }
}
