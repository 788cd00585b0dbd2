import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { words } from '../../../shared/modules/maintenance/words.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { testFolder } from '../../harness/store.ts';
import { writeXlsx } from '../../harness/write-xlsx.ts';

let dataFolder: string;
let bench: ModuleBench;
let instrumentId: string;

beforeEach(async () => {
  dataFolder = testFolder('import');
  bench = await openModuleBench(dataFolder);
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1', serialNumber: '14203' });
});
afterEach(() => bench.close());

const calls = () => bench.page.maintenance.import;
const refused = (code: string) => expect.objectContaining({ code });
const bytesOf = (text: string) => new TextEncoder().encode(text);
const logOf = (count: number, task = 'Clean') =>
  bytesOf(`Date,Task,By\n${Array.from({ length: count }, (_, at) => `2025-03-04,${task} ${at},JD`).join('\n')}\n`);
const history = () =>
  bench.host.context.store.db.prepare('SELECT task, import_key FROM imported_history ORDER BY row').all() as {
    task: string;
    import_key: string;
  }[];
const finished = async (importId: string) => {
  await vi.waitFor(async () => expect((await calls().state({ importId })).state).toBe('finished'), { timeout: 20_000 });
  return await calls().state({ importId });
};

describe('an import', () => {
  test('is looked over, asked about, confirmed, and reports every rejected row', async () => {
    const rows = [
      ['Analyzer', 'Procedure', 'Date', 'Initials'],
      ['XN 1', 'Pierce unit', '25/04/2026', 'JD'],
      ['14203', 'Filter', '03/04/2026', 'JD'],
      ['XN 7', 'Filter', '04/04/2026', 'JD'],
      ['XN 1', '', '05/04/2026', 'JD'],
    ];
    const { importId, sheets } = await calls().open({
      fileName: 'log.xlsx',
      bytes: writeXlsx([{ name: 'Log', rows }]),
    });
    const { suggested } = sheets[0]!;
    expect(suggested.columns).toEqual({ instrument: 0, task: 1, doneOn: 2, doneBy: 3 });
    const asked = await calls().preview({ importId, options: suggested });
    expect(asked).toMatchObject({
      canConfirm: false,
      ambiguousDate: { row: 3, dayFirst: '2026-04-03', monthFirst: '2026-03-04' },
      unknownSubjects: [{ value: 'XN 7', rowCount: 1 }],
    });
    await expect(calls().confirm({ importId, options: suggested })).rejects.toEqual(
      refused('maintenance/import-not-ready'),
    );
    expect(await calls().list()).toEqual([]);

    const options = { ...suggested, dateOrder: 'day-first' } as const;
    const shown = await calls().preview({ importId, options });
    expect(shown).toMatchObject({ canConfirm: true, rowCount: 4, acceptedCount: 2, knownCount: 0, rejectedCount: 2 });
    expect(shown.sample[1]!.values).toMatchObject({ task: 'Filter', doneOn: '2026-04-03' });
    expect(history()).toEqual([]);

    await calls().confirm({ importId, options });
    expect(await finished(importId)).toMatchObject({ takenCount: 2, knownCount: 0, rejectedCount: 2, rowCount: 4 });
    expect(history().map(({ task }) => task)).toEqual(['Pierce unit', 'Filter']);
    const report = await calls().rejected({ importId, options: null, offset: 0, limit: 100 });
    expect(report.total).toBe(2);
    expect(report.rows.map(({ row, code }) => [row, code])).toEqual([
      [4, 'unknown-instrument'],
      [5, 'empty'],
    ]);
    await expect(calls().discard({ importId })).rejects.toEqual(refused('maintenance/import-not-open'));
  });

  test('brings nothing twice: the same file, or a longer one that holds it', async () => {
    const first = await calls().open({ fileName: 'a.csv', bytes: logOf(5) });
    const options = { ...first.sheets[0]!.suggested, subject: instrumentId };
    await calls().confirm({ importId: first.importId, options });
    await finished(first.importId);
    const again = await calls().open({ fileName: 'b.csv', bytes: logOf(5) });
    const sheet = { sheet: 'b' };
    expect(await calls().preview({ importId: again.importId, options: { ...options, ...sheet } })).toMatchObject({
      acceptedCount: 0,
      knownCount: 5,
    });
    await expect(calls().confirm({ importId: again.importId, options: { ...options, ...sheet } })).rejects.toEqual(
      refused('maintenance/import-nothing-new'),
    );
    const longer = await calls().open({ fileName: 'b.csv', bytes: logOf(8) });
    await calls().confirm({ importId: longer.importId, options: { ...options, ...sheet } });
    expect(await finished(longer.importId)).toMatchObject({ takenCount: 3, knownCount: 5 });
    expect(history()).toHaveLength(8);
  });

  test('a discarded file leaves nothing; its number means nothing any more', async () => {
    const { importId, sheets } = await calls().open({ fileName: 'a.csv', bytes: logOf(2) });
    await calls().discard({ importId });
    await expect(calls().preview({ importId, options: sheets[0]!.suggested })).rejects.toEqual(
      refused('maintenance/import-not-open'),
    );
    expect(await calls().list()).toEqual([]);
  });

  test('a file that is none ends in a sentence', async () => {
    const opened = calls().open({ fileName: 'x.xlsx', bytes: Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0) });
    await expect(opened).rejects.toEqual(refused('maintenance/import-old-excel'));
    expect(words).toHaveProperty(['maintenance/import-old-excel']);
  });

  test('makes plans that are due one interval after the last time, parts with their stock, and instruments', async () => {
    const run = async (text: string, more: object = {}) => {
      const { importId, sheets } = await calls().open({ fileName: 'x.csv', bytes: bytesOf(text) });
      await calls().confirm({ importId, options: { ...sheets[0]!.suggested, ...more } });
      return await finished(importId);
    };
    await run('Instrument,Task,Frequency,Last done\nXN 1,Filter,weekly,2026-11-02\nXN 1,Pump,sometimes,\n');
    const plans = await bench.page.maintenance.plans.list({ instrumentId });
    expect(plans).toMatchObject([
      { title: 'Filter', rule: { calendar: { every: 1, unit: 'weeks', startsOn: '2026-11-09' } } },
    ]);
    await run('Part,Part number,Qty,Min\nProbe,P-1,3,1\nProbe,P-1,3,1\n');
    const parts = await bench.page.maintenance.service.parts.list({ search: 'probe', withWithdrawn: false });
    expect(parts).toMatchObject([{ onHand: 3, minimum: 1 }, { onHand: 3 }]);
    await run('Name,Model,Serial,Location\nSecond,XN-1000,555,Room 2\nThird,Unheard,1,\n', {
      kind: 'instruments',
      columns: { name: 0, model: 1, serialNumber: 2, place: 3 },
    });
    const cards = await bench.page.instruments.cards({});
    expect(cards.find(({ name }) => name === 'Second')).toMatchObject({ serialNumber: '555', place: 'Room 2' });
    expect(cards).toHaveLength(2);
  });
});

describe('cut off', () => {
  test('a bench that closes in the middle goes on at the next start, and takes each row once', async () => {
    const { importId, sheets } = await calls().open({ fileName: 'a.csv', bytes: logOf(1500) });
    await calls().confirm({ importId, options: { ...sheets[0]!.suggested, subject: instrumentId } });
    await bench.close();
    bench = await openModuleBench(dataFolder);
    const before = history().length;
    expect(before).toBeLessThan(1500);
    expect(before % 100).toBe(0);
    expect(await finished(importId)).toMatchObject({ takenCount: 1500, knownCount: 0 });
    expect(new Set(history().map(({ import_key }) => import_key)).size).toBe(1500);
  });

  test('killed with -9 in the middle, again and again: whole batches only, and in the end every row once', async () => {
    const folder = testFolder('import-kill');
    const script = new URL('../../harness/import-work.ts', import.meta.url).pathname;
    const rowCount = 1200;
    let cutOff = 0;
    for (let round = 0; ; round++) {
      const signalFile = join(folder, `said-${round}`);
      const child = spawn(process.execPath, [script, folder, String(rowCount), signalFile], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      const said = () => (existsSync(signalFile) ? readFileSync(signalFile, 'utf8') : '');
      while (child.exitCode === null && said() === '') await wait(2);
      if (round < 3) {
        await wait(30 + round * 40);
        child.kill('SIGKILL');
        if (said() === 'confirmed') cutOff += 1;
      }
      await ended;
      if (said() === 'finished' || round > 6) break;
    }
    expect(cutOff).toBeGreaterThan(0);
    const after = await openModuleBench(folder);
    try {
      const rows = after.host.context.store.db.prepare('SELECT import_key FROM imported_history').pluck().all();
      expect(rows).toHaveLength(rowCount);
      expect(new Set(rows).size).toBe(rowCount);
      expect(await after.page.maintenance.import.list()).toMatchObject([{ state: 'finished', takenCount: rowCount }]);
      expect((await after.page.system.verify()).isSound).toBe(true);
    } finally {
      await after.close();
    }
  }, 120_000);
});
