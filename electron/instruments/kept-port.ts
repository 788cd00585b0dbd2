import type { KeptPort } from '../host/context.ts';
import type { LinkKeeper } from './link-keeper.ts';

/** A keeper as its owner may use it: other settings one after the other, and nothing that writes. */
export function keptPort(keeper: LinkKeeper, onFault: (error: unknown) => void): KeptPort {
  let work: Promise<void> = Promise.resolve();
  return {
    get state() {
      return keeper.state;
    },
    use(link) {
      work = work.then(() => keeper.change(link)).catch(onFault);
    },
    retry: () => keeper.retry(),
    async close() {
      await work;
      await keeper.stop();
    },
  };
}
