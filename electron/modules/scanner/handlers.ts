import { implement } from '@orpc/server';
import { type Scan, scannerContract } from '../../../shared/modules/scanner/contract.ts';
import { paced } from '../paced.ts';
import type { ScannerDesk } from './scanner-desk.ts';

/** Codes that wait for a window that is slow to take them; older ones are dropped. */
const mostWaiting = 16;
/** A person hears the scanner's beep and looks up: the code is there by then. */
const pushEveryMs = 50;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(desk: ScannerDesk) {
  const os = implement(scannerContract);
  return os.router({
    get: os.get.handler(() => ({ settings: desk.settings, state: desk.state })),

    save: os.save.handler(({ input }) => {
      desk.save(input);
      return {};
    }),

    retry: os.retry.handler(() => {
      desk.retry();
      return {};
    }),

    live: os.live.handler(({ signal }) => {
      let waiting: Scan[] = [];
      return paced({
        signal,
        everyMs: pushEveryMs,
        subscribe: (wake) =>
          desk.listen((scan) => {
            waiting = [...waiting, scan].slice(-mostWaiting);
            wake();
          }),
        take: () => {
          if (waiting.length === 0) return null;
          const scans = waiting;
          waiting = [];
          return { scans };
        },
      });
    }),
  });
}
