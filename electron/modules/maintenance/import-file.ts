import { AppError } from '../../../shared/kernel/errors.ts';
import type { Sheet } from '../../../shared/modules/maintenance/import-rules.ts';
import { readCsv } from './import-csv.ts';
import { importLimits } from './import-limits.ts';

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte);

/**
 * The sheets of a file, by what it is and not by what it is called.
 *
 * @throws AppError `maintenance/import-empty`, `import-too-large`, `import-old-excel`, `import-not-a-spreadsheet`, and
 * those of `readCsv` and `readXlsx`
 */
export async function readImportFile(bytes: Uint8Array, fileName: string): Promise<Sheet[]> {
  if (bytes.length === 0) throw new AppError('maintenance/import-empty', {});
  if (bytes.length > importLimits.fileBytes) {
    throw new AppError('maintenance/import-too-large', { megabytes: importLimits.fileBytes / (1024 * 1024) });
  }
  // A compound file: Excel before 2007, or a workbook with a password.
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new AppError('maintenance/import-old-excel', {});
  if (startsWith(bytes, 0x50, 0x4b)) {
    const { readXlsx } = await import('./import-xlsx.ts');
    return await readXlsx(bytes);
  }
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw new AppError('maintenance/import-not-a-spreadsheet', {});
  const sheet = await readCsv(bytes, fileName.replace(/\.[a-z]{1,4}$/i, '') || 'CSV');
  if (sheet.rows.every((row) => row.every(({ text }) => text.trim() === ''))) {
    throw new AppError('maintenance/import-empty', {});
  }
  return [sheet];
}
