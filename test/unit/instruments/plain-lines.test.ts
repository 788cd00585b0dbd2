import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { plainLinesDriver } from '../../../shared/instruments/drivers/plain-lines/driver.ts';
import { findLineRuleFaults, plainLinesMapping } from '../../../shared/instruments/drivers/plain-lines/schema.ts';
import { emptyState } from '../../../shared/instruments/mapping/context.ts';
import { shippedDefinition, testContext } from '../../harness/definitions.ts';

const lab = { sources: ['LAB'], confidence: 'lab' };
const mapping = plainLinesMapping.parse({
  kind: 'plain-lines',
  rules: [
    { says: 'error-cleared', pattern: 'ERROR (E-[0-9]+) CLEARED', code: null, ...lab },
    { says: 'error', pattern: 'ERROR (E-[0-9]+)', code: null, ...lab },
    { says: 'status', pattern: 'SELF TEST OK', status: 'ready', ...lab },
    { says: 'meter', pattern: '^CYCLES ([0-9]+)', meter: 'Cycles', unit: '', ...lab },
    { says: 'nothing', pattern: '^-+$', ...lab },
  ],
});
const shipped = await shippedDefinition('plain-lines');
const definition: InstrumentDefinition = { ...shipped, mapping };

/** What lines say, one after the other, as on a line. */
function say(...lines: string[]) {
  let state = emptyState;
  return lines.flatMap((line) => {
    const read = plainLinesDriver.interpret(definition, Buffer.from(line, 'latin1'), testContext({ state }));
    state = read.state;
    return read.signals.filter(({ kind }) => kind !== 'message');
  });
}

describe('lines of a port, by patterns of the lab', () => {
  test('become states, errors with their code, meters; what is known to say nothing is quiet', () => {
    expect(say('*** SELF TEST OK ***', 'CYCLES 001204', '-----', 'ERROR E-17 REAGENT LOW')).toMatchObject([
      { kind: 'status', operationalStatus: 'ready' },
      { kind: 'meter', meter: 'Cycles', reading: '001204' },
      { kind: 'error', code: 'E-17', severity: 'warn', affectsResults: 'unknown' },
    ]);
  });

  test('raise an error once while it stands, and again after it was taken back', () => {
    const kinds = say('ERROR E-17', 'ERROR E-17', 'ERROR E-17 CLEARED', 'ERROR E-17').map(({ kind }) => kind);
    expect(kinds).toEqual(['error', 'error-cleared', 'error']);
  });

  test('that no pattern knows are named and hidden whole', () => {
    const [only] = say('Patient DOE JANE 4711');
    expect(only).toMatchObject({ kind: 'unmapped', what: 'line' });
    expect(JSON.stringify(only)).not.toMatch(/DOE|JANE|4711/);
    expect(plainLinesDriver.mask(definition, Buffer.from('DOE JANE 4711\r\n'))).not.toMatch(/DOE|JANE|4711/);
  });

  test('a pattern that takes something and has no group for it is a fault of the definition', () => {
    const bad = plainLinesMapping.parse({
      kind: 'plain-lines',
      rules: [{ says: 'meter', pattern: 'CYCLES', meter: 'Cycles', unit: '', ...lab }],
    });
    expect(findLineRuleFaults(bad)).toEqual(['line-rule-needs-a-group CYCLES']);
    expect(findLineRuleFaults(mapping)).toEqual([]);
  });

  test('any bytes are read without a fault, and are as long masked as they were', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const read = plainLinesDriver.interpret(definition, bytes, testContext());
        expect(read.signals[0]).toMatchObject({ kind: 'message' });
        const masked = plainLinesDriver.mask(definition, bytes).replace(/<[0-9A-Z]{2,3}>/g, '.');
        expect(masked).toHaveLength(bytes.length);
      }),
    );
  });
});
