import { describe, expect, it } from 'vitest';
import {
  type BuiltInCharset,
  decodeText,
  detectCharset,
  encodeText,
} from '../../../shared/instruments/protocols/charset.ts';
import { escapeHl7, unescapeHl7 } from '../../../shared/instruments/protocols/hl7-escape.ts';
import {
  fieldOf,
  isDeletion,
  type Lis02Record,
  parseLis02Lines,
  parseLis02Record,
  parseLis02Text,
  repeatsOf,
  splitLis02Lines,
} from '../../../shared/instruments/protocols/lis02.ts';
import { Lis02Assembler } from '../../../shared/instruments/protocols/lis02-assembler.ts';
import {
  encodeComponents,
  encodeLis02Header,
  encodeLis02Record,
  encodeRepeats,
} from '../../../shared/instruments/protocols/lis02-encoder.ts';
import {
  DEFAULT_DELIMITERS,
  type EscapeDialect,
  escapeLeaf,
  readDelimiters,
  splitAt,
  unescapeLeaf,
} from '../../../shared/instruments/protocols/lis02-escape.ts';
import { extractLis02Results } from '../../../shared/instruments/protocols/lis02-results.ts';
import { readStoredLis02 } from '../../../shared/instruments/protocols/lis02-stored.ts';
import { buildLis02Tree, purposeOf } from '../../../shared/instruments/protocols/lis02-tree.ts';
import { readLis02Time, readMeasured } from '../../../shared/instruments/protocols/lis02-values.ts';
import { fromHex, latin1ToText, textToLatin1, toHex } from '../../../shared/kernel/bytes.ts';
import { isBinding, loadVectors, type Vector } from '../../harness/vectors.ts';

const reading = { delimiters: DEFAULT_DELIMITERS, dialect: 'standard' as const };
const title = (vector: Vector): string => `${vector.id} (${vector.stance})`;

function parts(text: string, dialect: EscapeDialect = 'standard'): string[][][] {
  const record = parseLis02Record(text, 0, DEFAULT_DELIMITERS, dialect);
  return record.fields.map((field) => repeatsOf(field, { ...reading, dialect }).map((repeat) => [...repeat]));
}

const readText = (text: string) => [...readStoredLis02(new TextEncoder().encode(text))];

describe('record-decode vectors', () => {
  const vectors = loadVectors('record-decode');
  for (const vector of vectors.filter((candidate) => candidate.op === 'decodeRecord')) {
    it(title(vector), () => {
      if (vector.expect.error === true) expect(readText(vector.input.text)).toEqual([]);
      else expect(parts(vector.input.text)).toEqual(vector.expect.fields);
    });
  }
  for (const vector of vectors.filter(
    (candidate) => candidate.op === 'decodeHeader' || candidate.op === 'decodeMessage',
  )) {
    it(title(vector), () => {
      const message = parseLis02Text(vector.input.text);
      const { escapeSign, ...others } = message.delimiters;
      expect({ ...others, escape: escapeSign }).toEqual(vector.expect.delimiters);
      const header = message.records[0]!;
      for (const [name, wanted] of Object.entries(vector.expect)) {
        const place = /^([A-Z])\.(\d+)$/.exec(name);
        if (place === null) continue;
        const record = message.records.find((candidate) => candidate.type === place[1])!;
        const raw = fieldOf(record, Number(place[2]));
        if (typeof wanted === 'string') expect(raw).toBe(wanted);
        else expect(repeatsOf(raw, message)).toEqual(wanted);
      }
      if (vector.expect.fieldsAfterDelims !== undefined) {
        expect(header.fields.slice(2).map((field) => repeatsOf(field, message))).toEqual(
          vector.expect.fieldsAfterDelims,
        );
      }
    });
  }

  it('rd-only-type: a bare type letter is a record', () => {
    expect(parts('T')).toEqual([[['T']]]);
  });

  it('rd-sequence-mismatch: the record is kept, a warning is raised', () => {
    const message = parseLis02Lines(['H|\\^&', 'P|2|first|second|third', 'L|1|N'], {});
    expect(message.records).toHaveLength(3);
    expect(message.warnings).toEqual([
      { code: 'sequence-unexpected', record: 1, data: { type: 'P', expected: '1', found: '2' } },
    ]);
  });
});

describe('record-encode vectors', () => {
  for (const vector of loadVectors('record-encode').filter(isBinding)) {
    it(title(vector), () => {
      const { input, expect: wanted } = vector;
      if (vector.op === 'encodeHeader') expect(encodeLis02Header()).toBe(wanted.textStartsWith);
      else if (vector.op === 'encodeComponents') expect(encodeComponents(input.components)).toBe(wanted.text);
      else if (vector.op === 'encodeRepeats') expect(encodeRepeats(input.repeats)).toBe(wanted.text);
      else expect(encodeLis02Record(input.fields)).toBe(wanted.text);
    });
  }
});

describe('escape vectors', () => {
  const dialects: Readonly<Record<string, EscapeDialect>> = { lis02: 'standard', charPrefix: 'char-prefix' };
  for (const vector of loadVectors('escape')) {
    const dialect = dialects[vector.input.dialect];
    // The hl7 dialect follows below; HTML entities are decided in docs/decisions.
    if (dialect === undefined || vector.id === 'es-vlsm-html-entities') continue;
    it(title(vector), () => {
      const { text, delimiter } = vector.input;
      if (vector.id === 'es-lis02-split-before-unescape') {
        expect(parts(text).map((field) => field[0]![0])).toEqual(['R', '1', 'a|b', 'c']);
      } else if (vector.op === 'unescape') {
        expect(unescapeLeaf(text, DEFAULT_DELIMITERS, dialect)).toBe(vector.expect.text);
      } else if (vector.op === 'escape') {
        const escaped = escapeLeaf(text, DEFAULT_DELIMITERS, dialect);
        expect(escaped).toBe(vector.expect.text);
        expect(unescapeLeaf(escaped, DEFAULT_DELIMITERS, dialect)).toBe(text);
      } else if (vector.id === 'es-char-split-empty-input') {
        // docs/decisions: an empty field holds one empty leaf, as in the standard dialect.
        expect(splitAt(text, delimiter, '&', dialect)).toEqual(['']);
      } else if (vector.op === 'splitKeepingEscapes') {
        expect(splitAt(text, delimiter, '&', dialect)).toEqual(vector.expect.parts);
      } else {
        const fields = parts(text, dialect);
        expect(fields[2]![0]![3]).toBe(vector.expect['R.3.4']);
        expect(fields[3]![0]![0]).toBe(vector.expect['R.4']);
      }
    });
  }

  /** Decided in docs/decisions: highlighting goes, characters above ASCII stay. */
  const decided: Readonly<Record<string, string>> = { 'es-hl7-highlight': 'text', 'es-hl7-nonascii': 'äsdf' };
  for (const vector of loadVectors('escape').filter(({ input }) => input.dialect === 'hl7')) {
    it(title(vector), () => {
      const convert = vector.op === 'escape' ? escapeHl7 : unescapeHl7;
      expect(convert(vector.input.text)).toBe(decided[vector.id] ?? vector.expect.text);
    });
  }

  it('keeps unknown and unclosed HL7 sequences', () => {
    expect(unescapeHl7('a\\Q9\\b c\\d')).toBe('a\\Q9\\b c\\d');
    expect(unescapeHl7('\\\\F\\')).toBe('\\|');
  });

  it('es-vlsm-html-entities: entities stay as sent', () => {
    expect(unescapeLeaf('&lt;20', DEFAULT_DELIMITERS, 'standard')).toBe('&lt;20');
  });
});

/** Records of every message the assembler gives for these frame texts. */
function assemble(frames: readonly { text: string; final: boolean }[]): string[][] {
  const assembler = new Lis02Assembler('ok');
  const assembled = frames.flatMap(({ text, final }, index) =>
    assembler.add(textToLatin1(text), final ? 'ETX' : 'ETB', index),
  );
  const rest = assembler.drop('ended-early');
  return [...assembled, ...(rest === null ? [] : [rest])].map(({ message }) =>
    latin1ToText(message.bytes)
      .split('\r')
      .filter((record) => record !== ''),
  );
}

function valuesOf(records: readonly Lis02Record[], type: string, field: number): string[] {
  return records.filter((record) => record.type === type).map((record) => fieldOf(record, field));
}

describe('message-assembly vectors', () => {
  for (const vector of loadVectors('message-assembly')) {
    it(title(vector), () => {
      const { input, expect: wanted } = vector;
      if (vector.op === 'assemble') expect(assemble(input.frames)).toEqual(wanted.messages);
      else if (vector.op === 'splitRecords') {
        // docs/decisions: any run of CR and LF separates records, and blanks around a line of a text file go.
        const records = splitLis02Lines(input.text);
        if (vector.id === 'ma-mixed-crcrlf') expect(records).toEqual(['first', 'second']);
        else if (wanted.error === true) expect(records).toEqual([]);
        else if (wanted.recordTypes !== undefined)
          expect(records.map((record) => record[0])).toEqual(wanted.recordTypes);
        else expect(records).toEqual(wanted.records);
      } else if (vector.op === 'splitMessages') {
        const stored = readText(input.text);
        if (vector.id === 'ma-no-terminator') {
          expect(stored.map(({ isPartial }) => isPartial)).toEqual([true]);
          return;
        }
        const records = stored.flatMap(({ message }) => message.records);
        expect(stored).toHaveLength(wanted.messages);
        if (wanted.values !== undefined) expect(valuesOf(records, 'R', 4)).toEqual(wanted.values);
        if (wanted.patientIds !== undefined) expect(valuesOf(records, 'P', 4)).toEqual(wanted.patientIds);
        if (wanted.firstTerminated !== undefined) {
          expect(stored.map(({ isPartial }) => !isPartial)).toEqual([wanted.firstTerminated, wanted.lastTerminated]);
        }
      } else checkTree(vector);
    });
  }

  function checkTree(vector: Vector): void {
    const message = parseLis02Lines(vector.input.records, {});
    const tree = buildLis02Tree(message);
    const { patients, manufacturerSubtypes, reagentLots, results } = vector.expect;
    if (patients !== undefined) {
      const withComments = JSON.stringify(patients).includes('comments');
      const seen = tree.patients.map((patient) => ({
        orders: patient.orders.map((order) => ({
          id: fieldOf(order.record, 3),
          results: order.results.map((result) => ({
            value: fieldOf(result.record, 4),
            ...(withComments ? { comments: result.comments.length } : {}),
          })),
        })),
      }));
      expect(seen).toEqual(patients);
      return;
    }
    const order = tree.patients[0]!.orders[0]!;
    expect(order.manufacturer.map((record) => fieldOf(record, 3))).toEqual(manufacturerSubtypes);
    const lots = repeatsOf(fieldOf(order.manufacturer[2]!, 5), message).map((repeat) => repeat[0]);
    expect(lots).toEqual(reagentLots);
    expect(order.results).toHaveLength(results);
  }
});

describe('charset vectors', () => {
  const findDecoder = (charset: string) => {
    const decoder = new TextDecoder(charset, { fatal: true });
    return (bytes: Uint8Array) => decoder.decode(bytes);
  };
  for (const vector of loadVectors('charset')) {
    it(title(vector), () => {
      const { hex, encoding, text } = vector.input;
      if (vector.op === 'detectEncoding') {
        expect(detectCharset(fromHex(hex), vector.input.default)).toBe(vector.expect.encoding);
      } else if (vector.op === 'encodeText') {
        expect(toHex(encodeText(text, encoding as BuiltInCharset))).toBe(vector.expect.hex);
      } else if (vector.op === 'transportRoundTrip') {
        expect(toHex(textToLatin1(latin1ToText(fromHex(hex))))).toBe(hex);
      } else if (vector.expect.error !== undefined) {
        expect(() => decodeText(fromHex(hex), encoding)).toThrow('charset/invalid-bytes');
      } else expect(decodeText(fromHex(hex), encoding, findDecoder)).toBe(vector.expect.text);
    });
  }

  it('reads the single-byte pages and UTF-8 as the platform does', () => {
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    expect(decodeText(all, 'cp1252')).toBe(new TextDecoder('windows-1252').decode(all));
    expect(decodeText(all, 'cp1251')).toBe(new TextDecoder('windows-1251').decode(all));
    const sample = 'Grüße, привет, 红细胞, 𝒳 10*3/µL';
    expect(decodeText(new TextEncoder().encode(sample), 'utf-8')).toBe(sample);
    expect(toHex(encodeText(sample, 'utf-8'))).toBe(toHex(new TextEncoder().encode(sample)));
    for (const bad of ['c080', 'eda080', 'f4908080', 'c3', 'ff', 'e28228']) {
      expect(() => decodeText(fromHex(bad), 'utf-8')).toThrow('charset/invalid-bytes');
    }
  });
});

describe('semantic vectors of the record layer', () => {
  const MAPPING = 'the definition maps it';
  const HL7 = 'HL7 has its own tests';
  /** Rules that need a definition, or another protocol, are tested with the mappings. */
  const elsewhere: Readonly<Record<string, string>> = {
    'se-sysmex-specimen-padding': MAPPING,
    'se-sysmex-control': MAPPING,
    'se-control-failed': MAPPING,
    'se-qc-msh11': HL7,
    'se-qc-obr4': HL7,
    'se-bc5300-id': HL7,
    'se-bs200-id': HL7,
    'se-conflicting-ids': HL7,
    'se-autobio-value': HL7,
    'se-trailing-zeros': HL7,
    'se-roche-bt': HL7,
    'se-roche-error': HL7,
  };
  for (const vector of loadVectors('semantic').filter(({ id }) => elsewhere[id] === undefined)) {
    it(title(vector), () => {
      const { input, expect: wanted } = vector;
      if (wanted.messageType !== undefined) {
        const lines: string[] = input.recordTypes ?? splitLis02Lines(input.text);
        const purpose = purposeOf(parseLis02Lines(lines, {}));
        expect(purpose === 'results' ? 'result' : purpose).toBe(wanted.messageType);
      } else if (input['R.4'] !== undefined) {
        const measured = readMeasured(input['R.4'])!;
        expect(Number(measured.number)).toBe(wanted.number);
        expect(measured.comparator).toBe(wanted.comparator ?? '');
      } else if (input.values !== undefined) {
        expect(input.values.map((value: string) => readLis02Time(value))).toEqual(wanted.parsed);
      } else {
        const rows = extractLis02Results(parseLis02Lines(input.records, {}));
        if (wanted.resultCount !== undefined) expect(rows).toHaveLength(wanted.resultCount);
        if (wanted.flag !== undefined) expect(rows.map((row) => row.order)).toEqual([null]);
        else expect(rows.every((row) => row.order !== null)).toBe(true);
        if (wanted.specimenId !== undefined) expect(rows[0]!.specimenId).toBe(wanted.specimenId);
        if (wanted.instrumentSpecimenId !== undefined) {
          expect(rows[0]!.instrumentSpecimenId).toBe(wanted.instrumentSpecimenId);
        }
        if (wanted.results?.[0] !== undefined) {
          const { specimen, value, unit, operator, at } = wanted.results[0];
          expect(rows[0]).toMatchObject({ specimenId: specimen, value, unit, operator });
          expect(readLis02Time(rows[0]!.completedAt)).toBe(at);
        }
      }
    });
  }
});

describe('lis02', () => {
  it('keeps unknown types, extra fields and deletions, and says what it met', () => {
    const message = parseLis02Text('H|\\^&\rP|1|""||||||||||||||||||||||||||||||||extra|more\rX|1|?\rL|1|N\r');
    expect(message.records.map((record) => record.type)).toEqual(['H', 'P', 'X', 'L']);
    expect(fieldOf(message.records[1]!, 36)).toBe('more');
    expect(isDeletion(fieldOf(message.records[1]!, 3))).toBe(true);
    expect(message.warnings.map((warning) => warning.code)).toEqual(['type-unknown']);
  });

  it('keeps a line that is no record, glues nothing on, and doubts a value that was cut', () => {
    const message = parseLis02Text('H|\\^&\rO|1\rR|1|^^^WBC|7\r\n.45|u\rR|2|^^^W\0BC|7\0.45|u\r\n||N\rL|1\r');
    expect(message.strayLines).toEqual([
      { after: 2, text: '.45|u' },
      { after: 3, text: '||N' },
    ]);
    expect(message.warnings.map((warning) => warning.code)).toEqual(['line-stray', 'line-stray']);
    const rows = extractLis02Results(message);
    expect(rows.map(({ test, value, isValueDoubtful }) => [test, value, isValueDoubtful])).toEqual([
      ['^^^WBC', '7', true],
      ['^^^WBC', '7.45', false],
    ]);
  });

  it('reads delimiters that are declared twice or not at all', () => {
    expect(readDelimiters('H|\\\\^&|||x')).toEqual(DEFAULT_DELIMITERS);
    expect(readDelimiters('H|')).toEqual(DEFAULT_DELIMITERS);
    expect(readDelimiters('P|1')).toBeNull();
  });

  it('lets sequences restart below a new parent', () => {
    const message = parseLis02Text('H|\\^&\rP|1\rO|1\rR|1\rC|1\rR|2\rC|1\rO|2\rR|1\rP|2\rO|1\rR|1\rL|1\r');
    expect(message.warnings).toEqual([]);
  });

  it('reads numbers as text and refuses what only looks like one', () => {
    expect(readMeasured('  10.50 ')).toEqual({ number: '10.50', comparator: '' });
    expect(readMeasured('< 1,20')).toEqual({ number: '1.20', comparator: '<' });
    expect(readMeasured('-.5')).toEqual({ number: '-0.5', comparator: '' });
    for (const raw of ['', '----', '++++', '---.-', '1,234.5', '12a', '1e5', 'negative'])
      expect(readMeasured(raw)).toBeNull();
    expect(readLis02Time('20240230')).toBeNull();
  });
});
