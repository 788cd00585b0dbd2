import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { openModuleBench } from '../../harness/module-bench.ts';

const script = new URL('../../harness/sheet-work.ts', import.meta.url).pathname;

/** Whole lines of the ledger: the last may be cut, and is then no answer anybody saw. */
function readLedger(file: string): string[][] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split(' '));
}

test('killed with -9 in the middle of sheets: every field that was called saved is there, and nothing is half done', async () => {
  const folder = temporaryFolder('sheets-kill');
  const ledger = join(folder.path, 'ledger');
  const data = join(folder.path, 'data');
  try {
    for (const lines of [3, 9]) {
      const before = readLedger(ledger).length;
      const child = spawn(process.execPath, [script, data, ledger], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      while (child.exitCode === null && readLedger(ledger).length < before + lines) await wait(2);
      child.kill('SIGKILL');
      await ended;
      expect(readLedger(ledger).length).toBeGreaterThanOrEqual(before + lines);

      const bench = await openModuleBench(data);
      try {
        const { sheets, tasks } = bench.page.maintenance;
        const told = readLedger(ledger);
        const performed = new Map(
          told.filter(([what]) => what === 'signed').map(([, hash, sheetId]) => [sheetId, hash]),
        );
        for (const hash of performed.values()) expect((await tasks.get({ hash: hash! })).hash).toBe(hash);
        const drafts = await sheets.list();
        const last = told.findLast(([what]) => what === 'field')!;
        const draft = drafts.find(({ sheetId }) => sheetId === last[1]);
        const { rows } = await tasks.history({
          instrumentId: null,
          planId: null,
          fromOn: null,
          toOn: null,
          only: 'all',
          before: null,
          limit: 500,
        });
        if (draft) {
          // One more field may have reached the disk before its answer was written down.
          expect([last[2], nextValue(last[2]!)]).toContain(draft.entries[0]?.value);
          expect(performed.has(draft.sheetId)).toBe(false);
        }
        // Performed or in progress, never both and never neither.
        const count = new Set(told.filter(([what]) => what === 'field').map(([, sheetId]) => sheetId)).size;
        expect(rows.length + drafts.filter(({ sheetId }) => told.some(([, id]) => id === sheetId)).length).toBe(count);
      } finally {
        await bench.close();
      }
    }
  } finally {
    folder.remove();
  }
}, 60_000);

const nextValue = (value: string): string => value.replace(/\d$/, (digit) => String(Number(digit) + 1));
