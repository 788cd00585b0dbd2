import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VisitDetail } from '../../../../shared/modules/cases/visit-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import styles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { DueMark } from './due-mark.tsx';
import { EndSheet } from './end-sheet.tsx';
import { toneOfEnd } from './tones.ts';

type FollowUp = VisitDetail['followUps'][number];

interface FollowUpsCardProps {
  readonly visit: VisitDetail;
  readonly onAdd: () => void;
}

/** What is to be done after the visit. It can be ended when the visit is long closed. */
export function FollowUpsCard({ visit, onAdd }: FollowUpsCardProps) {
  const { t } = useTranslation('visits');
  const [ending, setEnding] = useState<FollowUp | null>(null);
  const end = useMutation(useApi().cases.visits.endFollowUp.mutationOptions({ onSuccess: () => setEnding(null) }));
  return (
    <Card
      title={t('followUp.title')}
      action={visit.state !== 'cancelled' && <Button onPress={onAdd}>{t('followUp.add')}</Button>}
    >
      {visit.followUps.length === 0 ? (
        <p>{t('followUp.none')}</p>
      ) : (
        <ul className={styles.rows}>
          {visit.followUps.map((row) => (
            <li key={row.id} className={styles.withAction}>
              <div className={styles.words}>
                <span className={styles.main}>
                  <StateMark tone={toneOfEnd[row.state]}>{t(`followUp.${row.state}`)}</StateMark>
                  <span className={styles.text}>{row.text}</span>
                </span>
                <span className={styles.rest}>
                  {row.owner !== '' && <span>{row.owner}</span>}
                  <DueMark row={row} />
                  {row.note !== '' && <span>{row.note}</span>}
                </span>
              </div>
              {row.state === 'open' && (
                <Button aria-label={`${t('followUp.end')}: ${row.text}`} onPress={() => setEnding(row)}>
                  {t('followUp.end')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {ending !== null && (
        <EndSheet
          title={t('followUp.end')}
          what={ending.text}
          mutation={end}
          onClose={() => setEnding(null)}
          onSave={(how) => end.mutate({ visitId: visit.id, followUpId: ending.id, ...how })}
        />
      )}
    </Card>
  );
}
