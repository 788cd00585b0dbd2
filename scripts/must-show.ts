import { issue2 } from './must-show/issue-2.ts';
import { issue3 } from './must-show/issue-3.ts';
import { issue4 } from './must-show/issue-4.ts';
import { issue5 } from './must-show/issue-5.ts';
import { issue6 } from './must-show/issue-6.ts';
import type { Line } from './must-show/line.ts';

/**
 * `npm run must-show`: what each issue had to show, shown again. One line each, `PASS`, `FAIL` or `CANNOT TELL` (what it
 * needs is not here), in under twenty minutes. `--only <issue>` runs one issue's lines, which stand in
 * a file of their own.
 */
const issues: Readonly<Record<string, readonly Line[]>> = { 2: issue2, 3: issue3, 4: issue4, 5: issue5, 6: issue6 };

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const results: string[] = [];
let failedCount = 0;
for (const [issue, lines] of Object.entries(issues)) {
  if (only !== undefined && issue !== only) continue;
  for (const { shows, run } of lines) {
    process.stdout.write(`\n== issue ${issue}: ${shows}\n`);
    const started = performance.now();
    const outcome = await run();
    if (outcome === 'FAIL') failedCount += 1;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    results.push(`${outcome.padEnd(11)} issue ${issue}: ${shows} (${seconds} s)`);
  }
}
process.stdout.write(`\n${results.join('\n')}\n`);
process.exitCode = failedCount === 0 ? 0 : 1;
