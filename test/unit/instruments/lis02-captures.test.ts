import { describe, expect, it } from 'vitest';
import { createLineFramer } from '../../../shared/instruments/framing/line-framer.ts';
import { createLis01Framer } from '../../../shared/instruments/framing/lis01-framer.ts';
import { createLis01Listener } from '../../../shared/instruments/lis01-listener.ts';
import { createLis01Receiver } from '../../../shared/instruments/lis01-receiver.ts';
import { type Lis02Message, parseLis02 } from '../../../shared/instruments/protocols/lis02.ts';
import { extractLis02Results } from '../../../shared/instruments/protocols/lis02-results.ts';
import { readStoredLis02 } from '../../../shared/instruments/protocols/lis02-stored.ts';
import { readStoredFrames } from '../../../shared/instruments/protocols/stored-frames.ts';
import { LinkDriver } from '../../harness/link-driver.ts';
import { hasSharedPapers, readShared } from '../../harness/shared-papers.ts';

interface ExpectedResult {
  readonly specimen: readonly [string, string];
  readonly test: string;
  readonly value: string;
  readonly unit: string;
  readonly flag: string;
  readonly status: string;
}

interface ExpectedFile {
  readonly file: string;
  readonly kind: string;
  readonly recordTypes?: Readonly<Record<string, number>>;
  readonly results: readonly ExpectedResult[];
}

/** Small seeded generator: the same cuts in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 0x1_0000_0000;
  };
}

function resultsOf(messages: readonly Lis02Message[]): ExpectedResult[] {
  return messages.flatMap(extractLis02Results).map((row) => ({
    specimen: [row.specimenId, row.instrumentSpecimenId],
    test: row.test,
    value: row.value,
    unit: row.unit,
    flag: row.flag,
    status: row.status,
  }));
}

/** What a listening bench hears of these bytes when a UART hands them out in random pieces. */
function listen(bytes: Uint8Array, random: () => number): Lis02Message[] {
  const isFramed = bytes.includes(0x02);
  const framer = isFramed ? createLis01Framer() : createLineFramer({ end: 'any', silenceMs: 1_000 });
  const driver = new LinkDriver(framer, createLis01Listener({ checksum: isFramed ? 'ok' : 'absent' }));
  for (let from = 0; from < bytes.length; ) {
    const size = 1 + Math.floor(random() * 40);
    driver.receive(bytes.subarray(from, from + size));
    from += size;
  }
  driver.wait(1_000);
  driver.close();
  return driver.messages.map((message) => parseLis02(message));
}

/** What an answering bench takes: the capture's frames, sent after ENQ as the sender would, cut at random. */
function answer(bytes: Uint8Array, random: () => number): { messages: Lis02Message[]; acks: number; frames: number } {
  const driver = new LinkDriver(createLis01Framer(), createLis01Receiver({ frameNumbers: 'lenient' }));
  driver.receive(Uint8Array.of(0x05));
  const frames = [...readStoredFrames(bytes)];
  for (const { startsAt, endsAt } of frames) {
    const frame = bytes.subarray(startsAt, endsAt);
    const cut = Math.floor(random() * frame.length);
    driver.receive(frame.subarray(0, cut));
    driver.receive(frame.subarray(cut));
    driver.wait(1_000);
  }
  driver.receive(Uint8Array.of(0x04));
  const acks = driver.takeSent().filter((byte) => byte === 0x06).length;
  return { messages: driver.messages.map((message) => parseLis02(message)), acks, frames: frames.length };
}

const isHere = hasSharedPapers('LIS02 captures against capture-expect.dev');

describe.runIf(isHere)('LIS02 captures', () => {
  if (!isHere) {
    // A skipped group is still collected: without the captures there is nothing to collect.
    it('needs the captures', () => {});
    return;
  }
  const { files } = JSON.parse(readShared('vectors/capture-expect.dev.json').toString('utf8')) as {
    files: ExpectedFile[];
  };
  const captures = files.filter(({ kind }) => kind === 'astm' || kind === 'astm-in-trace');
  const read = (file: string): Uint8Array => new Uint8Array(readShared(`corpus/${file}`));

  it('has captures to try', () => {
    expect(captures.length).toBeGreaterThan(50);
  });

  for (const capture of captures) {
    it(`${capture.file}: every result, in order, none extra`, () => {
      const stored = [...readStoredLis02(read(capture.file))];
      expect(resultsOf(stored.map(({ message }) => message))).toEqual(capture.results);
      const types = Object.entries(capture.recordTypes ?? {});
      const records = stored.flatMap(({ message }) => message.records);
      for (const [type, count] of types) {
        expect(records.filter((record) => record.type === type)).toHaveLength(count);
      }
    });
  }

  const lineCaptures = captures.filter(({ file, kind }) => {
    const verdicts = [...readStoredLis02(read(file))].map(({ checksum }) => checksum);
    return kind === 'astm' && verdicts.every((verdict) => verdict === 'ok' || verdict === 'absent');
  });
  const random = seeded(20_261_122);
  for (const capture of lineCaptures) {
    it(`${capture.file}: the same when listened to in random pieces`, () => {
      for (let round = 0; round < 10; round += 1) {
        expect(resultsOf(listen(read(capture.file), random))).toEqual(capture.results);
      }
    });

    // A file without frames has nothing that could be answered.
    if (!read(capture.file).includes(0x02)) continue;
    it(`${capture.file}: the same when answered`, () => {
      const { messages, acks, frames } = answer(read(capture.file), random);
      expect(acks).toBe(frames + 1);
      expect(resultsOf(messages)).toEqual(capture.results);
    });
  }
});
