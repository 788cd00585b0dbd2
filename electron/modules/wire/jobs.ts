import type { HostContext } from '../../host/module.ts';
import { readSettings } from '../settings-values.ts';

const lookEveryMs = 3_600_000;
/** Not in the first minute: the start belongs to the window. */
const firstLookMs = 60_000;
const megabyte = 1_000_000;

/** Lets whole wire segments age by the limits of the settings; none that holds an owed frame goes. Answers how to stop. */
export function startWireJobs(context: HostContext): () => void {
  const look = (): void => {
    const { wireMaxAgeDays: maxAgeDays, wireMaxMegabytes } = readSettings(context.store.settings);
    try {
      const { deleted } = context.store.wire.age({ maxAgeDays, maxBytes: wireMaxMegabytes * megabyte });
      if (deleted > 0) context.topics.announce('wire');
    } catch {
      // A file that cannot be deleted now is tried again in an hour; ageing late loses nothing.
    }
  };
  const first = setTimeout(look, firstLookMs);
  const every = setInterval(look, lookEveryMs);
  first.unref();
  every.unref();
  return () => {
    clearTimeout(first);
    clearInterval(every);
  };
}
