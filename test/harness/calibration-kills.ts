import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from './bench.ts';
import { openModuleBench } from './module-bench.ts';

const script = new URL('./calibration-work.ts', import.meta.url).pathname;

/** Whole lines of the ledger: the last may be cut, and is then no answer anybody saw. */
function readLedger(file: string): string[][] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ')]));
}

/**
 * Lets somebody calibrate and kills the host with -9 once so many more answers were seen, for each of `lines`, on the same
 * folder. After each kill a real host opens it. Answers one line for each thing that is not as it was told.
 */
export async function killCalibrations(lines: readonly number[]): Promise<{ failures: string[]; saved: number }> {
  const folder = temporaryFolder('calibration-kill');
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
    const { sessions } = bench.page.calibration;
    for (const sessionId of new Set(told.map(([, id]) => id!))) {
      const session = await sessions.get({ sessionId });
      const own = told.filter(([, id]) => id === sessionId);
      const runIds = new Set(session.runs.map(({ runId }) => runId));
      for (const [what, , name] of own) {
        if (what === 'run' && !runIds.has(name!)) failures.push(`saved and lost: ${name}`);
        if (what === 'closed' && session.closing?.hash !== name) failures.push(`closed and lost: ${name}`);
      }
      const draft = own.findLast(([what]) => what === 'draft')?.[2];
      const kept = session.drafts[0]?.fields.hgb;
      if (session.closing && kept !== undefined) failures.push(`closed and still typed: ${kept}`);
      // One more draft may have reached the disk before its answer was written down.
      if (!session.closing && draft !== undefined && (kept === undefined || kept < draft)) {
        failures.push(`typed ${draft}, found ${kept}`);
      }
      if (session.closing ? session.step !== null : session.step === null) failures.push('no step to go on with');
    }
    if (!(await bench.page.system.verify()).isSound) failures.push('verify finds something');
  } finally {
    await bench.close();
  }
  return failures;
}
