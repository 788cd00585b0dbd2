import { existsSync, readFileSync } from 'node:fs';
import { cpus, platform, release } from 'node:os';
import { type Measurement, verdictOf } from './rounds.ts';

/** docs/performance.md: one row a figure, each with the day it was measured; a run of some figures leaves the others. */

export const figure = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));
export const bar = ({ must, goal, isHigherBetter }: Measurement): string =>
  isHigherBetter ? `>= ${must} / >= ${goal}` : `<= ${must} / <= ${goal}`;

const reached = { goal: 'goal reached', must: 'must reached', missed: '**missed**' } as const;

function row(measurement: Measurement, day: string): string {
  const { name, subject, baseline, subjectFigure, baselineFigure, figureUnit, ratio } = measurement;
  const { roundCount, droppedCount } = measurement;
  const cells = [name, subject, baseline, figure(subjectFigure), figure(baselineFigure), figureUnit];
  const verdict = [`**${ratio.toFixed(2)}**`, bar(measurement), reached[verdictOf(measurement)]];
  return `| ${[...cells, ...verdict, `${roundCount} of ${roundCount + droppedCount}`, day].join(' | ')} |`;
}

/** Rows and notes of the page that is there, by the name of the figure. */
function readPage(file: string): { rows: Map<string, string>; notes: Map<string, string> } {
  const rows = new Map<string, string>();
  const notes = new Map<string, string>();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const [, from = ''] = /^Measured on (\d{4}-\d\d-\d\d)/m.exec(lines.join('\n')) ?? [];
  for (const line of lines) {
    const cells = line.split('|').map((cell) => cell.trim());
    const name = cells[1] ?? '';
    // Pages of before had no column for the day.
    if (cells.length === 12 && / of \d+$/.test(cells[10] ?? '')) rows.set(name, `${line} ${from} |`);
    else if (cells.length === 13 && / of \d+$/.test(cells[10] ?? '')) rows.set(name, line);
    const [, about] = /^- \*\*([^*]+)\*\*: /.exec(line) ?? [];
    if (about !== undefined) notes.set(about, line);
  }
  return { rows, notes };
}

/** The page with these figures in the place of their older ones. */
export function performancePage(file: string, measurements: readonly Measurement[]): string {
  const { rows, notes } = readPage(file);
  const day = new Date().toISOString().slice(0, 10);
  for (const measurement of measurements) {
    rows.set(measurement.name, row(measurement, day));
    notes.delete(measurement.name);
    if (measurement.note !== undefined) notes.set(measurement.name, `- **${measurement.name}**: ${measurement.note}`);
  }
  const processor = cpus()[0]?.model ?? 'unknown processor';
  return `# Performance

Written by \`npm run perf -- --write\`. Every figure that counts is a **ratio**: subject and baseline take turns in the same run, the ratio is taken
round by round, and the median of the rounds is what stands here; a round whose baseline moved by more than 30 % is dropped, and one
from which other machines on the same hardware took more than 1 % of the processors' time is measured again. The absolute figures are for
orientation only: the same disk can be ten times slower a minute later.

Measured on ${platform()} ${release()}, ${cpus().length} x ${processor}, Node ${process.versions.node}.

| what | subject | baseline | subject's figure | baseline's figure | unit | ratio | must / goal | reached | rounds that counted | day |
|---|---|---|--:|--:|---|--:|---|---|---|---|
${[...rows.values()].join('\n')}

${[...notes.values()].join('\n')}
`;
}
