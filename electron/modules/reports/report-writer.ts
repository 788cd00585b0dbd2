import { parentPort, workerData } from 'node:worker_threads';
import type { ReportDocument } from '../../../shared/reports/document.ts';
import { writePdf } from './pdf/write-pdf.ts';

/**
 * A thread of its own that sets one report as PDF and ends: thousands of pages must not keep the lines waiting
 * (decision 30). Answers what it wrote, or the file system's code.
 */
export interface WriterTask {
  readonly document: ReportDocument;
  readonly contentHash: string;
  readonly fonts: readonly string[];
  readonly file: string;
}

const { document, contentHash, fonts, file } = workerData as WriterTask;
writePdf(document, contentHash, fonts, file).then(
  (written) => parentPort?.postMessage({ written }),
  (error: unknown) => {
    const { code, message } = error as { code?: unknown; message?: unknown };
    parentPort?.postMessage({ failed: { code: String(code ?? ''), message: String(message ?? error) } });
  },
);
