import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { DefinitionSource } from '../host/definition-source.ts';
import type { GeneralGuides } from './catalog-guides.ts';

/** What is wrong with a folder of the lab's own; the shipped definition of that key, if any, stays in use. */
export interface CatalogProblem {
  readonly folder: string;
  readonly code: string;
  readonly detail: string;
}

/** All instrument definitions of this bench, and the guides that belong to none. */
export interface Catalog extends DefinitionSource {
  readonly problems: readonly CatalogProblem[];
}

/** What a catalog is made of, as plain JSON data. */
export interface CatalogContent extends GeneralGuides {
  readonly problems: readonly CatalogProblem[];
  readonly definitions: readonly InstrumentDefinition[];
}

export interface CatalogFolders {
  /** The resources folder: `instruments/` and `guides/` below it. */
  readonly shipped: string;
  /** The lab's own folder of definitions, which overlays the shipped ones; need not exist. Null: none. */
  readonly lab: string | null;
}

/**
 * Reads all definitions. A fault in a shipped one is a fault of ours and ends the start; a fault in a lab's own is
 * listed under `problems` and the shipped one stays.
 *
 * @throws AppError `catalog/no-definitions`, `catalog/not-yaml`, `catalog/file-too-large`, `catalog/not-sound`
 */
export async function loadCatalog(folders: CatalogFolders): Promise<Catalog> {
  const { readCatalog } = await import('./read-catalog.ts');
  return catalogOf(await readCatalog(folders));
}

export function catalogOf(content: CatalogContent): Catalog {
  const { problems, definitions, guides, generalEntries, guideSources } = content;
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const guideByKey = new Map(guides.map((entry) => [entry.key, entry]));
  return {
    problems,
    get: (key) => byKey.get(key),
    list: () => definitions,
    generalGuide: (key) => guideByKey.get(key),
    generalEntries,
    guideSources,
  };
}
