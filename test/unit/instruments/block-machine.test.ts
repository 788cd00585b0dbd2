import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBlockMachine } from '../../../shared/instruments/block-machine.ts';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import type { BlockDriver } from '../../../shared/instruments/drivers/driver.ts';
import { createMarkedFramer } from '../../../shared/instruments/framing/marked-framer.ts';
import { emptyState } from '../../../shared/instruments/mapping/context.ts';
import { latin1ToText } from '../../../shared/kernel/bytes.ts';
import { LinkDriver } from '../../harness/link-driver.ts';

const STX = 0x02;
const ETX = 0x03;

/** A format of this test's own: text between STX and ETX; a block that begins with `!` has a wrong sum. */
const format: BlockDriver = {
  kind: 'none',
  createFramer: () => createMarkedFramer({ start: Uint8Array.of(STX), end: Uint8Array.of(ETX) }),
  verify: (_, block) => (block[0] === 0x21 ? 'failed' : 'ok'),
  answer: (_, __, isTaken) => ({ bytes: Uint8Array.of(isTaken ? 0x06 : 0x15), label: isTaken ? 'ACK' : 'NAK' }),
  interpret: () => ({ signals: [], maskedRecords: [], key: null, isRepeat: false, state: emptyState }),
  mask: (_, raw) => '.'.repeat(raw.length),
};
const definition = {} as InstrumentDefinition;
const block = (text: string) => Uint8Array.of(STX, ...Buffer.from(text), ETX);
const texts = (driver: LinkDriver) => driver.messages.map(({ bytes }) => latin1ToText(bytes));

function start(isAnswering: boolean, commit?: (ref: number) => 'committed' | 'failed' | 'later'): LinkDriver {
  const machine = createBlockMachine(format, definition, isAnswering);
  const driver = new LinkDriver(format.createFramer(definition), machine, commit === undefined ? {} : { commit });
  driver.tell({ kind: 'link-opened' });
  return driver;
}

describe('blocks on a line that only listens', () => {
  test('become messages, and not one byte is sent', () => {
    const driver = start(false);
    driver.receive(block('a'));
    driver.receive(block('!b'));
    expect(texts(driver)).toEqual(['a']);
    expect(driver.takeSent()).toHaveLength(0);
  });
});

describe('blocks on a line that answers', () => {
  test('are answered only once they are stored', () => {
    const driver = start(true, () => 'later');
    driver.receive(block('a'));
    expect(driver.takeSent()).toHaveLength(0);
    const [{ ref } = { ref: 0 }] = driver.values;
    driver.tell({ kind: 'frame-committed', ref });
    expect([...driver.takeSent()]).toEqual([0x06]);
    expect(texts(driver)).toEqual(['a']);
  });

  test('are asked for again when their sum is wrong or they could not be stored, and a person hears of the third time', () => {
    const driver = start(true, () => 'failed');
    driver.receive(block('!a'));
    driver.receive(block('b'));
    driver.receive(block('!c'));
    expect([...driver.takeSent()]).toEqual([0x15, 0x15, 0x15]);
    expect(driver.messages).toEqual([]);
    expect(driver.notices).toEqual(['commit-failed', 'frame-rejected-repeatedly']);
  });

  test('that wait behind a commit come in order', () => {
    const waiting: number[] = [];
    const driver = start(true, (ref) => {
      waiting.push(ref);
      return 'later';
    });
    for (const text of ['a', 'b', 'c']) driver.receive(block(text));
    expect(waiting).toHaveLength(1);
    for (let index = 0; index < waiting.length; index += 1) {
      driver.tell({ kind: 'frame-committed', ref: waiting[index] as number });
    }
    expect(texts(driver)).toEqual(['a', 'b', 'c']);
    expect([...driver.takeSent()]).toEqual([0x06, 0x06, 0x06]);
  });

  test('of a link that is gone become messages and are answered to nobody', () => {
    const waiting: number[] = [];
    const driver = start(true, (ref) => {
      waiting.push(ref);
      return 'later';
    });
    driver.receive(block('a'));
    driver.tell({ kind: 'link-closed' });
    driver.tell({ kind: 'link-opened' });
    driver.tell({ kind: 'frame-committed', ref: waiting[0] as number });
    expect(texts(driver)).toEqual(['a']);
    expect(driver.takeSent()).toHaveLength(0);
  });
});

test('however the bytes are cut, the same messages and the same answers', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '!', ' '), minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.infiniteStream(fc.integer({ min: 1, max: 5 })), (words, sizes) => {
      const bytes = Uint8Array.from(words.flatMap((each) => [...block(each)]));
      const whole = start(true);
      whole.receive(bytes);
      const pieces = start(true);
      for (let at = 0; at < bytes.length; ) {
        const size = sizes.next().value ?? 1;
        pieces.receive(bytes.subarray(at, at + size));
        at += size;
      }
      expect(texts(pieces)).toEqual(texts(whole));
      expect(pieces.takeSent()).toEqual(whole.takeSent());
      expect(texts(whole)).toEqual(words.filter((each) => !each.startsWith('!')));
    }),
  );
});
