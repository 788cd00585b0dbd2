import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { measureAcks } from './acks.ts';
import { measureAgenda } from './agenda.ts';
import { measureBundles } from './bundles.ts';
import { measureDecoder } from './decoder.ts';
import { measureHubIngest } from './hub-ingest.ts';
import { measureLines } from './lines.ts';
import { measureLists } from './lists.ts';
import { measureMemory } from './memory.ts';
import { bar, figure, performancePage } from './page.ts';
import { measureProofs } from './proofs.ts';
import { type Measurement, verdictOf } from './rounds.ts';
import { measureSaves } from './saves.ts';
import { measureStart } from './start.ts';
import { measureYears } from './years.ts';

/**
 * `npm run perf [-- --only <word>] [-- --write]`: every speed the project holds itself to, as a ratio to a baseline of
 * the same run. `--write` puts them into the table of docs/performance.md, in the place of their older ones.
 */
const suites: readonly { word: string; measure: () => Promise<Measurement | readonly Measurement[]> }[] = [
  { word: 'decoder', measure: measureDecoder },
  { word: 'saves', measure: measureSaves },
  { word: 'acks', measure: measureAcks },
  { word: 'lines', measure: measureLines },
  { word: 'start', measure: measureStart },
  { word: 'memory', measure: measureMemory },
  { word: 'lists', measure: measureLists },
  { word: 'years', measure: measureYears },
  { word: 'agenda', measure: measureAgenda },
  { word: 'bundles', measure: measureBundles },
  { word: 'proofs', measure: measureProofs },
  { word: 'hub', measure: measureHubIngest },
];

function tell(measurement: Measurement): void {
  const { name, ratio, subjectFigure, baselineFigure, figureUnit, note } = measurement;
  process.stdout.write(
    `  ${name}: ratio ${ratio.toFixed(3)} (${bar(measurement)}), ${figure(subjectFigure)} against ${figure(baselineFigure)} ${figureUnit}: ${verdictOf(measurement)}\n${note === undefined ? '' : `  ${note}\n`}`,
  );
}

const wanted = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const measurements: Measurement[] = [];
const failed: string[] = [];
for (const suite of suites) {
  if (wanted !== undefined && suite.word !== wanted) continue;
  process.stdout.write(`measuring ${suite.word} ...\n`);
  try {
    const measured = await suite.measure();
    for (const measurement of Array.isArray(measured) ? measured : [measured as Measurement]) {
      measurements.push(measurement);
      tell(measurement);
    }
  } catch (error) {
    // The others can still be measured; this run has failed all the same.
    failed.push(suite.word);
    process.stdout.write(`  failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}
if (process.argv.includes('--write') && failed.length === 0) {
  const file = join(import.meta.dirname, '..', '..', 'docs', 'performance.md');
  writeFileSync(file, performancePage(file, measurements));
}
const missed = measurements.filter((measurement) => verdictOf(measurement) === 'missed');
process.stdout.write(`${measurements.length - missed.length} of ${measurements.length} reached what they must\n`);
if (failed.length > 0) process.stdout.write(`could not be measured: ${failed.join(', ')}\n`);
process.exitCode = missed.length + failed.length === 0 ? 0 : 1;
