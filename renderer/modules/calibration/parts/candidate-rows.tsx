import { useTranslation } from 'react-i18next';
import type { Candidate } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { ProcedureTerms } from '../../../../shared/modules/calibration/terms.ts';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './calibration.module.css';

interface CandidateRowsProps {
  readonly candidates: readonly Candidate[];
  readonly terms: ProcedureTerms;
  readonly isPending: boolean;
  readonly onTake: (candidate: Candidate) => void;
  readonly onLeave: (candidate: Candidate) => void;
}

/** What came down the line since the session began and is not taken yet. A person says which of it belongs here. */
export function CandidateRows({ candidates, terms, isPending, onTake, onLeave }: CandidateRowsProps) {
  const { t } = useTranslation('calibration');
  if (candidates.length === 0) {
    return <p role="status">{t('candidate.none')}</p>;
  }
  const labelOf = (key: string) => terms.parameters.find((parameter) => parameter.key === key)?.label ?? key;
  return (
    <ul className={rowStyles.rows} aria-label={t('candidate.title')}>
      {candidates.map((candidate, index) => {
        const at = formatTimeOfDay(candidate.receivedAt, 'seconds');
        return (
          <li key={candidate.messageId} className={rowStyles.withAction}>
            <div className={rowStyles.words}>
              <div className={styles.values}>
                {candidate.values.map((value) => (
                  <span key={value.parameter}>
                    {[labelOf(value.parameter), value.rawValue, value.unit, ...value.flags].filter(Boolean).join(' ')}
                  </span>
                ))}
              </div>
              <div className={rowStyles.rest}>
                <TimeText at={candidate.receivedAt} look="log" />
                {candidate.specimen !== '' && <span>{t('candidate.specimen', { shows: candidate.specimen })}</span>}
                {candidate.flaggedCount > 0 && (
                  <StateMark tone="attention">{t('candidate.flagged', { count: candidate.flaggedCount })}</StateMark>
                )}
                {index === 0 && <span>{t('candidate.next')}</span>}
              </div>
            </div>
            <div className={rowStyles.actions}>
              <Button look="quiet" aria-label={t('candidate.leaveOne', { at })} onPress={() => onLeave(candidate)}>
                {t('candidate.leave')}
              </Button>
              <Button
                aria-label={t('candidate.takeOne', { at })}
                isDisabled={isPending}
                onPress={() => onTake(candidate)}
              >
                {t('candidate.take')}
              </Button>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
