import { implement } from '@orpc/server';
import { findEntry, normalizeCode } from '../../../shared/instruments/error-book.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type ErrorDetail, type ErrorRow, errorsContract } from '../../../shared/modules/errors/contract.ts';
import { bookEntryWritten, bookStream, errorStream } from '../../../shared/modules/errors/records.ts';
import { bookFold, errorDecider } from '../../../shared/modules/errors/rules.ts';
import { searchBook } from '../../../shared/modules/errors/search.ts';
import { words } from '../../../shared/modules/errors/words.ts';
import { runStream } from '../../../shared/modules/troubleshooting/records.ts';
import { words as stepWords } from '../../../shared/modules/troubleshooting/words.ts';
import { draft, type StoredRecord } from '../../../shared/records/define.ts';
import { answersOf } from '../../../shared/records/slot.ts';
import type { HostContext } from '../../host/module.ts';
import { createWireLineReader } from '../../instruments/wire-lines.ts';
import { actorName, personAuthor } from '../authors.ts';
import { placeOfStream } from '../place-of.ts';
import { storyLine } from '../story-line.ts';
import { allEntries, labEntries, readBook, readBookAsTyped, readShadowed } from './books.ts';
import type { ErrorDesk } from './desk.ts';
import { seenBefore } from './seen-before.ts';

interface ErrorTableRow {
  error_id: string;
  instrument_id: string;
  instrument_name: string | null;
  code: string;
  code_key: string;
  text: string;
  severity: ErrorRow['severity'];
  affects_results: ErrorRow['affectsResults'];
  origin: ErrorRow['origin'];
  state: ErrorRow['state'];
  raised_at: string;
  raised_count: number;
  last_raised_at: string;
  acknowledged_at: string | null;
  resolved_at: string | null;
  resolution: string;
  message_id: string | null;
}

const selectErrors = `SELECT e.*, i.name AS instrument_name FROM errors e
  LEFT JOIN instruments i ON i.instrument_id = e.instrument_id`;

/** Open and closed ones have an index each, and each gives its newest. */
const newestOfInstrument = `SELECT e.*, i.name AS instrument_name FROM (
    SELECT * FROM (SELECT * FROM errors WHERE is_open = 1 AND instrument_id = ? ORDER BY raised_at DESC LIMIT ?)
    UNION ALL
    SELECT * FROM (SELECT * FROM errors WHERE is_open = 0 AND instrument_id = ? ORDER BY raised_at DESC LIMIT ?)
  ) e LEFT JOIN instruments i ON i.instrument_id = e.instrument_id ORDER BY e.raised_at DESC LIMIT ?`;

/** The calls of this module, made when the first of them is asked. */
export function createHandlers(context: HostContext, desk: ErrorDesk) {
  const os = implement(errorsContract);
  const { store } = context;
  const author = () => personAuthor(context.actor);
  const now = () => new Date(context.clock.wallMs()).toISOString();

  const toRow = (row: ErrorTableRow): ErrorRow => {
    const waiting = desk.waiting(row.error_id);
    return {
      id: row.error_id,
      instrumentId: row.instrument_id,
      instrumentName: row.instrument_name ?? '',
      code: row.code,
      text: row.text,
      severity: row.severity,
      affectsResults: row.affects_results,
      state: row.state,
      origin: row.origin,
      raisedAt: row.raised_at,
      raisedCount: row.raised_count + (waiting?.count ?? 0),
      lastRaisedAt: waiting && waiting.lastAt > row.last_raised_at ? waiting.lastAt : row.last_raised_at,
      acknowledgedAt: row.acknowledged_at,
      resolvedAt: row.resolved_at,
      resolution: row.resolution,
      messageId: row.message_id,
      hasBookEntry: readBook(context, row.instrument_id, row.code) !== null,
      place: placeOfStream(context, errorStream(row.error_id)),
    };
  };

  const detail = (errorId: string): ErrorDetail => {
    const row = store.db.prepare(`${selectErrors} WHERE e.stream = ?`).get(errorStream(errorId)) as
      | ErrorTableRow
      | undefined;
    if (!row) throw new AppError('errors/not-found', { errorId });
    const { raised } = store.records.fold(errorStream(errorId), errorDecider).state;
    const book = readBook(context, row.instrument_id, row.code);
    const { instrument_id: instrumentId, code, raised_at: raisedAt } = row;
    return {
      ...toRow(row),
      book,
      shippedBook: readShadowed(context, book),
      ...seenBefore(context, { errorId, instrumentId, code, raisedAt }),
      history: readHistory(errorId),
      runs: readRuns(errorId),
      frames: readFrames(row.instrument_id, raised?.frames ?? []),
      readings: raised?.readings ?? [],
    };
  };

  const historyLine = (record: StoredRecord): ErrorDetail['history'][number] => ({
    at: record.wall,
    type: record.type,
    actor: actorName(record.actor, context),
    text: fillIn(record),
  });

  /** What happened to the error itself, and what was answered in guided steps for it, in the order of time. */
  const readHistory = (errorId: string): ErrorDetail['history'] => {
    const streams = [errorStream(errorId), ...readRuns(errorId).map(({ runId }) => runStream(runId))];
    return streams
      .flatMap((stream) => store.records.read(stream))
      .toSorted((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0))
      .map(historyLine);
  };

  const readRuns = (errorId: string): ErrorDetail['runs'] =>
    store.db
      .prepare(
        'SELECT run_id AS runId, started_at AS startedAt, state FROM guide_runs WHERE error_id = ? ORDER BY started_at',
      )
      .all(errorId) as ErrorDetail['runs'];

  const readFrames = (instrumentId: string, ids: readonly number[]): ErrorDetail['frames'] => {
    const key = store.db
      .prepare('SELECT definition_key FROM instruments WHERE instrument_id = ?')
      .pluck()
      .get(instrumentId) as string | undefined;
    const definition = (key === undefined ? undefined : context.catalog.get(key)) ?? null;
    const entries = store.wire.byIds(ids.slice(0, 50));
    return createWireLineReader(definition)
      .read(entries)
      .map(({ id, at, text }) => ({ id, at, text }));
  };

  const readErrors = (instrumentId: string | null, show: 'open' | 'all', limit: number): unknown[] => {
    const clauses = [
      ...(instrumentId === null ? [] : ['e.instrument_id = ?']),
      ...(show === 'open' ? ['e.is_open = 1'] : []),
    ];
    const where = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
    // What is still there first, the gravest first, then the newest.
    const order = `ORDER BY e.is_open DESC, CASE e.severity WHEN 'stop' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END,
      e.last_raised_at DESC`;
    const recent = 'ORDER BY e.raised_at DESC';
    const values = [...(instrumentId === null ? [] : [instrumentId]), limit];
    return store.db.prepare(`${selectErrors} ${where} ${show === 'open' ? order : recent} LIMIT ?`).all(...values);
  };

  const requireInstrument = (instrumentId: string): void => {
    const isKnown = store.db.prepare('SELECT 1 FROM instruments WHERE instrument_id = ?').get(instrumentId);
    if (!isKnown) throw new AppError('instruments/not-found', { instrumentId });
  };

  return os.router({
    list: os.list.handler(({ input: { instrumentId, show, limit } }) => {
      const rows =
        show === 'all' && instrumentId !== null
          ? store.db.prepare(newestOfInstrument).all(instrumentId, limit, instrumentId, limit, limit)
          : readErrors(instrumentId, show, limit);
      return (rows as ErrorTableRow[]).map(toRow);
    }),

    get: os.get.handler(({ input }) => detail(input.errorId)),

    enter: os.enter.handler(({ input: { instrumentId, code, text, origin, severity } }) => {
      requireInstrument(instrumentId);
      const book = readBookAsTyped(context, instrumentId, code);
      const errorId = desk.raise(
        {
          instrumentId,
          // Another spelling of a code the book knows is that code: typed and from the wire, it is one error.
          code: book?.code ?? code,
          text,
          severity: severity ?? null,
          affectsResults: null,
          origin,
          at: now(),
          messageId: null,
          frames: [],
          definition: null,
          specimen: null,
          readings: [],
        },
        author(),
      );
      return { errorId, hasBookEntry: book !== null };
    }),

    acknowledge: os.acknowledge.handler(({ input: { errorId, note } }) => {
      desk.requireKnown(errorId);
      desk.act(errorId, { do: 'acknowledge', note }, author());
      return {};
    }),

    resolve: os.resolve.handler(({ input: { errorId, whatWasDone } }) => {
      desk.requireKnown(errorId);
      desk.act(errorId, { do: 'resolve', whatWasDone, runId: null }, author());
      return {};
    }),

    searchBooks: os.searchBooks.handler(({ input: { search, definitionKey, limit } }) =>
      searchBook(allEntries(context, definitionKey), search, limit),
    ),

    books: os.books.handler(() =>
      context.catalog.list().map((definition) => ({
        definitionKey: definition.key,
        maker: definition.maker,
        model: definition.model,
        entryCount: definition.errorBook.entries.length + newCodes(context, definition.key),
        note: definition.errorBook.note,
      })),
    ),

    writeBookEntry: os.writeBookEntry.handler(({ input }) => {
      if (!context.catalog.get(input.definitionKey)) {
        throw new AppError('errors/unknown-definition', { definitionKey: input.definitionKey });
      }
      const stream = bookStream(input.definitionKey);
      store.transaction(() => {
        const { state } = store.records.fold(stream, bookFold);
        const slot = Object.hasOwn(state.entries, input.code) ? state.entries[input.code] : null;
        store.records.append([draft(bookEntryWritten, stream, { ...input, answers: answersOf(slot) })], author());
      });
      return {};
    }),
  });
}

/** Lab entries for codes the shipped book does not have. */
function newCodes(context: HostContext, definitionKey: string): number {
  const book = context.catalog.get(definitionKey)?.errorBook;
  return labEntries(context, definitionKey).filter((entry) => !book || !findEntry(book, normalizeCode(entry.code)))
    .length;
}

const sentences: Readonly<Record<string, string>> = { ...words, ...stepWords };

/** One record of an error as a plain sentence; the words are the module's own, in English, as the page's other words are. */
function fillIn(record: StoredRecord): string {
  const { key, data } = storyLine(record);
  const sentence = sentences[data.count === 1 ? `${key}_one` : key] ?? sentences[key] ?? '';
  return sentence.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(data[name] ?? '')).trim();
}
