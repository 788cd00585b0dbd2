import type { HostContext } from '../../host/module.ts';
import { followLink, readRegister, toSupervised } from './register.ts';

/** How often an ended expectation of use is looked for; it is given to the minute. */
const lookEveryMs = 30_000;

/** Tells the links when an expectation of use has ended by itself. Answers how to stop. */
export function startInstrumentJobs(context: HostContext): () => void {
  const expected = new Map<string, boolean>();
  const timer = setInterval(() => {
    for (const instrument of readRegister(context)) {
      const { isExpectedInUse } = toSupervised(context, instrument);
      const before = expected.get(instrument.instrumentId);
      expected.set(instrument.instrumentId, isExpectedInUse);
      if (before === undefined || before === isExpectedInUse || instrument.serviceStatus === 'retired') continue;
      void followLink(context, instrument);
    }
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
