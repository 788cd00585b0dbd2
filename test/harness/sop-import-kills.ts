import { killAt } from './kill-at.ts';
import type { ModuleBench } from './module-bench.ts';
import { sopsAFile } from './sop-import-file.ts';

/** Lets somebody take files of procedures and kills the host with -9 after so many more lines, for each of `lines`. */
export const killSopImports = (lines: readonly number[]) =>
  killAt(new URL('./sop-import-work.ts', import.meta.url), lines, judge);

/** All of a file or nothing of it, and all of one that was called taken. */
async function judge({ page }: ModuleBench, told: readonly string[][]): Promise<string[]> {
  const failures: string[] = [];
  const counts = new Map<string, number>();
  for (const { code } of await page.sop.library.list({})) {
    const file = code.slice(0, code.lastIndexOf('-'));
    counts.set(file, (counts.get(file) ?? 0) + 1);
  }
  for (const [file, count] of counts) {
    if (count !== sopsAFile) failures.push(`${count} of ${sopsAFile} procedures of file ${file}`);
  }
  for (const [what, file] of told) {
    if (what === 'taken' && !counts.has(file!)) failures.push(`taken and lost: ${file}`);
  }
  return failures;
}
