import { join } from 'node:path';
import { openEnd } from '../../electron/simulators/ends.ts';
import { encodeFrames } from '../../shared/instruments/framing/lis01-encoder.ts';
import { startAnsweringHost } from './answering-host.ts';
import { makePerfFolder } from './folders.ts';
import { RawAppender } from './raw-appends.ts';
import { compare, type Measurement, percentile } from './rounds.ts';
import { bloodCounts, SENT_AS } from './traffic.ts';

const FRAMES_A_ROUND = 600;
const ENQ = Uint8Array.of(0x05);
const EOT = Uint8Array.of(0x04);
const ACK = 0x06;

/**
 * How long a frame waits for its ACK on a real serial line: from before its bytes are written to the master side of a
 * PTY until the ACK is read there, the host being a process of its own. Baseline: the same bytes appended to a file and
 * flushed. Of each round the 99th percentile counts.
 */
export async function measureAcks(): Promise<Measurement> {
  const { folder, remove } = makePerfFolder('acks');
  const recordsOf = await bloodCounts();
  let heard: ((byte: number) => void) | null = null;
  const end = await openEnd(`pty:${join(folder, 'line')}`, 115_200, {
    onConnected: () => {},
    onBytes: (bytes) => {
      for (const byte of bytes) heard?.(byte);
    },
  });
  const host = await startAnsweringHost({
    dataFolder: join(folder, 'data'),
    definitionKey: SENT_AS,
    paths: [end.where],
    baud: 115_200,
  });
  const ask = (bytes: Uint8Array): Promise<number> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the host did not answer')), 10_000);
      heard = (byte) => {
        clearTimeout(timer);
        const waitedMs = performance.now() - sentAt;
        if (byte === ACK) resolve(waitedMs);
        else reject(new Error(`the host answered ${byte}`));
      };
      const sentAt = performance.now();
      void end.write(bytes);
    });
  let number = 0;
  const sendFrames = async (count: number): Promise<number[]> => {
    const waits: number[] = [];
    while (waits.length < count) {
      number += 1;
      await ask(ENQ);
      for (const frame of encodeFrames(recordsOf(number))) waits.push(await ask(frame));
      heard = null;
      await end.write(EOT);
    }
    return waits;
  };
  const raw = new RawAppender(folder, encodeFrames(recordsOf(0)).at(-2)?.length ?? 0);
  try {
    return await compare({
      name: 'Frame to ACK, p99',
      subject: 'host on a serial line (PTY): frame written until its ACK is read',
      baseline: 'append of as many bytes and fdatasync, p99',
      figureUnit: 'ms',
      must: 4,
      goal: 2,
      isHigherBetter: false,
      rounds: 11,
      runSubject: async () => percentile(await sendFrames(FRAMES_A_ROUND), 0.99),
      runBaseline: () => {
        const waits: number[] = [];
        for (let index = 0; index < FRAMES_A_ROUND; index += 1) {
          const start = performance.now();
          raw.append();
          waits.push(performance.now() - start);
        }
        return percentile(waits, 0.99);
      },
    });
  } finally {
    raw.close();
    await host.stop();
    await end.close();
    remove();
  }
}
