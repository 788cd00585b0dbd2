import type * as z from 'zod';
import type { timelineEntry } from '../../../shared/modules/instruments/contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { placeOfRecord } from '../place-of.ts';

type TimelineEntry = z.infer<typeof timelineEntry>;

interface TimelineRow {
  hash: string;
  record_id: string;
  at: string;
  type: string;
  key: string;
  data: string;
  actor: string;
}

/** One page of an instrument's story, newest first. `before` is the hash of the last entry of the page before. */
export function readTimeline(
  context: HostContext,
  instrumentId: string,
  before: string | null,
  limit: number,
): { entries: TimelineEntry[]; next: string | null } {
  const { db, records } = context.store;
  const last = before === null ? null : (records.byHash(before)?.hlc ?? '');
  const rows = db
    .prepare(
      `SELECT hash, record_id, at, type, key, data, actor FROM instrument_timeline WHERE instrument_id = ?
         AND (? IS NULL OR (hlc, hash) < (?, ?))
       ORDER BY hlc DESC, hash DESC LIMIT ?`,
    )
    .all(instrumentId, last, last, before, limit) as TimelineRow[];
  return {
    entries: rows.map((row) => ({
      id: row.record_id,
      at: row.at,
      type: row.type,
      key: row.key,
      data: JSON.parse(row.data) as TimelineEntry['data'],
      actor: actorName(row.actor, context),
      place: placeOfRecord(context, row.hash),
      hash: row.hash,
    })),
    next: rows.length === limit ? (rows.at(-1)?.hash ?? null) : null,
  };
}
