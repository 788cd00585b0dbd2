import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** The part of the canvas that is used; it comes with pdfjs-dist where there is one for the platform. */
interface Canvas {
  getContext(kind: '2d'): CanvasRenderingContext2D;
  toBuffer(type: 'image/png'): Buffer;
}

/**
 * Draws the first pages of a PDF as PNG files `<name>-1.png`, ...; answers their names. Where there is no canvas for this
 * platform nothing is drawn, and that is said aloud.
 */
export async function drawPdf(
  file: string,
  folder: string,
  name: string,
  { most = 3, scale = 1, develop = (png: Buffer): Buffer => png } = {},
): Promise<string[]> {
  const canvas = findCanvas();
  if (canvas === null) {
    process.stderr.write(`No canvas on this platform: ${path.basename(file)} is not drawn.\n`);
    return [];
  }
  mkdirSync(folder, { recursive: true });
  const pdf = await getDocument({ data: new Uint8Array(readFileSync(file)), verbosity: 0 }).promise;
  const drawn: string[] = [];
  for (let number = 1; number <= Math.min(most, pdf.numPages); number += 1) {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale });
    const sheet = canvas.createCanvas(Math.round(viewport.width), Math.round(viewport.height));
    const canvasContext = sheet.getContext('2d');
    await page.render({ canvas: sheet as unknown as HTMLCanvasElement, canvasContext, viewport }).promise;
    const picture = `${name}-${number}.png`;
    writeFileSync(path.join(folder, picture), develop(sheet.toBuffer('image/png')));
    drawn.push(picture);
  }
  await pdf.loadingTask.destroy();
  return drawn;
}

function findCanvas(): { createCanvas(width: number, height: number): Canvas } | null {
  try {
    const fromReader = createRequire(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
    return fromReader('@napi-rs/canvas') as { createCanvas(width: number, height: number): Canvas };
  } catch {
    return null;
  }
}
