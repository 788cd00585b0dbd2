import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentDetail } from '../../../../shared/modules/instruments/contract.ts';
import { Screen } from '../../../app/screen.tsx';
import { useInstrument } from '../../../app/use-instrument.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { AnsweringCard } from '../parts/answering-card.tsx';
import { DefinitionCard } from '../parts/definition-card.tsx';
import { IdentityCard } from '../parts/identity-card.tsx';
import { LinkCard } from '../parts/link-card.tsx';
import { ServiceCard } from '../parts/service-card.tsx';
import { useInstrumentDetail } from '../parts/use-instrument-detail.ts';
import styles from './set-up-screen.module.css';

/** What the register holds of one instrument, how it is connected, and the choices about it. Every change is a record. */
export function SetUpScreen() {
  const { id, title, crumbs } = useInstrument();
  const detail = useInstrumentDetail(id);
  return (
    <Loaded
      query={detail}
      waiting={
        <Screen title={title} crumbs={crumbs}>
          {null}
        </Screen>
      }
    >
      {(data) => <SetUp key={data.id} detail={data} />}
    </Loaded>
  );
}

const fields = ['name', 'serialNumber', 'assetNumber', 'firmware', 'place'] as const;

function SetUp({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation('instruments');
  const { crumbs, title } = useInstrument();
  const [form, setForm] = useState(() => formOf(detail));
  const save = useMutation(
    useApi().instruments.edit.mutationOptions({ onSuccess: () => setForm((held) => ({ ...held, reason: '' })) }),
  );
  const minutes = Number(form.silenceMinutes);
  const isSound = form.name.trim() !== '' && Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440;
  const isChanged = JSON.stringify({ ...form, reason: '' }) !== JSON.stringify(formOf(detail));
  const set = (part: Partial<typeof form>) => setForm((held) => ({ ...held, ...part }));
  return (
    <Screen
      title={title}
      crumbs={crumbs}
      actions={{
        state: <RecordMark place={isChanged ? 'draft' : 'saved-here'} />,
        primary: {
          label: t('setUp.save'),
          isDisabled: !isSound || !isChanged,
          isPending: save.isPending,
          onPress: () => save.mutate({ instrumentId: detail.id, ...form, silenceMinutes: minutes }),
        },
      }}
      side={
        <>
          <IdentityCard detail={detail} />
          <AnsweringCard detail={detail} />
          <ServiceCard detail={detail} />
          <DefinitionCard detail={detail} />
        </>
      }
    >
      <Card title={t('setUp.plate')}>
        <div className={styles.fields}>
          {fields.map((field) => (
            <TextField
              key={field}
              label={t(`setUp.${field}`)}
              value={form[field]}
              onChange={(value) => set({ [field]: value })}
              isRequired={field === 'name'}
              maxLength={80}
            />
          ))}
          <TextField
            label={t('setUp.silence')}
            value={form.silenceMinutes}
            onChange={(silenceMinutes) => set({ silenceMinutes })}
            unit={t('setUp.minutes')}
            inputMode="numeric"
          />
        </div>
        <TextField
          label={t('setUp.notes')}
          value={form.notes}
          onChange={(notes) => set({ notes })}
          isLong
          maxLength={2000}
        />
        <TextField
          label={t('setUp.reason')}
          value={form.reason}
          onChange={(reason) => set({ reason })}
          maxLength={500}
        />
        <MutationError mutation={save} />
      </Card>
      <LinkCard detail={detail} />
    </Screen>
  );
}

const formOf = (detail: InstrumentDetail) => ({
  name: detail.name,
  serialNumber: detail.serialNumber,
  assetNumber: detail.assetNumber,
  firmware: detail.firmware,
  place: detail.place,
  notes: detail.notes,
  silenceMinutes: String(detail.silenceMinutes),
  reason: '',
});
