import { writeFileSync } from 'node:fs';
import { cpus, platform, release } from 'node:os';
import { join } from 'node:path';
import { measureAcks } from './acks.ts';
import { measureAgenda } from './agenda.ts';
import { measureBundles } from './bundles.ts';
import { measureDecoder } from './decoder.ts';
import { measureHubIngest } from './hub-ingest.ts';
import { measureLines } from './lines.ts';
import { measureLists } from './lists.ts';
import { measureMemory } from './memory.ts';
import { measureProofs } from './proofs.ts';
import { type Measurement, verdictOf } from './rounds.ts';
import { measureSaves } from './saves.ts';
import { measureStart } from './start.ts';
import { measureYears } from './years.ts';

/**
 * `npm run perf [-- --only <word>] [-- --write]`: every speed the project holds itself to, as a ratio to a baseline of
 * the same run. `--write` puts the table into docs/performance.md.
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

const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
const bar = ({ must, goal, isHigherBetter }: Measurement): string =>
  isHigherBetter ? `>= ${must} / >= ${goal}` : `<= ${must} / <= ${goal}`;

function row(measurement: Measurement): string {
  const reached = { goal: 'goal reached', must: 'must reached', missed: '**missed**' }[verdictOf(measurement)];
  return `| ${measurement.name} | ${measurement.subject} | ${measurement.baseline} | ${figure(measurement.subjectFigure)} | ${figure(measurement.baselineFigure)} | ${measurement.figureUnit} | **${measurement.ratio.toFixed(2)}** | ${bar(measurement)} | ${reached} | ${measurement.roundCount} of ${measurement.roundCount + measurement.droppedCount} |`;
}

function page(measurements: readonly Measurement[]): string {
  const processor = cpus()[0]?.model ?? 'unknown processor';
  return `# Performance

Written by \`npm run perf -- --write\`. Every figure that counts is a **ratio**: subject and baseline take turns in the same run, the ratio is taken
round by round, and the median of the rounds is what stands here; a round whose baseline moved by more than 30 % is dropped. The absolute figures are for
orientation only: the same disk can be ten times slower a minute later.

Measured on ${new Date().toISOString().slice(0, 10)}, ${platform()} ${release()}, ${cpus().length} x ${processor}, Node ${process.versions.node}.

| what | subject | baseline | subject's figure | baseline's figure | unit | ratio | must / goal | reached | rounds that counted |
|---|---|---|--:|--:|---|--:|---|---|---|
${measurements.map(row).join('\n')}
${measurements
  .filter((measurement) => measurement.note !== undefined)
  .map((measurement) => `\n- **${measurement.name}**: ${measurement.note}`)
  .join('')}
`;
}

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
  writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'performance.md'), page(measurements));
}
const missed = measurements.filter((measurement) => verdictOf(measurement) === 'missed');
process.stdout.write(`${measurements.length - missed.length} of ${measurements.length} reached what they must\n`);
if (failed.length > 0) process.stdout.write(`could not be measured: ${failed.join(', ')}\n`);
process.exitCode = missed.length + failed.length === 0 ? 0 : 1;
