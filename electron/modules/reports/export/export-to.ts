import { AppError } from '../../../../shared/kernel/errors.ts';
import type { Dataset } from '../../../../shared/modules/reports/contract.ts';
import { type CellValue, csvLine, utf8Mark } from '../../../../shared/reports/csv.ts';
import type { HostContext } from '../../../host/module.ts';
import { machineZone } from '../../../host/report-sheet.ts';
import { recordTexts, rowsOf } from './datasets.ts';
import { writeNewFile } from './sink.ts';
import { ZipWriter } from './zip.ts';

/** Version of the open schema in docs/exports.md. */
const exportVersion = 1;

export interface ExportForm {
  readonly format: 'csv' | 'json' | 'csv-archive';
  readonly hasMark: boolean;
}

/**
 * Writes data sets to a new file, durable when it resolves: `csv` one data set, `json` and `csv-archive` any number.
 *
 * @throws AppError `reports/no-dataset` when CSV is asked of several; else the file system's error
 */
export async function exportTo(
  context: HostContext,
  datasets: readonly Dataset[],
  form: ExportForm,
  file: string,
): Promise<{ byteCount: number; sha256: string; rowCount: number }> {
  const [only] = datasets;
  if (only === undefined || (form.format === 'csv' && datasets.length > 1)) {
    throw new AppError('reports/no-dataset', { name: '' });
  }
  const counter = { rowCount: 0 };
  return writeNewFile(file, async (sink) => {
    if (form.format === 'csv-archive') {
      const zip = new ZipWriter(sink, context.clock.wallMs());
      await zip.add('about.json', once(`${JSON.stringify(aboutOf(context, datasets), undefined, 2)}\n`));
      for (const dataset of datasets) await zip.add(`${dataset.name}.csv`, csvOf(context, dataset, form, counter));
      await zip.finish();
    } else {
      const lines = form.format === 'csv' ? csvOf(context, only, form, counter) : jsonOf(context, datasets, counter);
      for await (const text of lines) await sink.write(text);
    }
    return { ...(await sink.finish()), ...counter };
  });
}

async function* once(text: string): AsyncGenerator<string, void, void> {
  yield text;
}

interface Counter {
  rowCount: number;
}

/** What an export is and what is in it: the first line of JSON, a file of its own in an archive. */
function aboutOf(context: HostContext, datasets: readonly Dataset[]) {
  return {
    format: 'benchside-export',
    version: exportVersion,
    app: context.appInfo.appVersion,
    build: context.appInfo.build,
    at: new Date(context.clock.wallMs()).toISOString(),
    timeZone: machineZone(),
    workstation: context.store.health().device,
    datasets: datasets.map(({ name, module, kind, columns }) => ({ name, module, kind, columns })),
  };
}

async function* csvOf(
  context: HostContext,
  dataset: Dataset,
  { hasMark }: ExportForm,
  counter: Counter,
): AsyncGenerator<string, void, void> {
  yield (hasMark ? utf8Mark : '') + csvLine(dataset.columns.map(({ name }) => name));
  for await (const rows of rowsOf(context, dataset)) {
    counter.rowCount += rows.length;
    yield rows.map(csvLine).join('');
  }
}

async function* jsonOf(
  context: HostContext,
  datasets: readonly Dataset[],
  counter: Counter,
): AsyncGenerator<string, void, void> {
  yield `${JSON.stringify(aboutOf(context, datasets))}\n`;
  for (const dataset of datasets) {
    if (dataset.kind === 'records') {
      for await (const records of recordTexts(context)) {
        counter.rowCount += records.length;
        // The record's own text stands in the line untouched, so that its hash and signature can be proved from here.
        yield records
          .map(
            ({ hash, signature, raw }) =>
              `{"dataset":"records","hash":"${hash}","signature":"${signature}","record":${raw}}\n`,
          )
          .join('');
      }
      continue;
    }
    const names = dataset.columns.map(({ name }) => name);
    for await (const rows of rowsOf(context, dataset)) {
      counter.rowCount += rows.length;
      yield rows.map((row) => `${JSON.stringify({ dataset: dataset.name, row: objectOf(names, row) })}\n`).join('');
    }
  }
}

const objectOf = (names: readonly string[], row: readonly CellValue[]) =>
  Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]));
