import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import PDFDocument from 'pdfkit';
import type { ReportDocument } from '../../../../shared/reports/document.ts';
import { sayPaper } from '../../../../shared/reports/words.ts';
import { drawReport, type Steps } from './blocks.ts';
import { Faces } from './faces.ts';
import { drawLabel } from './label.ts';
import { type Canvas, noCanvas, Sheet, type SheetOptions } from './sheet.ts';

/** Sheets in points: ISO 216 A4 and ANSI Letter, upright. */
const sheets = { A4: { width: 595.28, height: 841.89 }, Letter: { width: 612, height: 792 } } as const;
const pointsPerMm = 72 / 25.4;
/** Pages that wait for the disk; drawing pauses above it. */
const mostBytesWaiting = 512 * 1024;

export interface WrittenPdf {
  readonly pageCount: number;
  readonly byteCount: number;
  /** Of the file, hex. */
  readonly sha256: string;
}

/**
 * Sets a report as PDF and streams it to a new file, durable when it resolves. Two passes: the first counts the pages, for
 * "page x of y"; the second draws, and lets each page go as it is done.
 *
 * @param contentHash SHA-256 of the content, printed at the foot of each sheet
 * @throws the file system's error; what was written by then is the caller's to remove
 */
export async function writePdf(
  document: ReportDocument,
  contentHash: string,
  fonts: readonly string[],
  file: string,
): Promise<WrittenPdf> {
  const size = sizeOf(document.paper);
  const pdf = new PDFDocument({
    autoFirstPage: false,
    bufferPages: false,
    compress: true,
    lang: 'en',
    // Without one, pdfkit looks for its own Helvetica beside its code, which a bundle has not.
    font: null as unknown as string,
    info: { Title: document.title, Subject: `SHA-256 ${contentHash}`, Creator: 'Benchside', Producer: 'Benchside' },
  });
  const faces = new Faces(pdf, fonts);
  const isLabel = document.paper.kind === 'label';
  const margin = isLabel ? { x: 4, top: 3, bottom: 3 } : { x: 36, top: 44, bottom: 50 };
  const sheetOn = (canvas: Canvas, pageCount: number): Sheet => {
    const furnish: SheetOptions['furnish'] = isLabel
      ? () => undefined
      : (sheet, page) => drawFurniture(sheet, document, contentHash, page, pageCount);
    return new Sheet({ canvas, faces, size, margin, furnish });
  };
  const counting = sheetOn(noCanvas, 0);
  for (const _ of drawAll(counting, document));
  const { pageCount } = counting;
  const hash = createHash('sha256');
  let byteCount = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      byteCount += chunk.length;
      done(null, chunk);
    },
  });
  const written = pipeline(pdf, counted, createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }));
  // A disk that is full is heard of while pages are still being drawn; it is thrown where it is waited for.
  let isOver = false;
  written.catch(() => {
    isOver = true;
  });
  for (const _ of drawAll(sheetOn(canvasOn(pdf, size), pageCount), document)) {
    while (pdf.readableLength > mostBytesWaiting && !isOver) await new Promise((resolve) => setImmediate(resolve));
    if (isOver) break;
  }
  pdf.end();
  await written;
  return { pageCount, byteCount, sha256: hash.digest('hex') };
}

function* drawAll(sheet: Sheet, document: ReportDocument): Steps {
  if (document.paper.kind === 'sheet') {
    yield* drawReport(sheet, document);
    return;
  }
  for (const block of document.blocks) {
    if (block.kind !== 'label') continue;
    drawLabel(sheet, block);
    yield;
  }
}

function sizeOf(paper: ReportDocument['paper']): { width: number; height: number } {
  if (paper.kind === 'label') {
    return { width: paper.widthMm * pointsPerMm, height: paper.heightMm * pointsPerMm };
  }
  const { width, height } = sheets[paper.size];
  return paper.orientation === 'portrait' ? { width, height } : { width: height, height: width };
}

/** Head and foot of every sheet: what it is, its hash, who made it when, page x of y. */
function drawFurniture(
  sheet: Sheet,
  document: ReportDocument,
  contentHash: string,
  page: number,
  pageCount: number,
): void {
  const right = sheet.left + sheet.width;
  if (page > 1) sheet.put(document.title, { x: sheet.left, y: 28 }, 'bold', 8);
  const place = document.facts.map(({ value }) => value).find((value) => value !== '') ?? '';
  sheet.put(place.slice(0, 90), { x: right, y: 28 }, 'regular', 7.5, 'right');
  const foot = sheet.bottom + 12;
  sheet.canvas.line({ x: sheet.left, y: foot }, { x: right, y: foot }, 0.5);
  const prepared = sayPaper('paper.prepared', { at: document.preparedAt, by: document.preparedBy });
  sheet.put(prepared, { x: sheet.left, y: foot + 11 }, 'regular', 7);
  sheet.put(sayPaper('paper.page', { page, count: pageCount }), { x: right, y: foot + 11 }, 'bold', 8, 'right');
  sheet.put(`${sayPaper('paper.hash')}: ${contentHash}`, { x: sheet.left, y: foot + 21 }, 'mono', 6);
}

function canvasOn(pdf: PDFKit.PDFDocument, size: { width: number; height: number }): Canvas {
  return {
    newPage() {
      pdf.addPage({ size: [size.width, size.height], margin: 0 });
    },
    text(font, points, text, x, baseline) {
      pdf.font(font).fontSize(points).fillColor('#000000');
      pdf.text(text, x, baseline, { lineBreak: false, baseline: 'alphabetic' });
    },
    line(from, to, width, colour = '#000000') {
      pdf.lineWidth(width).strokeColor(colour).moveTo(from.x, from.y).lineTo(to.x, to.y).stroke();
    },
    rect({ x, y, width, height }, { fill, stroke, colour = '#000000' }) {
      if (fill !== undefined) pdf.rect(x, y, width, height).fill(fill);
      if (stroke !== undefined) pdf.lineWidth(stroke).strokeColor(colour).rect(x, y, width, height).stroke();
    },
    hatch({ x, y, width, height }) {
      pdf.save().rect(x, y, width, height).clip().lineWidth(0.4).strokeColor('#000000');
      for (let at = -height; at < width; at += 3) pdf.moveTo(x + at, y + height).lineTo(x + at + height, y);
      pdf.stroke().restore();
    },
    picture(base64, { x, y, width, height }) {
      pdf.image(Buffer.from(base64, 'base64'), x, y, { fit: [width, height] });
    },
  };
}
