import type { Host } from '../../electron/host/host.ts';
import type { RecordAuthor } from '../../shared/records/define.ts';

const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };
/** Things written in one transaction: a flush costs more than all of them. */
const batch = 20;

interface Filled {
  /** Where its first record lies: a thing that has one is there whole, and is left alone. */
  readonly stream: string;
  write(author: RecordAuthor): void;
}

/** Writes so many things, many in one transaction, and each of them once: what was broken off is gone on with. */
export function eachOnce({ context: { store } }: Host, count: number, make: (number: number) => Filled): void {
  for (let number = 0; number < count; ) {
    store.transaction(() => {
      for (const end = number + batch; number < end && number < count; number += 1) {
        const { stream, write } = make(number);
        if (store.records.read(stream).length === 0) write(author);
      }
    });
  }
}
