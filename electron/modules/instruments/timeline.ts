import type * as z from 'zod';
import type { timelineEntry } from '../../../shared/modules/instruments/contract.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { placeOfRecord } from '../place-of.ts';
import { openStory } from '../story.ts';
import { storyLine } from '../story-line.ts';

type TimelineEntry = z.infer<typeof timelineEntry>;

/** One page of an instrument's story, newest first. `before` is the hash of the last entry of the page before. */
export async function readTimeline(
  context: HostContext,
  instrumentId: string,
  before: string | null,
  limit: number,
): Promise<{ entries: TimelineEntry[]; next: string | null }> {
  const last = before === null ? undefined : context.store.records.byHash(before);
  const entries: TimelineEntry[] = [];
  for (const { record } of await openStory(context.store, instrumentId, { before: last })) {
    const { hash, id, wall, type, actor } = record;
    entries.push({
      ...storyLine(record),
      ...{ hash, id, at: wall, type },
      actor: actorName(actor, context),
      place: placeOfRecord(context, hash),
    });
    if (entries.length === limit) return { entries, next: hash };
  }
  return { entries, next: null };
}
