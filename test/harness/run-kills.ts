import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { temporaryFolder } from './bench.ts';
import { openModuleBench } from './module-bench.ts';
import { readLedger } from './read-ledger.ts';

const script = new URL('./run-work.ts', import.meta.url).pathname;

/**
 * Lets somebody run procedures and kills the host with -9 once so many more answers were seen, for each of `kills`, on the
 * same folder; one that is held stands still until it is killed. After each kill a real host opens it. Answers one line
 * for each thing that is not as it was told.
 */
export async function killRuns(
  kills: readonly { more: number; isHeld: boolean }[],
): Promise<{ failures: string[]; saved: number; recovered: number }> {
  const folder = temporaryFolder('runs-kill');
  const [ledger, data] = [join(folder.path, 'ledger'), join(folder.path, 'data')];
  const failures: string[] = [];
  let recovered = 0;
  try {
    for (const { more, isHeld } of kills) {
      const wanted = readLedger(ledger).length + more;
      const child = spawn(process.execPath, [script, data, ledger, ...(isHeld ? [String(more)] : [])], {
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      while (child.exitCode === null && readLedger(ledger).length < wanted) await wait(2);
      child.kill('SIGKILL');
      await ended;
      if (readLedger(ledger).length < wanted) failures.push('the host ended by itself');
      const judged = await judge(data, readLedger(ledger));
      failures.push(...judged.failures);
      recovered += judged.recovered;
    }
    return { failures, saved: readLedger(ledger).length, recovered };
  } finally {
    folder.remove();
  }
}

async function judge(data: string, told: readonly string[][]): Promise<{ failures: string[]; recovered: number }> {
  const failures: string[] = [];
  let recovered = 0;
  const bench = await openModuleBench(data);
  try {
    const { runs } = bench.page.sop;
    for (const runId of new Set(told.map(([, id]) => id!))) {
      const own = told.filter(([, id]) => id === runId);
      const run = await runs.get({ runId });
      if (own.some(([what]) => what === 'finished') && run.state !== 'finished')
        failures.push(`finished and ${run.state}`);
      for (const [, , at, value] of own.filter(([what]) => what === 'answered')) {
        const found = run.steps.find((step) => step.at === at)?.answer?.value;
        if (found !== value) failures.push(`answered ${at} ${value}, found ${found}`);
      }
      // The last field that was called saved is there: as a draft of its own step, or as the answer that followed it.
      const last = own.findLast(([what]) => what === 'field');
      if (last) {
        const [, , at, value] = last;
        const step = run.steps.find((one) => one.at === at);
        const held = [step?.draft?.value, step?.answer?.value];
        if (!held.some((one) => one?.startsWith(value!)))
          failures.push(`saved ${at} ${value}, found ${held.join(' and ')}`);
        if (step?.draft && !step.draft.isRecovered) failures.push(`not marked as recovered: ${at}`);
      }
      const drafts = run.steps.filter(({ draft }) => draft !== null);
      if (
        drafts.some(({ draft, answer }) => answer !== null && draft?.value === answer.value && run.state === 'finished')
      ) {
        failures.push('finished and still a draft');
      }
      recovered += run.recovered.length;
      if (run.recovered.length > 0 && run.openRequired.length === 0) {
        const refused = await runs.finish({ runId, note: '', signing: null }).then(
          () => 'was finished',
          (error: { code?: string }) => error.code,
        );
        if (refused !== 'sop/recovered-drafts') failures.push(`with recovered drafts: ${refused}`);
      }
    }
    if (!(await bench.page.system.verify()).isSound) failures.push('verify finds something');
  } finally {
    await bench.close();
  }
  return { failures, recovered };
}
