import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createHost } from '../../electron/host/host.ts';
import { driveApp } from '../drive-app.ts';
import { type Display, projectRoot } from '../runtime.ts';
import { drawPdf } from './draw-pdf.ts';
import { fillMonth } from './fill-month.ts';
import type { Develop } from './pictures.ts';
import { prepareMonthGrid, savePdf } from './print-month.ts';

/** Prints a month's maintenance log to PDF in the real window and draws its pages: `month-grid-page-1.png`, ... */
export async function drawMonthGrid(
  display: Display,
  scratch: string,
  folder: string,
  develop: Develop,
): Promise<string[]> {
  const month = '2026-10';
  const dataFolder = path.join(scratch, 'month-grid');
  mkdirSync(dataFolder, { recursive: true });
  const host = await createHost({
    dataFolder,
    resourcesFolder: path.join(projectRoot, 'resources'),
    appVersion: '0.0.0',
    build: 'pictures',
    electronSource: 'none',
    ballastBytes: 0,
  });
  const instrumentId = await fillMonth(host, month, 0);
  await host.stop();
  const driven = await driveApp({ display, dataFolder });
  const file = path.join(scratch, 'month-grid.pdf');
  await prepareMonthGrid(driven, { instrumentId, month, size: 'A4' });
  await savePdf(driven, file);
  await driven.close();
  return drawPdf(file, folder, 'month-grid-page', { develop });
}
