import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../electron/instruments/catalog.ts';
import { findSourceKeys, parseSources } from '../../electron/instruments/catalog-files.ts';
import { findAnalyte } from '../../shared/instruments/analytes.ts';
import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import { findDriver } from '../../shared/instruments/drivers/all.ts';
import { normalizeCode } from '../../shared/instruments/error-book.ts';
import { countStepsAtMost, followGuide, type Guide } from '../../shared/instruments/guide.ts';
import { maskFrame } from '../../shared/instruments/mapping/mask-frame.ts';
import { startCarry } from '../../shared/instruments/mapping/mask-text.ts';
import { parseLis02 } from '../../shared/instruments/protocols/lis02.ts';
import { signal } from '../../shared/instruments/signals.ts';
import { resourcesFolder } from '../harness/definitions.ts';
import {
  bareSignal,
  byteByByte,
  type CaptureStep,
  collectUnits,
  cutAt,
  interpretUnits,
  readSteps,
  type Unit,
  withNoise,
} from '../harness/replay-capture.ts';

/**
 * Holds every definition of the catalogue to its promises, without a line for any one instrument. Set
 * `BENCHSIDE_WRITE_EXPECTED=1` to write what captures yield now into their expectation files, then read the difference.
 */
const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });
const isWriting = process.env.BENCHSIDE_WRITE_EXPECTED === '1';

/** Decision 14: a two-part cut at every byte up to this size, seeded cuts above. */
const FULL_CUT_BYTES = 4_096;
const SEEDED_CUT_COUNT = 500;

test('the shipped definitions load', () => {
  expect(catalog.problems).toEqual([]);
  const folders = readdirSync(join(resourcesFolder, 'instruments')).sort();
  expect(
    catalog
      .list()
      .map((definition) => definition.key)
      .sort(),
  ).toEqual(folders);
  expect(folders).toContain('sysmex-xn-1000');
});

for (const definition of catalog.list()) {
  const folder = join(resourcesFolder, 'instruments', definition.key);

  describe(definition.key, () => {
    test('every source named exists, and every source that exists is named', () => {
      const named = parseSources(readFileSync(join(folder, 'SOURCES.md'), 'utf8'));
      const { errorBook, upkeep, knowledge, links, mapping, polling, fits } = definition;
      const used = findSourceKeys([errorBook, upkeep, knowledge, links, mapping, polling, fits]);
      // A dialect shares the books of its main definition, and with them that one's table of sources.
      const main = definition.dialectOf === null ? {} : catalog.get(definition.dialectOf)?.sources;
      expect(used.filter((key) => !(key in { ...main, ...named }))).toEqual([]);
      for (const text of Object.values(named)) expect(text.length).toBeGreaterThan(10);
    });

    test('a fact that two sources are said to confirm names two', () => {
      const lonely: unknown[] = [];
      visitFacts(
        [definition.errorBook, definition.upkeep, definition.knowledge, definition.links, definition.mapping],
        (fact) => {
          const independent = fact.sources.filter((key) => key !== 'BENCH');
          if (fact.confidence === 'confirmed' && independent.length < 1) lonely.push(fact);
        },
      );
      expect(lonely).toEqual([]);
    });

    test('every error has a first check and a guide that can be walked to every outcome', () => {
      const { errorBook } = definition;
      const codes = errorBook.entries.flatMap((entry) => [entry.code, ...entry.alsoKnownAs]).map(normalizeCode);
      expect(new Set(codes).size).toBe(codes.length);
      for (const entry of errorBook.entries) {
        expect(entry.firstChecks.length).toBeGreaterThan(0);
        const key = entry.guide ?? errorBook.generalGuide;
        const found = errorBook.guides.find((one) => one.key === key) ?? catalog.generalGuide(key);
        expect(found, `${entry.code}: ${key}`).toBeDefined();
      }
      for (const one of errorBook.guides) expect(walk(one)).toBe(one.outcomes.length);
    });

    test('every analyte is in the catalogue', () => {
      const ids = analytesOf(definition.mapping);
      for (const id of ids) expect(findAnalyte(id), id).toBeDefined();
    });

    // What has no wire, or comes as files, has no captures of a line; its own tests hold its files.
    if (definition.conversation === 'none' || definition.conversation === 'files') return;

    const captures = readdirSync(join(folder, 'captures')).filter(
      (name) => name.endsWith('.jsonl') && !name.endsWith('.signals.jsonl'),
    );

    test('has captures', () => {
      expect(captures.length).toBeGreaterThan(0);
    });

    for (const name of captures) checkCapture(definition, join(folder, 'captures', name));
  });
}

/** Every analyte id a mapping names, wherever it stands in it. */
function analytesOf(mapping: InstrumentDefinition['mapping']): string[] {
  if ('analytes' in mapping) return Object.values(mapping.analytes);
  const ids: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('analyte' in node && typeof node.analyte === 'string') ids.push(node.analyte);
    for (const child of Object.values(node)) visit(child);
  };
  visit(mapping);
  return ids;
}

test('the general guides can be walked', () => {
  for (const key of ['general-analyzer', 'general-balance']) {
    const one = catalog.generalGuide(key);
    expect(one && walk(one)).toBe(one?.outcomes.length);
  }
});

function checkCapture(definition: InstrumentDefinition, path: string): void {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const steps = readSteps(readFileSync(path, 'utf8'));
  const whole = collectUnits(definition, steps);

  test(`${name}: yields its signals`, () => {
    const signals = interpretUnits(definition, whole).flatMap((read) => read.signals);
    for (const one of signals) expect(signal.parse(one)).toEqual(one);
    const expectation = path.replace(/\.jsonl$/, '.signals.jsonl');
    const lines = signals.map((one) => JSON.stringify(bareSignal(one)));
    if (isWriting) writeFileSync(expectation, `${lines.join('\n')}\n`);
    expect(existsSync(expectation)).toBe(true);
    const wanted = readFileSync(expectation, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(wanted.map((line) => JSON.parse(line)));
  });

  test(`${name}: the same one byte at a time and cut anywhere`, () => {
    const wanted = whole.map(printUnit);
    expect(collectUnits(definition, byteByByte(steps)).map(printUnit)).toEqual(wanted);
    const size = steps.reduce((sum, step) => sum + (step.dir === 'in' ? step.bytes.length : 0), 0);
    for (const offset of cutOffsets(size)) {
      const units = collectUnits(definition, cutAt(steps, offset)).map(printUnit);
      if (units.join('\n') !== wanted.join('\n')) expect(units, `cut at ${offset}`).toEqual(wanted);
    }
  });

  test(`${name}: the same with noise between frames`, () => {
    const noisy = interpretUnits(definition, collectUnits(definition, withNoise(steps, definition)));
    const clean = interpretUnits(definition, whole);
    // A line protocol cannot tell noise with a line end from a line: it names it, and everything else is as before.
    const without = (reads: typeof clean) =>
      reads
        .flatMap((read) => read.signals)
        .filter((one) => one.kind !== 'message' && !(one.kind === 'unmapped' && one.what === 'line'))
        .map(bareSignal);
    expect(without(noisy)).toEqual(without(clean));
  });

  if (findDriver(definition) !== null) {
    test(`${name}: shown masked, one character for a byte`, () => {
      for (const { dir, bytes } of steps) {
        if (dir === 'out') continue;
        const text = maskFrame(definition, bytes).text;
        expect(text.replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(bytes.length);
      }
    });
  }
  if (definition.protocol.kind === 'lis02') {
    test(`${name}: no identity in signals, records or frames`, () => {
      checkIdentity(definition, steps, whole);
    });
  }
}

function checkIdentity(definition: InstrumentDefinition, steps: readonly CaptureStep[], units: readonly Unit[]): void {
  const reads = interpretUnits(definition, units);
  const lots = reads
    .flatMap((read) => read.signals)
    .flatMap((one) => (one.kind === 'qc-result' ? [one.controlLot] : []));
  let carry = startCarry;
  const frames: string[] = [];
  for (const step of steps.filter((one) => one.dir === 'in')) {
    const masked = maskFrame(definition, step.bytes, carry);
    carry = masked.carry;
    frames.push(masked.text, maskFrame(definition, step.bytes).text, maskFrame(null, step.bytes).text);
    expect(masked.text.replace(/<[0-9A-Z]{2,3}>/g, '.').length).toBe(step.bytes.length);
  }
  const text = `${JSON.stringify(reads)}\n${frames.join('\n')}`.toLowerCase();
  for (const unit of units) {
    if (unit.kind !== 'message') continue;
    for (const secret of findSecrets(unit.bytes).filter((one) => !lots.includes(one))) {
      expect(text.includes(secret.toLowerCase()), secret).toBe(false);
    }
  }
}

/** Patient fields and specimen ids of a message, long enough to be told from chance. */
function findSecrets(bytes: Uint8Array): string[] {
  const { records, delimiters } = parseLis02(bytes);
  const split = (text: string) => text.split(delimiters.component).flatMap((part) => part.split(delimiters.repeat));
  return records.flatMap((record) => {
    const fields = record.type === 'P' ? record.fields.slice(2) : record.type === 'O' ? record.fields.slice(2, 4) : [];
    const parts = fields.flatMap(split).map((part) => part.trim());
    return parts.filter((part) => part.length >= 6 && (record.type === 'P' || /\d/.test(part)));
  });
}

function cutOffsets(size: number): number[] {
  if (size <= FULL_CUT_BYTES) return Array.from({ length: size - 1 }, (_, index) => index + 1);
  let state = 20_261_122;
  return Array.from({ length: SEEDED_CUT_COUNT }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return 1 + (state % (size - 1));
  });
}

function printUnit(unit: Unit): string {
  return unit.kind === 'message' ? Buffer.from(unit.bytes).toString('latin1') : `${unit.command} -> ${unit.line}`;
}

/** How many outcomes of a guide some answers lead to; fails on a way that never ends. */
function walk(guide: Guide): number {
  const reached = new Set<string>();
  const seen = new Set<string>();
  const visit = (stepId: string): void => {
    if (seen.has(stepId)) return;
    seen.add(stepId);
    const step = guide.steps.find((one) => one.id === stepId);
    if (step === undefined) return;
    const answers = [...step.choices.map((choice) => choice.value), 'anything', '0', '999999'];
    for (const answer of answers) {
      const next = followGuide(guide, stepId, answer);
      expect(next).not.toBeNull();
      if (next?.outcome) reached.add(next.outcome.id);
      else if (next?.step) {
        expect(countStepsAtMost(guide, next.step.id)).toBeLessThan(countStepsAtMost(guide, stepId));
        visit(next.step.id);
      }
    }
  };
  visit(guide.start);
  return reached.size;
}

interface Fact {
  readonly sources: readonly string[];
  readonly confidence: string;
}

function visitFacts(node: unknown, take: (fact: Fact) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if ('sources' in node && 'confidence' in node) take(node as Fact);
  for (const child of Object.values(node)) visitFacts(child, take);
}
