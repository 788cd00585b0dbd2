import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { createTrial } from '../../electron/instruments/identify-trial.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { type Identification, identify } from '../../shared/instruments/identify.ts';
import { resourcesFolder } from '../harness/definitions.ts';
import { readSteps } from '../harness/replay-capture.ts';
import '../harness/fast-check.ts';

/** Whatever definitions the catalogue holds: what each one's captures say must lead to it, and garbage to none. */
const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });
const onALine = catalog.list().filter(({ conversation }) => conversation === 'receiver' || conversation === 'polled');

const joined = (pieces: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(pieces));

function heardIn(definition: InstrumentDefinition): Uint8Array[] {
  const folder = join(resourcesFolder, 'instruments', definition.key, 'captures');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && !name.endsWith('.signals.jsonl'))
    .sort()
    .flatMap((name) => readSteps(readFileSync(join(folder, name), 'utf8')))
    .flatMap(({ dir, bytes }) => (dir === 'in' ? [bytes] : []));
}

function identifyBytes(pieces: readonly Uint8Array[]): Identification {
  const trials = onALine.map((definition) => createTrial(definition, null, () => '2026-11-22T10:00:00.000Z'));
  for (const bytes of pieces) for (const trial of trials) trial.bytes(bytes);
  return identify(
    onALine,
    trials.map((trial) => trial.facts()),
    joined(pieces),
  );
}

const familyOf = (definition: InstrumentDefinition): string =>
  ('dialectOf' in definition && typeof definition.dialectOf === 'string' && definition.dialectOf) || definition.key;

describe('what is on this port, for every definition', () => {
  for (const definition of onALine) {
    const pieces = heardIn(definition);
    if (pieces.length === 0) continue;
    // A definition that knows no line yet recognises none.
    if ('rules' in definition.mapping && definition.mapping.rules.length === 0) continue;
    test(`${definition.key} is found in what its captures say`, () => {
      const { verdict, candidates } = identifyBytes(pieces);
      const own = candidates.find(({ definitionKey }) => definitionKey === definition.key);
      expect(own?.confidence ?? `not in ${JSON.stringify(candidates)}`).toMatch(/^(named|fits|reads)$/);
      const isOpen = 'isOpenList' in definition.mapping && definition.mapping.isOpenList === true;
      if (verdict !== 'identified' || isOpen) return;
      const first = catalog.get(candidates[0]?.definitionKey ?? '');
      expect(first && familyOf(first)).toBe(familyOf(definition));
    });
  }

  test('random bytes are never taken for an instrument', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 }), (pieces) => {
        const { candidates } = identifyBytes(pieces);
        expect(candidates.filter(({ confidence }) => confidence !== 'framing')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test('random printable lines are never named, nor taken for a certain model', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 8 }), (lines) => {
        const pieces = lines.map((line) => new Uint8Array(Buffer.from(`${line}\r\n`, 'utf8')));
        expect(['named', 'fits']).not.toContain(identifyBytes(pieces).candidates[0]?.confidence);
      }),
      { numRuns: 60 },
    );
  });
});
