import { join } from 'node:path';
import * as z from 'zod';
import { type GeneralEntry, generalEntry, normalizeCode } from '../../shared/instruments/error-book.ts';
import { type Guide, guide } from '../../shared/instruments/guide.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { findSourceKeys, listYaml, parseSources, readText } from './catalog-files.ts';
import { parseYaml } from './definition-folder.ts';

/** What belongs to no one definition: guides, the troubles that lead to them, and what their sources stand for. */
export interface GeneralGuides {
  readonly guides: readonly Guide[];
  readonly generalEntries: readonly GeneralEntry[];
  readonly guideSources: Readonly<Record<string, string>>;
}

const file = z.strictObject({
  guides: z.array(guide).max(100),
  entries: z.array(generalEntry).max(500).default([]),
});

/**
 * Reads every YAML file of the folder of guides.
 *
 * @throws AppError `catalog/no-definitions`, `catalog/not-yaml`, `catalog/file-too-large`, `catalog/not-sound`
 */
export async function readGeneralGuides(folder: string): Promise<GeneralGuides> {
  const guides: Guide[] = [];
  const generalEntries: GeneralEntry[] = [];
  for (const name of await listYaml(folder)) {
    const result = file.safeParse(parseYaml((await readText(join(folder, name))) ?? '', 'guides', name));
    if (!result.success) throw notSound(name, result.error.issues.map(sayIssue));
    guides.push(...result.data.guides);
    generalEntries.push(...result.data.entries);
  }
  if (guides.length === 0) throw new AppError('catalog/no-definitions', { folder });
  const guideSources = parseSources((await readText(join(folder, 'SOURCES.md'))) ?? '');
  const faults = findFaults({ guides, generalEntries, guideSources });
  if (faults.length > 0) throw notSound('', faults);
  return { guides, generalEntries, guideSources };
}

function findFaults({ guides, generalEntries, guideSources }: GeneralGuides): string[] {
  const keys = new Set(guides.map(({ key }) => key));
  const names = generalEntries.flatMap(({ code, alsoKnownAs }) => [code, ...alsoKnownAs].map(normalizeCode));
  return [
    ...(keys.size === guides.length ? [] : ['guide-key-used-twice']),
    ...(new Set(names).size === names.length ? [] : ['error-code-used-twice']),
    ...generalEntries.filter((one) => !keys.has(one.guide)).map((one) => `guide-missing ${one.guide}`),
    ...findSourceKeys([guides, generalEntries])
      .filter((key) => !Object.hasOwn(guideSources, key))
      .map((key) => `source-not-named ${key}`),
  ];
}

const sayIssue = (issue: z.core.$ZodIssue): string => `${issue.path.join('.')}: ${issue.message}`;

function notSound(name: string, problems: readonly string[]): AppError {
  return new AppError('catalog/not-sound', { folder: 'guides', file: name, problem: problems.slice(0, 20).join('; ') });
}
