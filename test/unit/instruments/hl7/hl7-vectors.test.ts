import { describe, expect, it } from 'vitest';
import {
  fieldOf,
  findHl7BatchFault,
  type Hl7Message,
  leafOf,
  parseHl7Text,
  purposeOf,
} from '../../../../shared/instruments/drivers/hl7/hl7.ts';
import { createMllpFramer } from '../../../../shared/instruments/drivers/hl7/mllp-framer.ts';
import type { FramingValue } from '../../../../shared/instruments/framing/values.ts';
import { latin1ToText, textToLatin1 } from '../../../../shared/kernel/bytes.ts';
import { bytesOf, loadVectors, type Vector } from '../../../harness/vectors.ts';

const title = (vector: Vector): string => `${vector.id} (${vector.stance})`;

/** What a framer makes of reads; a wait is asked for where it still holds the end of a block. */
function frame(reads: readonly Uint8Array[]): FramingValue[] {
  const framer = createMllpFramer();
  const values: FramingValue[] = [];
  for (const read of reads) framer.feed(read, (value) => values.push(value));
  if (framer.silenceMs !== null && framer.silenceMs < 2_000) framer.expire((value) => values.push(value));
  return values;
}

function textsOf(values: readonly FramingValue[]): string[] {
  return values.flatMap((value) => (value.kind === 'line' ? [latin1ToText(value.text)] : []));
}

describe('mllp vectors', () => {
  for (const vector of loadVectors('mllp').filter((one) => one.op === 'mllpReceive')) {
    const { input, expect: wanted } = vector;
    // Two links, told apart in words: below.
    if (vector.id === 'ml-vlsm-interleaved') continue;
    if (input.rx !== undefined) {
      it(title(vector), () => {
        const values = frame(input.rx.map(bytesOf));
        expect(textsOf(values)).toEqual(wanted.messages);
      });
    } else if (input.hexOfStream !== undefined) {
      it(title(vector), () => {
        const bytes = bytesOf({ hex: input.hexOfStream });
        const reads: Uint8Array[] = [];
        for (let at = 0; at < bytes.length; at += 64) reads.push(bytes.subarray(at, at + 64));
        expect(textsOf(frame(reads))).toHaveLength(wanted.messageCount);
      });
    }
  }

  const message = (id: number): string => `MSH|^~\\&|A|B|||20240101||ORU^R01|${id}|P|2.3.1\rOBX|1|NM|WBC||7|u|||||F\r`;
  const block = (text: string): Uint8Array => textToLatin1(`\x0b${text}\x1c\r`);

  it('ml-burst-200 (peer): two hundred messages back to back, in odd pieces', () => {
    const bytes = Buffer.concat(Array.from({ length: 200 }, (_, index) => block(message(index))));
    const framer = createMllpFramer();
    const texts: string[] = [];
    for (let at = 0; at < bytes.length; at += 37) {
      framer.feed(bytes.subarray(at, at + 37), (value) => texts.push(...textsOf([value])));
    }
    expect(texts).toEqual(Array.from({ length: 200 }, (_, index) => message(index)));
  });

  it('ml-two-clients, ml-vlsm-interleaved: a framer for each link, never mixed', () => {
    const [a, b] = [createMllpFramer(), createMllpFramer()];
    const heard: string[] = [];
    const hear = (name: string) => (value: FramingValue) => heard.push(...textsOf([value]).map((text) => name + text));
    a.feed(textToLatin1('\x0bMSH|^~\\&|A|LAB|'), hear('a:'));
    b.feed(textToLatin1('\x0bMSH|^~\\&|B|LAB|RESULT-B\x1c\r'), hear('b:'));
    a.feed(textToLatin1('RESULT-A\x1c\r'), hear('a:'));
    expect(heard).toEqual(['b:MSH|^~\\&|B|LAB|RESULT-B', 'a:MSH|^~\\&|A|LAB|RESULT-A']);
  });

  it('ml-leftover (peer): the rest is told as cut off when the link ends', () => {
    const values: FramingValue[] = [];
    const framer = createMllpFramer();
    framer.feed(textToLatin1('\x0bfoobar\x1c\r\x0bstuff'), (value) => values.push(value));
    framer.flush((value) => values.push(value));
    expect(textsOf(values)).toEqual(['foobar']);
    expect(values[1]).toMatchObject({ kind: 'rejected', reason: 'cut-off', answer: 'none' });
  });

  it('ml-oversize (policy): a message without end is not collected for ever, the next one is read', () => {
    const framer = createMllpFramer({ maxBlockBytes: 1_000 });
    const values: FramingValue[] = [];
    const take = (value: FramingValue): void => {
      values.push(value);
    };
    framer.feed(textToLatin1(`\x0b${'x'.repeat(900)}`), take);
    for (let round = 0; round < 50; round += 1) framer.feed(textToLatin1('y'.repeat(500)), take);
    framer.feed(textToLatin1(`\x1c\r\x0b${message(1)}\x1c\r`), take);
    expect(textsOf(values)).toEqual([message(1)]);
    expect(values.filter((value) => value.kind === 'rejected')).toMatchObject([{ reason: 'too-long' }]);
    expect(Math.max(...values.map((value) => value.raw.length))).toBeLessThan(1_100);
  });

  it('ml-inactive (policy): half an hour without the rest gives a message up', () => {
    const framer = createMllpFramer();
    framer.feed(textToLatin1('\x0bMSH|^~\\&|A'), () => {});
    expect(framer.silenceMs).toBe(30 * 60_000);
    const values: FramingValue[] = [];
    framer.expire((value) => values.push(value));
    expect(values).toMatchObject([{ kind: 'rejected', reason: 'cut-off' }]);
    expect(framer.silenceMs).toBeNull();
  });

  it('a message with neither VT nor FS ends where its sender stops', () => {
    const framer = createMllpFramer();
    const values: FramingValue[] = [];
    framer.feed(textToLatin1(message(7)), (value) => values.push(value));
    expect(values).toEqual([]);
    framer.expire((value) => values.push(value));
    expect(textsOf(values)).toEqual([message(7)]);
  });
});

describe('hl7-parse vectors', () => {
  const vectors = loadVectors('hl7-parse');

  function read(message: Hl7Message, path: string): string | number {
    if (path === 'segmentCount') return message.segments.length;
    const match = /^([A-Z0-9]{3})(?:\[(\d+)\])?\.(\d+)(?:\[(\d+)\])?(?:\.(\d+))?(?:\.(\d+))?$/.exec(path);
    if (match === null) throw new Error(`no path: ${path}`);
    const [, id, rank, field, repeat, component, subcomponent] = match;
    const segment = message.segments.filter((one) => one.id === id)[Number(rank ?? 1) - 1];
    if (repeat === undefined && component === undefined) return fieldOf(segment, Number(field));
    return leafOf(
      segment,
      {
        field: Number(field),
        repeat: Number(repeat ?? 1),
        component: Number(component ?? 1),
        ...(subcomponent === undefined ? {} : { subcomponent: Number(subcomponent) }),
      },
      message.delimiters,
    );
  }

  for (const vector of vectors.filter((one) => one.op === 'hl7Get')) {
    it(title(vector), () => {
      const [message] = parseHl7Text(vector.input.message);
      const paths = Object.keys(vector.expect.values);
      expect(Object.fromEntries(paths.map((path) => [path, read(message!, path)]))).toEqual(vector.expect.values);
    });
  }

  for (const vector of vectors.filter((one) => one.op === 'hl7Batch')) {
    it(title(vector), () => {
      const { segments } = vector.input;
      const fault = findHl7BatchFault(segments);
      if (vector.expect.error !== undefined) {
        expect(fault).toBe(/BHS/.test(vector.expect.error) ? 'batch-header-twice' : 'segment-before-header');
        return;
      }
      expect(fault).toBeNull();
      const text = segments.map((one: string) => (one === 'MSH' ? 'MSH|^~\\&|' : one)).join('\r');
      expect(parseHl7Text(text)).toHaveLength(vector.expect.messages);
    });
  }

  it('hp-no-results (peer): a message without OBX says no results', () => {
    const [message] = parseHl7Text(vectors.find((one) => one.id === 'hp-no-results')!.input.message);
    expect(message?.segments.some((segment) => segment.id === 'OBX')).toBe(false);
    expect(purposeOf(message!)).toBe('results');
  });

  it('hp-not-msh (standard): what stands before MSH is no part of the message', () => {
    const messages = parseHl7Text(vectors.find((one) => one.id === 'hp-not-msh')!.input.message);
    expect(messages.map((message) => message.hasHeader)).toEqual([false, true]);
  });

  it('hp-roundtrip (peer): segments keep their text', () => {
    const { message } = vectors.find((one) => one.id === 'hp-roundtrip')!.input;
    const [read] = parseHl7Text(message);
    expect(`${read?.segments.map((segment) => segment.text).join('\r')}\r`).toBe(message);
  });
});
