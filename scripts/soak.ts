import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SoakSuite } from './soak-suite.ts';

/** Exit codes: all is well, something is not as it must be, wrong use. */
const exitCodes = { well: 0, failed: 1, usage: 2 } as const;

const folder = new URL('../test/soak/', import.meta.url);

async function loadSuites(): Promise<SoakSuite[]> {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.suite.ts'))
    .sort();
  const modules = await Promise.all(
    names.map((name) => import(new URL(name, folder).href) as Promise<{ suite?: SoakSuite }>),
  );
  return modules.flatMap((module) => module.suite ?? []);
}

function usage(suites: readonly SoakSuite[]): string {
  const lines = suites.map(
    ({ flag, unit, says, usualCount }) =>
      `  --${(unit ? `${flag} --${unit} N` : `${flag} N`).padEnd(18)} ${says} (usually ${usualCount})`,
  );
  return [
    'npm run soak -- [options]',
    '',
    ...lines,
    '  --seed N         begins the random numbers, 1 by default; a failure names it',
    '',
    'Without options every suite runs its usual count.',
  ].join('\n');
}

async function runSuite(suite: SoakSuite, count: number, seed: number): Promise<boolean> {
  const print = (line: string) => process.stdout.write(`${line}\n`);
  print(`${suite.flag}: ${suite.says}, ${count} ${suite.unit ?? 'times'}, seed ${seed}`);
  const startedMs = performance.now();
  const { figures, failures } = await suite.run(count, { seed, print });
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0);
  for (const failure of failures) print(`  FAILED ${failure}`);
  const facts = Object.entries(figures).map(([name, value]) => `${name} ${value}`);
  print(`${suite.flag}: ${failures.length === 0 ? 'well' : 'NOT WELL'}; ${facts.join(', ')}; ${seconds} s`);
  return failures.length === 0;
}

async function main(): Promise<number> {
  const suites = await loadSuites();
  const options: Record<string, { type: 'string' | 'boolean' }> = Object.fromEntries([
    ...suites.map(({ flag, unit }) => [flag, { type: unit ? 'boolean' : 'string' }] as const),
    ...['minutes', 'seed'].map((flag) => [flag, { type: 'string' }] as const),
  ]);
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({ options: { ...options, help: { type: 'boolean' } } }));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : ''}\n\n${usage(suites)}\n`);
    return exitCodes.usage;
  }
  if (values.help) {
    process.stdout.write(`${usage(suites)}\n`);
    return exitCodes.well;
  }
  const asked = suites.filter((suite) => values[suite.flag] !== undefined);
  let isWell = true;
  for (const suite of asked.length > 0 ? asked : suites) {
    const count = Number(values[suite.unit ?? suite.flag] ?? suite.usualCount);
    if (!Number.isInteger(count) || count < 1) {
      process.stderr.write(`--${suite.unit ?? suite.flag} wants a whole number from 1\n`);
      return exitCodes.usage;
    }
    isWell = (await runSuite(suite, count, Number(values.seed ?? 1))) && isWell;
  }
  return isWell ? exitCodes.well : exitCodes.failed;
}

process.exitCode = await main();
