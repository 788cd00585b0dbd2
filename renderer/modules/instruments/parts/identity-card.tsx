import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentDetail } from '../../../../shared/modules/instruments/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Banner } from '../../../ui/banner.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';

/** What the wire says of the instrument beside what the register says; where they differ a person decides. */
export function IdentityCard({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation('instruments');
  const { reported, identityDoubt: doubt } = detail;
  if (reported === null) {
    return null;
  }
  const nothing = t('identity.nothing');
  return (
    <Card title={t('identity.title')} {...(doubt === null ? {} : { tone: 'attention' as const })}>
      {doubt !== null && (
        <Banner tone="attention" title={t(`identity.doubt.${doubt.kind}`, { name: doubt.otherName })}>
          {t('identity.whatToDo')}
        </Banner>
      )}
      <KeyValue
        rows={[
          { label: t('identity.registeredSerial'), value: detail.serialNumber || nothing },
          { label: t('identity.reportedSerial'), value: reported.serialNumber || nothing },
          { label: t('identity.registeredModel'), value: `${detail.maker} ${detail.model}` },
          { label: t('identity.reportedModel'), value: reported.model || nothing },
          { label: t('identity.reportedAt'), value: <TimeText at={reported.at} /> },
        ]}
      />
      {doubt !== null && <Decide detail={detail} reported={reported} />}
    </Card>
  );
}

function Decide({
  detail,
  reported,
}: {
  readonly detail: InstrumentDetail;
  readonly reported: NonNullable<InstrumentDetail['reported']>;
}) {
  const { t } = useTranslation('instruments');
  const api = useApi();
  const [reason, setReason] = useState('');
  const judge = useMutation(api.instruments.judgeIdentity.mutationOptions());
  const { model, serialNumber } = reported;
  const decide = (isSame: boolean) => judge.mutate({ instrumentId: detail.id, model, serialNumber, isSame, reason });
  const isReady = reason.trim() !== '';
  return (
    <>
      <TextField label={t('setUp.reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
      <Button isDisabled={!isReady} isPending={judge.isPending} onPress={() => decide(true)}>
        {t('identity.isSame')}
      </Button>
      <Button look="quiet" isDisabled={!isReady} isPending={judge.isPending} onPress={() => decide(false)}>
        {t('identity.isOther')}
      </Button>
      <MutationError mutation={judge} />
      {judge.isSuccess && <p role="status">{t('identity.decided')}</p>}
    </>
  );
}
