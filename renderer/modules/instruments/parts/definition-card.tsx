import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstrumentDetail } from '../../../../shared/modules/instruments/contract.ts';
import { ButtonLink } from '../../../app/button-link.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** With which definition the line is read. Messages already stored keep the stamp of the one that read them. */
export function DefinitionCard({ detail }: { readonly detail: InstrumentDetail }) {
  const { t } = useTranslation(['instruments', 'definitions']);
  const api = useApi();
  const definitions = useQuery(api.instruments.definitions.queryOptions({ input: { search: '' } }));
  const [key, setKey] = useState(detail.definitionKey);
  const [reason, setReason] = useState('');
  const change = useMutation(api.instruments.changeDefinition.mutationOptions({ onSuccess: () => setReason('') }));
  const canSave = key !== detail.definitionKey && reason.trim() !== '';
  const save = () => change.mutate({ instrumentId: detail.id, definitionKey: key, reason });
  return (
    <Card title={t('setUp.model')}>
      <OwnForm onSubmit={save} isDisabled={!canSave || change.isPending}>
        <Loaded query={definitions}>
          {(list) => (
            <SelectField
              label={t('setUp.definition')}
              value={key}
              onChange={setKey}
              options={list.map((definition) => ({
                value: definition.key,
                label: `${definition.maker} ${definition.model}`,
                detail: [
                  definition.formatName,
                  t('setUp.definitionDetail', { version: definition.version, family: definition.instrumentClass }),
                ]
                  .filter(Boolean)
                  .join(' · '),
              }))}
            />
          )}
        </Loaded>
        <TextField label={t('setUp.reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
        <MutationError mutation={change} />
        <Button isDisabled={!canSave} isPending={change.isPending} onPress={save}>
          {t('setUp.modelChange')}
        </Button>
      </OwnForm>
      <ButtonLink to="/instruments/$id/fields" params={{ id: detail.id }} look="quiet">
        {t('definitions:fields.open')}
      </ButtonLink>
      <ButtonLink to="/definitions" look="quiet">
        {t('definitions:open')}
      </ButtonLink>
    </Card>
  );
}
