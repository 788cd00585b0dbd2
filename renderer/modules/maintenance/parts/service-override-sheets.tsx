import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Readiness } from '../../../../shared/modules/maintenance/readiness.ts';
import { useSigning } from '../../../app/signing.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** Hours to choose from; the last is the most one exception may hold (mission rule C.4). */
const spans = ['2', '8', '24'] as const;

interface OverrideSheetProps {
  readonly readiness: Readiness;
  readonly instrumentName: string;
  readonly onClose: () => void;
}

/** A signed exception: the instrument runs although it is not ready, for a stated time and reason. */
export function OverrideSheet({ readiness, instrumentName, onClose }: OverrideSheetProps) {
  const { t } = useTranslation('service');
  const say = useSay();
  const { sign } = useSigning();
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState<(typeof spans)[number]>('8');
  const override = useMutation(useApi().maintenance.service.readiness.override.mutationOptions());
  const { instrumentId } = readiness;
  const signIt = async () => {
    const signed = await sign({
      title: t('override.signTitle', { instrument: instrumentName }),
      lines: [
        { label: t('override.line.reason'), value: reason.trim() },
        { label: t('override.line.hours'), value: t('override.hoursChoice', { count: Number(hours) }) },
        ...readiness.reasons
          .filter(({ tone }) => tone === 'red')
          .map((each) => ({
            label: t('override.line.reasons'),
            value: say(`readiness.reason.${each.code}`, each.data),
          })),
      ],
      meaning: 'approved',
      act: ({ password }) => override.mutateAsync({ instrumentId, reason, hours: Number(hours), password }),
    });
    if (signed !== null) {
      onClose();
    }
  };
  return (
    <FormSheet
      title={t('override.title')}
      saveLabel={t('override.sign')}
      canSave={reason.trim() !== ''}
      mutation={{ error: null, isPending: override.isPending }}
      onClose={onClose}
      onSave={() => void signIt()}
    >
      <p>{t('override.more')}</p>
      <TextField
        label={t('override.reason')}
        value={reason}
        onChange={setReason}
        isRequired
        autoFocus
        maxLength={1000}
      />
      <ChoiceField
        label={t('override.hours')}
        layout="row"
        value={hours}
        onChange={setHours}
        choices={spans.map((value) => ({ value, label: t('override.hoursChoice', { count: Number(value) }) }))}
      />
    </FormSheet>
  );
}

interface EndOverrideSheetProps {
  readonly instrumentId: string;
  readonly overrideId: string;
  readonly onClose: () => void;
}

/** Ends an exception before its time. */
export function EndOverrideSheet({ instrumentId, overrideId, onClose }: EndOverrideSheetProps) {
  const { t } = useTranslation('service');
  const [reason, setReason] = useState('');
  const end = useMutation(useApi().maintenance.service.readiness.endOverride.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('override.endTitle')}
      saveLabel={t('override.endSave')}
      canSave={reason.trim() !== ''}
      mutation={end}
      onClose={onClose}
      onSave={() => end.mutate({ instrumentId, overrideId, reason })}
    >
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}
