import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type InstrumentDetail, serviceStatus } from '../../../../shared/modules/instruments/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** The lab's own decision whether this instrument is in service; always with a reason. */
export function ServiceCard({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation('instruments');
  const [status, setStatus] = useState(detail.serviceStatus);
  const [reason, setReason] = useState('');
  const decide = useMutation(useApi().instruments.setServiceStatus.mutationOptions({ onSuccess: () => setReason('') }));
  const canSave = status !== detail.serviceStatus && reason.trim() !== '';
  const save = () => decide.mutate({ instrumentId: detail.id, serviceStatus: status, reason });
  return (
    <Card title={t('setUp.service')}>
      <OwnForm onSubmit={save} isDisabled={!canSave || decide.isPending}>
        <ChoiceField
          label={t('setUp.service')}
          isLabelHidden
          layout="row"
          value={status}
          onChange={setStatus}
          choices={serviceStatus.options.map((value) => ({ value, label: t(`service.${value}`) }))}
        />
        <TextField label={t('setUp.reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
        <MutationError mutation={decide} />
        <Button isDisabled={!canSave} isPending={decide.isPending} onPress={save}>
          {t('setUp.serviceSave')}
        </Button>
      </OwnForm>
    </Card>
  );
}
