import { rename, writeFile } from 'node:fs/promises';
import type { StartMark } from './start-clock.ts';

/** Keeps the marks of the last start, for whoever asks later why it was slow, and for the measurement of starts. */
export async function keepStartMarks(file: string, marks: readonly StartMark[]): Promise<void> {
  const half = `${file}.new`;
  await writeFile(half, `${JSON.stringify({ marks }, null, 2)}\n`);
  await rename(half, file);
}
