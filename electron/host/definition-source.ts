import type { InstrumentDefinition } from '../../shared/instruments/definition.ts';
import type { GeneralEntry } from '../../shared/instruments/error-book.ts';
import type { Guide } from '../../shared/instruments/guide.ts';

/** What modules ask of the catalogue of definitions (`electron/instruments/catalog.ts`). */
export interface DefinitionSource {
  /** Undefined when there is no sound definition of that key: a folder may have been taken away. */
  get(key: string): InstrumentDefinition | undefined;
  /** All sound definitions, a lab's own in place of the shipped one of the same key. */
  list(): readonly InstrumentDefinition[];
  /** A shipped guide that belongs to no definition (`general-...`). */
  generalGuide(key: string): Guide | undefined;
  /** Troubles any instrument of a class may have, by names of our own: no maker's book has a code for them. */
  readonly generalEntries: readonly GeneralEntry[];
  /** What each source key of the general guides and entries stands for. */
  readonly guideSources: Readonly<Record<string, string>>;
}
