import type { HostContext } from '../../host/module.ts';

/** Not in the first minute: the start belongs to the window. */
const firstLookMs = 60_000;
const lookEveryMs = 30_000;
/** Between two steps, in which saves have their turn. */
const pauseMs = 20;

/** Keeps the index the audit trail searches in step with the log, behind the saves. Answers how to stop. */
export function startIndexJob({ store }: HostContext): () => void {
  let timer: NodeJS.Timeout;
  let isDue = true;
  const stopListening = store.onCommitted(({ records }) => {
    if (records.length > 0) isDue = true;
  });
  const look = (): void => {
    let isLeft = false;
    try {
      isLeft = isDue && !store.index.follow();
      if (!isLeft) isDue = false;
    } catch {
      // A full or read-only disk: the store says so on every screen, and the trail searches in the log itself.
    }
    wait(isLeft ? pauseMs : lookEveryMs);
  };
  const wait = (ms: number): void => {
    timer = setTimeout(look, ms);
    timer.unref();
  };
  wait(firstLookMs);
  return () => {
    clearTimeout(timer);
    stopListening();
  };
}
