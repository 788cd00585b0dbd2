import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaseDetail } from '../../../../shared/modules/cases/case-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { asSent, CaseFields, draftOf, isSound } from './case-form.tsx';

/** Changes what a case says; always with a reason. */
export function ChangeCaseSheet({ of, onClose }: { readonly of: CaseDetail; readonly onClose: () => void }) {
  const { t } = useTranslation('cases');
  const [draft, setDraft] = useState(() => draftOf(of));
  const [reason, setReason] = useState('');
  const change = useMutation(useApi().cases.change.mutationOptions({ onSuccess: onClose }));
  return (
    <FormSheet
      title={t('change.title')}
      saveLabel={t('saveChange')}
      canSave={isSound(draft) && reason.trim() !== ''}
      hasLongText
      mutation={change}
      onClose={onClose}
      onSave={() => change.mutate({ caseId: of.id, ...asSent(draft), reason })}
    >
      <CaseFields draft={draft} onChange={setDraft} />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}
