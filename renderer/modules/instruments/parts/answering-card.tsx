import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentDetail } from '../../../../shared/modules/instruments/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** Listen or answer: the one choice that can take results away from the lab's LIS, so its price stands before the button. */
export function AnsweringCard({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation('instruments');
  const [reason, setReason] = useState('');
  const change = useMutation(useApi().instruments.setAnswering.mutationOptions({ onSuccess: () => setReason('') }));
  if (detail.definition.conversation !== 'receiver' || detail.linkSettings.kind === 'none') {
    return detail.definition.conversation === 'polled' ? (
      <Card title={t('setUp.answering')}>
        <p>{t('setUp.askedOnly')}</p>
      </Card>
    ) : null;
  }
  const { isAnswering } = detail;
  const save = () => change.mutate({ instrumentId: detail.id, isAnswering: !isAnswering, reason });
  return (
    <Card title={t('setUp.answering')} tone={isAnswering ? 'attention' : 'info'}>
      <p>{isAnswering ? t('setUp.answeringNow') : t('setUp.listeningNow')}</p>
      {!isAnswering && <h3>{t('setUp.ifAnswering')}</h3>}
      <Banner tone={isAnswering ? 'attention' : 'info'} title={t('setUp.answeringWarning')}>
        {t('setUp.answeringDetail')}
      </Banner>
      <OwnForm onSubmit={save} isDisabled={change.isPending}>
        <TextField label={t('setUp.reason')} value={reason} onChange={setReason} maxLength={500} />
        <MutationError mutation={change} />
        <Button isPending={change.isPending} onPress={save}>
          {isAnswering ? t('setUp.answerOff') : t('setUp.answerOn')}
        </Button>
      </OwnForm>
    </Card>
  );
}
