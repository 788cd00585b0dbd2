import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type PrintRow, reportsContract } from '../../../shared/modules/reports/contract.ts';
import { dataExported, printStream, reportPrinted } from '../../../shared/modules/reports/records.ts';
import { type BodyOf, draft } from '../../../shared/records/define.ts';
import { type Paper, reportDocument } from '../../../shared/reports/document.ts';
import { estimatePages, mostPagesOfWindow } from '../../../shared/reports/page-estimate.ts';
import type { HostContext, HostModule } from '../../host/module.ts';
import type { AnyReportDefinition } from '../../host/report.ts';
import { saveChosen } from '../../host/save-chosen.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { listDatasets } from './export/datasets.ts';
import { exportTo } from './export/export-to.ts';
import { type Preparation, Preparations, previewOf } from './preparations.ts';
import { writeInThread } from './start-writer.ts';

/** The calls of this module, made when the first of them is asked. */
export async function createHandlers(context: HostContext) {
  const os = implement(reportsContract);
  const { store } = context;
  const author = () => personAuthor(context.actor);
  const preparations = new Preparations();
  const definitions = await reportsById(context.modules);

  return os.router({
    ids: os.ids.handler(() => [...definitions.keys()]),

    form: os.form.handler(async ({ input: { reportId } }) => {
      const report = definitions.get(reportId);
      if (!report) return null;
      const fields = typeof report.fields === 'function' ? await report.fields(context) : report.fields;
      return { id: report.id, paper: report.paper, fields: [...fields], initial: report.initial(context) };
    }),

    prepare: os.prepare.handler(async ({ input: { reportId, parameters, size } }) => {
      const report = definitions.get(reportId);
      if (!report) throw new AppError('reports/not-found', { reportId });
      const read = report.parameters.safeParse(parameters);
      if (!read.success) {
        throw new AppError('reports/bad-parameters', { field: String(read.error.issues[0]?.path[0] ?? '') });
      }
      const document = reportDocument.parse(await report.collect(context, read.data, { size }));
      const { preparationId, contentHash } = preparations.keep(document, parameters);
      const pageEstimate = estimatePages(document);
      const route = pageEstimate > mostPagesOfWindow ? 'writer' : 'page';
      return { preparationId, ...previewOf(document), contentHash, pageEstimate, route };
    }),

    save: os.save.handler(async ({ input }) => {
      const preparation = preparations.get(input.preparationId);
      const file = context.files.take(input.grant, 'report');
      const bytes = input.parcel === null ? null : context.files.takeParcel(input.parcel);
      const made = await saveChosen(
        file,
        (part) =>
          bytes === null ? writeInThread(preparation.document, preparation.contentHash, part) : writeBytes(bytes, part),
        ({ sha256, byteCount, pageCount }) => {
          const written = { name: basename(file).slice(-260), sha256, byteCount };
          appendPrinted(preparation, { medium: 'pdf', pageCount, file: written });
        },
      );
      return { file, ...made };
    }),

    print: os.print.handler(({ input: { preparationId } }) => {
      const preparation = preparations.get(preparationId);
      if (estimatePages(preparation.document) > mostPagesOfWindow) throw new AppError('reports/too-long-for-window');
      return { printId: appendPrinted(preparation, { medium: 'printer', pageCount: null, file: null }) };
    }),

    history: os.history.handler(({ input: { limit } }) => {
      const rows = store.db
        .prepare(
          `SELECT print_id AS printId, at, actor, kind, title, medium, content_hash AS contentHash,
            file_name AS fileName, file_hash AS fileHash FROM report_prints ORDER BY hlc DESC LIMIT ?`,
        )
        .all(limit) as (Omit<PrintRow, 'by'> & { actor: string })[];
      return rows.map(({ actor, ...row }) => ({ ...row, by: actorName(actor, context) }));
    }),

    datasets: os.datasets.handler(() => listDatasets(context)),

    exportData: os.exportData.handler(async ({ input: { dataset, format, hasMark, grant } }) => {
      const wanted = listDatasets(context).filter(({ name }) => dataset === null || name === dataset);
      if (wanted.length === 0) throw new AppError('reports/no-dataset', { name: dataset ?? '' });
      // What the person may not see on a screen does not leave the bench in a file either.
      for (const { kind } of wanted) {
        if (kind === 'records' || dataset === null) context.session.require('audit-trail.see');
        if (kind === 'messages') context.session.require('messages.see');
      }
      const file = context.files.take(grant, 'export');
      const made = await saveChosen(
        file,
        (part) => exportTo(context, wanted, { format, hasMark }, part),
        ({ sha256, byteCount, rowCount }) => {
          const printId = newId();
          const written = { name: basename(file).slice(-260), sha256, byteCount };
          const body = { printId, dataset: dataset ?? 'everything', format, rowCount, file: written };
          store.records.append([draft(dataExported, printStream(printId), body)], author());
        },
      );
      return { file, ...made };
    }),
  });

  function appendPrinted(
    { document, contentHash, parameters }: Preparation,
    how: Pick<BodyOf<typeof reportPrinted>, 'medium' | 'pageCount' | 'file'>,
  ): string {
    const printId = newId();
    const { reportId, title, paper } = document;
    const body = {
      printId,
      reportId,
      title,
      parameters: JSON.stringify(parameters).slice(0, 4000),
      contentHash,
      paper: paperName(paper),
      ...how,
    };
    store.records.append([draft(reportPrinted, printStream(printId), body)], author());
    return printId;
  }
}

/** @throws AppError `reports/two-of-one-name`: a fault of ours, heard at the first call. */
async function reportsById(modules: readonly HostModule[]): Promise<Map<string, AnyReportDefinition>> {
  const byId = new Map<string, AnyReportDefinition>();
  const loaded = await Promise.all(modules.map((module) => module.loadReports?.() ?? []));
  for (const report of loaded.flat()) {
    if (byId.has(report.id)) throw new AppError('reports/two-of-one-name', { reportId: report.id });
    byId.set(report.id, report);
  }
  return byId;
}

const paperName = (paper: Paper): string =>
  paper.kind === 'label' ? `${paper.widthMm}x${paper.heightMm} mm` : `${paper.size} ${paper.orientation}`;

/** Pages the window has set, synced to the disk. */
async function writeBytes(bytes: Uint8Array, part: string) {
  const handle = await open(part, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { byteCount: bytes.length, sha256, pageCount: countPages(bytes) };
}

/** The number of pages a PDF says it has, or null where it does not say it in the open. */
function countPages(bytes: Uint8Array): number | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const counts = [...text.matchAll(/\/Type\s*\/Pages\b[^>]*?\/Count\s+(\d+)/g)].map(([, count]) => Number(count));
  return counts.length === 0 ? null : Math.max(...counts);
}
