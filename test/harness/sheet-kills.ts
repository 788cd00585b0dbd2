import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from './bench.ts';
import { openModuleBench } from './module-bench.ts';

const script = new URL('./sheet-work.ts', import.meta.url).pathname;

/** Whole lines of the ledger: the last may be cut, and is then no answer anybody saw. */
function readLedger(file: string): string[][] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));
}

/**
 * Lets somebody fill in sheets and kills the host with -9 once so many more answers were seen, for each of `lines`, on the
 * same folder. After each kill a real host opens it. Answers one line for each thing that is not as it was told.
 */
export async function killSheets(lines: readonly number[]): Promise<{ failures: string[]; saved: number }> {
  const folder = temporaryFolder('sheets-kill');
  const ledger = join(folder.path, 'ledger');
  const data = join(folder.path, 'data');
  const failures: string[] = [];
  try {
    for (const more of lines) {
      const wanted = readLedger(ledger).length + more;
      const child = spawn(process.execPath, [script, data, ledger], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      while (child.exitCode === null && readLedger(ledger).length < wanted) await wait(2);
      child.kill('SIGKILL');
      await ended;
      if (readLedger(ledger).length < wanted) failures.push('the host ended by itself');
      failures.push(...(await judge(data, readLedger(ledger))));
    }
    return { failures, saved: readLedger(ledger).length };
  } finally {
    folder.remove();
  }
}

async function judge(data: string, told: readonly string[][]): Promise<string[]> {
  const failures: string[] = [];
  const bench = await openModuleBench(data);
  try {
    const { sheets, tasks } = bench.page.maintenance;
    const everything = {
      instrumentId: null,
      planId: null,
      fromOn: null,
      toOn: null,
      only: 'all',
      before: null,
    } as const;
    const { rows } = await tasks.history({ ...everything, limit: 500 });
    const drafts = await sheets.list();
    const performed = new Map(told.filter(([what]) => what === 'signed').map(([, hash, sheetId]) => [sheetId, hash]));
    for (const hash of performed.values()) {
      const isThere = await tasks.get({ hash: hash! }).then(
        () => true,
        () => false,
      );
      if (!isThere) failures.push(`performed and lost: ${hash}`);
    }
    const last = told.findLast(([what]) => what === 'field')!;
    const draft = drafts.find(({ sheetId }) => sheetId === last[1]);
    const value = draft?.entries[0]?.value ?? '';
    // One more field may have reached the disk before its answer was written down.
    if (draft && value !== last[2] && value !== nextValue(last[2]!)) failures.push(`saved ${last[2]}, found ${value}`);
    if (draft && performed.has(draft.sheetId)) failures.push(`performed and still in progress: ${draft.sheetId}`);
    // Performed or in progress, never both and never neither.
    const begun = new Set(told.filter(([what]) => what === 'field').map(([, sheetId]) => sheetId));
    const open = drafts.filter(({ sheetId }) => begun.has(sheetId)).length;
    if (rows.length + open !== begun.size) failures.push(`${begun.size} begun, ${rows.length} performed, ${open} open`);
    if (!(await bench.page.system.verify()).isSound) failures.push('verify finds something');
  } finally {
    await bench.close();
  }
  return failures;
}

const nextValue = (value: string): string => value.replace(/\d$/, (digit) => String(Number(digit) + 1));
