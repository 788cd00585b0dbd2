import type { InstrumentDefinition } from '../../../shared/instruments/definition.ts';
import { type ErrorEntry, findEntry, normalizeCode } from '../../../shared/instruments/error-book.ts';
import type { BookEntry } from '../../../shared/modules/errors/contract.ts';
import type { bookEntryWritten } from '../../../shared/modules/errors/records.ts';
import type { BodyOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';

type LabEntry = BodyOf<typeof bookEntryWritten>;

/** A shipped entry as the page shows it, with its sources spelled out. */
export function shippedEntry(definition: InstrumentDefinition, entry: ErrorEntry): BookEntry {
  return {
    definitionKey: definition.key,
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

function labEntry(written: LabEntry, definition: InstrumentDefinition | undefined): BookEntry {
  const shipped = definition && findEntry(definition.errorBook, written.code);
  const { definitionKey, code, title, severity, affectsResults, meaning, firstChecks, source } = written;
  return {
    definitionKey,
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
    return labEntry(written, context.catalog.get(written.definitionKey));
  });
}

/** What the instrument's book says of a code: the lab's entry before the shipped one, or null where there is neither. */
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
  if (written !== undefined) return labEntry(JSON.parse(written) as LabEntry, definition);
  const shipped = definition && findEntry(definition.errorBook, code);
  return shipped && definition ? shippedEntry(definition, shipped) : null;
}

/** The shipped entry that a lab's own one stands before, or null. */
export function readShadowed(context: HostContext, book: BookEntry | null): BookEntry | null {
  if (book?.origin !== 'lab' || book.confidence !== 'lab') return null;
  const definition = context.catalog.get(book.definitionKey);
  const shipped = definition && findEntry(definition.errorBook, book.code);
  return shipped && definition ? shippedEntry(definition, shipped) : null;
}

/** All books, lab entries first within a definition, as the search goes through them. */
export function allEntries(
  context: HostContext,
  definitionKey: string | null,
): { entry: BookEntry; maker: string; model: string }[] {
  const shipped = context.catalog
    .list()
    .filter((definition) => definitionKey === null || definition.key === definitionKey)
    .flatMap((definition) =>
      definition.errorBook.entries.map((entry) => ({
        entry: shippedEntry(definition, entry),
        maker: definition.maker,
        model: `${definition.model} ${entry.alsoKnownAs.join(' ')}`,
      })),
    );
  const own = labEntries(context, definitionKey).map((entry) => {
    const definition = context.catalog.get(entry.definitionKey);
    return { entry, maker: definition?.maker ?? '', model: definition?.model ?? '' };
  });
  return [...own, ...shipped];
}
