import { useTranslation } from 'react-i18next';
import type { DueStanding } from '../../../../shared/modules/calibration/standards-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfDue } from './tones.ts';

/** How one demand stands and until when: icon, word, day. */
export function DueMark({ standing }: { readonly standing: Pick<DueStanding, 'state' | 'dueOn'> }) {
  const { t } = useTranslation('calibration');
  const say = useSay();
  const word = say(`standards.state.${standing.state}`);
  return (
    <StateMark tone={toneOfDue[standing.state]}>
      {standing.dueOn === null ? word : t('standard.until', { state: word, day: formatCivilDay(standing.dueOn) })}
    </StateMark>
  );
}
