import { expect, test } from 'vitest';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { hl7Driver } from '../../shared/instruments/drivers/hl7/driver.ts';
import { parseHl7Text, readHl7Text } from '../../shared/instruments/drivers/hl7/hl7.ts';
import { collectHl7Identity } from '../../shared/instruments/drivers/hl7/hl7-identity.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { signal } from '../../shared/instruments/signals.ts';
import { shippedDefinition, testContext } from '../harness/definitions.ts';
import { hasSharedPapers, readShared } from '../harness/shared-papers.ts';

/** What is literally in each capture, by an independent reader. */
interface ExpectedFile {
  readonly file: string;
  readonly kind: string;
  readonly headers: number;
  readonly results: readonly {
    readonly obr2: string;
    readonly obr3: string;
    readonly spm2: string | null;
    readonly test: string;
    readonly value: string;
    readonly unit: string;
    readonly flag: string;
    readonly status: string;
  }[];
}

const hasPapers = hasSharedPapers('every HL7 capture gives exactly its results, whole and cut');
const files: readonly ExpectedFile[] = hasPapers
  ? JSON.parse(readShared('vectors/capture-expect.dev.json').toString('utf8')).files
  : [];
const captures = files.filter((file) => file.kind === 'hl7' || file.kind === 'hl7-segments-without-MSH');

/** A two-part cut at every byte up to this size, seeded cuts above (decision 14). */
const FULL_CUT_BYTES = 4_096;
const SEEDED_CUT_COUNT = 500;

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function blocksOf(definition: InstrumentDefinition, file: string): Uint8Array[] {
  return [...(hl7Driver.readStored?.(definition, readShared(`corpus/${file}`)) ?? [])].map(({ block }) => block);
}

function signalsOf(definition: InstrumentDefinition, blocks: readonly Uint8Array[]): Signal[] {
  return blocks.flatMap((block) => hl7Driver.interpret(definition, block, testContext({ checksum: 'absent' })).signals);
}

function rowsOf(signals: readonly Signal[]): string[][] {
  return signals.flatMap((one) =>
    'test' in one && 'rawValue' in one ? [[one.test, one.rawValue, one.unit, one.flags.join('~'), one.status]] : [],
  );
}

/** What the framer makes of the line these blocks came over, handed out in the given pieces. */
function hear(definition: InstrumentDefinition, pieces: readonly Uint8Array[]): string[] {
  const framer = hl7Driver.createFramer(definition);
  const heard: string[] = [];
  for (const piece of pieces) {
    framer.feed(piece, (value) => {
      if (value.kind === 'line') heard.push(latin1(value.text));
    });
  }
  return heard;
}

function cutOffsets(size: number): number[] {
  if (size <= FULL_CUT_BYTES) return Array.from({ length: size - 1 }, (_, index) => index + 1);
  let state = 20_261_122;
  return Array.from({ length: SEEDED_CUT_COUNT }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 1 + (state % (size - 1));
  });
}

test.skipIf(!hasPapers)('the captures are there', () => {
  expect(captures).toHaveLength(17);
});

for (const [key, those] of [
  ['generic-hl7', captures],
  ['mindray-bc-hl7', captures.filter((file) => file.file.startsWith('mindray-bc5'))],
] as const) {
  for (const file of those) {
    test(`${file.file} as ${key}: each result once, as sent, in order`, async () => {
      const definition = await shippedDefinition(key);
      const signals = signalsOf(definition, blocksOf(definition, file.file));
      const wanted = file.results.map((row) => [row.test, row.value, row.unit, row.flag, row.status]);
      expect(rowsOf(signals)).toEqual(wanted);
      const messages = signals.filter((one) => one.kind === 'message');
      expect(messages.length).toBe(Math.max(1, file.headers));
      for (const one of signals) expect(signal.parse(one)).toEqual(one);
    });

    test(`${file.file} as ${key}: the specimen its order names`, async () => {
      const definition = await shippedDefinition(key);
      const hashed: string[] = [];
      const context = testContext({
        hashSpecimen: (raw) => {
          hashed.push(raw);
          return { hash: raw, shows: '' };
        },
      });
      const signals = blocksOf(definition, file.file).flatMap(
        (block) => hl7Driver.interpret(definition, block, context).signals,
      );
      const results = signals.flatMap((one) => (one.kind === 'result' || one.kind === 'qc-result' ? [one] : []));
      for (const [index, one] of results.entries()) {
        const row = file.results[index];
        const named = [row?.spm2, row?.obr3, row?.obr2]
          .map((id) => (id ?? '').split('^')[0] ?? '')
          .filter((id) => id !== '');
        // Two that differ name none, where nothing says which one it is.
        const own = key === 'mindray-bc-hl7' ? (row?.obr3 ?? '') : new Set(named).size === 1 ? named[0] : null;
        expect(one.kind === 'qc-result' ? null : (one.specimen?.hash ?? null)).toBe(own ?? null);
      }
    });

    test(`${file.file} as ${key}: the same over a line, cut anywhere`, async () => {
      const definition = await shippedDefinition(key);
      const blocks = blocksOf(definition, file.file);
      const wire = Buffer.concat(
        blocks.flatMap((block) => [[0x02, 0x02, 0x0b], block, [0x1c, 0x0d]]).map((part) => Buffer.from(part)),
      );
      const wanted = blocks.map(latin1);
      expect(
        hear(
          definition,
          [...wire].map((byte) => Uint8Array.of(byte)),
        ),
      ).toEqual(wanted);
      for (const at of cutOffsets(wire.length)) {
        const heard = hear(definition, [wire.subarray(0, at), wire.subarray(at)]);
        if (heard.join('\0') !== wanted.join('\0')) expect(heard, `cut at ${at}`).toEqual(wanted);
      }
    });
  }
}

test.skipIf(!hasPapers)('the raw bytes of a file are framed the same however they are cut', async () => {
  const definition = await shippedDefinition('generic-hl7');
  for (const file of captures) {
    const bytes = readShared(`corpus/${file.file}`);
    const whole = hear(definition, [bytes]);
    for (const at of cutOffsets(bytes.length)) {
      const heard = hear(definition, [bytes.subarray(0, at), bytes.subarray(at)]);
      if (heard.join('\0') !== whole.join('\0')) expect(heard, `${file.file} cut at ${at}`).toEqual(whole);
    }
  }
});

test.skipIf(!hasPapers)(
  'no name and no patient id of any capture is left in signals, records or the wire view',
  async () => {
    const definition = await shippedDefinition('generic-hl7');
    let checked = 0;
    for (const file of captures) {
      for (const block of blocksOf(definition, file.file)) {
        const patients = parseHl7Text(readHl7Text(block)).map((message) => ({
          ...message,
          segments: message.segments.filter((segment) => segment.id === 'PID'),
        }));
        const secrets = patients.flatMap(collectHl7Identity).filter((one) => one.length >= 5);
        const shown =
          JSON.stringify(hl7Driver.interpret(definition, block, testContext())) + hl7Driver.mask(definition, block);
        for (const secret of secrets) {
          checked += 1;
          expect(shown.toLowerCase().includes(secret.toLowerCase()), `${file.file}: ${secret}`).toBe(false);
        }
      }
    }
    expect(checked).toBeGreaterThan(5);
  },
);
