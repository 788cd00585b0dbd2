import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Duplex } from 'node:stream';
import type { Waits } from './ack-sender.ts';
import { startAnsweringHost } from './answering-host.ts';
import { makePerfFolder } from './folders.ts';
import { compare, type Measurement, percentile } from './rounds.ts';
import { SENT_AS } from './traffic.ts';

const FRAMES_A_ROUND = 1200;

/**
 * How long a frame waits for its ACK on a real serial line: from before its bytes are written to the master side of a
 * PTY until the ACK is read there, the host being a process of its own. Baseline: the same bytes appended to a file and
 * flushed, frame and append by turns. Of each round the 99th percentile counts: twelve waits of twelve hundred, among them those of
 * the disk's bad moments, which both must have lived through.
 */
export async function measureAcks(): Promise<Measurement> {
  const { folder, remove } = makePerfFolder('acks');
  const path = join(folder, 'line');
  const sender = await startSender(path, folder);
  try {
    const host = await startAnsweringHost({
      dataFolder: join(folder, 'data'),
      definitionKey: SENT_AS,
      paths: [path],
      baud: 115_200,
    });
    const measured = await compare({
      name: 'Frame to ACK, p99',
      subject: 'host on a serial line (PTY): frame written until its ACK is read',
      baseline: 'append of as many bytes and fdatasync, p99',
      figureUnit: 'ms',
      must: 4,
      goal: 2,
      isHigherBetter: false,
      rounds: 11,
      // A host that has been up for a minute has its code compiled; the first thousands of frames still compile it.
      warmups: 5,
      async runRound() {
        const { acks, appends } = await sender.send(FRAMES_A_ROUND);
        return { subject: percentile(acks, 0.99), baseline: percentile(appends, 0.99) };
      },
    });
    await host.stop();
    return measured;
  } finally {
    await sender.stop();
    remove();
  }
}

interface Sender {
  send(frameCount: number): Promise<Waits>;
  stop(): Promise<void>;
}

/**
 * The sending process takes `socat`'s place once that has made the PTY, and holds the master side itself: nothing relays
 * bytes between the two, as nothing does between a host and a UART.
 */
async function startSender(path: string, folder: string): Promise<Sender> {
  const child: ChildProcess = spawn(
    'socat',
    [`pty,raw,echo=0,link=${path}`, 'system:exec "$PERF_NODE" "$PERF_SENDER" "$PERF_LINE" "$PERF_FOLDER",nofork'],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
      env: {
        ...process.env,
        PERF_NODE: process.execPath,
        PERF_SENDER: join(import.meta.dirname, 'ack-sender.ts'),
        PERF_LINE: path,
        PERF_FOLDER: folder,
      },
    },
  );
  const gone = once(child, 'exit');
  while (!existsSync(path)) {
    if (child.exitCode !== null) throw new Error('socat made no terminal');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const orders = child.stdio[3] as Duplex;
  const answers = createInterface({ input: orders })[Symbol.asyncIterator]();
  return {
    async send(frameCount) {
      orders.write(`${frameCount}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('the sending process has ended');
      return JSON.parse(value) as Waits;
    },
    async stop() {
      orders.end();
      await gone;
    },
  };
}
