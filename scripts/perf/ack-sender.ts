import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { encodeFrames } from '../../shared/instruments/framing/lis01-encoder.ts';
import { RawAppender } from './raw-appends.ts';
import { bloodCounts } from './traffic.ts';

/** What frames waited for their ACKs and what appends took, in ms, by turns: the first frame, the first append, and so on. */
export interface Waits {
  readonly acks: number[];
  readonly appends: number[];
}

/**
 * An instrument that does nothing but send and wait: its standard input and output are the master side of the PTY, and it
 * reads and writes without an event loop, so that what it measures is the host and not itself. After every ACK it appends the
 * frame to a file and flushes that, while the host has nothing to do. On descriptor 3 it is told how many frames to send, one
 * number a line, and answers with `Waits` as JSON. Arguments: the slave's path; a folder for the file.
 */
const LINE = 0;
const ORDERS = 3;
const ENQ = Uint8Array.of(0x05);
const EOT = Uint8Array.of(0x04);
const ACK = 0x06;

const recordsOf = await bloodCounts();
// Without a hold on the slave the master would hang up whenever the host closes its end.
const hold = openSync(process.argv[2] ?? '', constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
const raw = new RawAppender(process.argv[3] ?? '');
const answer = Buffer.alloc(16);
let number = 0;

function ask(bytes: Uint8Array): void {
  writeSync(LINE, bytes);
  const count = readSync(LINE, answer);
  if (count !== 1 || answer[0] !== ACK)
    throw new Error(`the host answered ${answer.subarray(0, count).toString('hex')}`);
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function send(frameCount: number): Waits {
  const waits: Waits = { acks: [], appends: [] };
  while (waits.acks.length < frameCount) {
    number += 1;
    ask(ENQ);
    for (const frame of encodeFrames(recordsOf(number))) {
      waits.acks.push(timed(() => ask(frame)));
      waits.appends.push(timed(() => raw.append(frame)));
    }
    writeSync(LINE, EOT);
  }
  return waits;
}

const order = Buffer.alloc(64);
for (;;) {
  const count = readSync(ORDERS, order);
  if (count === 0) break;
  writeSync(ORDERS, `${JSON.stringify(send(Number(order.subarray(0, count).toString())))}\n`);
}
closeSync(hold);
raw.close();
