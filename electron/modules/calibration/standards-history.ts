import type * as z from 'zod';
import type { historyLine } from '../../../shared/modules/calibration/standards-contract.ts';
import { standardsTimelineLines } from '../../../shared/modules/calibration/standards-words.ts';
import { timelineLine } from '../../../shared/modules/timeline.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';

/** Records of some streams as lines of a history, in the order of time; voided ones too. */
export function standardsHistory(context: HostContext, streams: readonly string[]): z.infer<typeof historyLine>[] {
  return streams
    .flatMap((stream) => context.store.records.read(stream))
    .toSorted((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0))
    .map((record) => ({
      hash: record.hash,
      at: record.wall,
      type: record.type,
      actor: actorName(record.actor, context),
      ...timelineLine(record, standardsTimelineLines),
    }));
}
