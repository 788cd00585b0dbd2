import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../../shared/modules/sop/version-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { everyStep, numberOf } from './editor-steps.ts';

interface AskChangeSheetProps {
  readonly version: VersionDetail;
  readonly stepKey: string | null;
  readonly onClose: () => void;
  readonly onAsked: () => void;
}

const whole = '-';

/** "We do it differently": how, and why. */
export function AskChangeSheet({ version, stepKey, onClose, onAsked }: AskChangeSheetProps) {
  const { t } = useTranslation('sop');
  const [step, setStep] = useState(stepKey ?? whole);
  const [practice, setPractice] = useState('');
  const [why, setWhy] = useState('');
  const { sopId, versionId } = version;
  const { steps } = version.content;
  const ask = useMutation(
    useApi().sop.requests.ask.mutationOptions({
      onSuccess: () => {
        onClose();
        onAsked();
      },
    }),
  );
  return (
    <FormSheet
      title={t('version.askTitle')}
      saveLabel={t('version.askSave')}
      canSave={practice.trim() !== ''}
      hasLongText
      onSave={() => ask.mutate({ sopId, versionId, stepKey: step === whole ? null : step, runId: null, practice, why })}
      onClose={onClose}
      mutation={ask}
    >
      <p>{t('version.askMore')}</p>
      <SelectField
        label={t('version.askStep')}
        value={step}
        options={[
          { value: whole, label: t('version.askWhole') },
          ...everyStep(steps).map(({ key, title }) => ({ value: key, label: `${numberOf(steps, key)} ${title}` })),
        ]}
        onChange={setStep}
      />
      <TextField
        label={t('version.askPractice')}
        value={practice}
        onChange={setPractice}
        isLong
        isRequired
        autoFocus
        maxLength={2000}
      />
      <TextField label={t('version.askWhy')} value={why} onChange={setWhy} isLong maxLength={2000} />
    </FormSheet>
  );
}
