import type * as z from 'zod';
import type { timelineEntry } from '../../../shared/modules/instruments/contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { placeOfRecord } from '../place-of.ts';
import { storyLine } from '../story-line.ts';

type TimelineEntry = z.infer<typeof timelineEntry>;

/** One page of an instrument's story, newest first. `before` is the hash of the last entry of the page before. */
export function readTimeline(
  context: HostContext,
  instrumentId: string,
  before: string | null,
  limit: number,
): { entries: TimelineEntry[]; next: string | null } {
  const { db, records } = context.store;
  const last = before === null ? null : (records.byHash(before)?.hlc ?? '');
  const hashes = db
    .prepare(
      `SELECT hash FROM instrument_timeline WHERE instrument_id = ?
         AND (? IS NULL OR (hlc, hash) < (?, ?))
       ORDER BY hlc DESC, hash DESC LIMIT ?`,
    )
    .pluck()
    .all(instrumentId, last, last, before, limit) as string[];
  return {
    entries: hashes.map((hash) => {
      const record = records.byHash(hash)!;
      return {
        ...storyLine(record),
        id: record.id,
        at: record.wall,
        type: record.type,
        actor: actorName(record.actor, context),
        place: placeOfRecord(context, hash),
        hash,
      };
    }),
    next: hashes.length === limit ? (hashes.at(-1) ?? null) : null,
  };
}
