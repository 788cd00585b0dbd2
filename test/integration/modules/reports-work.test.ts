import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PreparedReport } from '../../../shared/modules/reports/contract.ts';
import { resourcesFolder, temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { readPdf } from '../../harness/read-pdf.ts';
import { type Seeded, seedFolder } from '../../harness/seeded-folder.ts';
import { smallPng } from '../../harness/small-png.ts';

// The papers of calibration, procedures and cases, of a bench that has something of each.
let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let seeded: Seeded;

beforeAll(async () => {
  folder = temporaryFolder('reports-work');
  mkdirSync(join(folder.path, 'desk'));
  seeded = await seedFolder(join(folder.path, 'data'));
  bench = await openModuleBench(join(folder.path, 'data'), { resourcesFolder });
});
afterAll(async () => {
  await bench?.close();
  folder.remove();
});

const prepare = (reportId: string, parameters: Record<string, string | null>) =>
  bench.page.reports.prepare({ reportId, parameters, size: 'A4' });

async function pdfOf({ preparationId }: PreparedReport): Promise<string> {
  const file = join(folder.path, 'desk', `${preparationId}.pdf`);
  await bench.page.reports.save({ preparationId, grant: chooseFile(bench.host, file, 'report'), parcel: null });
  const { pages } = await readPdf(file);
  for (const [index, page] of pages.entries()) expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
  return pages.join(' ');
}

/** Everything a report says. Nothing of it may be a key without words, or a place that was not filled. */
function textOf({ preview }: PreparedReport): string {
  const text = JSON.stringify({
    ...preview,
    versions: [],
    blocks: preview.blocks.filter(({ kind }) => kind !== 'picture'),
  });
  expect(text).not.toMatch(/\{\{|undefined|\bNaN\b/);
  expect(text).not.toMatch(
    /"(?:calibration|sop|run|case|visit|moment|score|timeline|register|drift|verdict)\.[\w.-]+"/,
  );
  return text;
}

const tableOf = ({ preview }: PreparedReport, caption: string): readonly (readonly string[])[] => {
  const found = preview.blocks.find((block) => block.kind === 'table' && block.caption.startsWith(caption));
  if (found?.kind !== 'table') throw new Error(`no table ${caption}`);
  return found.rows;
};
const gapsOf = ({ preview }: PreparedReport) => {
  const found = preview.blocks.find((block) => block.kind === 'gaps');
  return found?.kind === 'gaps' ? found.rows.map(({ what }) => what) : [];
};

test('a calibration on paper shows every run, the one set aside too, with the reason (CC22)', async () => {
  const session = await bench.page.calibration.sessions.get({ sessionId: seeded.calibrationId });
  const report = await prepare('calibration', { sessionId: seeded.calibrationId });
  textOf(report);
  const runs = tableOf(report, 'Every run');
  expect(runs).toHaveLength(session.runs.length);
  const aside = session.runs.filter(({ setAside }) => setAside.length > 0);
  expect(aside.length).toBeGreaterThan(0);
  for (const { setAside } of aside) {
    expect(runs.filter((row) => row.at(-1)?.includes(`set aside: ${setAside[0]?.reason}`))).toHaveLength(1);
  }
  expect(gapsOf(report)).toContain('Nobody has reviewed it');
  const pdf = await pdfOf(report);
  expect(pdf).toMatch(/PASS|FAIL|CANNOT EVALUATE/);
  expect(pdf).toContain('As found');
});

test('factors over time are drawn on paper, and told in a table beside the picture', async () => {
  const report = await prepare('factor-drift', { instrumentId: seeded.instrumentId });
  textOf(report);
  const charts = report.preview.blocks.filter(({ kind }) => kind === 'time-chart');
  const points = await bench.page.calibration.factors.history({
    ...{ instrumentId: seeded.instrumentId, parameter: null, fromOn: null, toOn: null },
  });
  expect(points.length).toBeGreaterThan(0);
  expect(charts.length).toBeGreaterThan(0);
  expect(await pdfOf(report)).toContain('Factors over time');
});

test('the register of certificates names what is missing or out of its limits', async () => {
  const report = await prepare('certificate-register', {});
  textOf(report);
  expect(tableOf(report, 'Checks of reference standards').length).toBeGreaterThan(1);
  expect(gapsOf(report).join(' ')).toContain('impact review is open');
});

test('a run on paper: every step with its answer, deviations and what was changed', async () => {
  const run = await bench.page.sop.runs.get({ runId: seeded.finishedRunId });
  const report = await prepare('procedure-run', { runId: seeded.finishedRunId });
  textOf(report);
  expect(tableOf(report, 'Steps')).toHaveLength(run.steps.length);
  expect(tableOf(report, 'Deviations')).toHaveLength(run.deviations.length);
  const open = await prepare('procedure-run', { runId: seeded.openRunId });
  expect(gapsOf(open).length).toBeGreaterThan(0);
});

test('a controlled copy carries version, copy number, holder and expiry; a list says who has not read', async () => {
  const sop = await bench.page.sop.library.get({ sopId: seeded.adaptedSopId });
  const versionId = sop.effective?.versionId ?? '';
  const copy = await bench.page.sop.copies.print({
    ...{ sopId: sop.sopId, versionId, holder: 'Night bench', expiresOn: null },
  });
  const report = await prepare('sop-copy', { copyId: `${sop.sopId}/${copy.copyId}` });
  textOf(report);
  const pdf = await pdfOf(report);
  for (const part of ['Controlled copy', 'Night bench', copy.expiresOn, sop.title]) expect(pdf).toContain(part);
  textOf(await prepare('sop-readers', { sopId: sop.sopId }));
});

test('a case on paper: priority as a sum, suspicion apart from cause, what is not done yet', async () => {
  const report = await prepare('case', { caseId: seeded.caseId });
  const text = textOf(report);
  expect(text).toContain('Nobody told the shift.');
  expect(text).toContain('not investigated yet');
  expect(gapsOf(report)).toContain('The cause was not investigated');
  const sum = tableOf(report, 'How the priority adds up').reduce((total, row) => total + Number(row[1]), 0);
  expect(sum).toBe((await bench.page.cases.get({ caseId: seeded.caseId })).score);
});

test('a visit report carries the strokes of the customer and the hash of what was seen', async () => {
  const { visitId } = seeded;
  const { visits } = bench.page.cases;
  const before = await prepare('visit', { visitId });
  expect(gapsOf(before)).toContain("The customer's signature");
  if ((await visits.get({ visitId })).state === 'planned') await visits.arrive({ visitId, note: '' });
  await visits.summarize({ visitId, found: 'Tank full', done: 'Switch changed', leftAs: 'In service', openPoints: '' });
  const { seenHash } = await visits.customerSheet({ visitId });
  await visits.customerSign({
    ...{ visitId, printedName: 'Mara Lind', functionName: 'Head of the laboratory', manner: 'drawn' as const },
    ...{ strokes: smallPng(), seenHash, remark: '' },
  });
  const report = await prepare('visit', { visitId });
  textOf(report);
  expect(report.preview.blocks.some(({ kind }) => kind === 'picture')).toBe(true);
  const pdf = await pdfOf(report);
  expect(pdf).toContain('Mara Lind');
  expect(pdf.replaceAll(' ', '')).toContain(seenHash.slice(0, 16));
});

test('the moment on paper says what the records can not tell; the certificate what was done', async () => {
  const report = await prepare('time-machine', {
    ...{ instrumentId: seeded.instrumentId, at: new Date().toISOString() },
  });
  textOf(report);
  expect(gapsOf(report).length).toBeGreaterThan(0);
  textOf(await prepare('decontamination', { decontaminationId: seeded.decontaminationId }));
});

test('every report offers what is there, and refuses what is not', async () => {
  for (const id of await bench.page.reports.ids()) {
    for (const field of (await bench.page.reports.form({ reportId: id }))?.fields ?? []) {
      if (field.kind === 'pick') expect([id, field.options.length]).not.toEqual([id, 0]);
    }
  }
  expect(await bench.page.reports.form({ reportId: 'nothing' })).toBeNull();
  await expect(prepare('case', { caseId: 'nothing' })).rejects.toThrow();
  await expect(prepare('sop-copy', { copyId: 'nothing' })).rejects.toThrow('reports/bad-parameters');
  await expect(prepare('time-machine', { instrumentId: seeded.instrumentId, at: 'noon' })).rejects.toThrow(
    'reports/bad-parameters',
  );
});
