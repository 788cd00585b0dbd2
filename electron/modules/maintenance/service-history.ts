import type { ServiceHistoryLine } from '../../../shared/modules/maintenance/service-contract.ts';
import { serviceTimelineLines } from '../../../shared/modules/maintenance/service-words.ts';
import { timelineLine } from '../../../shared/modules/timeline.ts';
import type { StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';

/** Records of some streams as lines of a history, in the order of time. */
export function readServiceHistory(context: HostContext, streams: readonly string[]): ServiceHistoryLine[] {
  return streams
    .flatMap((stream) => context.store.records.read(stream))
    .toSorted((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0))
    .map((record) => historyLine(context, record));
}

export function historyLine(context: HostContext, record: StoredRecord): ServiceHistoryLine {
  return {
    hash: record.hash,
    at: record.wall,
    type: record.type,
    actor: actorName(record.actor, context),
    ...timelineLine(record, serviceTimelineLines),
  };
}
