import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface CopySheetProps {
  readonly sopId: string;
  readonly versionId: string;
  readonly onClose: () => void;
}

/** Takes the next copy number for whoever gets the paper, and leads to the paper itself. */
export function CopySheet({ sopId, versionId, onClose }: CopySheetProps) {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const [holder, setHolder] = useState('');
  const [expiresOn, setExpiresOn] = useState('');
  const print = useMutation(
    useApi().sop.copies.print.mutationOptions({
      onSuccess: ({ copyId }) =>
        void navigate({
          to: '/reports/$reportId',
          params: { reportId: 'sop-copy' },
          search: { copyId: `${sopId}/${copyId}` },
        }),
    }),
  );
  return (
    <FormSheet
      title={t('page.copyPrint')}
      saveLabel={t('page.copySave')}
      canSave={holder.trim() !== '' && isDayOrEmpty(expiresOn)}
      onSave={() => print.mutate({ sopId, versionId, holder, expiresOn: expiresOn.trim() || null })}
      onClose={onClose}
      mutation={print}
    >
      <p>{t('page.copyMore')}</p>
      <TextField
        label={t('page.copyHolder')}
        value={holder}
        onChange={setHolder}
        isRequired
        autoFocus
        maxLength={200}
      />
      <DayField label={t('page.copyUntil')} value={expiresOn} onChange={setExpiresOn} />
    </FormSheet>
  );
}
