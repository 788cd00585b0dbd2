import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isUnderstood } from '../../../electron/cli/print-signal.ts';
import { readCapture } from '../../../electron/instruments/capture-file.ts';
import { loadCatalog } from '../../../electron/instruments/catalog.ts';
import { chooseFormat, listenForDialects, withDialects } from '../../../electron/instruments/dialects.ts';
import { passingHashing } from '../../../electron/instruments/specimen-hash.ts';
import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import type { Signal } from '../../../shared/instruments/signals.ts';
import { resourcesFolder } from '../../harness/definitions.ts';
import { readSteps } from '../../harness/replay-capture.ts';

const catalog = await loadCatalog({ shipped: resourcesFolder, lab: null });
const at = '2026-11-02T08:00:00.000Z';

/** Captures of a definition that hold results it knows; what tells of odd things only may fit any format. */
function capturesOf(key: string): [string, Buffer][] {
  const folder = join(resourcesFolder, 'instruments', key, 'captures');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') && !name.endsWith('.signals.jsonl'))
    .filter((name) => /"analyte":"/.test(readFileSync(join(folder, name.replace('.jsonl', '.signals.jsonl')), 'utf8')))
    .map((name) => [name, readFileSync(join(folder, name))]);
}

const dialects = catalog.list().filter(({ dialectOf }) => dialectOf !== null);
const mainOf = ({ dialectOf }: InstrumentDefinition): InstrumentDefinition => {
  const main = dialectOf === null ? undefined : catalog.get(dialectOf);
  if (main === undefined) throw new Error('a dialect of nothing');
  return main;
};

test('every shipped dialect says in one sentence what it is', () => {
  expect(dialects.map(({ key }) => key)).toContain('sysmex-xn-1000-fixed');
  for (const { key, formatName } of dialects) expect(formatName.length, key).toBeGreaterThan(5);
});

for (const dialect of dialects.filter(({ maker }) => maker === 'Sysmex')) {
  const main = mainOf(dialect);

  test(`a file in ${dialect.key} is read in that format when its instrument is named`, () => {
    for (const [name, bytes] of capturesOf(dialect.key)) {
      const chosen = chooseFormat(readCapture(bytes), withDialects(catalog, main), passingHashing(), at);
      expect(chosen.key, name).toBe(dialect.key);
    }
  });

  test(`a file in ${main.key} stays in its own format`, () => {
    for (const [name, bytes] of capturesOf(main.key)) {
      const chosen = chooseFormat(readCapture(bytes), withDialects(catalog, main), passingHashing(), at);
      expect(chosen.key, name).toBe(main.key);
    }
  });
}

test('a line that speaks another format of the instrument is told in that format', () => {
  const told: Signal[] = [];
  const [, ...others] = withDialects(catalog, catalog.get('sysmex-ca-7000')!);
  const ear = listenForDialects(
    others,
    () => at,
    isUnderstood,
    (signal) => told.push(signal),
  );
  const [, bytes] = capturesOf('sysmex-ca-7000-astm')[0]!;
  expect(ear.found).toBeNull();
  for (const step of readSteps(bytes.toString('utf8'))) if (step.dir === 'in') ear.heard(step.bytes);
  expect(ear.found?.key).toBe('sysmex-ca-7000-astm');
  expect(told.filter(({ kind }) => kind === 'result').length).toBeGreaterThan(3);
});
