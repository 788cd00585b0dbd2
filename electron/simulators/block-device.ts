import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { BlockDriver } from '../../shared/instruments/drivers/driver.ts';
import type { SendOutcome } from '../../shared/instruments/link-machine.ts';
import { blocksIn } from './block-messages.ts';
import type { SpoiledEnd } from './spoiled-end.ts';

/** How long the simulated analyzer waits for an answer. Nobody published the real ones' time; LIS01 names the same. */
const ANSWER_MS = 15_000;
/** A block that is refused is sent so many times at most. */
const MOST_TRIES = 6;
/** What is heard is kept no longer than an answer can be. */
const LONGEST_ANSWER = 4_096;

export interface BlockDeviceOptions {
  readonly definition: InstrumentDefinition;
  readonly driver: BlockDriver;
  readonly end: SpoiledEnd;
  /** Factor on the time it waits for an answer; less than 1 is for tests. */
  readonly patience?: number;
  /** Sends without waiting for anybody. */
  readonly isOneWay?: boolean;
  /** Blocks that were acknowledged, in order. */
  readonly onAcknowledged?: (block: Uint8Array, messageId: string) => void;
}

/** A simulated analyzer whose messages are blocks: sends one, waits for the answer its format knows, sends a refused one again. */
export interface BlockDevice {
  /** @param records blocks with their marks, each sent and answered on its own */
  send(id: string, records: readonly Uint8Array[]): Promise<{ outcome: SendOutcome; reason: string }>;
  /** To be called with what the instrument hears. */
  hear(bytes: Uint8Array): void;
  /** The cable was put back: what was under way is over. */
  replugged(): void;
  close(): void;
}

type Answer = 'taken' | 'refused' | 'none' | 'broken-off';

export function createBlockDevice(options: BlockDeviceOptions): BlockDevice {
  const { definition, driver, end, patience = 1, isOneWay = false, onAcknowledged } = options;
  let heard: Buffer = Buffer.alloc(0);
  let listen: (() => void) | null = null;
  let breakOff: (() => void) | null = null;
  let work: Promise<unknown> = Promise.resolve();

  /** Writes a block and waits for what is said to it. */
  const ask = async (raw: Uint8Array, block: Uint8Array): Promise<Answer> => {
    const taken = driver.answer(definition, block, true);
    const refused = driver.answer(definition, block, false);
    heard = Buffer.alloc(0);
    const answered = new Promise<Answer>((resolve) => {
      const timer = setTimeout(() => resolve('none'), ANSWER_MS * patience);
      const settle = (answer: Answer): void => {
        clearTimeout(timer);
        resolve(answer);
      };
      listen = () => {
        if (taken !== null && heard.indexOf(taken.bytes) >= 0) settle('taken');
        else if (refused !== null && heard.indexOf(refused.bytes) >= 0) settle('refused');
      };
      breakOff = () => settle('broken-off');
    });
    await end.write(raw);
    const answer = await answered;
    listen = null;
    breakOff = null;
    return answer;
  };

  const deliver = async (id: string, raw: Uint8Array): Promise<{ outcome: SendOutcome; reason: string }> => {
    const [block] = blocksIn(driver, definition, raw);
    if (block === undefined) return { outcome: 'rejected', reason: 'no-block' };
    if (isOneWay || driver.answer(definition, block.text, true) === null) {
      await end.write(raw);
      return { outcome: 'delivered', reason: 'nobody-was-asked' };
    }
    for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
      const answer = await ask(raw, block.text);
      if (answer === 'taken') {
        onAcknowledged?.(raw, id);
        return { outcome: 'delivered', reason: '' };
      }
      if (answer === 'broken-off') return { outcome: 'retry-later', reason: 'link-lost' };
      if (answer === 'none') return { outcome: 'failed', reason: 'no-answer' };
    }
    return { outcome: 'failed', reason: 'refused' };
  };

  return {
    send(id, records) {
      const sent = work.then(async () => {
        for (const raw of records) {
          const result = await deliver(id, raw);
          if (result.outcome !== 'delivered') return result;
        }
        return { outcome: 'delivered' as const, reason: '' };
      });
      work = sent.catch(() => {});
      return sent;
    },
    hear(bytes) {
      heard = Buffer.concat([heard, bytes]).subarray(-LONGEST_ANSWER);
      listen?.();
    },
    replugged: () => breakOff?.(),
    close: () => breakOff?.(),
  };
}
