import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { ReportDocument } from '../../../shared/reports/document.ts';
import { fontFolders } from './pdf/faces.ts';
import type { WrittenPdf } from './pdf/write-pdf.ts';
import type { WriterTask } from './report-writer.ts';

type Answer =
  | { readonly written: WrittenPdf }
  | { readonly failed: { readonly code: string; readonly message: string } };

/** The thread's code: beside this file in the sources, beside the host in the built program. */
const writerFile = join(import.meta.dirname, `report-writer${extname(import.meta.filename)}`);

/**
 * Sets a report as PDF in a thread of its own.
 *
 * @param file a path where no file is yet
 * @throws the file system's error by its code, or AppError `reports/writer-failed`
 */
export function writeInThread(document: ReportDocument, contentHash: string, file: string): Promise<WrittenPdf> {
  return new Promise((resolve, reject) => {
    const workerData: WriterTask = { document, contentHash, fonts: fontFolders(), file };
    const worker = new Worker(writerFile, { workerData });
    const fail = (why: string) => reject(new AppError('reports/writer-failed', { why }));
    worker.once('message', (answer: Answer) => {
      if ('written' in answer) resolve(answer.written);
      else if (/^E[A-Z]+$/.test(answer.failed.code))
        reject(Object.assign(new Error(answer.failed.message), answer.failed));
      else fail(answer.failed.message);
    });
    worker.once('error', (error: unknown) => fail(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => fail(`exit ${code}`));
  });
}
