import type { FaultScript } from '../../electron/simulators/fault-script.ts';
import { type Simulator, startSimulator } from '../../electron/simulators/simulator.ts';
import type { LineEvent } from '../../electron/simulators/spoiled-end.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';

/** What one simulated instrument sent and what was acknowledged of it. */
export interface Traffic {
  readonly name: string;
  readonly where: string;
  /** Frames the host acknowledged, by their bytes in Latin-1, with how often. */
  readonly acknowledged: ReadonlyMap<string, number>;
  /** Numbers of the messages that were acknowledged to their end, in order. */
  readonly delivered: readonly number[];
  /** Numbers of all messages that were begun. */
  readonly begun: () => number;
  readonly simulator: Simulator;
  /** Resolves when it has sent all it was to send. */
  readonly finished: Promise<void>;
  /** Ends after the message under way is delivered. */
  stop(): Promise<void>;
}

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Records of message `number`: all but H and L are like no other message's. */
export function numberedMessage(number: number, resultCount: number): Uint8Array[] {
  const results = Array.from(
    { length: resultCount },
    (_, index) => `R|${index + 1}|^^^^T${index}^1|${number}.${index}|10*3/uL||N||F||||20260102030405`,
  );
  return [
    'H|\\^&|||Simulated^1.0^77||||||||LIS02-A2|20260102030405',
    `P|1||${number}`,
    `O|1||^^S${String(number).padStart(8, '0')}|^^^^CBC`,
    ...results,
    'L|1|N',
  ].map(latin1);
}

export interface TrafficOptions {
  readonly name: string;
  readonly definition: InstrumentDefinition;
  readonly port: string;
  readonly script?: FaultScript;
  /** Factor on the timers of LIS01; small, so that a killed host is missed in a fraction of a second. */
  readonly patience: number;
  readonly resultCount: number;
  /** Stops by itself after so many messages. */
  readonly messageCount?: number;
  readonly onEvent?: (event: LineEvent) => void;
  readonly onAcknowledged?: () => void;
}

/** Starts an instrument that sends numbered messages as fast as they are acknowledged, each until it is delivered. */
export async function startTraffic(options: TrafficOptions): Promise<Traffic> {
  const { name, definition, port, patience, resultCount, messageCount = Number.POSITIVE_INFINITY } = options;
  const acknowledged = new Map<string, number>();
  const delivered: number[] = [];
  let number = 0;
  let isStopping = false;
  const simulator = await startSimulator({
    definition,
    port,
    patience,
    ...(options.script === undefined ? {} : { script: options.script }),
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
    onAcknowledged: (frame) => {
      options.onAcknowledged?.();
      const text = Buffer.from(frame).toString('latin1');
      acknowledged.set(text, (acknowledged.get(text) ?? 0) + 1);
    },
  });
  const run = async (): Promise<void> => {
    while (!isStopping && number < messageCount) {
      number += 1;
      const records = numberedMessage(number, resultCount);
      for (let attempt = 0; ; attempt += 1) {
        const { outcome } = await simulator.send(`${number}/${attempt}`, records);
        if (outcome === 'delivered') break;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      delivered.push(number);
    }
  };
  const running = run();
  return {
    name,
    where: simulator.where,
    acknowledged,
    delivered,
    begun: () => number,
    simulator,
    finished: running,
    async stop() {
      isStopping = true;
      await running;
    },
  };
}
