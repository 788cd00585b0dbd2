import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** Number and title of a new procedure; its draft is then written. */
export function AddSopSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const [code, setCode] = useState('');
  const [title, setTitle] = useState('');
  const add = useMutation(
    useApi().sop.library.add.mutationOptions({
      onSuccess: (params) => void navigate({ to: '/procedures/sops/$sopId/versions/$versionId/edit', params }),
    }),
  );
  return (
    <FormSheet
      title={t('library.addTitle')}
      saveLabel={t('library.addSave')}
      canSave={title.trim() !== ''}
      onSave={() => add.mutate({ code, title })}
      onClose={onClose}
      mutation={add}
    >
      <TextField
        label={t('library.addCode')}
        description={t('library.addCodeHint')}
        value={code}
        onChange={setCode}
        maxLength={40}
        isMono
        autoFocus
      />
      <TextField label={t('library.addName')} value={title} onChange={setTitle} isRequired maxLength={200} />
    </FormSheet>
  );
}
