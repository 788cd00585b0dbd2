import type { SopRow } from '../../../../shared/modules/sop/library-contract.ts';
import type { VersionState } from '../../../../shared/modules/sop/terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

/** Colour is for what is in force; all else is on its way or over. */
export const toneOfVersion: Readonly<Record<VersionState, Tone>> = {
  draft: 'info',
  'in-review': 'info',
  approved: 'info',
  effective: 'good',
  retired: 'not-set-up',
};

/** Days before its review date from which a procedure is said to need one. */
const REVIEW_SOON_DAYS = 30;

/** How near the review of the version in force is. */
export function reviewState(row: SopRow): 'none' | 'later' | 'soon' | 'overdue' {
  if (row.effective === null) {
    return 'none';
  }
  const { reviewInDays } = row.effective;
  return reviewInDays < 0 ? 'overdue' : reviewInDays <= REVIEW_SOON_DAYS ? 'soon' : 'later';
}

export type LibraryGroup = 'attention' | 'effective' | 'working' | 'retired';

/** Where in the library a procedure stands: first what a person has to do something about. */
export function groupOf(row: SopRow): LibraryGroup {
  if (row.isRetired) {
    return 'retired';
  }
  const waits = row.working !== null && row.working.state !== 'draft';
  const review = reviewState(row);
  const isLate = (row.effective?.unreadLateCount ?? 0) > 0;
  if (
    waits ||
    isLate ||
    review === 'overdue' ||
    review === 'soon' ||
    row.openRequestCount > 0 ||
    row.conflictCount > 0 ||
    row.differenceCount > 0
  ) {
    return 'attention';
  }
  return row.effective === null ? 'working' : 'effective';
}
