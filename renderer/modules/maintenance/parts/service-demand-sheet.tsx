import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RtsItemKey, rtsItemKey } from '../../../../shared/modules/maintenance/service-terms.ts';
import { useSigning } from '../../../app/signing.ts';
import type { HostClient } from '../../../data/client.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { useSay } from '../../../i18n/say.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

type DemandRow = Awaited<ReturnType<HostClient['maintenance']['service']['rts']['table']>>['rows'][number];

interface DemandSheetProps {
  readonly row: DemandRow;
  readonly shipped: DemandRow;
  readonly onClose: () => void;
}

/**
 * Changes what one event asks for. What was asked for stays as it was asked, with its source; what is added must be proven,
 * and its source is written down.
 */
export function DemandSheet({ row, shipped, onClose }: DemandSheetProps) {
  const { t } = useTranslation('service');
  const say = useSay();
  const { sign } = useSigning();
  const [keys, setKeys] = useState<readonly RtsItemKey[]>(() => row.items.map(({ key }) => key));
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const api = useApi().maintenance.service.rts;
  const queries = useQueryClient();
  const change = useMutation(
    api.changeRow.mutationOptions({
      // The table is folded from the log, not kept in one of the database: nothing announces its change.
      onSuccess: () => queries.invalidateQueries({ queryKey: api.table.queryKey() }),
    }),
  );
  const known = [...row.items, ...shipped.items];
  const added = keys.filter((key) => !known.some((item) => item.key === key));
  const items = rtsItemKey.options
    .filter((key) => keys.includes(key))
    .map(
      (key) =>
        known.find((item) => item.key === key) ?? {
          key,
          need: 'required' as const,
          condition: '',
          source: source.trim(),
        },
    );
  const isSame = row.items.length === keys.length && row.items.every(({ key }) => keys.includes(key));
  const signIt = async () => {
    const signed = await sign({
      title: t('demand.signTitle', { event: t(`event.${row.event}`) }),
      lines: [
        ...items.map((item) => ({
          label: t(`item.${item.key}`),
          value: [
            t(`need.${item.need}`),
            item.condition === '' ? '' : say(`rts.condition.${item.condition}`),
            item.source,
          ]
            .filter(Boolean)
            .join('. '),
        })),
        { label: t('demand.reason'), value: reason.trim() },
      ],
      meaning: 'approved',
      act: ({ password }) => change.mutateAsync({ event: row.event, items, reason, password }),
    });
    if (signed !== null) {
      onClose();
    }
  };
  return (
    <FormSheet
      title={t('demand.changeOf', { event: t(`event.${row.event}`) })}
      saveLabel={t('demand.sign')}
      canSave={!isSame && items.length > 0 && reason.trim() !== '' && (added.length === 0 || source.trim() !== '')}
      mutation={{ error: null, isPending: change.isPending }}
      onClose={onClose}
      onSave={() => void signIt()}
    >
      <CheckField
        label={t('rts.items')}
        description={t('demand.itemsMore')}
        values={keys}
        onChange={setKeys}
        autoFocus
        choices={rtsItemKey.options.map((value) => ({
          value,
          label: t(`item.${value}`),
          ...describe(known.find((item) => item.key === value)),
        }))}
      />
      {added.length > 0 && (
        <TextField label={t('demand.source')} value={source} onChange={setSource} isRequired maxLength={400} />
      )}
      <TextField label={t('demand.reason')} value={reason} onChange={setReason} isRequired maxLength={1000} />
    </FormSheet>
  );

  function describe(item: DemandRow['items'][number] | undefined): { readonly detail?: string } {
    if (item === undefined) {
      return {};
    }
    const condition = item.condition === '' ? '' : say(`rts.condition.${item.condition}`);
    return { detail: [condition, item.source].filter(Boolean).join(' ') };
  }
}
