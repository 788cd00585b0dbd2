import { recordAmended } from '../../shared/records/core-records.ts';
import type { StreamFold } from '../../shared/records/decider.ts';
import type { StoredRecord } from '../../shared/records/define.ts';
import type { Envelope } from '../../shared/records/envelope.ts';
import { describeText, indexStep, instrumentIn, movedName, storyName } from '../store/record-index.ts';
import type { Store } from '../store/store.ts';
import { storyTypes } from './story-types.ts';

/** A record that may stand in the story, by its place in it. */
interface Place {
  readonly hlc: string;
  readonly lsn: number;
  readonly hash: string;
}

export interface StoryQuery {
  /** The record the page before ended with. */
  readonly before?: { readonly hash: string; readonly hlc: string } | undefined;
  /** Only records of these types. */
  readonly types?: readonly string[];
}

/** So many rows of the index are read in one go. */
const rowsAtOnce = 200;

/**
 * The instrument of each record of a stream as corrections leave it; what was voided or counts no more is not in it. The map
 * grows in its place: a stream may hold thousands of records, and nobody keeps an earlier state.
 */
const instrumentsFold: StreamFold<Map<string, string | undefined>> = {
  initial: () => new Map(),
  evolve: (state, record) => state.set(record.hash, instrumentIn(record.body)),
};

/**
 * An instrument's story, newest first: records that name it in their body, or that an amendment has put there, under every id
 * it goes by. Nothing is kept for it but `record_index`, which follows behind the saves; what is not in there yet is looked
 * for in the log. Answers how to read on, so that a caller takes as many as it needs, with the stream each folds under.
 */
export async function openStory(
  store: Store,
  instrumentId: string,
  { before, types = [...storyTypes] }: StoryQuery = {},
): Promise<Iterable<{ readonly record: StoredRecord; readonly stream: string }>> {
  await catchUp(store);
  const { records } = store;
  const ids = records.idsOf('instrument', instrumentId);
  const isStory = new Set(types);
  return (function* () {
    // A moved record may come twice, also where it was the last of the page before.
    const seen = new Set(before && [before.hash]);
    let isReached = before === undefined;
    for (const { hash, hlc } of places(store, ids, types, before?.hlc)) {
      // Of one time are those up to the one the last page ended with: they were on it.
      isReached ||= hlc !== before?.hlc || hash === before.hash;
      if (!isReached || seen.has(hash)) continue;
      seen.add(hash);
      const record = records.byHash(hash);
      if (!record?.isKnown || !isStory.has(record.type)) continue;
      const { state, stream } = records.fold(record.stream, instrumentsFold);
      const named = state.get(hash);
      if (named !== undefined && ids.includes(named)) yield { record, stream };
    }
  })();
}

/** Takes the log into the index where many records are missing there; a few are read from the log itself. */
async function catchUp({ index }: Store): Promise<void> {
  try {
    while (index.newest - index.upto > indexStep) {
      index.follow();
      await new Promise((resolve) => setImmediate(resolve));
    }
  } catch {
    // A full or read-only disk: the store says so on every screen, and what is missing is read from the log.
  }
}

/** Everything that may stand in the story, newest first: from the index, from the log behind it, and what was moved there. */
function* places(store: Store, ids: readonly string[], types: readonly string[], from?: string) {
  const first = { hlc: from ?? '\u{10ffff}', lsn: Number.MAX_SAFE_INTEGER, hash: '' };
  const others = [...notIndexed(store, ids), ...movedIn(store, ids)].filter((one) => one.hlc <= first.hlc);
  others.sort(newestFirst);
  const read = indexReader(store, ids, types);
  for (let last: Place = first, isMore = true; isMore; ) {
    const rows = read(last);
    isMore = rows.length === rowsAtOnce;
    last = rows.at(-1) ?? last;
    for (const row of rows) {
      while (others.length > 0 && newestFirst(others[0]!, row) < 0) yield others.shift()!;
      yield row;
    }
  }
  yield* others;
}

const newestFirst = (a: Place, b: Place): number => (a.hlc < b.hlc ? 1 : a.hlc > b.hlc ? -1 : b.lsn - a.lsn);

/** Reads the rows that follow on a place, at most `rowsAtOnce`. */
function indexReader({ db }: Store, ids: readonly string[], types: readonly string[]) {
  const idOf = db.prepare('SELECT name_id FROM record_index_names WHERE name = ?').pluck();
  const named = (names: readonly string[]) => names.flatMap((name) => (idOf.get(name) as number | undefined) ?? []);
  const typeIds = JSON.stringify(named(types));
  const rows = db.prepare<[number, string, number, string, number], Omit<Place, 'hash'> & { hash: Buffer }>(
    `SELECT i.hlc, i.lsn, r.hash FROM record_index i JOIN record_log r ON r.lsn = i.lsn
     WHERE i.story = ? AND (i.hlc, i.lsn) < (?, ?) AND i.type IN (SELECT value FROM json_each(?))
     ORDER BY i.hlc DESC, i.lsn DESC LIMIT ?`,
  );
  const stories = named(ids.map(storyName));
  return (after: Place): Place[] =>
    stories
      .flatMap((story) => rows.all(story, after.hlc, after.lsn, typeIds, rowsAtOnce))
      .map(({ hlc, lsn, hash }) => ({ hlc, lsn, hash: hash.toString('base64url') }))
      .sort(newestFirst)
      .slice(0, rowsAtOnce);
}

/** The newest records of the log, which the index has not come to. */
function notIndexed(store: Store, ids: readonly string[]): Place[] {
  const rows = store.db
    .prepare<[number], { lsn: number; hash: Buffer; raw: string }>(
      'SELECT lsn, hash, raw FROM record_log WHERE lsn > ? ORDER BY lsn',
    )
    .iterate(store.index.upto);
  const stories = new Set(ids.map(storyName));
  const moved = new Set(ids.map(movedName));
  const found: Place[] = [];
  const targets: string[] = [];
  for (const { lsn, hash, raw } of rows) {
    const { story, hlc } = describeText(raw);
    if (stories.has(story)) found.push({ hlc, lsn, hash: hash.toString('base64url') });
    else if (moved.has(story)) targets.push(raw);
  }
  return [...found, ...targets.flatMap((raw) => targetOf(store, raw) ?? [])];
}

/** Records that a correction has put into the story. */
function movedIn(store: Store, ids: readonly string[]): Place[] {
  const corrections = store.db
    .prepare<[string], string>(
      `SELECT r.raw FROM record_index i JOIN record_log r ON r.lsn = i.lsn
       WHERE i.story = (SELECT name_id FROM record_index_names WHERE name = ?)`,
    )
    .pluck();
  return ids.flatMap((id) => corrections.all(movedName(id)).flatMap((raw) => targetOf(store, raw as string) ?? []));
}

/** The place of the record a correction speaks of; it stands at its own time. */
function targetOf({ records }: Store, raw: string): Place | undefined {
  const { type, body } = JSON.parse(raw) as Envelope;
  const named = type === recordAmended.type ? (body as { target?: unknown }).target : undefined;
  const target = typeof named === 'string' ? records.byHash(named) : undefined;
  return target && { hlc: target.hlc, lsn: 0, hash: target.hash };
}
