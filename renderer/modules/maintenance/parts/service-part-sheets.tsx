import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartRow } from '../../../../shared/modules/maintenance/service-contract.ts';
import { readCount } from '../../../app/typed-fields.tsx';
import { useApi, useCards } from '../../../data/data-layer.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { SwitchField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

interface PartSheetProps {
  readonly part: PartRow;
  readonly onClose: () => void;
}

/** Lists a part (`part` null) or changes what is said of one. */
export function PartSheet({ part, onClose }: { readonly part: PartRow | null; readonly onClose: () => void }) {
  const { t } = useTranslation('service');
  const api = useApi().maintenance.service.parts;
  const cards = useCards().data ?? [];
  const models = [...new Map(cards.map((card) => [card.definitionKey, `${card.maker} ${card.model}`]))];
  const [fields, setFields] = useState({
    name: part?.name ?? '',
    number: part?.number ?? '',
    maker: part?.maker ?? '',
    minimum: part?.minimum === null || part === null ? '' : String(part.minimum),
    onHand: '0',
    isCritical: part?.isCritical ?? false,
    isWithdrawn: part?.isWithdrawn ?? false,
    definitionKeys: part?.definitionKeys ?? [],
    reason: '',
  });
  const set = (more: Partial<typeof fields>) => setFields((held) => ({ ...held, ...more }));
  const define = useMutation(api.define.mutationOptions({ onSuccess: onClose }));
  const change = useMutation(api.change.mutationOptions({ onSuccess: onClose }));
  const onHand = readCount(fields.onHand);
  const minimum = fields.minimum.trim() === '' ? null : readCount(fields.minimum);
  const isMinimumSound = fields.minimum.trim() === '' || minimum !== null;
  const said = {
    name: fields.name,
    number: fields.number,
    maker: fields.maker,
    definitionKeys: fields.definitionKeys,
    isCritical: fields.isCritical,
    minimum,
  };
  const save = () => {
    if (part !== null) {
      change.mutate({ partId: part.id, ...said, isWithdrawn: fields.isWithdrawn, reason: fields.reason });
    } else if (onHand !== null) {
      define.mutate({ ...said, onHand });
    }
  };
  return (
    <FormSheet
      title={part === null ? t('part.add') : t('part.changeTitle', { name: part.name })}
      saveLabel={part === null ? t('part.addSave') : t('saveChange')}
      canSave={
        fields.name.trim() !== '' && isMinimumSound && (part === null ? onHand !== null : fields.reason.trim() !== '')
      }
      mutation={part === null ? define : change}
      onClose={onClose}
      onSave={save}
    >
      <TextField
        label={t('part.fields.name')}
        value={fields.name}
        onChange={(name) => set({ name })}
        isRequired
        autoFocus
        maxLength={200}
      />
      <TextField
        label={t('part.fields.number')}
        value={fields.number}
        onChange={(number) => set({ number })}
        isMono
        maxLength={80}
      />
      <TextField
        label={t('part.fields.maker')}
        value={fields.maker}
        onChange={(maker) => set({ maker })}
        maxLength={120}
      />
      {part === null && (
        <TextField
          label={t('part.fields.onHand')}
          value={fields.onHand}
          onChange={(value) => set({ onHand: value })}
          isRequired
          inputMode="numeric"
          error={onHand === null ? t('part.badCount') : undefined}
          maxLength={7}
        />
      )}
      <TextField
        label={t('part.fields.minimum')}
        value={fields.minimum}
        onChange={(value) => set({ minimum: value })}
        inputMode="numeric"
        error={isMinimumSound ? undefined : t('part.badCount')}
        maxLength={7}
      />
      <SwitchField
        label={t('part.fields.critical')}
        isOn={fields.isCritical}
        onChange={(isCritical) => set({ isCritical })}
      />
      {models.length > 0 && (
        <CheckField
          label={t('part.fields.models')}
          description={t('part.fields.modelsMore')}
          values={fields.definitionKeys}
          onChange={(definitionKeys) => set({ definitionKeys })}
          choices={models.map(([value, label]) => ({ value, label }))}
        />
      )}
      {part !== null && (
        <>
          <SwitchField
            label={t('part.isWithdrawn')}
            isOn={fields.isWithdrawn}
            onChange={(isWithdrawn) => set({ isWithdrawn })}
          />
          <TextField
            label={t('reason')}
            value={fields.reason}
            onChange={(reason) => set({ reason })}
            isRequired
            maxLength={500}
          />
        </>
      )}
    </FormSheet>
  );
}

/** Parts that came. */
export function ReceivePartSheet({ part, onClose }: PartSheetProps) {
  const { t } = useTranslation('service');
  const [count, setCount] = useState('1');
  const [lotOrSerial, setLotOrSerial] = useState('');
  const [note, setNote] = useState('');
  const receive = useMutation(useApi().maintenance.service.parts.receive.mutationOptions({ onSuccess: onClose }));
  const number = readCount(count, 1);
  return (
    <FormSheet
      title={t('part.receiveTitle', { name: part.name })}
      saveLabel={t('workOrder.usePartSave')}
      canSave={number !== null}
      mutation={receive}
      onClose={onClose}
      onSave={() => number !== null && receive.mutate({ partId: part.id, count: number, lotOrSerial, note })}
    >
      <TextField
        label={t('part.fields.count')}
        value={count}
        onChange={setCount}
        isRequired
        autoFocus
        inputMode="numeric"
        error={number === null ? t('part.badCount') : undefined}
        maxLength={7}
      />
      <TextField
        label={t('part.fields.lotOrSerial')}
        value={lotOrSerial}
        onChange={setLotOrSerial}
        isMono
        maxLength={120}
      />
      <TextField label={t('part.fields.note')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}

/** The shelf was counted; the difference is what is recorded. */
export function CountShelfSheet({ part, onClose }: PartSheetProps) {
  const { t } = useTranslation('service');
  const [found, setFound] = useState(String(part.onHand));
  const [reason, setReason] = useState('');
  const count = useMutation(useApi().maintenance.service.parts.countShelf.mutationOptions({ onSuccess: onClose }));
  const number = readCount(found);
  return (
    <FormSheet
      title={t('part.countTitle', { name: part.name })}
      saveLabel={t('saveChange')}
      canSave={number !== null && reason.trim() !== ''}
      mutation={count}
      onClose={onClose}
      onSave={() => number !== null && count.mutate({ partId: part.id, found: number, reason })}
    >
      <TextField
        label={t('part.fields.found')}
        value={found}
        onChange={setFound}
        isRequired
        autoFocus
        inputMode="numeric"
        error={number === null ? t('part.badCount') : undefined}
        maxLength={7}
      />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}
