import type { HostConnection } from './host-connection.ts';
import { isConnectionLoss, type PageError, toPageError } from './page-error.ts';
import { isSignInRefusal } from './session-gate.ts';

interface FollowOptions<Value> {
  readonly connection: HostConnection;
  /** Opens the stream; called again on every new connection. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<Value>>;
  readonly onValue: (value: Value) => void;
  readonly onError?: (error: PageError) => void;
  /** The host ended the stream by itself (a listen test that is done). */
  readonly onEnd?: () => void;
  /** Do not open it again after a lost connection: the stream is a deed of its own, such as a listen test. */
  readonly isOnce?: boolean;
}

/**
 * Reads a live stream until the returned function is called. A stream that ends because the host went down is opened
 * again as soon as there is a new connection; one that the host refuses is reported and left.
 */
export function followStream<Value>(options: FollowOptions<Value>): () => void {
  const abort = new AbortController();
  const run = async () => {
    while (!abort.signal.aborted) {
      try {
        await options.connection.getLink(abort.signal);
        for await (const value of await options.open(abort.signal)) {
          if (abort.signal.aborted) {
            return;
          }
          options.onValue(value);
        }
        options.onEnd?.();
        return;
      } catch (error) {
        if (abort.signal.aborted) {
          return;
        }
        // A stream that a lock ended is opened again: the call waits at the gate for whoever signs in.
        const isOver = !isConnectionLoss(error) && !isSignInRefusal(error);
        if (isOver || options.isOnce === true) {
          options.onError?.(toPageError(error));
          return;
        }
      }
    }
  };
  void run();
  return () => abort.abort(new DOMException('left', 'AbortError'));
}
