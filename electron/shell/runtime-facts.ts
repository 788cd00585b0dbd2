import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';

const runtimeFacts = z.object({ source: z.string(), sqliteBinding: z.string().nullable() });

/**
 * Which Electron this is and the SQLite add-on it needs, as the set-up (or the packager) wrote them down. A packaged app does
 * not know where it will be put, so a path in it counts from the file.
 */
export async function readRuntimeFacts(file: string): Promise<z.infer<typeof runtimeFacts>> {
  try {
    const { source, sqliteBinding } = runtimeFacts.parse(JSON.parse(await readFile(file, 'utf8')));
    return { source, sqliteBinding: sqliteBinding === null ? null : path.resolve(path.dirname(file), sqliteBinding) };
  } catch {
    return { source: 'official', sqliteBinding: null };
  }
}
