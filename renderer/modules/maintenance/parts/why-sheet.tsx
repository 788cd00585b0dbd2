import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AgendaItem } from '../../../../shared/modules/maintenance/agenda-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Loaded } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { toneOfDue } from './core-tones.ts';
import styles from './why-sheet.module.css';

interface WhySheetProps {
  readonly item: Pick<AgendaItem, 'planId' | 'occurrence'>;
  readonly onClose: () => void;
}

/** Why a task stands where it stands: rule, dates, source, step by step. */
export function WhySheet({ item, onClose }: WhySheetProps) {
  const { t } = useTranslation('agenda');
  const say = useSay();
  const why = useQuery(
    useApi().maintenance.agenda.why.queryOptions({ input: { planId: item.planId, occurrence: item.occurrence } }),
  );
  return (
    <Sheet title={t('whyTitle')} isOpen onOpenChange={onClose}>
      <Loaded query={why}>
        {(data) => (
          <div className={styles.why}>
            <p>
              <StateMark tone={toneOfDue[data.item.state]}>{t(`state.${data.item.state}`)}</StateMark>{' '}
              <strong>{data.item.title}</strong>, {data.item.instrumentName}
            </p>
            <ol className={styles.steps}>
              {data.steps.map((step) => (
                <li key={`${step.key} ${JSON.stringify(step.data)}`}>{say(step.key, step.data)}</li>
              ))}
            </ol>
            {data.missed.length > 0 && (
              <p>{t('missed', { dates: data.missed.map(({ dueOn }) => formatCivilDay(dueOn)).join(', ') })}</p>
            )}
            <p className={styles.source}>
              {data.source === '' ? t('sourceNone') : t('source', { source: data.source })}
            </p>
            {data.sop !== '' && <p className={styles.source}>{t('sop', { sop: data.sop })}</p>}
          </div>
        )}
      </Loaded>
    </Sheet>
  );
}
