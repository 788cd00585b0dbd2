import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InstrumentDefinition } from '../../../../shared/instruments/definition.ts';
import { answerHl7 } from '../../../../shared/instruments/drivers/hl7/answer.ts';
import { hl7Driver } from '../../../../shared/instruments/drivers/hl7/driver.ts';
import { leafOf, parseHl7Text } from '../../../../shared/instruments/drivers/hl7/hl7.ts';
import type { Hl7Mapping } from '../../../../shared/instruments/drivers/hl7/schema.ts';
import { readStoredHl7 } from '../../../../shared/instruments/drivers/hl7/stored.ts';
import type { RaiseRule } from '../../../../shared/instruments/result-rules.ts';
import type { Signal } from '../../../../shared/instruments/signals.ts';
import { latin1ToText, textToLatin1 } from '../../../../shared/kernel/bytes.ts';
import { shippedDefinition, testContext } from '../../../harness/definitions.ts';
import '../../../harness/fast-check.ts';
import { loadVectors } from '../../../harness/vectors.ts';

const generic = await shippedDefinition('generic-hl7');
const mindray = await shippedDefinition('mindray-bc-hl7');

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, definition = generic): Signal[] =>
  hl7Driver.interpret(definition, utf8(text), testContext()).signals;
const results = (signals: readonly Signal[]) =>
  signals.flatMap((one) => (one.kind === 'result' || one.kind === 'qc-result' ? [one] : []));

/** A definition with another mapping: what a lab's own overlay would say. */
function mapped(change: Partial<Hl7Mapping>): InstrumentDefinition {
  if (generic.mapping.kind !== 'hl7') throw new Error('generic-hl7 has no HL7 mapping');
  return { ...generic, mapping: { ...generic.mapping, ...change } };
}

const header = (rest = 'P|2.3.1'): string => `MSH|^~\\&|X|Y|||20260101||ORU^R01|7|${rest}\r`;

describe('semantic vectors of HL7', () => {
  const vector = (id: string) => loadVectors('semantic').find((one) => one.id === id)!;
  const obr = (two: string, three: string): string => `${header()}OBR|1|${two}|${three}\rOBX|1|NM|A||1|u|||||F\r`;
  const specimenOf = (signals: readonly Signal[]) => results(signals)[0]?.specimen?.hash ?? null;

  it('se-qc-msh11 (peer): Q in MSH-11 is a control, never a patient', () => {
    const { input } = vector('se-qc-msh11');
    const signals = read(`${header(`${input['MSH.11']}|2.3.1`)}OBR|1||CTRL-1\rOBX|1|NM|A||1|u|||||F\r`);
    expect(results(signals)).toMatchObject([{ kind: 'qc-result', controlLot: 'CTRL-1', specimen: null }]);
  });

  it('se-qc-obr4 (peer): the codes of control results are controls, in the maker’s own coding system only', () => {
    for (const code of vector('se-qc-obr4').input['OBR.4']) {
      const kindOf = (system: string) =>
        results(read(`${header()}OBR|1||6|${code}^X^${system}\rOBX|1|NM|6690-2^WBC^LN||1|u|||||F\r`, mindray))[0]?.kind;
      expect(kindOf('99MRC')).toBe('qc-result');
      expect(kindOf('L')).toBe('result');
    }
  });

  it('se-bc5300-id, se-bs200-id (peer): the definition says where the specimen id is', () => {
    const bc = vector('se-bc5300-id').input;
    expect(specimenOf(read(obr(bc['OBR.2'], bc['OBR.3']), mindray))).toBe('hash(5)');
    const bs = vector('se-bs200-id').input;
    const bs200 = mapped({ specimen: [{ segment: 'OBR', field: 2, component: 1 }], specimenRule: 'first' });
    expect(specimenOf(read(obr(bs['OBR.2'], bs['OBR.3']), bs200))).toBe('hash(5)');
  });

  it('se-conflicting-ids (policy): two different ids name no specimen, and that is said', () => {
    const { input } = vector('se-conflicting-ids');
    const signals = read(obr(input['OBR.2'], input['OBR.3']));
    expect(specimenOf(signals)).toBeNull();
    expect(signals).toContainEqual(expect.objectContaining({ kind: 'unmapped', what: 'specimen-ambiguous' }));
    expect(specimenOf(read(obr('LAB-1', 'LAB-1')))).toBe('hash(5)');
  });

  it('se-autobio-value (peer): the definition says which component of OBX-5 is the value', () => {
    const { input, expect: wanted } = vector('se-autobio-value');
    const signals = read(`${header()}OBX|1|CE|107||${input['OBX.5']}|u|||||F\r`, mapped({ valueComponent: 2 }));
    expect(results(signals)).toMatchObject([{ rawValue: input['OBX.5'], value: wanted.value }]);
  });

  it('se-trailing-zeros (disputed): the digits stay as sent, see decision 60', () => {
    const signals = read(`${header()}OBX|1|NM|A||5.000000|u|||||F\r`);
    expect(results(signals)).toMatchObject([{ rawValue: '5.000000', value: '5.000000' }]);
  });

  it('se-roche-bt (peer): below the threshold is a finding without a number; no words are invented, see decision 60', () => {
    const { input } = vector('se-roche-bt');
    const signals = read(`${header()}OBX|1|NM|HIV||${input['OBX.5']}|u||${input['OBX.8']}|||${input['OBX.11']}\r`);
    expect(results(signals)).toMatchObject([{ value: null, meaning: 'under-range', flags: [input['OBX.8']] }]);
  });

  it('se-roche-error (peer): the instrument’s error code beside a result raises an error with its words', () => {
    const { input, expect: wanted } = vector('se-roche-error');
    const signals = read(`${header()}OBX|1|NM|HIV|||||${input['OBX.8']}|||F\r`);
    expect(results(signals)).toMatchObject([{ value: null, meaning: 'flag' }]);
    expect(signals).toContainEqual(
      expect.objectContaining({
        kind: 'error',
        code: wanted.errorCode,
        text: wanted.errorText,
        affectsResults: 'flagged',
      }),
    );
  });
});

describe('acknowledgement', () => {
  const message = header();

  it('ml-ack (standard): accepts with the sender’s control id, sender and receiver swapped', () => {
    const { input, expect: wanted } = loadVectors('mllp').find((one) => one.id === 'ml-ack')!;
    const answer = answerHl7(utf8(input.message), true)!;
    const text = latin1ToText(answer.bytes);
    expect(text.startsWith('\x0b') && text.endsWith('\x1c\r')).toBe(true);
    const [ack] = parseHl7Text(text.slice(1, -2));
    const leaf = (segment: number, field: number, component = 1) =>
      leafOf(ack!.segments[segment], { field, component }, ack!.delimiters);
    expect([leaf(1, 1), leaf(1, 2)]).toEqual([wanted['MSA.1'], wanted['MSA.2']]);
    expect([leaf(0, 3), leaf(0, 4), leaf(0, 5), leaf(0, 6)]).toEqual(['C', 'D', 'A', 'B']);
    expect([leaf(0, 9), leaf(0, 9, 2)]).toEqual(['ACK', 'R01']);
    expect(answer.label).toBe('MSA AA');
  });

  it('ml-version-mismatch (disputed): an unknown version is taken all the same, see decision 60', () => {
    expect(answerHl7(utf8(message.replace('2.3.1', '9.9')), true)?.label).toBe('MSA AA');
  });

  it('asks again for what could not be kept, and knows enhanced mode', () => {
    expect(answerHl7(utf8(message), false)?.label).toBe('MSA AE');
    expect(answerHl7(utf8(header('P|2.5.1|||AL|NE')), true)?.label).toBe('MSA CA');
    expect(answerHl7(utf8(header('P|2.5.1|||NE|NE')), true)).toBeNull();
    expect(answerHl7(utf8(header('P|2.5.1|||ER|NE')), true)).toBeNull();
    expect(answerHl7(utf8(header('P|2.3.1||||0')), true)?.label).toBe('MSA AA');
  });

  it('never answers a question, an order, an answer or noise', () => {
    for (const type of ['QRY^Q02', 'QBP^Q11', 'ORM^O01', 'OML^O33', 'ACK^R01', 'RSP^K11']) {
      expect(answerHl7(utf8(message.replace('ORU^R01', type)), true)).toBeNull();
    }
    expect(answerHl7(utf8('noise'), true)).toBeNull();
  });
});

describe('identity in HL7', () => {
  const text = [
    'MSH|^~\\&|A|B|||20260101||ORU^R01|12|P|2.4',
    'PID|1||884422^^^MR||Svensson^Åsa^B||19710203|F|||Storgatan 5^^Umeå||0701234567',
    'NK1|1|Svensson^Olle',
    'PV1|1|I|W1||||77^Doktor^Eva',
    'OBR|1|ORD-99812|SP-4455667|CBC|||20260101||||||why Svensson came||||9^Doktor^Eva||||||||||||Operatör',
    'OBX|1|ST|TXT||seen by Svensson, id 884422||||||F||||| ||Tekniker',
    'NTE|1|P|called Svensson',
    'ZPI|1|Svensson|884422',
    'garbled 884422 line',
  ].join('\r');
  const secrets = [
    'svensson',
    'åsa',
    '884422',
    '0701234567',
    'storgatan',
    'doktor',
    'operatör',
    'sp-4455',
    'ord-99',
    'came',
  ];

  it('leaves none in signals, records or the wire view', () => {
    for (const definition of [generic, mindray]) {
      const shown = JSON.stringify(hl7Driver.interpret(definition, utf8(text), testContext())).toLowerCase();
      for (const secret of secrets) expect(shown.includes(secret), secret).toBe(false);
      const raw = new Uint8Array([0x0b, ...utf8(text), 0x1c, 0x0d]);
      const masked = hl7Driver.mask(definition, raw);
      expect(masked.replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(raw.length);
      for (const secret of secrets) expect(masked.toLowerCase().includes(secret), secret).toBe(false);
      expect(masked).toContain('<VT>MSH|^~\\&|A|B');
      expect(masked.endsWith('<FS><CR>')).toBe(true);
    }
  });

  it('shows nothing of what does not begin with a header', () => {
    expect(hl7Driver.mask(generic, utf8('PID|1||884422||Svensson'))).toBe('***|*||******||********');
  });
});

describe('whatever comes', () => {
  const segment = fc.constantFrom(
    'OBX',
    'OBR',
    'PID',
    'SPM',
    'NTE',
    'MSH|^~\\&',
    'BHS|^~\\&',
    'ZZ1',
    'QRD',
    '',
    '\u000b',
  );
  const field = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('Q', 'NM', 'SN', 'ED', '^^^A', 'L~H', '\\F\\', '1.5'),
  );
  const line = fc.tuple(segment, fc.array(field, { maxLength: 20 })).map(([id, rest]) => [id, ...rest].join('|'));
  const blocks = fc.oneof(
    fc.array(line, { maxLength: 12 }).map((lines) => utf8(lines.join('\r'))),
    fc.uint8Array({ maxLength: 400 }),
  );

  it('is read, masked, answered and replayed without a crash, one result for each OBX', () => {
    fc.assert(
      fc.property(blocks, (block) => {
        const { signals } = hl7Driver.interpret(generic, block, testContext());
        const segments = parseHl7Text(new TextDecoder().decode(block)).flatMap((message) => message.segments);
        expect(results(signals)).toHaveLength(segments.filter(({ id }) => id === 'OBX').length);
        expect(hl7Driver.mask(generic, block).replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(block.length);
        answerHl7(block, true);
        for (const stored of readStoredHl7(block)) hl7Driver.interpret(mindray, stored.block, testContext());
      }),
      { numRuns: 500 },
    );
  });

  it('a mutated message is still one message', () => {
    const whole = textToLatin1(
      `${header()}PID|1||1\rOBR|1||SAMPLE-1\r${Array.from({ length: 20 }, (_, at) => `OBX|${at}|NM|T${at}||${at}.5|u|||||F`).join('\r')}\r`,
    );
    fc.assert(
      // The first four bytes name the message and its separator: without them nothing is a segment, and that is said.
      fc.property(fc.integer({ min: 4, max: whole.length - 1 }), fc.nat(255), (at, byte) => {
        const spoiled = whole.slice();
        spoiled[at] = byte;
        const { signals } = hl7Driver.interpret(generic, spoiled, testContext());
        expect(signals[0]?.kind).toBe('message');
        expect(results(signals).length).toBeLessThanOrEqual(20);
        expect(results(signals).length).toBeGreaterThanOrEqual(18);
      }),
      { numRuns: 500 },
    );
  });
});

describe('comments', () => {
  it('raise an error where the definition knows them, and are named where it does not', () => {
    const rule: RaiseRule = { when: 'comment', pattern: '^CLOT', code: 'CLOT', sources: ['LAB'], confidence: 'lab' };
    const text = `${header()}OBR|1||S-1\rOBX|1|NM|A||1|u|||||F\rNTE|1|L|CLOT^NEEDLE\rNTE|2|L|other words\r`;
    const signals = read(text, mapped({ raises: [rule] }));
    expect(signals.filter((one) => one.kind === 'error')).toMatchObject([{ code: 'CLOT', text: 'CLOT: CLOT NEEDLE' }]);
    expect(signals.filter((one) => one.kind === 'unmapped')).toMatchObject([
      { what: 'comment', raw: 'NTE|2|L|other words' },
    ]);
  });
});
