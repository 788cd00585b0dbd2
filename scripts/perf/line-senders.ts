import { createInterface } from 'node:readline';
import { openEnd } from '../../electron/simulators/ends.ts';
import { createLis01Device } from '../../electron/simulators/lis01-device.ts';
import { pacedWriter } from './paced-writer.ts';
import { bloodCounts } from './traffic.ts';

/**
 * Sending instruments in a process of their own, so that the host's processor time is the host's alone. Arguments: JSON
 * list of PTY paths to make, baud. Says `ready` when the lines are there, begins at `go`, tells the frames acknowledged so
 * far at `count`, and at `stop` lets every line finish its message and says what was delivered as one line of JSON.
 */
const paths = JSON.parse(process.argv[2] ?? '[]') as string[];
const baud = Number(process.argv[3]);

/** Far above what a line can carry in a measurement: every line's messages stay apart from the others'. */
const numbersALine = 100_000;

const recordsOf = await bloodCounts();
let isStopping = false;
let frameCount = 0;

async function openLine(path: string, index: number) {
  let device: ReturnType<typeof createLis01Device> | null = null;
  const line = await openEnd(`pty:${path}`, baud, {
    onConnected: () => {},
    onBytes: (bytes) => device?.hear(bytes),
  });
  const write = pacedWriter(baud, (bytes) => void line.write(bytes));
  device = createLis01Device({
    end: { write, heard: (bytes) => bytes, isPlugged: true, close: () => line.close() },
    onAcknowledged: () => {
      frameCount += 1;
    },
  });
  const sender = device;
  return {
    close: () => line.close(),
    /** Numbers of the messages the host took, in order. */
    async send(): Promise<number[]> {
      const delivered: number[] = [];
      for (let number = index * numbersALine; !isStopping; number += 1) {
        const { outcome, reason } = await sender.send(String(number), recordsOf(number));
        if (outcome !== 'delivered') throw new Error(`line ${index + 1}: message ${number} was ${outcome}: ${reason}`);
        delivered.push(number);
      }
      return delivered;
    },
  };
}

const lines = await Promise.all(paths.map(openLine));
process.stdout.write('ready\n');
let sending: Promise<number[][]> = Promise.resolve([]);
for await (const word of createInterface({ input: process.stdin })) {
  if (word === 'go') sending = Promise.all(lines.map((line) => line.send()));
  if (word === 'count') process.stdout.write(`${JSON.stringify({ frameCount })}\n`);
  if (word !== 'stop') continue;
  isStopping = true;
  const delivered = await sending;
  process.stdout.write(`${JSON.stringify({ frameCount, delivered })}\n`);
}
await Promise.all(lines.map((line) => line.close()));
