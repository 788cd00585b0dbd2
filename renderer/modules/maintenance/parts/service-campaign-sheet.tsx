import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type WorkOrderKind,
  type WorkOwner,
  workOrderKind,
  workOwner,
} from '../../../../shared/modules/maintenance/service-terms.ts';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** Opens one work order for each chosen unit of a model, all at once. */
export function StartCampaignSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('service');
  const cards = useCards().data ?? [];
  const models = [...new Map(cards.map((card) => [card.definitionKey, `${card.maker} ${card.model}`]))];
  const [definitionKey, setDefinitionKey] = useState<string | null>(null);
  const [left, setLeft] = useState<readonly string[]>([]);
  const [title, setTitle] = useState('');
  const [description, setDescription] = useState('');
  const [source, setSource] = useState('');
  const [kind, setKind] = useState<WorkOrderKind>('modification');
  const [owner, setOwner] = useState<WorkOwner>('vendor');
  const [vendor, setVendor] = useState('');
  const [dueOn, setDueOn] = useState('');
  const start = useMutation(useApi().maintenance.service.campaigns.start.mutationOptions({ onSuccess: onClose }));
  const units = cards.filter((card) => card.definitionKey === definitionKey);
  const instrumentIds = units.map((unit) => unit.id).filter((id) => !left.includes(id));
  const canSave = definitionKey !== null && instrumentIds.length > 0 && title.trim() !== '' && isDayOrEmpty(dueOn);
  return (
    <FormSheet
      title={t('campaign.start')}
      saveLabel={t('campaign.startSave')}
      canSave={canSave}
      hasLongText
      mutation={start}
      onClose={onClose}
      onSave={() =>
        definitionKey !== null &&
        start.mutate({
          definitionKey,
          instrumentIds,
          title,
          description,
          source,
          kind,
          owner,
          vendor,
          dueOn: dueOn.trim() === '' ? null : dueOn.trim(),
        })
      }
    >
      <SelectField
        label={t('campaign.model')}
        placeholder={t('campaign.chooseModel')}
        value={definitionKey}
        onChange={setDefinitionKey}
        autoFocus
        options={models.map(([value, label]) => ({ value, label }))}
      />
      {units.length > 0 && (
        <CheckField
          label={t('campaign.units')}
          values={instrumentIds}
          onChange={(chosen) => setLeft(units.map((unit) => unit.id).filter((id) => !chosen.includes(id)))}
          choices={units.map((unit) => ({
            value: unit.id,
            label: unit.name,
            detail: [unit.serialNumber, unit.place].filter(Boolean).join(' · '),
          }))}
        />
      )}
      <TextField label={t('campaign.fields.title')} value={title} onChange={setTitle} isRequired maxLength={200} />
      <TextField label={t('campaign.fields.source')} value={source} onChange={setSource} maxLength={400} />
      <SelectField
        label={t('workOrder.fields.kind')}
        value={kind}
        onChange={setKind}
        options={workOrderKind.options.map((value) => ({ value, label: t(`workOrder.kind.${value}`) }))}
      />
      <ChoiceField
        label={t('workOrder.fields.owner')}
        layout="row"
        value={owner}
        onChange={setOwner}
        choices={workOwner.options.map((value) => ({ value, label: t(`workOrder.owner.${value}`) }))}
      />
      <TextField label={t('workOrder.fields.vendor')} value={vendor} onChange={setVendor} maxLength={200} />
      <DayField label={t('workOrder.fields.dueOn')} value={dueOn} onChange={setDueOn} />
      <TextField
        label={t('campaign.fields.description')}
        value={description}
        onChange={setDescription}
        isLong
        maxLength={4000}
      />
    </FormSheet>
  );
}
