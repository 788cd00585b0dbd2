import { join } from 'node:path';
import { parse } from 'yaml';
import { AppError } from '../../shared/kernel/errors.ts';
import {
  DEFINITION_FILES,
  type DefinitionFileName,
  type DefinitionFolder,
  parseSources,
  readText,
} from './catalog-files.ts';

/**
 * Reads one definition folder.
 *
 * @throws AppError `catalog/file-too-large`, `catalog/not-yaml` with folder and file
 */
export async function readDefinitionFolder(path: string, name: string): Promise<DefinitionFolder> {
  const parsed: Partial<Record<DefinitionFileName, unknown>> = {};
  const texts: Partial<Record<DefinitionFileName, string>> = {};
  for (const file of DEFINITION_FILES) {
    const text = await readText(join(path, name, file));
    if (text === null) continue;
    texts[file] = text;
    parsed[file] = parseYaml(text, name, file);
  }
  const sources = parseSources((await readText(join(path, name, 'SOURCES.md'))) ?? '');
  return { name, parsed, texts, sources };
}

/**
 * Parses YAML by the core schema: no custom tags, no repeated keys, no aliases (a few bytes of them can grow to
 * gigabytes).
 */
export function parseYaml(text: string, folder: string, file: string): unknown {
  try {
    return parse(text, { schema: 'core', uniqueKeys: true, maxAliasCount: 0, prettyErrors: true });
  } catch (cause) {
    const problem = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    throw new AppError('catalog/not-yaml', { folder, file, problem }, { cause });
  }
}
