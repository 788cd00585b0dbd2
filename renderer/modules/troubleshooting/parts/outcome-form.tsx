import { useTranslation } from 'react-i18next';
import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface OutcomeFormProps {
  readonly outcome: NonNullable<GuideRun['outcome']>;
  readonly isOpen: boolean;
  readonly whatWasDone: string;
  readonly onWhatWasDone: (text: string) => void;
  readonly isSolved: boolean;
  readonly onSolved: (isSolved: boolean) => void;
}

/** Where the answers lead, and the person's own words on what was done. A call never closes the error. */
export function OutcomeForm(props: OutcomeFormProps) {
  const { t } = useTranslation('troubleshooting');
  const { kind, text, advice, source } = props.outcome;
  const isCall = kind === 'stop-and-call';
  return (
    <>
      <Card title={t('outcome')} tone={isCall ? 'stop' : 'info'}>
        <StateMark tone={isCall ? 'stop' : 'good'}>{t(`outcomeKind.${kind}`)}</StateMark>
        <p>{text}</p>
        <p>{advice}</p>
        <p>{source === '' ? t('housePractice') : t('source', { source })}</p>
      </Card>
      {props.isOpen && (
        <>
          <TextField
            label={t(isCall ? 'whatWasDoneSoFar' : 'whatWasDone')}
            value={props.whatWasDone}
            onChange={props.onWhatWasDone}
            isLong
            autoFocus
            maxLength={2000}
          />
          {isCall ? (
            <p>{t('callStaysOpen')}</p>
          ) : (
            <SwitchField label={t('resolves')} isOn={props.isSolved} onChange={props.onSolved} />
          )}
        </>
      )}
    </>
  );
}
