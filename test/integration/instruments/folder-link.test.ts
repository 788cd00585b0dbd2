import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type FileLedger, passingFileLedger } from '../../../electron/instruments/file-ledger.ts';
import { openFolder } from '../../../electron/instruments/links/folder.ts';
import type { LinkProblem } from '../../../electron/instruments/links/link.ts';
import { readRows } from '../../../shared/instruments/files/multiset-reader.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { resourcesFolder } from '../../harness/definitions.ts';
import { makeExport } from '../../harness/instrument-files.ts';
import { openModuleBench } from '../../harness/module-bench.ts';

const names = ['Sample ID', 'Value'];
const captures = join(resourcesFolder, 'instruments', 'bd-facscalibur', 'captures');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchside-folder-'));
});

/** A watched folder with short rests, and what came out of it. */
async function watch(more: { ledger?: FileLedger; includesOld?: boolean; isRefusing?: () => boolean } = {}) {
  const rows: string[] = [];
  const unread: string[] = [];
  const closed: LinkProblem[] = [];
  const link = await openFolder(
    { kind: 'folder', folder, includesOld: more.includesOld ?? true },
    {
      connected: () => {},
      bytes: () => {},
      disconnected: () => {},
      closed: (problem) => closed.push(problem),
      block: async ({ bytes }) => {
        if (more.isRefusing?.()) throw new AppError('store/disk-full');
        rows.push(Buffer.from(bytes).toString('latin1').split('\r')[1] ?? '');
      },
      unread: (reason) => unread.push(reason),
    },
    {
      ledger: more.ledger ?? passingFileLedger(),
      read: readRows,
      monoMs: () => performance.now(),
      scanMs: 10,
      settleMs: 60,
    },
  );
  return { link, rows, unread, closed };
}

describe('a watched folder', () => {
  test('gives each row once, also of an export that grew and of a copy', async () => {
    const { link, rows } = await watch();
    const file = join(folder, 'day.exp');
    writeFileSync(file, makeExport(names, [['A1', '1']]));
    await vi.waitFor(() => expect(rows).toEqual(['A1\t1']));
    appendFileSync(file, 'A2\t2\r');
    mkdirSync(join(folder, 'copies'));
    writeFileSync(join(folder, 'copies', 'other name'), makeExport(names, [['A1', '1']]));
    await vi.waitFor(() => expect(rows).toEqual(['A1\t1', 'A2\t2']));
    await link.close();
  });

  test('leaves a file alone that is still being written to', async () => {
    const { link, rows } = await watch();
    const file = join(folder, 'day.exp');
    writeFileSync(file, makeExport(names, []));
    for (let index = 0; index < 8; index += 1) {
      appendFileSync(file, `A${index}\t`);
      await new Promise((resolve) => setTimeout(resolve, 20));
      appendFileSync(file, `${index}\r`);
    }
    expect(rows).toEqual([]);
    await vi.waitFor(() => expect(rows.length).toBe(8));
    await link.close();
  });

  test('knows after a restart what it has read', async () => {
    const ledger = passingFileLedger();
    writeFileSync(join(folder, 'day.exp'), makeExport(names, [['A1', '1']]));
    const first = await watch({ ledger });
    await vi.waitFor(() => expect(first.rows.length).toBe(1));
    await vi.waitFor(() => expect(ledger.hasBegun(folder)).toBe(true));
    await first.link.close();
    const second = await watch({ ledger });
    writeFileSync(join(folder, 'next.exp'), makeExport(names, [['A2', '2']]));
    await vi.waitFor(() => expect(second.rows).toEqual(['A2\t2']));
    await second.link.close();
  });

  test('reads a row again that could not be stored', async () => {
    let isFull = true;
    const { link, rows } = await watch({ isRefusing: () => isFull });
    writeFileSync(join(folder, 'day.exp'), makeExport(names, [['A1', '1']]));
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(rows).toEqual([]);
    isFull = false;
    await vi.waitFor(() => expect(rows).toEqual(['A1\t1']));
    await link.close();
  });

  test('leaves alone what was there before, where that was chosen', async () => {
    const old = join(folder, 'old.exp');
    writeFileSync(old, makeExport(names, [['A1', '1']]));
    const { link, rows } = await watch({ includesOld: false });
    await new Promise((resolve) => setTimeout(resolve, 50));
    writeFileSync(join(folder, 'new.exp'), makeExport(names, [['A2', '2']]));
    await vi.waitFor(() => expect(rows).toEqual(['A2\t2']));
    await link.close();
  });

  test('changes no file, and says when one is none of its own', async () => {
    const file = join(folder, 'letter.txt');
    writeFileSync(file, 'Dear reader');
    utimesSync(file, 1_000_000, 1_000_000);
    const { link, unread } = await watch();
    await vi.waitFor(() => expect(unread).toEqual(['file-not-understood']));
    await link.close();
    expect(readdirSync(folder)).toEqual(['letter.txt']);
    expect([readFileSync(file, 'utf8'), statSync(file).mtimeMs]).toEqual(['Dear reader', 1_000_000_000]);
  });

  test('that is not there is said', async () => {
    folder = join(folder, 'gone');
    await expect(watch()).rejects.toThrow('link/folder-missing');
  });
});

test('files that are dropped become messages like any other, once, also over a restart of the host', async () => {
  const data = mkdtempSync(join(tmpdir(), 'benchside-data-'));
  const link = { kind: 'folder' as const, folder, includesOld: true };
  const export1 = readFileSync(join(captures, '01-cd4-panel-french.exp'));
  writeFileSync(join(folder, 'monday.exp'), export1);
  writeFileSync(join(folder, 'SYN0000815.001'), readFileSync(join(captures, '03-cellquest.fcs')));
  const count = async (bench: Awaited<ReturnType<typeof openModuleBench>>, instrumentId: string) =>
    (await bench.page.messages.count({ instrumentId, purpose: null, search: '', only: 'all' })).count;
  let bench = await openModuleBench(data);
  const instrumentId = await bench.register('bd-facscalibur', { link });
  await vi.waitFor(async () => expect(await count(bench, instrumentId)).toBe(4), { timeout: 20_000, interval: 200 });
  const card = await bench.page.instruments.get({ instrumentId });
  expect(card.link.state).toBe('open');
  expect(card.talk).toBe('files');
  await bench.close();

  bench = await openModuleBench(data);
  writeFileSync(join(folder, 'friday.exp'), readFileSync(join(captures, '02-trucount-controls.exp')));
  await vi.waitFor(async () => expect(await count(bench, instrumentId)).toBe(6), { timeout: 20_000, interval: 200 });
  await bench.close();
  expect(readFileSync(join(folder, 'monday.exp')).equals(export1)).toBe(true);
}, 60_000);
