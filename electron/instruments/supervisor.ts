import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { DoctorReport } from '../../shared/instruments/doctor-verdicts.ts';
import { readFileBlocks } from '../../shared/instruments/drivers/cytometry-files/read-file.ts';
import type { ByteSource } from '../../shared/instruments/files/byte-source.ts';
import { type LinkSettings, scannerHolder } from '../../shared/instruments/link-settings.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import type { IdentifyStep } from '../../shared/modules/instruments/identify-contract.ts';
import type { WireLine } from '../../shared/modules/wire/contract.ts';
import type {
  IdentifyOptions,
  KeptPort,
  LinkControl,
  LinkSnapshot,
  ListenTestStep,
  PortHearing,
  SupervisedInstrument,
} from '../host/context.ts';
import type { StoreClock, WireStore } from '../store/types.ts';
import { passingFileLedger } from './file-ledger.ts';
import { type IdentifyParts, runIdentify } from './identify-line.ts';
import { InstrumentLine } from './instrument-line.ts';
import { keptPort } from './kept-port.ts';
import { type KeeperState, LinkKeeper } from './link-keeper.ts';
import { openFolder } from './links/folder.ts';
import { type LinkListener, type OpenLink, offSnapshot } from './links/link.ts';
import { openLink } from './links/open-link.ts';
import { runListenTest } from './listen-test.ts';
import { LiveWire } from './live-wire.ts';
import type { MessageKeeper } from './message-keeper.ts';
import { PortDesk } from './port-desk.ts';
import type { PortLister } from './port-list.ts';
import { wallAt } from './wall-time.ts';

/** Links are looked at, and ports are looked for, this often (decision 8). */
const tickMs = 1_000;

export interface SupervisorParts {
  readonly clock: StoreClock;
  readonly newId: () => string;
  readonly wire: WireStore;
  readonly ports: PortLister;
  readonly messages: MessageKeeper;
  /** @throws AppError `instruments/definition-unknown` */
  readonly definition: (key: string) => InstrumentDefinition;
  /** Faults of our own that nobody waits for. */
  readonly onFault: (error: unknown) => void;
  /** Code of the reason why no line is opened at all (nothing heard could be kept), or null. */
  readonly restsBecause?: string | null;
}

interface Supervised {
  instrument: SupervisedInstrument;
  readonly definition: InstrumentDefinition;
  readonly line: InstrumentLine;
  readonly live: LiveWire;
  /** From the wire store, for the time before this start. */
  readonly heardBefore: string | null;
  isSilent: boolean;
  /** What the doctor last said of the line, and whether anything was heard on it: told when it changes. */
  found: string;
  /** Changes of settings, one after the other. */
  work: Promise<void>;
}

/** Holds the lines of all instruments: starts and stops them, watches them, and tells the modules what they say. */
export class Supervisor implements LinkControl {
  readonly #parts: SupervisorParts;
  readonly #lines = new Map<string, Supervised>();
  /** Lines of listen tests under way; they belong to no instrument yet. */
  readonly #tested = new Set<InstrumentLine>();
  readonly #changed = new Set<(instrumentId: string) => void>();
  readonly #ports: PortDesk;
  /** Keeps the scanner's port, once one is asked for. */
  #scanner: LinkKeeper | null = null;
  #ticker: NodeJS.Timeout | null = null;
  #isTicking = false;
  #isAsleep = false;
  #isClosed = false;

  constructor(parts: SupervisorParts) {
    this.#parts = parts;
    this.#ports = new PortDesk({
      lister: parts.ports,
      holders: () => {
        const lines = [...this.#lines].map(([instrumentId, { line }]) => [instrumentId, line] as const);
        return this.#scanner === null ? lines : [...lines, [scannerHolder, this.#scanner] as const];
      },
      tested: () => this.#tested,
    });
    this.#ticker = setInterval(() => void this.#tick(), tickMs);
    this.#ticker.unref();
  }

  start(instrument: SupervisedInstrument): void {
    // A change of definition stops the line and starts it anew; the host may have been closed in between.
    if (this.#isClosed || this.#parts.restsBecause) return;
    if (this.#lines.has(instrument.instrumentId)) {
      this.update(instrument);
      return;
    }
    const { instrumentId } = instrument;
    const { clock, newId, wire, messages } = this.#parts;
    const definition = this.#parts.definition(instrument.definitionKey);
    const live = new LiveWire(wire, instrumentId, definition);
    const line = new InstrumentLine({
      instrumentId,
      definition,
      link: instrument.link,
      isAnswering: instrument.isAnswering,
      wire: {
        append: async (entry) => (await wire.append([entry]))[0] ?? null,
        note: (entry) => wire.note([entry]),
        flush: () => void wire.flush(),
      },
      clock,
      newId,
      open: (settings, listener) => this.#open(settings, listener, instrumentId, definition),
      owner: {
        heard: (message, isLineFree) =>
          messages.heard(instrumentId, definition, message, { isAnswerAwaited: !isLineFree }),
        exchanged: (exchange) => messages.exchanged(instrumentId, definition, exchange),
        rejected: (rejection) => messages.rejected(instrumentId, definition, rejection),
        notice: (code, data) => messages.notice(instrumentId, definition, code, data),
        settled: (frames, reason) => messages.settled(frames, reason),
        stirred: () => live.stir(),
        state: (state) => this.#stateChanged(instrumentId, definition, state),
      },
    });
    const last = wire.read({ instrumentId, limit: 1 })[0];
    this.#lines.set(instrumentId, {
      instrument,
      definition,
      line,
      live,
      heardBefore: last?.wallAt ?? null,
      isSilent: false,
      found: '',
      work: Promise.resolve(),
    });
    messages.recover(instrumentId, definition);
    line.start();
    // Registered while the machine sleeps: it opens with the others.
    if (this.#isAsleep) this.#run(this.#lines.get(instrumentId)!, () => line.suspend());
    this.#announce(instrumentId);
  }

  update(instrument: SupervisedInstrument): void {
    const supervised = this.#lines.get(instrument.instrumentId);
    if (supervised === undefined) {
      this.start(instrument);
      return;
    }
    const before = supervised.instrument;
    supervised.instrument = instrument;
    const { line } = supervised;
    if (before.definitionKey !== instrument.definitionKey) {
      // Another definition may mean another framing: everything begins anew.
      this.#beginAnew(supervised);
      return;
    }
    if (before.isAnswering !== instrument.isAnswering) {
      this.#run(supervised, () => line.setAnswering(instrument.isAnswering));
    }
    if (JSON.stringify(before.link) !== JSON.stringify(instrument.link)) {
      this.#run(supervised, () => line.changeLink(instrument.link));
    }
    this.#announce(instrument.instrumentId);
  }

  definitionsChanged(find: (key: string) => InstrumentDefinition | undefined): void {
    for (const supervised of this.#lines.values()) {
      const hash = find(supervised.instrument.definitionKey)?.stamp.hash;
      // A definition that is gone keeps its line: what it hears is stored, as it was before.
      if (hash !== undefined && hash !== supervised.definition.stamp.hash) this.#beginAnew(supervised);
    }
  }

  #beginAnew(supervised: Supervised): void {
    this.#run(supervised, async () => {
      await this.#remove(supervised.instrument.instrumentId);
      this.start(supervised.instrument);
    });
  }

  async stop(instrumentId: string): Promise<void> {
    await this.#lines.get(instrumentId)?.work;
    await this.#remove(instrumentId);
    this.#announce(instrumentId);
  }

  retry(instrumentId: string): void {
    this.#lines.get(instrumentId)?.line.retry();
  }

  snapshot(instrumentId: string): LinkSnapshot {
    const supervised = this.#lines.get(instrumentId);
    if (supervised === undefined) return offSnapshot(wallAt(this.#parts.clock), this.#parts.restsBecause ?? null);
    const { line, heardBefore, isSilent } = supervised;
    return {
      ...line.state,
      lastHeardAt: line.heardAt ?? heardBefore,
      silentMinutes: isSilent ? Math.floor((line.silentMs ?? 0) / 60_000) : null,
    };
  }

  report(instrumentId: string): DoctorReport {
    const line = this.#lines.get(instrumentId)?.line;
    if (line !== undefined) return line.report();
    return { verdict: 'cannot-tell-yet', evidence: { why: 'off' }, advice: [], at: wallAt(this.#parts.clock) };
  }

  onChange(listener: (instrumentId: string) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  onWireLine(instrumentId: string, listener: (line: WireLine) => void): () => void {
    return this.#lines.get(instrumentId)?.live.listen(listener) ?? (() => {});
  }

  listPorts(): ReturnType<LinkControl['listPorts']> {
    return this.#ports.list();
  }

  onPorts(listener: Parameters<LinkControl['onPorts']>[0]): () => void {
    return this.#ports.onPorts(listener);
  }

  keepScannerPort(hears: PortHearing): KeptPort {
    const { clock, onFault } = this.#parts;
    const keeper = new LinkKeeper(
      { kind: 'none' },
      {
        clock,
        open: (settings, listener) => this.#open(settings, listener, scannerHolder),
        onState: () => hears.onState(),
        onConnected: () => {},
        onBytes: (bytes) => hears.onBytes(bytes),
        onDisconnected: () => hears.onGone(),
      },
    );
    this.#scanner = keeper;
    return keptPort(keeper, onFault);
  }

  listenTest(
    definitionKey: string,
    link: LinkSettings,
    seconds: number,
    signal: AbortSignal,
  ): AsyncIterable<ListenTestStep> {
    const { clock, newId, restsBecause } = this.#parts;
    if (restsBecause) throw new AppError(restsBecause, {});
    const definition = this.#parts.definition(definitionKey);
    return runListenTest({
      definition,
      link,
      seconds,
      signal,
      clock,
      newId,
      open: (settings, listener) => this.#open(settings, listener, null, definition),
      onLine: (line) => {
        this.#tested.add(line);
        return () => this.#tested.delete(line);
      },
    });
  }

  /**
   * What is on this port? A link an instrument uses is let go of while it is listened to with other settings, and is taken
   * up again afterwards, whatever happened.
   */
  async *identify(
    link: LinkSettings,
    options: IdentifyOptions,
    definitions: readonly InstrumentDefinition[],
    signal: AbortSignal,
  ): AsyncGenerator<IdentifyStep> {
    const { clock, restsBecause } = this.#parts;
    if (restsBecause) throw new AppError(restsBecause, {});
    const { instrumentId, seconds, mayAsk } = options;
    const supervised = instrumentId === null ? undefined : this.#lines.get(instrumentId);
    if (supervised !== undefined) await supervised.line.stop();
    try {
      const open: IdentifyParts['open'] = (settings, listener) => this.#open(settings, listener, instrumentId);
      yield* runIdentify({ definitions, link, seconds, mayAsk, signal, clock, open });
    } finally {
      const isStillThere = instrumentId !== null && this.#lines.get(instrumentId) === supervised;
      if (isStillThere && !this.#isClosed) supervised?.line.start();
    }
  }

  /** The machine goes to sleep. */
  async suspend(): Promise<void> {
    this.#isAsleep = true;
    await Promise.all([...this.#lines.values()].map(({ line }) => line.suspend()));
    await this.#scanner?.suspend();
  }

  resume(): void {
    this.#isAsleep = false;
    for (const { line } of this.#lines.values()) line.resume();
    this.#scanner?.resume();
  }

  /** Stops every line and the watching. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#ticker = null;
    await Promise.all([...this.#lines.keys()].map((instrumentId) => this.#remove(instrumentId)));
    await this.#scanner?.stop();
    this.#parts.messages.flush();
  }

  async #open(
    settings: LinkSettings,
    listener: LinkListener,
    instrumentId: string | null,
    definition: InstrumentDefinition | null = null,
  ): Promise<OpenLink> {
    if (settings.kind === 'folder' && definition !== null) {
      const { clock, messages } = this.#parts;
      const ledger = instrumentId === null ? passingFileLedger() : messages.fileLedger(instrumentId);
      const read = (source: ByteSource) => readFileBlocks(definition, source);
      return openFolder(settings, listener, { ledger, read, monoMs: () => clock.monoMs() });
    }
    return settings.kind === 'serial'
      ? this.#ports.open(settings, listener, instrumentId)
      : openLink(settings, listener);
  }

  #run(supervised: Supervised, work: () => Promise<void>): void {
    supervised.work = supervised.work.then(work).catch(this.#parts.onFault);
  }

  async #remove(instrumentId: string): Promise<void> {
    const supervised = this.#lines.get(instrumentId);
    if (supervised === undefined) return;
    await supervised.line.stop();
    supervised.live.close();
    this.#lines.delete(instrumentId);
  }

  #stateChanged(instrumentId: string, definition: InstrumentDefinition, state: KeeperState): void {
    const supervised = this.#lines.get(instrumentId);
    if (supervised !== undefined) supervised.isSilent = false;
    this.#parts.messages.link(instrumentId, definition, state.state, state.reason);
    this.#announce(instrumentId);
  }

  #announce(instrumentId: string): void {
    for (const listener of this.#changed) listener(instrumentId);
  }

  async #tick(): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    try {
      await Promise.all([...this.#lines.values()].map(({ line }) => line.check()));
      await this.#scanner?.check();
      for (const [instrumentId, supervised] of this.#lines) {
        this.#watchSilence(instrumentId, supervised);
        this.#watchVerdict(instrumentId, supervised);
      }
      this.#parts.messages.flush();
      await this.#ports.watch();
    } catch (error) {
      this.#parts.onFault(error);
    } finally {
      this.#isTicking = false;
    }
  }

  /** Silence means something only while the instrument is declared in use. */
  #watchSilence(instrumentId: string, supervised: Supervised): void {
    const { instrument, line } = supervised;
    const limitMs = instrument.silenceMinutes * 60_000;
    const isSilent = instrument.isExpectedInUse && (line.silentMs ?? 0) >= limitMs;
    if (isSilent === supervised.isSilent) return;
    supervised.isSilent = isSilent;
    const definition = this.#parts.definition(instrument.definitionKey);
    this.#parts.messages.link(instrumentId, definition, line.state.state, isSilent ? 'link/silent' : null);
    this.#announce(instrumentId);
  }

  /** A verdict also changes by time and by what never becomes a message (noise, bids nobody answers). */
  #watchVerdict(instrumentId: string, supervised: Supervised): void {
    const { line } = supervised;
    const found = `${line.report().verdict} ${line.heardAt !== null}`;
    if (found === supervised.found) return;
    supervised.found = found;
    this.#announce(instrumentId);
  }
}
