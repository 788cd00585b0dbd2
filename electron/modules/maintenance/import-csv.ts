import { parse } from 'csv-parse';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { Sheet } from '../../../shared/modules/maintenance/import-rules.ts';
import { importLimits } from './import-limits.ts';

/**
 * A text file with separators as one sheet. The separator is found by looking, the encoding never guessed: UTF-8, or
 * UTF-16 with its mark; anything else is refused with what to do about it.
 *
 * @throws AppError `maintenance/import-not-text`, `import-encoding`, `import-too-many-rows`, `import-too-wide`,
 * `import-broken-csv`
 */
export async function readCsv(bytes: Uint8Array, name: string): Promise<Sheet> {
  const text = decode(bytes);
  const rows: { text: string; on: null }[][] = [];
  const parser = parse({
    delimiter: delimiterOf(text),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    max_record_size: importLimits.rowBytes,
  });
  // The line protocol of an instrument waits for this thread: a long file is read in turns.
  const pump = async (): Promise<void> => {
    for (let at = 0; at < text.length; at += chunkLength) {
      if (parser.destroyed) return;
      if (!parser.write(text.slice(at, at + chunkLength))) {
        await new Promise<void>((resolve) => {
          parser.once('drain', resolve);
          parser.once('close', resolve);
        });
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    parser.end();
  };
  try {
    const feeding = pump();
    for await (const record of parser) {
      const fields = record as string[];
      if (rows.length >= importLimits.rows) throw tooManyRows();
      if (fields.length > importLimits.columns)
        throw new AppError('maintenance/import-too-wide', { limit: importLimits.columns });
      rows.push(fields.map((field) => ({ text: field.slice(0, importLimits.cellLength), on: null })));
    }
    await feeding;
  } catch (error) {
    if (error instanceof AppError) throw error;
    const { lines } = error as { lines?: number };
    throw new AppError('maintenance/import-broken-csv', { row: lines ?? rows.length + 1 });
  } finally {
    parser.destroy();
  }
  return { name, rows };
}

const chunkLength = 256 * 1024;

export const tooManyRows = (): AppError =>
  new AppError('maintenance/import-too-many-rows', { limit: importLimits.rows });

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const utf16 = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : null;
  if (utf16 === null && bytes.subarray(0, 4096).includes(0)) throw new AppError('maintenance/import-not-text', {});
  try {
    return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('maintenance/import-encoding', {});
  }
}

/** The separator that the first lines have most alike; a comma when none stands out. */
function delimiterOf(text: string): string {
  const lines = text
    .slice(0, 64 * 1024)
    .split(/\r\n|\n|\r/)
    .filter(Boolean)
    .slice(0, 20);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of [',', ';', '\t', '|']) {
    const counts = lines.map((line) => line.replaceAll(/"[^"]*"/g, '').split(delimiter).length - 1);
    const most = Math.max(0, ...counts);
    const score = most === 0 ? 0 : counts.filter((count) => count === counts[0]).length * Math.min(counts[0] ?? 0, 20);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}
