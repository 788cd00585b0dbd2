import type { ScoreTerm } from '../../../../shared/modules/cases/case-contract.ts';
import type { LinkKind } from '../../../../shared/modules/cases/terms.ts';
import { useSay } from '../../../i18n/say.ts';

/** One addend of a priority in words. */
export function useSayTerm(): (term: ScoreTerm) => string {
  const say = useSay();
  return ({ key, applies, data }) => say(`score.${key}-${applies}`, data);
}

/** Where a linked thing opens; null where it has no page of its own. */
export function pathOfLink(kind: LinkKind, id: string): string | null {
  switch (kind) {
    case 'error':
      return `/errors/${id}`;
    case 'guide-run':
      return `/runs/${id}`;
    case 'task':
      // A task is named by its plan and the day it was due; the plan's page shows what was done.
      return `/plans/${id.split('/')[0]}`;
    case 'work-order':
      return `/work-orders/${id}`;
    case 'return-to-service':
      return `/return-to-service/${id}`;
    case 'calibration':
    case 'verification':
      return `/calibrations/${id}`;
    case 'standard':
      return `/standards/${id}`;
    case 'sop-run':
      return `/procedures/runs/${id}`;
    case 'visit':
      return `/visits/${id}`;
    case 'decontamination':
      return `/decontamination/${id}`;
    case 'installation':
      return `/installations/${id}`;
    case 'notice':
      return `/notices/${id}`;
    case 'case':
      return `/case/${id}`;
    case 'downtime':
    case 'certificate':
      return null;
  }
}

/** 95 -> `1 h 35 min`, 20 -> `20 min`. */
export function shownMinutes(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
