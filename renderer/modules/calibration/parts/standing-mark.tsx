import { useTranslation } from 'react-i18next';
import type { VerificationStanding } from '../../../../shared/modules/calibration/verification-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';

export const toneOfStanding = {
  'in-date': 'good',
  'due-soon': 'attention',
  overdue: 'stop',
  triggered: 'stop',
  never: 'not-set-up',
  exempt: 'info',
  'not-applicable': 'not-set-up',
} as const satisfies Record<VerificationStanding['state'], Tone>;

/** How an instrument's verification stands, in one sentence. */
export function useSayStanding() {
  const { t } = useTranslation('calibration');
  return (standing: VerificationStanding): string =>
    t(standing.dueOn === null ? `standing.${standing.state}.plain` : `standing.${standing.state}.dated`, {
      day: standing.dueOn === null ? '' : formatCivilDay(standing.dueOn),
      count: Math.abs(standing.daysLeft ?? 0),
    });
}

export function StandingMark({ standing }: { readonly standing: VerificationStanding }) {
  const sayStanding = useSayStanding();
  return <StateMark tone={toneOfStanding[standing.state]}>{sayStanding(standing)}</StateMark>;
}
