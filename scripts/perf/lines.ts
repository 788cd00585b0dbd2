import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { storeModules } from '../../electron/modules/all.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { encodeFrames } from '../../shared/instruments/framing/lis01-encoder.ts';
import { latin1ToText } from '../../shared/kernel/bytes.ts';
import { type AnsweringHost, lineName, said, startAnsweringHost } from './answering-host.ts';
import { makePerfFolder } from './folders.ts';
import { type Measurement, median } from './rounds.ts';
import { bloodCounts, SENT_AS } from './traffic.ts';

const LINE_COUNT = 16;
const BAUD = 115_200;
const ROUNDS = 9;
const ROUND_MS = 1_500;
const WARM_UP_MS = 2_000;
/** The bar: "host under half a core". */
const HALF_A_CORE = 0.5;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Sixteen analyzers on sixteen serial lines at 115,200 baud, each sending its next frame as soon as the last one is
 * acknowledged, in a process of their own. The ratio is the host's share of a core to half a core; a frame that was
 * acknowledged and is not stored exactly once ends the measurement with an error.
 */
export async function measureLines(): Promise<Measurement> {
  const { folder, remove } = makePerfFolder('lines');
  const dataFolder = join(folder, 'data');
  const paths = Array.from({ length: LINE_COUNT }, (_, index) => join(folder, `line-${index + 1}`));
  const senders = spawn(
    process.execPath,
    [join(import.meta.dirname, 'line-senders.ts'), JSON.stringify(paths), String(BAUD)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  try {
    await said(senders, 'ready');
    const answers = createInterface({ input: senders.stdout })[Symbol.asyncIterator]();
    const ask = async (word: string): Promise<{ frameCount: number; delivered?: number[][] }> => {
      senders.stdin.write(`${word}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('the sending process has ended');
      return JSON.parse(value);
    };
    const host = await startAnsweringHost({ dataFolder, definitionKey: SENT_AS, paths, baud: BAUD });
    senders.stdin.write('go\n');
    await pause(WARM_UP_MS);
    const shares: number[] = [];
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = { ...(await ask('count')), ...takeTimes(host) };
      await pause(ROUND_MS);
      const after = { ...(await ask('count')), ...takeTimes(host) };
      const seconds = after.wall - before.wall;
      shares.push((after.cpu - before.cpu) / seconds);
      rates.push((after.frameCount - before.frameCount) / seconds);
    }
    const { delivered = [] } = await ask('stop');
    // The last EOT is on its way to the host when the sender is done with it.
    await pause(500);
    await host.stop();
    const frameCount = await requireAllStored(dataFolder, delivered);
    const share = median(shares);
    return {
      name: `${LINE_COUNT} lines at ${BAUD.toLocaleString('en')} baud`,
      subject: "host's share of one core",
      baseline: 'half a core',
      ratio: share / HALF_A_CORE,
      roundCount: ROUNDS,
      droppedCount: 0,
      subjectFigure: share,
      baselineFigure: HALF_A_CORE,
      figureUnit: 'cores',
      must: 1,
      goal: 1,
      isHigherBetter: false,
      note: `${median(rates).toFixed(0)} frames a second were acknowledged on all lines together, ${((1_000 * share) / median(rates)).toFixed(2)} ms of processor time each. ${frameCount.toLocaleString('en')} frames of ${delivered.flat().length.toLocaleString('en')} messages were acknowledged in all; each is stored exactly once, and so is each message.`,
    };
  } finally {
    senders.stdin.end();
    if (senders.exitCode === null) await once(senders, 'exit');
    remove();
  }
}

const takeTimes = (host: AnsweringHost) => ({ wall: performance.now() / 1_000, cpu: host.cpuSeconds() });

/**
 * Holds the data folder of a stopped host against what its senders were told. Answers the number of frames.
 *
 * @throws Error naming the first line on which something is missing or there twice
 */
async function requireAllStored(dataFolder: string, delivered: readonly (readonly number[])[]): Promise<number> {
  const recordsOf = await bloodCounts();
  const store = await openStore({
    dataFolder,
    modules: storeModules,
    keyProvider: fileKeyProvider(dataFolder),
    app: 'perf',
    ballastBytes: 0,
  });
  let frameCount = 0;
  try {
    const instruments = store.db.prepare('SELECT instrument_id AS id, name FROM instruments').all() as {
      id: string;
      name: string;
    }[];
    for (const [index, numbers] of delivered.entries()) {
      const instrumentId = instruments.find(({ name }) => name === lineName(index))?.id ?? '';
      const expected = new Map<string, number>();
      for (const frame of numbers.flatMap((number) => encodeFrames(recordsOf(number)))) {
        const text = latin1ToText(frame);
        expected.set(text, (expected.get(text) ?? 0) + 1);
        frameCount += 1;
      }
      for (let after = 0; ; ) {
        const entries = store.wire.read({ instrumentId, after, limit: 2_000 });
        for (const { kind, dir, bytes } of entries) {
          if (dir !== 'in' || kind !== 'frame') continue;
          const text = latin1ToText(bytes);
          expected.set(text, (expected.get(text) ?? 0) - 1);
        }
        const last = entries.at(-1);
        if (last === undefined) break;
        after = last.id;
      }
      const wrong = [...expected].find(([, count]) => count !== 0);
      if (wrong) throw new Error(`${lineName(index)}: ${wrong[1]} times too few: ${JSON.stringify(wrong[0])}`);
      const stored = store.messages.count({ instrumentId });
      if (stored !== numbers.length) {
        throw new Error(`${lineName(index)}: ${numbers.length} messages were taken, ${stored} are stored`);
      }
    }
  } finally {
    await store.close();
  }
  return frameCount;
}
