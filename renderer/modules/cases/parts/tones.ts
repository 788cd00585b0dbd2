import type { CaseRow } from '../../../../shared/modules/cases/case-contract.ts';
import type { InstallationDetail, NoticeMatch } from '../../../../shared/modules/cases/project-contract.ts';
import type { CaseState, EffectVerdict, VisitState } from '../../../../shared/modules/cases/terms.ts';
import type { Tone } from '../../../ui/state-mark.tsx';

export const toneOfCase = {
  open: 'attention',
  acknowledged: 'info',
  investigating: 'info',
  'corrective-action': 'info',
  'pending-verification': 'attention',
  closed: 'good',
  recurred: 'stop',
} as const satisfies Record<CaseState, Tone>;

export const toneOfClock = {
  none: 'not-set-up',
  running: 'info',
  soon: 'attention',
  late: 'stop',
  met: 'good',
} as const satisfies Record<CaseRow['clock'], Tone>;

export const toneOfEffect = {
  effective: 'good',
  'not-effective': 'stop',
  'cannot-evaluate': 'unknown',
} as const satisfies Record<EffectVerdict, Tone>;

/** A piece of work that is open, done, or given up. */
export const toneOfEnd = { open: 'info', done: 'good', dropped: 'not-set-up' } as const satisfies Record<string, Tone>;

export const toneOfVisit = {
  planned: 'info',
  'on-site': 'attention',
  left: 'attention',
  closed: 'good',
  cancelled: 'not-set-up',
} as const satisfies Record<VisitState, Tone>;

type ItemState = InstallationDetail['phases'][number]['items'][number]['state'];

export const toneOfItem = {
  open: 'unknown',
  proven: 'good',
  failed: 'stop',
  'cannot-evaluate': 'unknown',
  'not-applicable': 'not-set-up',
} as const satisfies Record<ItemState, Tone>;

export const toneOfMatch = {
  applies: 'attention',
  'may-apply': 'unknown',
  'does-not-apply': 'good',
} as const satisfies Record<NoticeMatch['verdict'], Tone>;
