import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StandardStatus, StandardTerms } from '../../../../shared/modules/calibration/standards-terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { draftOfStandard, newStandard, standardOfDraft } from './standard-draft.ts';
import { StandardFields } from './standard-fields.tsx';

export function RegisterStandardSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('calibration');
  const navigate = useNavigate();
  const [draft, setDraft] = useState(newStandard);
  const terms = standardOfDraft(draft);
  const register = useMutation(
    useApi().calibration.standards.equipment.register.mutationOptions({
      onSuccess: ({ standardId }) => void navigate({ to: '/standards/$standardId', params: { standardId } }),
    }),
  );
  return (
    <FormSheet
      title={t('standard.add')}
      saveLabel={t('standard.save')}
      canSave={terms !== null}
      mutation={register}
      onClose={onClose}
      onSave={() => terms !== null && register.mutate({ terms })}
    >
      <StandardFields draft={draft} onChange={setDraft} isNew />
    </FormSheet>
  );
}

interface ChangeStandardSheetProps {
  readonly standardId: string;
  readonly terms: StandardTerms;
  readonly onClose: () => void;
}

export function ChangeStandardSheet({ standardId, terms: held, onClose }: ChangeStandardSheetProps) {
  const { t } = useTranslation('calibration');
  const [draft, setDraft] = useState(() => draftOfStandard(held));
  const [reason, setReason] = useState('');
  const terms = standardOfDraft(draft);
  const change = useMutation(useApi().calibration.standards.equipment.change.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('standard.changeTitle', { name: held.name })}
      saveLabel={t('standard.saveChange')}
      canSave={terms !== null && reason.trim() !== ''}
      mutation={change}
      onClose={onClose}
      onSave={() => terms !== null && change.mutate({ standardId, terms, reason: reason.trim() })}
    >
      <StandardFields draft={draft} onChange={setDraft} isNew={false} />
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}

interface StandardStatusSheetProps {
  readonly standardId: string;
  readonly status: StandardStatus;
  readonly onClose: () => void;
}

export function StandardStatusSheet({ standardId, status: held, onClose }: StandardStatusSheetProps) {
  const { t } = useTranslation('calibration');
  const [status, setStatus] = useState<StandardStatus>(held === 'in-use' ? 'out-of-use' : 'in-use');
  const [reason, setReason] = useState('');
  const save = useMutation(useApi().calibration.standards.equipment.setStatus.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('standard.statusTitle')}
      saveLabel={t('standard.saveChange')}
      canSave={status !== held && reason.trim() !== ''}
      mutation={save}
      onClose={onClose}
      onSave={() => save.mutate({ standardId, status, reason: reason.trim() })}
    >
      <ChoiceField
        label={t('standard.statusTitle')}
        value={status}
        onChange={setStatus}
        autoFocus
        choices={(['in-use', 'out-of-use', 'retired'] as const).map((value) => ({
          value,
          label: t(`standard.status.${value}`),
        }))}
      />
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}
