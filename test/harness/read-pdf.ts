import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A PDF as a reader sees it: the text of each page, in the order it was drawn. */
export interface ReadPdf {
  readonly pages: readonly string[];
  readonly title: string;
  /** Width and height of the first page in points. */
  readonly size: readonly [number, number];
}

/** Opens a PDF with a reader that is not the writer, and reads the text of every page. */
export async function readPdf(file: string): Promise<ReadPdf> {
  const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), useSystemFonts: false, verbosity: 0 })
    .promise;
  try {
    const pages: string[] = [];
    let size: readonly [number, number] = [0, 0];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const page = await pdf.getPage(number);
      const { width, height } = page.getViewport({ scale: 1 });
      if (number === 1) size = [Math.round(width), Math.round(height)];
      const { items } = await page.getTextContent();
      const text = items.map((item) => ('str' in item ? item.str : '')).join(' ');
      pages.push(text.replaceAll(/\s+/g, ' ').trim());
    }
    const { info } = await pdf.getMetadata();
    return { pages, size, title: String((info as { Title?: string }).Title ?? '') };
  } finally {
    await pdf.loadingTask.destroy();
  }
}
