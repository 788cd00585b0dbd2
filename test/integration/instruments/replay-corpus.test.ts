import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readCapture } from '../../../electron/instruments/capture-file.ts';
import { loadCatalog } from '../../../electron/instruments/catalog.ts';
import { replayStored } from '../../../electron/instruments/replay-stored.ts';
import { passingHashing } from '../../../electron/instruments/specimen-hash.ts';
import { type Signal, signal } from '../../../shared/instruments/signals.ts';

/** Real captures and what they hold lie beside the project, and may be absent. */
const shared = new URL('../../../../shared/', import.meta.url);
const expectations = new URL('vectors/capture-expect.dev.json', shared);
const isHere = existsSync(expectations) && existsSync(new URL('corpus/', shared));
if (!isHere) process.stderr.write('\n*** SKIPPED: no corpus of real captures beside the project ***\n');

interface Expected {
  file: string;
  kind: string;
  results: { test: string; value: string; unit: string; flag: string; status: string }[];
}
const expected: Expected[] = isHere
  ? (JSON.parse(readFileSync(expectations, 'utf8')) as { files: Expected[] }).files.filter(({ kind }) =>
      kind.startsWith('astm'),
    )
  : [];
const bytesOf = (file: string): Uint8Array => readFileSync(new URL(`corpus/${file}`, shared));
const definition = await (async () => {
  const resources = fileURLToPath(new URL('../../../resources', import.meta.url));
  const found = (await loadCatalog({ shipped: resources, lab: null })).get('generic-lis02');
  if (found === undefined) throw new Error('no generic definition');
  return found;
})();

/** Results as the expectation file writes them: fields as sent. */
function resultsOf(signals: readonly Signal[]) {
  return signals
    .filter((each) => each.kind === 'result' || each.kind === 'qc-result' || each.kind === 'background')
    .map(({ test, rawValue, unit, flags, status }) => ({
      test,
      value: rawValue,
      unit,
      flag: flags.join('\\'),
      status,
    }));
}
const wanted = ({ results }: Expected) =>
  results.map(({ test, value, unit, flag, status }) => ({ test, value, unit, flag, status }));

describe.runIf(isHere)('replay of real captures as generic-lis02', () => {
  it.each(expected.map((each) => [each.file, each] as const))('%s', (file, each) => {
    const signals = [
      ...replayStored(readCapture(bytesOf(file)), definition, passingHashing(), '2026-11-22T09:00:00.000+00:00'),
    ];
    expect(resultsOf(signals)).toEqual(wanted(each));
    for (const said of signals) expect(signal.safeParse(said).success).toBe(true);
  });

  const run = promisify(execFile);
  const replay = fileURLToPath(new URL('../../../electron/cli/replay.ts', import.meta.url));
  const corpus = fileURLToPath(new URL('corpus/', shared));
  const samples = expected.filter((_, index) => index % 11 === 0);
  it.each(samples.map((each) => [each.file, each] as const))('the command: %s', async (file, each) => {
    const { stdout } = await run(process.execPath, [replay, corpus + file, '--as', 'generic-lis02', '--json'], {
      maxBuffer: 64 * 1024 * 1024,
    });
    const signals = stdout
      .trimEnd()
      .split('\n')
      .map((line) => signal.parse(JSON.parse(line)));
    expect(resultsOf(signals)).toEqual(wanted(each));
  });
});
