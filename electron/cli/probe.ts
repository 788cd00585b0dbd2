import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { LinkSettings, SerialSettings } from '../../shared/instruments/link-settings.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { AppError, type ErrorData } from '../../shared/kernel/errors.ts';
import { createIdSource } from '../../shared/kernel/ids.ts';
import { listenForDialects, withDialects } from '../instruments/dialects.ts';
import { InstrumentLine, type LineOwner } from '../instruments/instrument-line.ts';
import { problemOf } from '../instruments/links/link.ts';
import { openLink } from '../instruments/links/open-link.ts';
import { MessageKeeper } from '../instruments/message-keeper.ts';
import { createReader } from '../instruments/message-reader.ts';
import { parsePort } from '../instruments/port-address.ts';
import type { WireSink } from '../instruments/session.ts';
import { passingHashing } from '../instruments/specimen-hash.ts';
import { wallAt } from '../instruments/wall-time.ts';
import { fileKeyProvider } from '../store/key-providers.ts';
import { openStore } from '../store/open-store.ts';
import { systemClock } from '../store/system-clock.ts';
import type { WireEntryInput } from '../store/types.ts';
import { exitCodes, pauseUntil, runCommand, say, untilInterrupted } from './command.ts';
import { findDefinition, programVersion, requireWire, userDataFolder } from './definitions.ts';
import { readDuration, readNumber, readOptions } from './options.ts';
import { createPrinter, isUnderstood } from './print-signal.ts';
import { probeIdentify } from './probe-identify.ts';
import { sentenceOf, verdictWords } from './words.ts';

const usage =
  'npm run --silent probe -- <port|tcp://host:port|listen://:port> --as <definition> [--json] [--for 10s]\n' +
  '  [--baud 9600] [--data-bits 8] [--parity none] [--stop-bits 1] [--peers <address,...>]\n' +
  '  [--answer [--data <folder>]] [--definitions <folder>]\n' +
  'npm run --silent probe -- <port> --identify [--ask] [--for 2m] [--json]';

/** A link that can not be opened at once is worth an exit code; one that is lost later is waited for. */
const checkMs = 1_000;

/** LIS01 5.2: what every device supports. */
const usualSerial: SerialSettings = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };

/** What listening keeps (nothing), or what answering keeps (everything that was acknowledged). */
interface Keeper {
  readonly owner: LineOwner;
  readonly wire: WireSink;
  close(): Promise<void>;
}

await runCommand(async () => {
  const { what, options } = readOptions(
    {
      as: { type: 'string' },
      json: { type: 'boolean' },
      for: { type: 'string' },
      baud: { type: 'string' },
      'data-bits': { type: 'string' },
      parity: { type: 'string' },
      'stop-bits': { type: 'string' },
      peers: { type: 'string' },
      answer: { type: 'boolean' },
      data: { type: 'string' },
      definitions: { type: 'string' },
      identify: { type: 'boolean' },
      ask: { type: 'boolean' },
    },
    usage,
  );
  const forMs = readDuration(options.for);
  if (options.identify === true) {
    const isJson = options.json === true;
    const link = linkOf(what, null, options);
    return probeIdentify(link, { forMs, mayAsk: options.ask === true, isJson, lab: options.definitions ?? null });
  }
  const { definition, catalog } = await findDefinition(options.as, options.definitions ?? null);
  requireWire(definition, false);
  const link = linkOf(what, definition, options);
  const isAnswering = options.answer === true;
  const printer = createPrinter(options.json === true);
  const heard = { understoodCount: 0 };
  const told = (signal: Signal): void => {
    if (isUnderstood(signal)) heard.understoodCount += 1;
    printer(signal);
  };
  const keeper = isAnswering
    ? await keepEverything(definition, options.data, told)
    : keepNothing(withDialects(catalog, definition), told);
  const clock = systemClock();
  /** What the sentence about a line that does not open can name. */
  let known: ErrorData = { path: what, where: what };
  const line = new InstrumentLine({
    instrumentId: definition.key,
    definition,
    link,
    isAnswering,
    wire: keeper.wire,
    clock,
    newId: createIdSource({ wallMs: clock.wallMs, randomBytes }),
    open: (settings, listener) =>
      openLink(settings, listener).catch((error: unknown) => {
        known = { ...known, ...problemOf(error).data };
        throw error;
      }),
    owner: keeper.owner,
  });
  const interrupted = untilInterrupted();
  const stop = new AbortController();
  interrupted.signal.addEventListener('abort', () => stop.abort());
  let wasOpen = false;
  const watch = setInterval(() => void line.check(), checkMs);
  const first = watchOpening(line, stop.signal, () => {
    wasOpen = true;
  });
  line.start();
  const problem = await first;
  if (problem === null) await pauseUntil(forMs, stop.signal);
  const report = line.report();
  const { byteCount } = line.counts;
  clearInterval(watch);
  await line.stop();
  await keeper.close();
  await printer.finished();
  interrupted.stop();
  stop.abort();
  if (problem !== null && !wasOpen) {
    const isNetwork = link.kind !== 'serial' && problem === 'link/no-permission';
    say(sentenceOf(isNetwork ? 'link/no-permission-network' : problem, known));
    return exitCodes.link;
  }
  say(`${byteCount} bytes heard. ${verdictWords[report.verdict] ?? report.verdict}`);
  if (report.verdict === 'host-not-answering' && !isAnswering) {
    say('This command only listens. With --answer it takes the place of your LIS: results will not reach it.');
  }
  if (heard.understoodCount > 0) return exitCodes.done;
  return byteCount === 0 ? exitCodes.nothing : exitCodes.notUnderstood;
});

/** Resolves with null when the link opens (or nobody waits any more), or with the code of what keeps it from opening. */
function watchOpening(line: InstrumentLine, signal: AbortSignal, onOpen: () => void): Promise<string | null> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const { state, reason } = line.state;
      if (signal.aborted) {
        clearInterval(timer);
        resolve(null);
        return;
      }
      if (state === 'opening' || (state === 'off' && reason === null)) return;
      clearInterval(timer);
      if (state === 'open') onOpen();
      resolve(state === 'open' ? null : (reason ?? 'link/failed'));
    }, 10);
  });
}

function linkOf(
  what: string,
  definition: InstrumentDefinition | null,
  options: Readonly<Record<string, string | boolean | undefined>>,
): LinkSettings {
  const link = parsePort(what, 9600);
  const serial = serialOf(definition, options);
  if (link.kind === 'serial') return { ...link, serial };
  if (link.kind !== 'tcp-server') return link;
  const peers = typeof options.peers === 'string' ? options.peers.split(',').map((peer) => peer.trim()) : [];
  return { ...link, peers };
}

/** The settings of the line: the definition's where the command does not say otherwise. Read also where none is needed. */
function serialOf(
  definition: InstrumentDefinition | null,
  options: Readonly<Record<string, string | boolean | undefined>>,
): SerialSettings {
  const defaults = definition?.links.find((each) => each.kind === 'serial');
  const serial = defaults?.kind === 'serial' ? defaults.settings : usualSerial;
  const parity = options.parity ?? serial.parity;
  const dataBits = typeof options['data-bits'] === 'string' ? Number(options['data-bits']) : serial.dataBits;
  const stopBits = typeof options['stop-bits'] === 'string' ? Number(options['stop-bits']) : serial.stopBits;
  const baud = typeof options.baud === 'string' ? readNumber('--baud', options.baud, 50, 4_000_000) : serial.baud;
  const isParity = (value: unknown): value is typeof serial.parity =>
    ['none', 'even', 'odd', 'mark', 'space'].includes(String(value));
  if (!isParity(parity)) throw new AppError('usage/not-understood', { detail: `--parity ${String(parity)}`, usage });
  if (dataBits !== 5 && dataBits !== 6 && dataBits !== 7 && dataBits !== 8) {
    throw new AppError('usage/number', { name: '--data-bits', text: String(dataBits), low: 5, high: 8 });
  }
  if (stopBits !== 1 && stopBits !== 1.5 && stopBits !== 2) {
    throw new AppError('usage/number', { name: '--stop-bits', text: String(stopBits), low: 1, high: 2 });
  }
  return { ...serial, baud, parity, dataBits, stopBits };
}

/** The first definition is the one asked for; where the line speaks another format of the same instrument, that one tells. */
function keepNothing(
  [definition, ...dialects]: readonly InstrumentDefinition[],
  toldOf: (signal: Signal) => void,
): Keeper {
  if (definition === undefined) throw new RangeError('no definition to listen with');
  const reader = createReader(definition, definition.key, passingHashing());
  const clock = systemClock();
  let isNamed = false;
  const ear = listenForDialects(
    dialects,
    () => wallAt(clock),
    isUnderstood,
    (signal, dialect) => {
      if (!isNamed) say(`The line speaks another format of this instrument: ${dialect.key}.`);
      isNamed = true;
      toldOf(signal);
    },
  );
  const told = (signal: Signal): void => {
    if (ear.found === null || signal.kind === 'link') toldOf(signal);
  };
  const heard = ({ dir, bytes }: WireEntryInput): void => {
    if (dir === 'in') ear.heard(bytes);
  };
  return {
    wire: {
      append: async (entry) => {
        heard(entry);
        return null;
      },
      note: heard,
      flush: () => {},
    },
    owner: {
      heard: (message) => {
        const read = reader.message(message);
        read.signals.forEach(told);
        return read.fit;
      },
      exchanged: (exchange) => {
        const read = reader.exchange(exchange);
        read?.signals.forEach(told);
        return read?.fit ?? null;
      },
      rejected: (rejection) => told(reader.rejected(rejection)),
      notice: () => {},
      settled: () => {},
      stirred: () => {},
      state: ({ state, reason }) => told(reader.link(state, reason, wallAt(clock))),
    },
    close: async () => {},
  };
}

/** Answering means that the instrument may forget: everything acknowledged is on the disk first, in its own folder. */
async function keepEverything(
  definition: InstrumentDefinition,
  folder: string | undefined,
  told: (signal: Signal) => void,
): Promise<Keeper> {
  const parent = join(userDataFolder(), 'probe');
  if (folder === undefined) await mkdir(parent, { recursive: true });
  const dataFolder = folder ?? (await mkdtemp(join(parent, `${new Date().toISOString().slice(0, 10)}-`)));
  const clock = systemClock();
  const store = await openStore({
    dataFolder,
    modules: [],
    keyProvider: fileKeyProvider(dataFolder),
    app: `${programVersion()} probe`,
    clock,
  });
  const messages = new MessageKeeper({
    store,
    clock,
    onBatch: (batch) => {
      for (const signal of batch.signals) told(signal);
    },
    onFault: (error) => say(error instanceof Error ? error.message : String(error)),
    announce: () => {},
  });
  const { key } = definition;
  return {
    wire: {
      append: async (entry) => (await store.wire.append([entry]))[0] ?? null,
      note: (entry) => store.wire.note([entry]),
      flush: () => void store.wire.flush(),
    },
    owner: {
      heard: (message) => messages.heard(key, definition, message),
      exchanged: (exchange) => messages.exchanged(key, definition, exchange),
      rejected: (rejection) => messages.rejected(key, definition, rejection),
      notice: (code, data) => messages.notice(key, definition, code, data),
      settled: (frames, reason) => messages.settled(frames, reason),
      stirred: () => {},
      state: ({ state, reason }) => messages.link(key, definition, state, reason),
    },
    async close() {
      messages.flush();
      const isEmpty = store.messages.count({}) === 0 && store.wire.unfinished().length === 0;
      await store.close();
      if (isEmpty && folder === undefined) await rm(dataFolder, { recursive: true, force: true });
      else if (!isEmpty) say(`What was acknowledged is kept in ${dataFolder}`);
    },
  };
}
