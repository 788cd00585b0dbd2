import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLineFramer } from '../../../shared/instruments/framing/line-framer.ts';
import type { FramingValue } from '../../../shared/instruments/framing/values.ts';
import type { LinePolling } from '../../../shared/instruments/line-poller.ts';
import type { Exchange } from '../../../shared/instruments/link-machine.ts';
import { createMtSicsPoller } from '../../../shared/instruments/mt-sics-poller.ts';
import { parseMtSicsAnswer } from '../../../shared/instruments/protocols/mt-sics.ts';
import { concatBytes, latin1ToText, textToLatin1 } from '../../../shared/kernel/bytes.ts';
import { LinkDriver } from '../../harness/link-driver.ts';

const polling: LinePolling = {
  atConnect: ['I4', 'I2'],
  repeat: { command: 'SI', everyMs: 1_000 },
  replyTimeoutMs: 3_000,
  silentAfterCount: 3,
};

function connect(): LinkDriver {
  const driver = new LinkDriver(createLineFramer({ end: 'crlf', maxLineBytes: 256 }), createMtSicsPoller(polling));
  driver.tell({ kind: 'link-opened' });
  return driver;
}

const asked = (driver: LinkDriver): string => latin1ToText(driver.takeSent());
const say = (driver: LinkDriver, line: string): void => driver.receive(textToLatin1(`${line}\r\n`));
const exchanges = (driver: LinkDriver): Exchange[] =>
  driver.effects.flatMap((effect) => (effect.kind === 'exchange' ? [effect.exchange] : []));

/** A driver past its identity questions. */
function connected(): LinkDriver {
  const driver = connect();
  say(driver, 'I4 A "B021002593"');
  say(driver, 'I2 A "XPE205 220.0090 g"');
  driver.takeSent();
  return driver;
}

describe('parseMtSicsAnswer', () => {
  it.each([
    ['S S     100.00 g', { kind: 'weight', name: 'S', isStable: true, value: '100.00', unit: 'g' }],
    ['S D   1.234 g', { kind: 'weight', name: 'S', isStable: false, value: '1.234', unit: 'g' }],
    ['S S      -0.02 mg', { kind: 'weight', name: 'S', isStable: true, value: '-0.02', unit: 'mg' }],
    ['S +', { kind: 'out-of-range', name: 'S', range: 'over' }],
    ['S -', { kind: 'out-of-range', name: 'S', range: 'under' }],
    ['S I', { kind: 'not-executable', name: 'S' }],
    ['S L', { kind: 'wrong-parameter', name: 'S' }],
    ['ES', { kind: 'error', name: 'ES', error: 'syntax' }],
    ['ET', { kind: 'error', name: 'ET', error: 'transmission' }],
    ['EL', { kind: 'error', name: 'EL', error: 'logical' }],
    ['I4 A "0123456789"', { kind: 'inquiry', name: 'I4', isLast: true, values: ['0123456789'] }],
    ['I0 B 0 "I0"', { kind: 'inquiry', name: 'I0', isLast: false, values: ['0', 'I0'] }],
    [
      'I1 A 01 2.00 2.00 2.00 1.0',
      { kind: 'inquiry', name: 'I1', isLast: true, values: ['01', '2.00', '2.00', '2.00', '1.0'] },
    ],
    ['TA A 2.486 g', { kind: 'other', name: 'TA', values: ['A', '2.486', 'g'] }],
    ['', { kind: 'other', name: '', values: [] }],
  ])('%s', (line, wanted) => {
    expect(parseMtSicsAnswer(line)).toEqual(wanted);
  });
});

describe('mt-sics poller', () => {
  it('asks who the balance is, then its weight every second', () => {
    const driver = connect();
    expect(asked(driver)).toBe('I4\r\n');
    say(driver, 'I4 A "B021002593"');
    expect(asked(driver)).toBe('I2\r\n');
    say(driver, 'I2 A "XPE205 220.0090 g"');
    expect(asked(driver)).toBe('');
    driver.wait(1_000);
    expect(asked(driver)).toBe('SI\r\n');
    say(driver, 'S S     100.0021 g');
    driver.wait(999);
    expect(asked(driver)).toBe('');
    driver.wait(1);
    expect(asked(driver)).toBe('SI\r\n');
    expect(exchanges(driver).map(({ command, outcome }) => [command, outcome])).toEqual([
      ['I4', 'answered'],
      ['I2', 'answered'],
      ['SI', 'answered'],
    ]);
  });

  it('tries a one-off question twice, the repeated one once, and says when nobody answers', () => {
    const driver = connect();
    driver.wait(20_000);
    expect(asked(driver)).toBe('I4\r\nI4\r\nI2\r\nI2\r\nSI\r\nSI\r\n');
    expect(exchanges(driver)[0]).toMatchObject({ command: 'I4', outcome: 'silent', attempts: 2 });
    expect(driver.notices).toEqual(['device-silent']);
  });

  it('asks who it is again when a silent balance speaks', () => {
    const driver = connected();
    driver.wait(12_000);
    driver.takeSent();
    expect(driver.notices).toEqual(['device-silent']);
    driver.wait(1_000);
    say(driver, 'S S 1.0 g');
    expect(asked(driver).endsWith('I4\r\n')).toBe(true);
  });

  it('gives out a line nobody asked for, and goes on', () => {
    const driver = connected();
    say(driver, 'S S 5.00 g');
    driver.wait(1_000);
    say(driver, 'I4 A "late"');
    say(driver, 'S D 5.01 g');
    const lines = driver.effects.flatMap((effect) =>
      effect.kind === 'unsolicited' ? [latin1ToText(effect.text)] : [],
    );
    expect(lines).toEqual(['S S 5.00 g', 'I4 A "late"']);
    expect(exchanges(driver).at(-1)).toMatchObject({ command: 'SI', outcome: 'answered' });
  });

  it('collects an answer of many lines', () => {
    const driver = connected();
    driver.tell({ kind: 'ask', command: 'I0' });
    expect(asked(driver)).toBe('I0\r\n');
    say(driver, 'I0 B 0 "I0"');
    driver.wait(2_900);
    say(driver, 'I0 B 0 "S"');
    say(driver, 'I0 A 1 "SI"');
    expect(
      exchanges(driver)
        .at(-1)!
        .lines.map(({ text }) => latin1ToText(text)),
    ).toEqual(['I0 B 0 "I0"', 'I0 B 0 "S"', 'I0 A 1 "SI"']);
  });

  it('never sends a command that changes something', () => {
    const driver = connected();
    for (const command of ['T', 'Z', 'C3', '@', 'I10 "NAME"', 'D "X"']) driver.tell({ kind: 'ask', command });
    expect(asked(driver)).toBe('');
    expect(
      exchanges(driver)
        .slice(2)
        .every(({ outcome }) => outcome === 'refused'),
    ).toBe(true);
  });

  it('asks again when the balance says that the question was garbled', () => {
    const driver = connect();
    driver.takeSent();
    say(driver, 'ET');
    expect(asked(driver)).toBe('I4\r\n');
    say(driver, 'I4 A "1"');
    expect(exchanges(driver)[0]).toMatchObject({ attempts: 2, outcome: 'answered' });
  });

  it('stops when the link closes', () => {
    const driver = connected();
    driver.close();
    driver.wait(60_000);
    expect(asked(driver)).toBe('');
    expect(driver.state).toBe('closed');
  });
});

describe('line framer', () => {
  const run = (pieces: readonly Uint8Array[], end: 'crlf' | 'any'): FramingValue[] => {
    const framer = createLineFramer({ end, maxLineBytes: 20 });
    const values: FramingValue[] = [];
    for (const piece of pieces) framer.feed(piece, (value) => values.push(value));
    framer.flush((value) => values.push(value));
    return values;
  };
  const texts = (values: readonly FramingValue[]): string[] =>
    values.flatMap((value) => (value.kind === 'line' ? [latin1ToText(value.text)] : []));

  it('ends lines at LF, or at any line end', () => {
    const bytes = textToLatin1('S S 1 g\r\nES\r\n\nA\rB\nlast');
    expect(texts(run([bytes], 'crlf'))).toEqual(['S S 1 g', 'ES', 'A\rB']);
    expect(texts(run([bytes], 'any'))).toEqual(['S S 1 g', 'ES', 'A', 'B']);
  });

  it('gives every byte once, however the reads are cut, and nothing of a line over the bound', () => {
    const stream = fc.array(fc.constantFrom(0x0d, 0x0a, 0x41, 0x42, 0x20), { maxLength: 120 });
    fc.assert(
      fc.property(stream, fc.constantFrom('crlf' as const, 'any' as const), (codes, end) => {
        const bytes = Uint8Array.from(codes);
        const whole = run([bytes], end);
        const single = run(
          codes.map((code) => Uint8Array.of(code)),
          end,
        );
        expect(single).toEqual(whole);
        expect([...concatBytes(whole.map((value) => value.raw))]).toEqual(codes);
        expect(whole.every((value) => value.raw.length <= 20)).toBe(true);
      }),
    );
  });
});
