import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import type { ListenTestStep } from '../host/context.ts';
import type { StoreClock } from '../store/types.ts';
import { InstrumentLine } from './instrument-line.ts';
import type { LinkListener, OpenLink } from './links/link.ts';
import { createReader } from './message-reader.ts';
import { passingHashing } from './specimen-hash.ts';

export interface ListenTestParts {
  readonly definition: InstrumentDefinition;
  readonly link: LinkSettings;
  readonly seconds: number;
  readonly signal: AbortSignal;
  readonly clock: StoreClock;
  readonly newId: () => string;
  readonly open: (settings: LinkSettings, listener: LinkListener) => Promise<OpenLink>;
  /** Told the line while it is held, so that it hears of ports that come and go. Answers how to let go of it. */
  readonly onLine: (line: InstrumentLine) => () => void;
}

/** What the test shows is looked at by a person: this often is enough. */
const stepMs = 500;
/** The last few signals are shown. */
const shownSignals = 20;

/**
 * Listens on a link that belongs to no instrument yet: what arrives, whether it fits, what the doctor says. Keeps
 * nothing, answers nothing (a polled instrument is asked its read-only questions), and ends by itself.
 */
export async function* runListenTest(parts: ListenTestParts): AsyncGenerator<ListenTestStep> {
  const { definition, clock, signal } = parts;
  const signals: Signal[] = [];
  const reader = createReader(definition, definition.key, passingHashing());
  const show = (more: readonly Signal[]): void => {
    signals.push(...more);
    if (signals.length > shownSignals) signals.splice(0, signals.length - shownSignals);
  };
  const line = new InstrumentLine({
    instrumentId: definition.key,
    definition,
    link: parts.link,
    isAnswering: false,
    wire: { append: async () => null, note: () => {}, flush: () => {} },
    clock,
    newId: parts.newId,
    open: parts.open,
    owner: {
      heard: (message) => {
        const read = reader.message(message);
        show(read.signals);
        return read.fit;
      },
      exchanged: (exchange) => {
        const read = reader.exchange(exchange);
        if (read !== null) show(read.signals);
        return read?.fit ?? null;
      },
      rejected: (rejection) => show([reader.rejected(rejection)]),
      notice: () => {},
      settled: () => {},
      stirred: () => {},
      state: () => {},
    },
  });
  const endMs = clock.monoMs() + parts.seconds * 1_000;
  const step = (isDone: boolean): ListenTestStep => ({
    linkState: line.state.state,
    reason: line.state.reason,
    ...line.counts,
    signals: [...signals],
    report: line.report(),
    isDone,
  });
  const letGo = parts.onLine(line);
  line.start();
  try {
    while (clock.monoMs() < endMs && !signal.aborted) {
      await pause(Math.min(stepMs, Math.max(0, endMs - clock.monoMs())), signal);
      await line.check();
      yield step(false);
    }
  } finally {
    letGo();
    await line.stop();
  }
  yield step(true);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
