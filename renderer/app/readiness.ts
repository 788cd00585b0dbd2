import { useQuery } from '@tanstack/react-query';
import type { Readiness, ReadinessReason } from '../../shared/modules/maintenance/readiness.ts';
import { useApi } from '../data/data-layer.tsx';
import type { Tone } from '../ui/state-mark.tsx';

export const toneOfReadiness = {
  green: 'good',
  amber: 'attention',
  red: 'stop',
  'not-set-up': 'not-set-up',
} as const satisfies Record<Readiness['state'], Tone>;

export const toneOfReason = {
  red: 'stop',
  amber: 'attention',
  'not-set-up': 'not-set-up',
  info: 'info',
} as const satisfies Record<ReadinessReason['tone'], Tone>;

/** Where a reason is put right, as a path of the app; null when there is nothing to do. */
export function pathOfReason(instrumentId: string, { goesTo, subjectId }: ReadinessReason): string | null {
  switch (goesTo) {
    case 'none':
      return null;
    case 'errors':
      return subjectId === '' ? `/instruments/${instrumentId}/errors` : `/errors/${subjectId}`;
    case 'return-to-service':
      return subjectId === '' ? `/instruments/${instrumentId}/service` : `/return-to-service/${subjectId}`;
    case 'agenda':
      return '/agenda';
    case 'plans':
      return `/instruments/${instrumentId}/maintenance`;
    default:
      return `/instruments/${instrumentId}/${goesTo}`;
  }
}

/** What readiness rests on: errors and backgrounds from the wire, plans, lists, the lab's own decision. */
const topics = ['maintenance', 'instruments', 'errors', 'calibration', 'processing'];

/** "Ready to run?" of every instrument; undefined until it is read. One read for a whole bench of cards. */
export function useReadinessOfAll(): ReadonlyMap<string, Readiness> | undefined {
  const { data } = useQuery(
    useApi().maintenance.service.readiness.all.queryOptions({
      meta: { topics },
      select: (rows) => new Map(rows.map((row) => [row.instrumentId, row])),
    }),
  );
  return data;
}

/** The same of one instrument. */
export function useReadiness(instrumentId: string): Readiness | undefined {
  return useQuery(
    useApi().maintenance.service.readiness.get.queryOptions({ input: { instrumentId }, meta: { topics } }),
  ).data;
}
