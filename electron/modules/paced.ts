/** Decision 31: a live screen gets at most four pushes a second, whatever the lines do. */
export const pushEveryMs = 250;

export interface PacedSource<T> {
  /** Told once; calls `wake` whenever there may be something new. Answers how to unsubscribe. */
  subscribe(wake: () => void): () => void;
  /** Takes what is new since the last call, or null when nothing is. Called at once, then after wakes. */
  take(): T | null;
  readonly everyMs?: number;
  /** Also looks when nothing wakes it: for what changes by time alone (minutes of silence). */
  readonly tickMs?: number;
  /** Ends the stream. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A live stream that gathers: wakes between two pushes become one, a reader that is slow gets fewer and larger pushes,
 * and nothing is kept for it but what `take` keeps.
 */
export async function* paced<T>(source: PacedSource<T>): AsyncGenerator<T, void, void> {
  const { everyMs = pushEveryMs, tickMs, signal } = source;
  let isAwake = true;
  let rouse = (): void => {};
  const wake = (): void => {
    isAwake = true;
    rouse();
  };
  const stop = source.subscribe(wake);
  const tick = tickMs === undefined ? undefined : setInterval(wake, tickMs);
  const onAbort = (): void => rouse();
  signal?.addEventListener('abort', onAbort);
  try {
    while (!signal?.aborted) {
      if (!isAwake) {
        await new Promise<void>((resolve) => {
          rouse = resolve;
        });
        continue;
      }
      isAwake = false;
      const pushed = source.take();
      if (pushed === null) continue;
      yield pushed;
      await pause(everyMs, signal);
    }
  } finally {
    stop();
    clearInterval(tick);
    signal?.removeEventListener('abort', onAbort);
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
