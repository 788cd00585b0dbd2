import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerificationStanding } from '../../../../shared/modules/calibration/verification-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { DismissTriggerSheet } from './trigger-sheets.tsx';

interface TriggerRowsProps {
  readonly standing: VerificationStanding;
  readonly onNote: () => void;
}

/** What happened that asks for a verification before the date. */
export function TriggerRows({ standing, onNote }: TriggerRowsProps) {
  const { t } = useTranslation('calibration');
  const [dismissed, setDismissed] = useState<string | null>(null);
  return (
    <Card
      title={t('trigger.title')}
      action={
        <Button look="quiet" onPress={onNote}>
          {t('trigger.note')}
        </Button>
      }
    >
      {standing.openTriggers.length === 0 ? (
        <p>{t('trigger.none')}</p>
      ) : (
        <ul className={styles.rows}>
          {standing.openTriggers.map((trigger) => (
            <li key={trigger.triggerId} className={styles.withAction}>
              <div className={styles.words}>
                <div className={styles.main}>
                  <StateMark tone="attention">{t(`reason.${trigger.kind}`)}</StateMark>
                  <span>{formatCivilDay(trigger.on)}</span>
                </div>
                <div className={styles.rest}>
                  <span>{t(`trigger.origin.${trigger.origin}`)}</span>
                  {trigger.note !== '' && <span>{trigger.note}</span>}
                </div>
              </div>
              {trigger.origin === 'noted' && (
                <Button
                  look="quiet"
                  aria-label={t('trigger.dismissOne', { what: t(`reason.${trigger.kind}`) })}
                  onPress={() => setDismissed(trigger.triggerId)}
                >
                  {t('trigger.dismiss')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {dismissed !== null && <DismissTriggerSheet triggerId={dismissed} onClose={() => setDismissed(null)} />}
    </Card>
  );
}
