import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import {
  type ErrorEntry,
  findEntry,
  fitsClass,
  type GeneralEntry,
  normalizeCode,
} from '../../../shared/instruments/error-book.ts';
import type { BookEntry } from '../../../shared/modules/errors/contract.ts';
import type { bookEntryWritten } from '../../../shared/modules/errors/records.ts';
import type { Searchable } from '../../../shared/modules/errors/search.ts';
import type { BodyOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';

type LabEntry = BodyOf<typeof bookEntryWritten>;

/** Stands for a definition where an entry belongs to none. */
const generalKey = 'general';

const nameOf = (definition: InstrumentDefinition | undefined): string =>
  definition === undefined ? '' : `${definition.maker} ${definition.model}`;

/** A shipped entry as the page shows it, with its sources spelled out. */
export function shippedEntry(definition: InstrumentDefinition, entry: ErrorEntry): BookEntry {
  return {
    definitionKey: definition.key,
    model: nameOf(definition),
    code: entry.code,
    title: entry.title,
    severity: entry.severity,
    affectsResults: entry.affectsResults,
    meaning: entry.meaning,
    firstChecks: entry.firstChecks,
    guide: entry.guide ?? definition.errorBook.generalGuide,
    source: entry.sources.map((key) => definition.sources[key] ?? key).join('; '),
    confidence: entry.confidence,
    origin: definition.origin,
  };
}

/** A general trouble as the page shows it. */
function generalEntry(context: HostContext, entry: GeneralEntry): BookEntry {
  const { code, title, severity, affectsResults, meaning, firstChecks, guide, sources, confidence } = entry;
  const { guideSources } = context.catalog;
  return {
    definitionKey: generalKey,
    model: '',
    ...{ code, title, severity, affectsResults, meaning, firstChecks, guide, confidence },
    source: sources.map((key) => guideSources[key] ?? key).join('; '),
    origin: 'shipped',
  };
}

/** The entry of the instrument's book, else the general trouble of that name. */
function findShipped(
  context: HostContext,
  definition: InstrumentDefinition | undefined,
  code: string,
): BookEntry | null {
  const own = definition && findEntry(definition.errorBook, code);
  if (own && definition) return shippedEntry(definition, own);
  const general = findEntry({ entries: context.catalog.generalEntries }, code);
  return general ? generalEntry(context, general) : null;
}

function labEntry(context: HostContext, written: LabEntry): BookEntry {
  const definition = context.catalog.get(written.definitionKey);
  const shipped = findShipped(context, definition, written.code);
  const { definitionKey, code, title, severity, affectsResults, meaning, firstChecks, source } = written;
  return {
    definitionKey,
    model: nameOf(definition),
    code,
    title,
    severity,
    affectsResults,
    meaning,
    firstChecks,
    guide: shipped?.guide ?? definition?.errorBook.generalGuide ?? null,
    source,
    confidence: 'lab',
    origin: 'lab',
  };
}

/** The lab's own entries, of one definition or of all. */
export function labEntries(context: HostContext, definitionKey: string | null): BookEntry[] {
  const { db } = context.store;
  const rows =
    definitionKey === null
      ? db.prepare('SELECT entry FROM error_book_entries ORDER BY definition_key, code_key').pluck().all()
      : db
          .prepare('SELECT entry FROM error_book_entries WHERE definition_key = ? ORDER BY code_key')
          .pluck()
          .all(definitionKey);
  return (rows as string[]).map((text) => {
    const written = JSON.parse(text) as LabEntry;
    return labEntry(context, written);
  });
}

/**
 * What is known of a code: the lab's entry, else the one of the instrument's book, else the general trouble of that name; null
 * where there is none.
 */
export function readBook(context: HostContext, instrumentId: string, code: string): BookEntry | null {
  const { db } = context.store;
  const key = db.prepare('SELECT definition_key FROM instruments WHERE instrument_id = ?').pluck().get(instrumentId) as
    | string
    | undefined;
  if (key === undefined) return null;
  const definition = context.catalog.get(key);
  const written = db
    .prepare('SELECT entry FROM error_book_entries WHERE definition_key = ? AND code_key = ?')
    .pluck()
    .get(key, normalizeCode(code)) as string | undefined;
  if (written !== undefined) return labEntry(context, JSON.parse(written) as LabEntry);
  return findShipped(context, definition, code);
}

/** As `readBook`, for a code a person typed: an entry of the lab is found in another spelling too. */
export function readBookAsTyped(context: HostContext, instrumentId: string, code: string): BookEntry | null {
  const known = readBook(context, instrumentId, code);
  if (known !== null) return known;
  const key = context.store.db
    .prepare('SELECT definition_key FROM instruments WHERE instrument_id = ?')
    .pluck()
    .get(instrumentId) as string | undefined;
  if (key === undefined) return null;
  const entries = labEntries(context, key).map((entry) => ({ ...entry, alsoKnownAs: [] }));
  return findEntry({ entries }, code) ?? null;
}

/** The shipped entry that a lab's own one stands before, or null. */
export function readShadowed(context: HostContext, book: BookEntry | null): BookEntry | null {
  if (book?.origin !== 'lab' || book.confidence !== 'lab') return null;
  return findShipped(context, context.catalog.get(book.definitionKey), book.code);
}

/** All books, or that of one definition with the general troubles that fit it: lab entries first, general ones last. */
export function allEntries(context: HostContext, definitionKey: string | null): Searchable<BookEntry>[] {
  const { catalog } = context;
  const chosen = definitionKey === null ? undefined : catalog.get(definitionKey);
  const shipped = (definitionKey === null ? catalog.list() : chosen ? [chosen] : []).flatMap((definition) =>
    definition.errorBook.entries.map((entry) => searchable(shippedEntry(definition, entry), entry.alsoKnownAs)),
  );
  const own = labEntries(context, definitionKey).map((entry) => searchable(entry, []));
  const general = catalog.generalEntries
    .filter((entry) => chosen === undefined || fitsClass(entry, chosen.instrumentClass))
    .map((entry) => searchable(generalEntry(context, entry), entry.alsoKnownAs));
  return [...own, ...shipped, ...general];
}

function searchable(entry: BookEntry, alsoKnownAs: readonly string[]): Searchable<BookEntry> {
  const { code, title, meaning, firstChecks, model } = entry;
  return { entry, code, alsoKnownAs, title, text: [meaning, ...firstChecks].join(' '), model };
}
