import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MeterRow } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { Sheet } from '../../../ui/sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';

/** Cycles, hours, slides: what the meters say, from the wire or typed. */
export function MetersCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('plan');
  const meters = useQuery(useApi().maintenance.meters.list.queryOptions({ input: { instrumentId } }));
  const [open, setOpen] = useState<{ readonly kind: 'read' | 'replace'; readonly meter: MeterRow | null } | null>(null);
  const close = () => setOpen(null);
  return (
    <Card
      title={t('meters')}
      action={<Button onPress={() => setOpen({ kind: 'read', meter: null })}>{t('meterRead')}</Button>}
    >
      <Loaded query={meters}>
        {(rows) =>
          rows.length === 0 ? (
            <p>{t('metersNone')}</p>
          ) : (
            <ul>
              {rows.map((meter) => (
                <li key={meter.meter}>
                  {meter.meter}: {meter.reading} {meter.unit}, {formatCivilDay(meter.readOn)}
                  {meter.replacedCount > 0 && `, ${t('meterTotal', { total: meter.total })}`}{' '}
                  <Button look="quiet" onPress={() => setOpen({ kind: 'read', meter })}>
                    {t('meterRead')}
                  </Button>
                  <Button look="quiet" onPress={() => setOpen({ kind: 'replace', meter })}>
                    {t('meterReplaced')}
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open?.kind === 'read' && <ReadSheet instrumentId={instrumentId} meter={open.meter} onClose={close} />}
      {open?.kind === 'replace' && open.meter !== null && (
        <ReplaceSheet instrumentId={instrumentId} meter={open.meter} onClose={close} />
      )}
    </Card>
  );
}

interface MeterSheetProps<Meter> {
  readonly instrumentId: string;
  readonly meter: Meter;
  readonly onClose: () => void;
}

function ReadSheet({ instrumentId, meter, onClose }: MeterSheetProps<MeterRow | null>) {
  const { t } = useTranslation('plan');
  const [name, setName] = useState(meter?.meter ?? '');
  const [unit, setUnit] = useState(meter?.unit ?? '');
  const [reading, setReading] = useState('');
  const note = useMutation(useApi().maintenance.meters.note.mutationOptions({ onSuccess: onClose }));
  return (
    <Sheet
      title={t('meterRead')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={name.trim() === '' || reading.trim() === ''}
          isPending={note.isPending}
          onPress={() =>
            note.mutate({ instrumentId, meter: name, unit, reading: reading.replace(',', '.'), readOn: null })
          }
        >
          {t('meterSave')}
        </Button>
      }
    >
      {meter === null && (
        <>
          <TextField label={t('meterName')} value={name} onChange={setName} isRequired autoFocus maxLength={80} />
          <TextField label={t('meterUnit')} value={unit} onChange={setUnit} maxLength={40} />
        </>
      )}
      <TextField
        label={meter === null ? t('meterReading') : `${meter.meter}, ${t('meterReading')}`}
        value={reading}
        onChange={setReading}
        inputMode="decimal"
        isRequired
        autoFocus={meter !== null}
        {...(unit === '' ? {} : { unit })}
      />
      <MutationError mutation={note} />
    </Sheet>
  );
}

function ReplaceSheet({ instrumentId, meter, onClose }: MeterSheetProps<MeterRow>) {
  const { t } = useTranslation('plan');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [last, setLast] = useState('');
  const [first, setFirst] = useState('0');
  const [reason, setReason] = useState('');
  const replace = useMutation(useApi().maintenance.meters.replace.mutationOptions());
  const save = async () => {
    const input = {
      instrumentId,
      meter: meter.meter,
      lastReading: last.trim().replace(',', '.'),
      firstReading: first.trim().replace(',', '.'),
      reason: reason.trim(),
    };
    const done = await signedAct({
      needsSignature: true,
      title: t('meterReplaced'),
      lines: [
        { label: t('meterName'), value: meter.meter },
        { label: t('meterLast'), value: `${input.lastReading} ${meter.unit}` },
        { label: t('meterFirst'), value: `${input.firstReading} ${meter.unit}` },
        { label: t('reason'), value: input.reason },
      ],
      meaning: 'performed',
      act: (signing) => replace.mutateAsync({ ...input, signing }),
    });
    if (done !== null) {
      onClose();
    }
  };
  return (
    <Sheet
      title={t('meterReplaced')}
      isOpen
      onOpenChange={onClose}
      isDismissable={false}
      actions={
        <Button
          look="primary"
          hint="Enter"
          isDisabled={last.trim() === '' || first.trim() === '' || reason.trim() === ''}
          isPending={replace.isPending}
          onPress={() => void save().catch(() => undefined)}
        >
          {t('meterReplaced')}
        </Button>
      }
    >
      <p>{t('meterReplacedMore')}</p>
      <TextField
        label={t('meterLast')}
        value={last}
        onChange={setLast}
        inputMode="decimal"
        unit={meter.unit}
        isRequired
        autoFocus
      />
      <TextField
        label={t('meterFirst')}
        value={first}
        onChange={setFirst}
        inputMode="decimal"
        unit={meter.unit}
        isRequired
      />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
      {!isSigned && <MutationError mutation={replace} />}
    </Sheet>
  );
}
