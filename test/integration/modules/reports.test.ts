import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentText } from '../../../shared/reports/document.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { failedSample, type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { readPdf } from '../../harness/read-pdf.ts';

let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let id: string;
/** Where a person keeps what they save: not the data folder. */
let desk: string;

beforeEach(async () => {
  folder = temporaryFolder('reports');
  desk = join(folder.path, 'desk');
  mkdirSync(desk);
  bench = await openModuleBench(join(folder.path, 'data'));
  id = await bench.register('sysmex-xn-1000', { name: 'XN-1000 core lab' });
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const sha256 = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex');
const enter = (code: string, text = '') =>
  bench.page.errors.enter({ instrumentId: id, code, text, origin: 'typed', severity: 'stop' });
const everything = { instrumentId: null, from: '', to: '', show: 'all' };
const prepare = (size: 'A4' | 'Letter' = 'A4', parameters: Record<string, string | number | null> = everything) =>
  bench.page.reports.prepare({ reportId: 'error-history', parameters, size });
const recordsOf = (type: string) => bench.host.context.store.records.page({ types: [type], limit: 50 }).records;

describe('error history', () => {
  test('names every error, what was done, and what is still open as a gap; the content has the printed hash', async () => {
    const { errorId } = await enter('E-100', 'Pressure low');
    await bench.page.errors.resolve({ errorId, whatWasDone: 'Waste emptied' });
    await enter('E-200', 'Door open');
    const prepared = await prepare();
    expect(prepared).toMatchObject({ isWhole: true, route: 'page' });
    expect(prepared.contentHash).toBe(sha256(contentText(prepared.preview)));
    const [chart, table, gaps, signatures] = prepared.preview.blocks;
    expect(chart).toMatchObject({ kind: 'chart', bars: [{ values: [0, 2] }] });
    if (table?.kind !== 'table' || gaps?.kind !== 'gaps') throw new Error('not as described');
    expect(table.rows.map((row) => [row[1], row[2], row[6]])).toEqual([
      ['XN-1000 core lab', 'E-100: Pressure low', 'Waste emptied'],
      ['XN-1000 core lab', 'E-200: Door open', ''],
    ]);
    expect(gaps.rows.map(({ what }) => what)).toEqual(['E-200 on XN-1000 core lab is open']);
    expect(signatures).toMatchObject({ kind: 'signatures', rows: [] });
  });

  test('saved as PDF it has page x of y, its hash, its versions; the act is on the record', async () => {
    await enter('E-100', 'Pressure low');
    const { preparationId, contentHash } = await prepare('Letter');
    const file = join(desk, 'errors.pdf');
    const grant = chooseFile(bench.host, file, 'report');
    const made = await bench.page.reports.save({ preparationId, grant, parcel: null });
    expect(made).toMatchObject({ file, pageCount: 1, sha256: sha256(readFileSync(file)) });
    const pdf = await readPdf(file);
    expect(pdf.size).toEqual([792, 612]);
    expect(pdf.title).toBe('Error history');
    expect(pdf.pages[0]).toContain('Page 1 of 1');
    expect(pdf.pages[0]).toContain(contentHash);
    expect(pdf.pages[0]).toContain('E-100: Pressure low');
    for (const part of ['Gaps', 'Signatures', 'Versions and sources', 'Benchside'])
      expect(pdf.pages[0]).toContain(part);
    expect(recordsOf('reports.printed').map(({ body }) => body)).toMatchObject([
      { reportId: 'error-history', contentHash, medium: 'pdf', file: { name: 'errors.pdf', sha256: made.sha256 } },
    ]);
    expect(await bench.page.reports.history({ limit: 10 })).toMatchObject([
      { kind: 'report', medium: 'pdf', contentHash, fileHash: made.sha256, fileName: 'errors.pdf' },
    ]);
    expect(readdirSync(desk)).toEqual(['errors.pdf']);
  });

  test('over ten pages it is the writer who sets it, and every page says which of how many it is', async () => {
    for (let number = 0; number < 320; number += 1) await enter(`E-${number}`, 'Aspiration pressure below the limit');
    const prepared = await prepare();
    expect(prepared).toMatchObject({ route: 'writer', isWhole: false });
    await expect(bench.page.reports.print({ preparationId: prepared.preparationId })).rejects.toMatchObject({
      code: 'reports/too-long-for-window',
    });
    const file = join(desk, 'long.pdf');
    const grant = chooseFile(bench.host, file, 'report');
    const made = await bench.page.reports.save({ preparationId: prepared.preparationId, grant, parcel: null });
    const { pages } = await readPdf(file);
    expect(pages.length).toBe(made.pageCount);
    expect(pages.length).toBeGreaterThan(10);
    for (const [index, page] of pages.entries()) {
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
      expect(page).toContain(prepared.contentHash);
    }
    const text = pages.join(' ');
    for (const code of ['E-0:', 'E-160:', 'E-319:']) expect(text).toContain(code);
  });

  test('a period holds what was raised on its days', async () => {
    await enter('E-1');
    expect((await prepare('A4', { ...everything, to: '2000-01-01' })).preview.blocks[1]).toMatchObject({ rows: [] });
    await expect(prepare('A4', { ...everything, from: '2026-02-30' })).rejects.toMatchObject({
      code: 'reports/bad-parameters',
      data: { field: 'from' },
    });
    await expect(prepare('A4', { ...everything, from: '2026-02-02', to: '2026-02-01' })).rejects.toMatchObject({
      data: { field: 'to' },
    });
  });
});

describe('saving', () => {
  test('takes no path, no used grant, no grant for something else', async () => {
    const { preparationId } = await prepare();
    const file = join(desk, 'errors.pdf');
    const save = (grant: string) => bench.page.reports.save({ preparationId, grant, parcel: null });
    await expect(save('/etc/errors.pdf')).rejects.toMatchObject({ code: 'files/not-chosen' });
    await expect(save(chooseFile(bench.host, file, 'backup'))).rejects.toMatchObject({ code: 'files/not-chosen' });
    const grant = chooseFile(bench.host, file, 'report');
    await save(grant);
    await expect(save(grant)).rejects.toMatchObject({ code: 'files/not-chosen' });
  });

  test('a place that cannot be written is a sentence; nothing is left there and nothing is on the record', async () => {
    const { preparationId } = await prepare();
    for (const parcel of [null, 'parcel']) {
      bench.host.context.files.addParcel({ id: 'parcel', bytes: Buffer.from('%PDF-1.7') });
      const grant = chooseFile(bench.host, join(desk, 'gone', 'errors.pdf'), 'report');
      await expect(bench.page.reports.save({ preparationId, grant, parcel })).rejects.toMatchObject({
        code: 'files/can-not-write',
        data: { file: 'errors.pdf' },
      });
    }
    expect(readdirSync(desk)).toEqual([]);
    expect(recordsOf('reports.printed')).toEqual([]);
  });

  test('the pages the window has set are kept byte for byte, and what stood there before is replaced whole', async () => {
    const { preparationId } = await prepare();
    const file = join(desk, 'errors.pdf');
    writeFileSync(file, 'what was there before');
    const bytes = Buffer.from('%PDF-1.7\n1 0 obj <</Type /Pages /Count 3>>');
    bench.host.context.files.addParcel({ id: 'pages', bytes });
    const grant = chooseFile(bench.host, file, 'report');
    const made = await bench.page.reports.save({ preparationId, grant, parcel: 'pages' });
    expect(made).toMatchObject({ sha256: sha256(bytes), byteCount: bytes.length, pageCount: 3 });
    expect(readFileSync(file)).toEqual(bytes);
  });

  test('when the record cannot be kept there is no file', async () => {
    const { preparationId } = await prepare();
    const file = join(desk, 'errors.pdf');
    const grant = chooseFile(bench.host, file, 'report');
    bench.host.context.store.db.exec(
      `CREATE TEMP TRIGGER refuse BEFORE INSERT ON record_log BEGIN SELECT RAISE(ABORT, 'no'); END`,
    );
    await expect(bench.page.reports.save({ preparationId, grant, parcel: null })).rejects.toThrow();
    bench.host.context.store.db.exec('DROP TRIGGER refuse');
    expect(readdirSync(desk)).toEqual([]);
  });

  test('printing on paper is on the record before the dialog opens', async () => {
    const { preparationId, contentHash } = await prepare();
    await bench.page.reports.print({ preparationId });
    expect(recordsOf('reports.printed').map(({ body }) => body)).toMatchObject([
      { medium: 'printer', contentHash, file: null, paper: 'A4 landscape' },
    ]);
  });
});

describe('labels', () => {
  test('one page a label, in the size asked for', async () => {
    const parameters = {
      item: 'CELLPACK DCL',
      lot: 'A1234',
      openedOn: '2026-11-22',
      expiresOn: '2027-01-21',
      initials: 'JD',
      labelSize: '50x25',
      copies: 3,
    };
    const prepared = await bench.page.reports.prepare({ reportId: 'labels', parameters, size: 'A4' });
    const file = join(desk, 'labels.pdf');
    const grant = chooseFile(bench.host, file, 'report');
    await bench.page.reports.save({ preparationId: prepared.preparationId, grant, parcel: null });
    const pdf = await readPdf(file);
    expect(pdf.pages).toHaveLength(3);
    expect(pdf.size).toEqual([142, 71]);
    for (const page of pdf.pages) {
      expect(page).toBe('CELLPACK DCL Lot A1234 Opened 2026-11-22 Expires 2027-01-21 By JD');
    }
    await expect(
      bench.page.reports.prepare({ reportId: 'labels', parameters: { ...parameters, initials: '' }, size: 'A4' }),
    ).rejects.toMatchObject({ code: 'reports/bad-parameters', data: { field: 'initials' } });
  });
});

test('what an instrument said on its line is in the history too', async () => {
  await bench.hear(id, failedSample('S-1'));
  const { preview } = await prepare();
  expect(JSON.stringify(preview)).toContain('Error_Func');
  expect(JSON.stringify(preview)).not.toMatch(/Doe|Jane/);
});
