import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { AppError } from '../../shared/kernel/errors.ts';

/** The files a definition's folder may hold; only the first one is needed for an instrument of the lab's own. */
export const DEFINITION_FILES = ['instrument.yaml', 'errors.yaml', 'upkeep.yaml', 'knowledge.yaml'] as const;
export type DefinitionFileName = (typeof DEFINITION_FILES)[number];

/** Bound of one file; the largest book imaginable, some thousand codes, stays below. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** One folder as it lies on disk: parsed YAML, the texts it was parsed from, and its table of sources. */
export interface DefinitionFolder {
  readonly name: string;
  readonly parsed: Readonly<Partial<Record<DefinitionFileName, unknown>>>;
  readonly texts: Readonly<Partial<Record<DefinitionFileName, string>>>;
  readonly sources: Readonly<Record<string, string>>;
}

/** Names of the folders in `path`, in order; none where it does not exist. */
export async function listFolders(path: string): Promise<string[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map((entry) => entry.name)
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Names of the YAML files in `path`, in order; none where it does not exist. */
export async function listYaml(path: string): Promise<string[]> {
  try {
    return (await readdir(path)).filter((name) => name.endsWith('.yaml') && !name.startsWith('.')).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Text of a file with plain line ends, or null where there is none. */
export async function readText(path: string): Promise<string | null> {
  try {
    const { size } = await stat(path);
    if (size > MAX_FILE_BYTES) throw new AppError('catalog/file-too-large', { path, size });
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/** Rows `| KEY | what it is |` of a `SOURCES.md`. */
export function parseSources(markdown: string): Record<string, string> {
  const sources: Record<string, string> = {};
  for (const [, key = '', text = ''] of markdown.matchAll(/^\|\s*([A-Z][A-Z0-9-]*)\s*\|\s*(.+?)\s*\|/gm)) {
    sources[key] = text;
  }
  return sources;
}

/** Every source named anywhere in a file, once. */
export function findSourceKeys(value: unknown): string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      if (key === 'sources' && Array.isArray(child)) for (const source of child) found.add(String(source));
      else visit(child);
    }
  };
  visit(value);
  return [...found];
}

/** Hash of the files a definition was made of, in a fixed order: two benches with one definition agree on it. */
export function hashFolders(folders: readonly DefinitionFolder[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const file of DEFINITION_FILES) {
      const text = folder.texts[file];
      if (text !== undefined) hash.update(`${file}\0${text.length}\0${text}`);
    }
  }
  return hash.digest('hex');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
