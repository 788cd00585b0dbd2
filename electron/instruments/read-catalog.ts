import { join } from 'node:path';
import * as z from 'zod';
import {
  findDefinitionFaults,
  type InstrumentDefinition,
  instrumentFile,
} from '../../shared/instruments/definition.ts';
import { errorBook } from '../../shared/instruments/error-book.ts';
import type { Guide } from '../../shared/instruments/guide.ts';
import { findKnowledgeFaults, knowledge } from '../../shared/instruments/knowledge.ts';
import { upkeepPlan } from '../../shared/instruments/upkeep.ts';
import { AppError, isAppError } from '../../shared/kernel/errors.ts';
import type { CatalogContent, CatalogFolders, CatalogProblem } from './catalog.ts';
import {
  type DefinitionFileName,
  type DefinitionFolder,
  findSourceKeys,
  hashFolders,
  listFolders,
} from './catalog-files.ts';
import { readGeneralGuides } from './catalog-guides.ts';
import { overlayFile } from './catalog-overlay.ts';
import { readDefinitionFolder } from './definition-folder.ts';

/** Stands for the lab itself wherever a source is named. */
const LAB_SOURCE = { LAB: 'This laboratory' };

/** The book of an instrument whose folder has none. */
const emptyBook = {
  note: 'No error codes were written down for this instrument. Add entries from the manual you own.',
  isMakerListMissing: true,
  generalGuide: 'general-analyzer',
  entries: [],
};
const emptyUpkeep = { note: 'Maintenance and checks are in the maker\u2019s manual.', tasks: [] };

/** Reads all definitions, as `loadCatalog` does, and gives them as data. */
export async function readCatalog(folders: CatalogFolders): Promise<CatalogContent> {
  const general = await readGeneralGuides(join(folders.shipped, 'guides'));
  const guides = new Map(general.guides.map((entry) => [entry.key, entry]));
  const shippedPath = join(folders.shipped, 'instruments');
  const shipped = new Map<string, DefinitionFolder>();
  for (const name of await listFolders(shippedPath)) {
    shipped.set(name, await readDefinitionFolder(shippedPath, name));
  }
  if (shipped.size === 0) throw new AppError('catalog/no-definitions', { folder: shippedPath });
  const definitions = new Map<string, InstrumentDefinition>();
  const shippedOf = (name: string): DefinitionFolder[] => {
    const folder = shipped.get(name);
    return folder === undefined ? [] : [folder];
  };
  for (const name of shipped.keys()) {
    definitions.set(name, readDefinition(withMainBooks(shippedOf(name), shippedOf), 'shipped', guides));
  }
  const homeless = findHomelessDialects(definitions);
  if (homeless.length > 0) {
    throw new AppError('catalog/not-sound', { folder: homeless.join(', '), problem: 'dialect-of-nothing' });
  }
  const problems = folders.lab === null ? [] : await addOwn(folders.lab, shipped, definitions, guides);
  const sorted = [...definitions.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return { problems, definitions: sorted, ...general };
}

async function addOwn(
  path: string,
  shipped: ReadonlyMap<string, DefinitionFolder>,
  definitions: Map<string, InstrumentDefinition>,
  guides: ReadonlyMap<string, Guide>,
): Promise<CatalogProblem[]> {
  const problems: CatalogProblem[] = [];
  const own = new Map<string, DefinitionFolder>();
  const attempt = async (name: string, work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!isAppError(error)) throw error;
      problems.push({ folder: name, code: error.code, detail: String(error.data.problem ?? '') });
    }
  };
  for (const name of await listFolders(path)) {
    await attempt(name, async () => void own.set(name, await readDefinitionFolder(path, name)));
  }
  const foldersOf = (name: string): DefinitionFolder[] =>
    [shipped.get(name), own.get(name)].filter((folder) => folder !== undefined);
  for (const name of own.keys()) {
    await attempt(name, () => {
      definitions.set(name, readDefinition(withMainBooks(foldersOf(name), foldersOf), 'lab', guides));
    });
  }
  // What a lab wrote into the books of an instrument holds for its other wire formats too, where it was sound.
  for (const [name, { dialectOf, origin }] of definitions) {
    if (origin === 'lab' || dialectOf === null || definitions.get(dialectOf)?.origin !== 'lab') continue;
    await attempt(name, () => {
      definitions.set(name, readDefinition(withMainBooks(foldersOf(name), foldersOf), 'shipped', guides));
    });
  }
  // A lab's dialect of something that is not there is taken out again; where it lay over a shipped one, that one is back.
  for (const name of findHomelessDialects(definitions)) {
    const below = shipped.get(name);
    if (below === undefined) definitions.delete(name);
    else definitions.set(name, readDefinition(withMainBooks([below], foldersOf), 'shipped', guides));
    problems.push({ folder: name, code: 'catalog/not-sound', detail: 'dialect-of-nothing' });
  }
  return problems;
}

/**
 * The folders a dialect is read from: the books of its main definition (errors, upkeep, what is known), then its own. One
 * instrument has one book, whichever of its wire formats is in use.
 */
function withMainBooks(
  own: readonly DefinitionFolder[],
  foldersOf: (name: string) => readonly DefinitionFolder[],
): readonly DefinitionFolder[] {
  const main = own
    .map(({ parsed }) => z.looseObject({ dialectOf: z.string() }).safeParse(parsed['instrument.yaml']).data?.dialectOf)
    .findLast((key) => key !== undefined);
  if (main === undefined) return own;
  const books = foldersOf(main).map(({ parsed, texts, ...rest }) => ({
    ...rest,
    parsed: { ...parsed, 'instrument.yaml': undefined },
    texts: Object.fromEntries(Object.entries(texts).filter(([file]) => file !== 'instrument.yaml')),
  }));
  return [...books, ...own];
}

/** Dialects of a definition that is not there, or that is a dialect itself. */
function findHomelessDialects(definitions: ReadonlyMap<string, InstrumentDefinition>): string[] {
  return [...definitions.values()]
    .filter(({ dialectOf }) => dialectOf !== null && definitions.get(dialectOf)?.dialectOf !== null)
    .map(({ key }) => key);
}

function readDefinition(
  folders: readonly DefinitionFolder[],
  origin: 'shipped' | 'lab',
  guides: ReadonlyMap<string, Guide>,
): InstrumentDefinition {
  const name = folders.at(-1)?.name ?? '';
  const fileOf = (file: DefinitionFileName): unknown =>
    folders.map((folder) => folder.parsed[file]).reduce((below, own) => overlayFile(file, below, own));
  const file = check(instrumentFile, fileOf('instrument.yaml'), name, 'instrument.yaml');
  const book = check(errorBook, fileOf('errors.yaml') ?? emptyBook, name, 'errors.yaml');
  const upkeep = check(upkeepPlan, fileOf('upkeep.yaml') ?? emptyUpkeep, name, 'upkeep.yaml');
  const known = check(knowledge, fileOf('knowledge.yaml') ?? {}, name, 'knowledge.yaml');
  const sources = Object.assign({}, LAB_SOURCE, ...folders.map((folder) => folder.sources));
  const faults = [...findDefinitionFaults(file, book), ...findKnowledgeFaults(known)];
  if (file.key !== name) faults.push(`key-is-not-folder ${file.key}`);
  for (const key of [book.generalGuide, ...book.entries.flatMap((entry) => entry.guide ?? [])]) {
    if (key.startsWith('general-') && !guides.has(key)) faults.push(`guide-missing ${key}`);
  }
  for (const key of findSourceKeys([file, book, upkeep, known])) {
    if (!Object.hasOwn(sources, key)) faults.push(`source-not-named ${key}`);
  }
  if (faults.length > 0) throw new AppError('catalog/not-sound', { folder: name, problem: faults.join('; ') });
  const stamp = { key: file.key, version: file.version, hash: hashFolders(folders) };
  return { ...file, errorBook: book, upkeep, knowledge: known, stamp, origin, sources };
}

function check<T>(schema: z.ZodType<T>, value: unknown, folder: string, file: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problem = result.error.issues
    .slice(0, 20)
    .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    .join('; ');
  throw new AppError('catalog/not-sound', { folder, file, problem });
}
