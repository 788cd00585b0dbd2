import type { StoryLine } from '../../../shared/modules/cases/case-contract.ts';
import { pictureAdded } from '../../../shared/modules/cases/records.ts';
import { isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { storyLine } from '../story-line.ts';
import { nameOf } from './links.ts';

type Sorted = StoryLine & { readonly hlc: string };

function toLine(context: HostContext, record: StoredRecord, origin: StoryLine['origin'], subject: string): Sorted {
  const { hash, wall: at, type, stream, hlc } = record;
  const picture = isRecordOf(record, pictureAdded)
    ? { sha256: record.body.picture.sha256, name: record.body.picture.name }
    : null;
  const line = storyLine(record);
  return {
    ...{ hash, at, type, stream, origin, subject, picture, hlc },
    actor: actorName(record.actor, context),
    key: line.key,
    data: { ...line.data },
  };
}

const newestFirst = (a: Sorted, b: Sorted): number => {
  if (a.hlc !== b.hlc) return a.hlc < b.hlc ? 1 : -1;
  return a.hash < b.hash ? 1 : -1;
};

/** Corrections and other records that only speak of another one stay; what a stream's thing says of itself is its line. */
function readStream(context: HostContext, stream: string, origin: StoryLine['origin'], subject: string): Sorted[] {
  return context.store.records.read(stream).map((record) => toLine(context, record, origin, subject));
}

/** The story of one stream alone, oldest first. */
export function storyOf(context: HostContext, stream: string): StoryLine[] {
  return readStream(context, stream, 'case', '').toSorted(newestFirst).toReversed().map(withoutOrder);
}

/** Days of messages told beside a case at most: a case that stays open for a year is not told message by message. */
const longestDays = 60;
const dayMs = 24 * 3_600_000;

export interface StoryOptions {
  readonly stream: string;
  readonly linked: readonly string[];
  readonly instrumentId: string | null;
  /** When it happened or was opened, and when it was closed or now; milliseconds. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly limit: number;
}

/**
 * One story of a thing's own records, those of what is linked to it, and what its instrument sent meanwhile as counts by
 * day, without any identity. Newest first.
 */
export function foldStory(context: HostContext, options: StoryOptions): { lines: StoryLine[]; hasMore: boolean } {
  const { stream, linked, limit } = options;
  const own = readStream(context, stream, 'case', '');
  const others = linked.flatMap((one) => readStream(context, one, 'linked', nameOf(context, one)));
  const all = [...own, ...others, ...messageLinesOf(context, options)].toSorted(newestFirst);
  return { lines: all.slice(0, limit).map(withoutOrder), hasMore: all.length > limit };
}

const withoutOrder = ({ hlc: _order, ...line }: Sorted): StoryLine => line;

interface DayRow {
  day: string;
  count: number;
  results: number;
  controls: number;
  flagged: number;
  last_at: string;
}

/** A line for each day, placed at the day's last message. */
function messageLinesOf(context: HostContext, { instrumentId, fromMs, toMs }: StoryOptions): Sorted[] {
  if (instrumentId === null || !(toMs > fromMs)) return [];
  const from = new Date(Math.max(fromMs, toMs - longestDays * dayMs)).toISOString();
  // Times of receipt are local with their offset: the day before catches every zone, the exact bound is held below.
  const rows = context.store.db
    .prepare(
      `SELECT substr(received_at, 1, 10) AS day, count(*) AS count, sum(kind = 'results') AS results,
         sum(kind = 'qc') AS controls, sum(flagged_count > 0) AS flagged, max(received_at) AS last_at
       FROM messages WHERE received_at >= ? AND received_at <= ? AND +instrument = ?
       GROUP BY day ORDER BY day`,
    )
    .all(from.slice(0, 10), `${new Date(toMs + dayMs).toISOString().slice(0, 10)}~`, instrumentId) as DayRow[];
  return rows.map(({ day, count, results, controls, flagged, last_at: at }) => {
    const ms = Date.parse(at);
    return {
      hash: `messages/${day}`,
      at,
      type: 'messages',
      actor: 'instrument',
      key: 'story.messages',
      data: { day, count, results, controls, flagged },
      origin: 'messages',
      stream: '',
      subject: '',
      picture: null,
      hlc: String(Number.isNaN(ms) ? 0 : ms).padStart(15, '0'),
    };
  });
}
