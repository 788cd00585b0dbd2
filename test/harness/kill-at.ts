import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from './bench.ts';
import { type ModuleBench, openModuleBench } from './module-bench.ts';
import { readLedger } from './read-ledger.ts';

/** One line for each thing that is not as the ledger tells it. */
type Judge = (bench: ModuleBench, told: readonly string[][]) => Promise<string[]>;

/**
 * Lets `script` work on a folder and kills it with -9 once so many more lines stand in its ledger, for each of `lines`, on
 * the same folder; `delayMs` later, where it is given. After each kill a real host opens the folder, is judged and verified.
 */
export async function killAt(
  script: URL,
  lines: readonly number[],
  judge: Judge,
  delayMs: () => number = () => 0,
): Promise<{ failures: string[]; saved: number }> {
  const folder = temporaryFolder('kill-at');
  const [ledger, data] = [join(folder.path, 'ledger'), join(folder.path, 'data')];
  const failures: string[] = [];
  try {
    for (const more of lines) {
      const wanted = readLedger(ledger).length + more;
      const child = spawn(process.execPath, [script.pathname, data, ledger], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      while (child.exitCode === null && readLedger(ledger).length < wanted) await wait(2);
      await wait(delayMs());
      child.kill('SIGKILL');
      await ended;
      const told = readLedger(ledger);
      if (told.length < wanted) failures.push('the host ended by itself');
      const bench = await openModuleBench(data);
      try {
        failures.push(...(await judge(bench, told)));
        if (!(await bench.page.system.verify()).isSound) failures.push('verify finds something');
      } finally {
        await bench.close();
      }
    }
    return { failures, saved: readLedger(ledger).length };
  } finally {
    folder.remove();
  }
}
