import { useTranslation } from 'react-i18next';
import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import { Card } from '../../../ui/card.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface OutcomeFormProps {
  readonly outcome: NonNullable<GuideRun['outcome']>;
  readonly isOpen: boolean;
  readonly whatWasDone: string;
  readonly onWhatWasDone: (text: string) => void;
  readonly isSolved: boolean;
  readonly onSolved: (isSolved: boolean) => void;
}

/** Where the answers lead, and the person's own words on what was done. */
export function OutcomeForm(props: OutcomeFormProps) {
  const { t } = useTranslation('troubleshooting');
  return (
    <>
      <Card title={t('outcome')} tone="info">
        <p>{props.outcome.text}</p>
        <p>{props.outcome.advice}</p>
        {props.outcome.source !== '' && <p>{t('source', { source: props.outcome.source })}</p>}
      </Card>
      {props.isOpen && (
        <>
          <TextField
            label={t('whatWasDone')}
            value={props.whatWasDone}
            onChange={props.onWhatWasDone}
            isLong
            autoFocus
            maxLength={2000}
          />
          <SwitchField label={t('resolves')} isOn={props.isSolved} onChange={props.onSolved} />
        </>
      )}
    </>
  );
}
