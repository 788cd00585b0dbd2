import { AppError } from '../../shared/kernel/errors.ts';
import type { KeyProvider } from '../store/keys.ts';
import type { FromHost, ToHost } from './main-messages.ts';

type Ask = Extract<FromHost, { type: 'key-question' }>['ask'];
type Answer = Extract<ToHost, { type: 'key-answer' }>;

/** The OS key store as the host sees it: only main may ask the operating system, so every question goes there and back. */
export class KeyQuestions {
  readonly #send: (id: number, ask: Ask) => void;
  readonly #open = new Map<number, (answer: Answer) => void>();
  #nextId = 1;

  constructor(send: (id: number, ask: Ask) => void) {
    this.#send = send;
  }

  provider(): KeyProvider {
    return {
      kind: 'os-store',
      read: async () => (await this.#ask({ what: 'read' })) ?? undefined,
      write: async (secret) => {
        await this.#ask({ what: 'write', secret });
      },
    };
  }

  answer(answer: Answer): void {
    this.#open.get(answer.id)?.(answer);
    this.#open.delete(answer.id);
  }

  #ask(ask: Ask): Promise<string | null> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      this.#open.set(id, ({ code, secret }) => {
        if (code === null) resolve(secret);
        else reject(new AppError(code, { store: 'os-store' }));
      });
      this.#send(id, ask);
    });
  }
}
