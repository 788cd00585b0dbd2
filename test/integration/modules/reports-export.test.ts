import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { failedSample, type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';

let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let id: string;
let desk: string;

beforeEach(async () => {
  folder = temporaryFolder('export');
  desk = join(folder.path, 'desk');
  mkdirSync(desk);
  bench = await openModuleBench(join(folder.path, 'data'));
  id = await bench.register('sysmex-xn-1000', { name: 'XN "core", lab' });
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

type Form = { format: 'csv' | 'json' | 'csv-archive'; dataset: string | null; hasMark?: boolean };
async function write(name: string, { format, dataset, hasMark = false }: Form) {
  const file = join(desk, name);
  const grant = chooseFile(bench.host, file, 'export');
  return bench.page.reports.exportData({ format, dataset, hasMark, grant });
}

/** The entries of an archive as another program reads them: by its directory at the end. */
function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entries = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let number = 0; number < bytes.readUInt16LE(end + 10); number += 1) {
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const offset = bytes.readUInt32LE(at + 42);
    const from = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const content = inflateRawSync(bytes.subarray(from, from + bytes.readUInt32LE(at + 20)));
    expect(crc32(content)).toBe(bytes.readUInt32LE(at + 16));
    expect(content.length).toBe(bytes.readUInt32LE(at + 24));
    entries.set(name, content);
    at += 46 + nameLength;
  }
  return entries;
}

describe('export', () => {
  test('every record as it was signed, so that its hash can be proved from the file', async () => {
    await bench.hear(id, failedSample('S-123456'));
    const made = await write('all.jsonl', { format: 'json', dataset: null });
    const [about, ...lines] = readFileSync(made.file, 'utf8').trimEnd().split('\n');
    const head = JSON.parse(about!) as { format: string; version: number; datasets: { name: string }[] };
    expect(head).toMatchObject({ format: 'benchside-export', version: 1 });
    const tables = bench.host.context.modules.flatMap((module) => module.projections.flatMap(({ tables }) => tables));
    expect(head.datasets.map(({ name }) => name)).toEqual(['records', ...tables, 'messages']);
    expect(lines).toHaveLength(made.rowCount);
    const records = lines.filter((line) => line.startsWith('{"dataset":"records"'));
    expect(records.length).toBe(bench.host.context.store.records.count() - 1);
    for (const line of records) {
      const text = line.slice(line.indexOf('"record":') + 9, -1);
      const { hash } = JSON.parse(line) as { hash: string };
      expect(createHash('sha256').update(`bs1\n${text}`).digest('base64url')).toBe(hash);
    }
    const whole = readFileSync(made.file, 'utf8');
    expect(whole).not.toMatch(/Doe|Jane|S-123456/);
    expect(made.sha256).toBe(createHash('sha256').update(whole).digest('hex'));
  });

  test('one table as CSV: quoted where it must be, harmless in a spreadsheet, marked as UTF-8 when asked', async () => {
    await bench.page.errors.enter({
      instrumentId: id,
      code: 'E-1',
      text: '=HYPERLINK("http://x","Prüfung")',
      origin: 'typed',
      severity: 'warn',
    });
    await bench.page.errors.enter({ instrumentId: id, code: '-5.5', text: '', origin: 'typed', severity: 'warn' });
    const made = await write('errors.csv', { format: 'csv', dataset: 'errors', hasMark: true });
    const text = readFileSync(made.file, 'utf8');
    expect(text.startsWith('\uFEFFstream,error_id,')).toBe(true);
    expect(text).toContain(`,"'=HYPERLINK(""http://x"",""Prüfung"")",`);
    expect(text).toContain(',-5.5,');
    expect(text.trimEnd().split('\r\n')).toHaveLength(3);
    expect(made.rowCount).toBe(2);
    const plain = await write('plain.csv', { format: 'csv', dataset: 'instruments' });
    expect(readFileSync(plain.file, 'utf8')).toMatch(/^stream,instrument_id/);
    expect(readFileSync(plain.file, 'utf8')).toContain('"XN ""core"", lab"');
  });

  test('more rows than one piece come once each, in tables with and without row numbers', async () => {
    for (let number = 0; number < 60; number += 1) await bench.hear(id, failedSample(`S-${number}`));
    for (const dataset of ['error_messages', 'errors', 'messages', 'records']) {
      const made = await write(`${dataset}.csv`, { format: 'csv', dataset });
      const lines = readFileSync(made.file, 'utf8').trimEnd().split('\r\n').slice(1);
      expect(new Set(lines).size).toBe(made.rowCount);
      const [listed] = (await bench.page.reports.datasets()).filter(({ name }) => name === dataset);
      expect([dataset, listed?.rowCount]).toEqual([dataset, dataset === 'records' ? made.rowCount + 1 : made.rowCount]);
    }
  });

  test('everything as an archive of CSV files, and the act on the record', async () => {
    await bench.hear(id, failedSample('S-123456'));
    const made = await write('all.zip', { format: 'csv-archive', dataset: null });
    const entries = unzip(readFileSync(made.file));
    const about = JSON.parse(entries.get('about.json')!.toString()) as { datasets: { name: string }[] };
    expect([...entries.keys()]).toEqual(['about.json', ...about.datasets.map(({ name }) => `${name}.csv`)]);
    const lineCount = [...entries].reduce(
      (sum, [name, content]) =>
        sum + (name === 'about.json' ? 0 : (content.toString().match(/\r\n/g)?.length ?? 0) - 1),
      0,
    );
    expect(lineCount).toBe(made.rowCount);
    expect(entries.get('messages.csv')!.toString()).not.toMatch(/Doe|Jane|S-123456/);
    const [row] = await bench.page.reports.history({ limit: 1 });
    expect(row).toMatchObject({ kind: 'export', title: 'everything', medium: 'csv-archive', fileHash: made.sha256 });
    expect(readdirSync(desk)).toEqual(['all.zip']);
  });

  test('refused without a chosen place, for data that are not there, and for several data sets in one CSV', async () => {
    const ask = (dataset: string | null, grant: string) =>
      bench.page.reports.exportData({ format: 'csv', dataset, hasMark: false, grant });
    const grant = () => chooseFile(bench.host, join(desk, 'x.csv'), 'export');
    await expect(ask('errors', join(desk, 'x.csv'))).rejects.toMatchObject({ code: 'files/not-chosen' });
    await expect(ask('settings', grant())).rejects.toMatchObject({ code: 'reports/no-dataset' });
    await expect(ask('record_log"; --', grant())).rejects.toMatchObject({ code: 'reports/no-dataset' });
    await expect(ask(null, grant())).rejects.toMatchObject({ code: 'reports/no-dataset' });
    expect(readdirSync(desk)).toEqual([]);
  });
});
