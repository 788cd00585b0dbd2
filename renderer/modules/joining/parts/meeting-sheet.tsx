import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../../../shared/modules/joining/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface MeetingSheetProps {
  readonly meeting: Meeting;
  readonly isSame: boolean;
  readonly onClose: () => void;
}

/** How the person knows; with it the answer is a record. */
export function MeetingSheet({ meeting, isSame, onClose }: MeetingSheetProps) {
  const { t } = useTranslation('joining');
  const api = useApi().joining.meetings;
  const [reason, setReason] = useState('');
  const join = useMutation(api.join.mutationOptions({ onSuccess: onClose }));
  const keepApart = useMutation(api.keepApart.mutationOptions({ onSuccess: onClose }));
  const mutation = isSame ? join : keepApart;
  const { subject, a, b } = meeting;
  return (
    <FormSheet
      title={t(isSame ? 'meetings.sheet.sameTitle' : 'meetings.sheet.apartTitle')}
      saveLabel={t('meetings.sheet.save')}
      canSave={reason.trim() !== ''}
      onSave={() => mutation.mutate({ subject, a: a.id, b: b.id, reason: reason.trim() })}
      onClose={onClose}
      mutation={mutation}
    >
      <p>
        {a.name}, {a.workstation}; {b.name}, {b.workstation}
      </p>
      <p>{t(isSame ? 'meetings.sheet.sameMore' : 'meetings.sheet.apartMore')}</p>
      <TextField
        label={t('meetings.sheet.reason')}
        value={reason}
        onChange={setReason}
        isRequired
        maxLength={500}
        autoFocus
      />
    </FormSheet>
  );
}
