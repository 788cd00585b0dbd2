import { expect, it } from 'vitest';
import { examineLine, type LineContext } from '../../../../shared/instruments/doctor.ts';
import { createMllpFramer } from '../../../../shared/instruments/drivers/hl7/mllp-framer.ts';
import { createLineObserver } from '../../../../shared/instruments/line-observer.ts';
import { textToLatin1 } from '../../../../shared/kernel/bytes.ts';

const context: LineContext = {
  state: 'open',
  link: { kind: 'tcp-server', address: '127.0.0.1', port: 5500, peers: [] },
  conversation: 'receiver',
  isAnswering: false,
  openForMs: 60_000,
  modemLines: null,
};

const message = (id: number): string =>
  `\x0bMSH|^~\\&|BC-5380||||20260101||ORU^R01|${id}|P|2.3.1\rOBX|1|NM|W||6|u|||||F\r\x1c\r`;

/** Plays bytes of an HL7 line, and tells the observer of every block that became a message. */
function examine(text: string, heldAfterMs = 1_000) {
  const observer = createLineObserver();
  const framer = createMllpFramer();
  const bytes = textToLatin1(text);
  observer.heard(bytes, 1_000);
  framer.feed(bytes, (value) => {
    observer.framed(value, 1_000);
    if (value.kind === 'line') observer.message({ fits: true, sender: 'BC-5380' }, 1_000);
  });
  return examineLine(observer.facts(1_000 + heldAfterMs), context).verdict;
}

it('finds a line of blocks healthy, idle bytes between them and all', () => {
  expect(examine('\x02'.repeat(14) + message(1) + '\x02'.repeat(10))).toBe('healthy');
});

it('does not take idle bytes alone for damage', () => {
  expect(examine('\x02'.repeat(10))).toBe('cannot-tell-yet');
});

it('still finds text that is no message', () => {
  expect(examine('some other words of a printer\r\n'.repeat(5))).toBe('wrong-protocol');
});

it('still finds damage between blocks', () => {
  expect(examine(`${message(1)}\xff\xfe~~##garbage##${message(2)}`)).toBe('noise');
});
