import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { RunSet } from '../../../../shared/modules/calibration/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimal, isDecimalOrEmpty } from './decimals.ts';
import { useFormDraft } from './use-form-draft.ts';
import { useReadSession } from './use-read-session.ts';

interface TypeRunSheetProps {
  readonly session: Session;
  readonly set: RunSet;
  readonly materialKey: string | null;
  readonly onClose: () => void;
}

/** A replicate read off the analyzer where the line says nothing. It is marked as typed for ever. */
export function TypeRunSheet({ session, set, materialKey, onClose }: TypeRunSheetProps) {
  const { t } = useTranslation('calibration');
  const { sessionId, terms } = session;
  // The run's own id: pressed twice, it is one run.
  const [runId] = useState(() => crypto.randomUUID());
  const draft = useFormDraft(sessionId, `run/${set}/${materialKey ?? ''}`, session.drafts);
  const readAgain = useReadSession(sessionId);
  const type = useMutation(
    useApi().calibration.sessions.typeRun.mutationOptions({
      onSuccess: async () => {
        await draft.discard();
        await readAgain();
        onClose();
      },
    }),
  );
  const typed = terms.parameters.filter(({ key }) => isDecimal(draft.of(key)));
  const isRight = terms.parameters.every(({ key }) => isDecimalOrEmpty(draft.of(key)));
  return (
    <FormSheet
      title={t('run.typeTitle')}
      saveLabel={t('run.typeSave')}
      canSave={isRight && typed.length > 0}
      mutation={type}
      onClose={onClose}
      onSave={() =>
        type.mutate({
          sessionId,
          runId,
          set,
          materialKey,
          values: typed.map(({ key, unit }) => ({ parameter: key, value: decimalOf(draft.of(key)) ?? '', unit })),
          note: draft.of('note').trim(),
        })
      }
    >
      <p>{t('run.typeMore')}</p>
      {terms.parameters.map((parameter, index) => (
        <DecimalField
          key={parameter.key}
          label={parameter.label}
          unit={parameter.unit}
          value={draft.of(parameter.key)}
          onChange={(value) => draft.set(parameter.key, value)}
          autoFocus={index === 0}
        />
      ))}
      <TextField
        label={t('note')}
        value={draft.of('note')}
        onChange={(value) => draft.set('note', value)}
        maxLength={500}
      />
    </FormSheet>
  );
}
