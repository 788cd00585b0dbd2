import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './support.module.css';
import { useSayKey } from './use-say-key.ts';

const NO_VISIT = 'none';

interface TakeFormProps {
  readonly instrumentId: string;
  readonly onTaken: () => void;
}

/** Records how an instrument is set: what is known by itself, and what a person reads off its screen now. */
export function TakeForm({ instrumentId, onTaken }: TakeFormProps) {
  const { t } = useTranslation('support');
  const sayKey = useSayKey();
  const api = useApi();
  const draft = useQuery(
    api.support.configuration.draft.queryOptions({ input: { instrumentId }, meta: { topics: ['support', 'cases'] } }),
  );
  const take = useMutation(api.support.configuration.take.mutationOptions({ onSuccess: onTaken }));
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [added, setAdded] = useState<readonly string[]>([]);
  const [name, setName] = useState('');
  const [note, setNote] = useState('');
  const [visitId, setVisit] = useState(NO_VISIT);
  const add = () => {
    const fresh = name.trim();
    if (fresh !== '' && !added.includes(fresh)) {
      setAdded([...added, fresh]);
    }
    setName('');
  };
  return (
    <Loaded query={draft}>
      {({ lines, names, visits }) => {
        const all = [...new Set([...names, ...added])];
        const entered = all.flatMap((each) => {
          const value = (values[each] ?? '').trim();
          return value === '' ? [] : [{ name: each, value }];
        });
        const save = () => take.mutate({ instrumentId, visitId: visitId === NO_VISIT ? null : visitId, note, entered });
        return (
          <OwnForm onSubmit={name.trim() === '' ? save : add} isDisabled={take.isPending}>
            <h3>{t('configuration.known')}</h3>
            <KeyValue
              rows={lines.map(({ group, key, value }) => ({
                label: `${sayKey(group, key)} (${t(`configuration.groups.${group}`)})`,
                value,
              }))}
            />
            <h3>{t('configuration.entered')}</h3>
            <p className={styles.detail}>{t('configuration.enteredMore')}</p>
            <div className={styles.pair}>
              {all.map((each) => (
                <TextField
                  key={each}
                  label={each}
                  value={values[each] ?? ''}
                  onChange={(value) => setValues((held) => ({ ...held, [each]: value }))}
                  maxLength={400}
                />
              ))}
              <TextField
                label={t('configuration.addName')}
                description={t('configuration.addNameMore')}
                value={name}
                onChange={setName}
                maxLength={120}
              />
              <Button onPress={add} isDisabled={name.trim() === ''}>
                {t('configuration.add')}
              </Button>
            </div>
            <SelectField
              label={t('configuration.visit')}
              value={visitId}
              options={[
                { value: NO_VISIT, label: t('configuration.noVisit') },
                ...visits.map(({ id, number, place }) => ({ value: id, label: `${number} ${place}` })),
              ]}
              onChange={setVisit}
            />
            <TextField label={t('configuration.note')} value={note} onChange={setNote} maxLength={500} />
            <MutationError mutation={take} />
            <Button isPending={take.isPending} onPress={save}>
              {t('configuration.save')}
            </Button>
          </OwnForm>
        );
      }}
    </Loaded>
  );
}
