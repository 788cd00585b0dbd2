import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { openPeopleBench, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { readPdf } from '../../harness/read-pdf.ts';
import { HandClock } from '../../harness/store.ts';

let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
let instrumentId: string;

beforeEach(async () => {
  folder = temporaryFolder('reports-service');
  mkdirSync(join(folder.path, 'desk'));
  bench = await openPeopleBench(join(folder.path, 'data'), { clock: new HandClock() });
  await bench.makeOwner();
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN-1000 core lab' });
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const rts = () => bench.page.maintenance.service.rts;
const raise = async () =>
  (
    await rts().raise({
      instrumentId,
      events: ['power-failure'],
      note: 'Storm at night',
      downtimeKind: null,
      workOrderId: null,
    })
  ).rtsId;
const prepare = (reportId: string, parameters: Record<string, string | number | null>) =>
  bench.page.reports.prepare({ reportId, parameters, size: 'A4' });
const pdfOf = async (preparationId: string): Promise<string> => {
  const file = join(folder.path, 'desk', `${preparationId}.pdf`);
  await bench.page.reports.save({ preparationId, grant: chooseFile(bench.host, file, 'report'), parcel: null });
  const { pages } = await readPdf(file);
  for (const [index, page] of pages.entries()) expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
  return pages.join(' ');
};

test('the return-to-service package: what happened, what proves it, who reviewed it; gaps while it is open', async () => {
  const rtsId = await raise();
  const open = await prepare('return-to-service', { rtsId });
  const gaps = open.preview.blocks.find((block) => block.kind === 'gaps');
  expect(gaps?.rows.map(({ what }) => what)).toContain('The list is not reviewed');
  expect(gaps?.rows.length).toBeGreaterThan(1);

  const { items } = await rts().get({ rtsId });
  for (const { key, need } of items) {
    if (need !== 'required') continue;
    await rts().prove({ rtsId, item: key, proof: { kind: 'statement', text: `Printout of ${key}` }, verdict: 'pass' });
  }
  await rts().approve({ rtsId, statement: 'Seen all of it', password: ownerPassword });
  const done = await prepare('return-to-service', { rtsId });
  const manifest = done.preview.blocks.find((block) => block.kind === 'signatures');
  expect(manifest?.rows).toMatchObject([{ printedName: 'Ruth Keller', counts: true }]);
  expect(manifest?.blanks).toEqual([]);
  const text = await pdfOf(done.preparationId);
  for (const said of [
    'Return to service: XN-1000 core lab',
    'power failure',
    'Storm at night',
    'PASS',
    'Ruth Keller',
  ]) {
    expect(text).toContain(said);
  }
  expect(text).toContain(done.contentHash);
  const picks = (await bench.page.reports.form({ reportId: 'return-to-service' }))?.fields;
  expect(picks).toMatchObject([{ kind: 'pick', options: [{ value: rtsId }] }]);
});

test('the inspection binder goes by citation number, names what the self-audit found, and never says more than it looked at', async () => {
  const period = { instrumentId: null, from: '2026-01-01', to: '2026-12-31' };
  const before = await prepare('inspection-binder', period);
  expect(before.preview.blocks.find((block) => block.kind === 'gaps')?.rows).toMatchObject([
    { what: 'The self-audit was never run' },
  ]);
  await bench.page.maintenance.audit.run();
  const { preview, preparationId } = await prepare('inspection-binder', period);
  const headings = preview.blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
  // What rests on a standard and on no paragraph of the law stands after all that does.
  const cited = headings.map((text) => /^(\d+ CFR [\d.]+)/.exec(text)?.[1] ?? '');
  const numbers = cited.filter((number) => number !== '');
  expect(cited.slice(0, numbers.length)).toEqual(numbers);
  expect(numbers).toEqual([...numbers].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })));
  expect(numbers).toEqual(expect.arrayContaining(['21 CFR 11.10', '42 CFR 493.1105', '42 CFR 493.1254']));
  const gaps = preview.blocks.find((block) => block.kind === 'gaps')?.rows ?? [];
  expect(gaps.map(({ what }) => what).join(' ')).toContain('CC23');
  const text = await pdfOf(preparationId);
  expect(text).toContain('has no maintenance plan');
  expect(text).toContain('Ruth Keller');
  await expect(prepare('inspection-binder', { ...period, to: '' })).rejects.toMatchObject({
    code: 'reports/bad-parameters',
  });
});

test('the audit trail on paper: who, when, from what to what; only for those who may see it', async () => {
  await raise();
  const made = await prepare('audit-trail', { instrumentId: null, from: '', to: '', show: 'people' });
  const table = made.preview.blocks.find((block) => block.kind === 'table');
  expect(table?.rows.length).toBeGreaterThan(2);
  expect(table?.rows.map((row) => row[2]).join(' ')).toContain('maintenance.rts-raised');
  for (const row of table?.rows ?? []) expect(row[0]).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d$/);
  expect(await pdfOf(made.preparationId)).toContain('Ruth Keller, password');
  await bench.addPerson('anna', ['tech']);
  await bench.signIn('anna');
  await expect(prepare('audit-trail', { instrumentId: null, from: '', to: '', show: 'people' })).rejects.toMatchObject({
    code: 'people/not-permitted',
  });
  const grant = chooseFile(bench.host, join(folder.path, 'desk', 'all.zip'), 'export');
  await expect(
    bench.page.reports.exportData({ format: 'csv-archive', dataset: null, hasMark: false, grant }),
  ).rejects.toMatchObject({ code: 'people/not-permitted' });
});

test('nothing that could be tried against an account leaves the bench in an export', async () => {
  await bench.addPerson('anna', ['tech']);
  const file = join(folder.path, 'desk', 'all.jsonl');
  const grant = chooseFile(bench.host, file, 'export');
  await bench.page.reports.exportData({ format: 'json', dataset: null, hasMark: false, grant });
  expect(readFileSync(file, 'utf8')).not.toMatch(/argon2|violet harbour|own words/);
});
