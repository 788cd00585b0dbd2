import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { freshen, ofOneSender, readCaptureMessages } from '../simulators/capture-messages.ts';
import { noFaults, readFaultScript } from '../simulators/fault-script.ts';
import { type Simulator, startSimulator } from '../simulators/simulator.ts';
import { exitCodes, pauseUntil, print, runCommand, say, untilInterrupted } from './command.ts';
import { findDefinition, requireWire, resourcesFolder } from './definitions.ts';
import { readDuration, readNumber, readOptions } from './options.ts';

const usage =
  'npm run --silent simulate -- <definition> --port <path|pty:path|tcp://host:port|listen://:port>\n' +
  '  [--script faults.yaml] [--speed 9600|max] [--repeat] [--every 5s] [--for 1m] [--one-way] [--patience 1] [--json]\n' +
  '  [--definitions <folder>]';

/** A message that was not taken is sent again after this long, as analyzers do. */
const retryMs = 1_000;

await runCommand(async () => {
  const { what, options } = readOptions(
    {
      port: { type: 'string' },
      script: { type: 'string' },
      speed: { type: 'string' },
      repeat: { type: 'boolean' },
      every: { type: 'string' },
      for: { type: 'string' },
      'one-way': { type: 'boolean' },
      patience: { type: 'string' },
      json: { type: 'boolean' },
      definitions: { type: 'string' },
    },
    usage,
  );
  const { definition } = await findDefinition(what, options.definitions ?? null);
  if (options.port === undefined) {
    say(usage);
    return exitCodes.usage;
  }
  requireWire(definition, false);
  const script = options.script === undefined ? noFaults : await readFaultScript(options.script);
  const speed = speedOf(options.speed);
  const patience = options.patience === undefined ? 1 : readNumber('--patience', options.patience, 0.001, 100);
  const everyMs = readDuration(options.every) ?? 0;
  const forMs = readDuration(options.for);
  const tell = (event: object, words: string): void => {
    if (options.json === true) void print(JSON.stringify(event));
    else say(words);
  };
  const interrupted = untilInterrupted();
  const stop = new AbortController();
  interrupted.signal.addEventListener('abort', () => stop.abort());
  if (forMs !== null) void pauseUntil(forMs, stop.signal).then(() => stop.abort());
  const simulator = await startSimulator({
    definition,
    port: options.port,
    script,
    speed,
    patience,
    isOneWay: options['one-way'] === true,
    onEvent: ({ what: happening }) => tell({ kind: 'line', what: happening }, `The line: ${happening}.`),
  });
  tell({ kind: 'started', where: simulator.where }, `${definition.maker} ${definition.model} on ${simulator.where}`);
  try {
    if (definition.conversation === 'polled') {
      await pauseUntil(null, stop.signal);
      return exitCodes.done;
    }
    const captured = await readCaptureMessages(capturesOf(definition.key, options.definitions), definition);
    const messages = findDriver(definition) === null ? ofOneSender(captured) : captured;
    let isEveryDelivered = true;
    for (let round = 0; !stop.signal.aborted; round += 1) {
      for (const message of messages) {
        const { name, records } = round === 0 ? message : freshen(message, new Date(), definition);
        const isDelivered = await deliver(simulator, `${round} ${name}`, records, stop.signal);
        if (!isDelivered) isEveryDelivered = false;
        tell({ kind: 'sent', name, isDelivered }, `${name}: ${isDelivered ? 'delivered' : 'not delivered'}`);
        if (everyMs > 0) await pauseUntil(everyMs, stop.signal);
        if (stop.signal.aborted) break;
      }
      if (options.repeat !== true) break;
    }
    return isEveryDelivered ? exitCodes.done : exitCodes.notUnderstood;
  } finally {
    await simulator.close();
    stop.abort();
    interrupted.stop();
  }
});

/** A lab's own captures, else those that were shipped. */
function capturesOf(key: string, labFolder: string | undefined): string {
  const own = labFolder === undefined ? null : join(labFolder, key, 'captures');
  return own !== null && existsSync(own) ? own : join(resourcesFolder, 'instruments', key, 'captures');
}

/** Sends one message until it is taken, or until there is no more time. */
async function deliver(
  simulator: Simulator,
  id: string,
  records: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<boolean> {
  while (!signal.aborted) {
    const interruption = pauseUntil(null, signal).then(() => null);
    const result = await Promise.race([simulator.send(id, records), interruption]);
    if (result === null) return false;
    if (result.outcome === 'delivered') return true;
    if (result.outcome === 'rejected') return false;
    await pauseUntil(retryMs, signal);
  }
  return false;
}

function speedOf(text: string | undefined): number | 'max' {
  if (text === undefined) return 9600;
  return text === 'max' ? 'max' : readNumber('--speed', text, 50, 4_000_000);
}
