import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { openModuleBench } from '../../harness/module-bench.ts';

const script = new URL('../../harness/pipette-work.ts', import.meta.url).pathname;

/** Whole lines of the ledger: the last may be cut, and is then no answer anybody saw. */
function readLedger(file: string): string[][] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ')]));
}

test('killed with -9 in the middle of a pipette check: every weighing that was called saved is there, once', async () => {
  const folder = temporaryFolder('pipette-kill');
  const [data, ledger] = [join(folder.path, 'data'), join(folder.path, 'ledger')];
  try {
    const child = spawn(process.execPath, [script, data, ledger], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (child.exitCode === null && readLedger(ledger).length < 12) await wait(2);
    child.kill('SIGKILL');
    await ended;
    const told = readLedger(ledger);
    expect(told.length).toBeGreaterThanOrEqual(12);

    const bench = await openModuleBench(data);
    try {
      const { equipment, gravimetry } = bench.page.calibration.standards;
      const [standard] = await equipment.list({ show: 'all' });
      const { checks } = await equipment.get({ standardId: standard!.id });
      const open = await gravimetry.list();
      const kept = new Map(open.map(({ sheetId, input }) => [sheetId, input]));
      for (const { id } of checks) {
        const { measurement } = await equipment.getCheck({ checkId: id });
        if (measurement.kind !== 'gravimetric') throw new Error('it was weighed');
        // A finished sheet is no longer open.
        expect(kept.has(id)).toBe(false);
        kept.set(id, measurement.input);
      }
      for (const [what, sheetId, weighingId] of told) {
        const weighings = kept.get(sheetId!)?.volumes[0]?.weighings ?? [];
        if (what === 'weighed') expect(weighings.filter((one) => one.weighingId === weighingId)).toHaveLength(1);
        else expect(checks.map(({ id }) => id)).toContain(sheetId);
      }
      expect((await bench.page.system.verify()).isSound).toBe(true);
    } finally {
      await bench.close();
    }
  } finally {
    folder.remove();
  }
}, 120_000);
