import { rename, writeFile } from 'node:fs/promises';
import type { StartMark } from './start-clock.ts';

/** Name of the file in the window's own folder. */
export const START_LOG = 'last-start.json';

/** Keeps the marks of the last start, for whoever asks later why it was slow, and for the measurement of starts. */
export async function keepStartMarks(file: string, marks: readonly StartMark[]): Promise<void> {
  const half = `${file}.new`;
  await writeFile(half, `${JSON.stringify({ marks }, null, 2)}\n`);
  await rename(half, file);
}
