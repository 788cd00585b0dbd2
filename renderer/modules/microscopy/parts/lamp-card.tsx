import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { microscopeMeters } from '../../../../shared/modules/microscopy/terms.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { Loaded } from '../../../ui/loaded.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf } from './decimals.ts';

type Meter = (typeof microscopeMeters)[number];
const words = { 'Lamp hours': 'lamp.lampHours', 'Hours of use': 'lamp.useHours' } as const;
const unit = 'h';
const shownReadings = 8;

interface Shown {
  readonly reading: string;
  readonly readOn: string;
  readonly total: number;
  readonly replacedCount: number;
}

/** Hours of the lamp and of use: meters like any other, so that upkeep can fall due by them. */
export function LampCard({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('microscopy');
  const meters = useQuery(useApi().maintenance.meters.list.queryOptions({ input: { instrumentId } }));
  const [open, setOpen] = useState<{ readonly act: 'read' | 'change'; readonly meter: Meter } | null>(null);
  const close = () => setOpen(null);
  return (
    <Card title={t('lamp.title')}>
      <p className={rowStyles.muted}>{t('lamp.more')}</p>
      <Loaded query={meters}>
        {(rows) => (
          <ul className={rowStyles.rows}>
            {microscopeMeters.map((meter) => (
              <MeterLine
                key={meter}
                meter={meter}
                shown={rows.find((row) => row.meter === meter)}
                onRead={() => setOpen({ act: 'read', meter })}
                onChange={() => setOpen({ act: 'change', meter })}
              />
            ))}
          </ul>
        )}
      </Loaded>
      <LampHistory instrumentId={instrumentId} />
      {open?.act === 'read' && <ReadSheet instrumentId={instrumentId} meter={open.meter} onClose={close} />}
      {open?.act === 'change' && <LampChangedSheet instrumentId={instrumentId} onClose={close} />}
    </Card>
  );
}

interface MeterLineProps {
  readonly meter: Meter;
  readonly shown: Shown | undefined;
  readonly onRead: () => void;
  readonly onChange: () => void;
}

function MeterLine({ meter, shown, onRead, onChange }: MeterLineProps) {
  const { t } = useTranslation('microscopy');
  const name = t(words[meter]);
  const isLamp = meter === 'Lamp hours';
  return (
    <li className={rowStyles.withAction}>
      <span className={rowStyles.words}>
        <span className={rowStyles.text}>{name}</span>
        <span>
          {shown === undefined
            ? t('lamp.none')
            : t('lamp.is', { reading: shown.reading, on: formatCivilDay(shown.readOn) })}
        </span>
        {shown !== undefined && shown.replacedCount > 0 && (
          <span className={rowStyles.muted}>
            {t('lamp.over', { total: shown.total, count: shown.replacedCount + 1 })}
          </span>
        )}
      </span>
      <span className={rowStyles.actions}>
        <Button onPress={onRead}>{t('lamp.read', { meter: name })}</Button>
        {isLamp && shown !== undefined && (
          <Button look="quiet" onPress={onChange}>
            {t('lamp.lampChanged')}
          </Button>
        )}
      </span>
    </li>
  );
}

function LampHistory({ instrumentId }: { readonly instrumentId: string }) {
  const { t } = useTranslation('microscopy');
  const { data = [] } = useQuery(
    useApi().maintenance.meters.history.queryOptions({
      input: { instrumentId, meter: 'Lamp hours', limit: shownReadings },
    }),
  );
  return (
    data.length > 0 && (
      <>
        <h3>{t('lamp.history')}</h3>
        <ul className={rowStyles.plain}>
          {data.map((line) => (
            <li key={line.hash} className={rowStyles.muted}>
              {t('lamp.historyLine', { on: formatCivilDay(line.on), reading: line.reading, by: line.by })}
            </li>
          ))}
        </ul>
      </>
    )
  );
}

interface ReadSheetProps {
  readonly instrumentId: string;
  readonly meter: Meter;
  readonly onClose: () => void;
}

function ReadSheet({ instrumentId, meter, onClose }: ReadSheetProps) {
  const { t } = useTranslation('microscopy');
  const [reading, setReading] = useState('');
  const note = useMutation(useApi().maintenance.meters.note.mutationOptions({ onSuccess: onClose }));
  const value = decimalOf(reading);
  return (
    <FormSheet
      title={t('lamp.read', { meter: t(words[meter]) })}
      saveLabel={t('lamp.save')}
      canSave={value !== null}
      mutation={note}
      onClose={onClose}
      onSave={() => note.mutate({ instrumentId, meter, unit, reading: value ?? '', readOn: null })}
    >
      <DecimalField label={t('lamp.reading')} unit={unit} value={reading} onChange={setReading} isRequired autoFocus />
    </FormSheet>
  );
}

function LampChangedSheet({ instrumentId, onClose }: Omit<ReadSheetProps, 'meter'>) {
  const { t } = useTranslation('microscopy');
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [last, setLast] = useState('');
  const [first, setFirst] = useState('0');
  const [reason, setReason] = useState<string>(() => t('lamp.lampChanged'));
  const replace = useMutation(useApi().maintenance.meters.replace.mutationOptions());
  const lastReading = last.trim() === '0' ? '0' : decimalOf(last);
  const firstReading = first.trim() === '0' ? '0' : decimalOf(first);
  const save = async () => {
    const input = {
      ...{ instrumentId, meter: 'Lamp hours', reason: reason.trim() },
      lastReading: lastReading ?? '',
      firstReading: firstReading ?? '',
    };
    const done = await signedAct({
      needsSignature: true,
      title: t('lamp.lampChanged'),
      lines: [
        { label: t('lamp.last'), value: `${input.lastReading} ${unit}` },
        { label: t('lamp.first'), value: `${input.firstReading} ${unit}` },
        { label: t('reason'), value: input.reason },
      ],
      meaning: 'performed',
      act: (signing) => replace.mutateAsync({ ...input, signing }),
    });
    if (done !== null) onClose();
  };
  return (
    <FormSheet
      title={t('lamp.lampChanged')}
      saveLabel={t('lamp.lampChanged')}
      canSave={lastReading !== null && firstReading !== null && reason.trim() !== ''}
      mutation={isSigned ? { error: null, isPending: replace.isPending } : replace}
      onClose={onClose}
      onSave={() => void save().catch(() => undefined)}
    >
      <p>{t('lamp.lampChangedMore')}</p>
      <TextField
        label={t('lamp.last')}
        unit={unit}
        value={last}
        onChange={setLast}
        inputMode="decimal"
        isRequired
        autoFocus
      />
      <TextField label={t('lamp.first')} unit={unit} value={first} onChange={setFirst} inputMode="decimal" isRequired />
      <TextField label={t('reason')} value={reason} onChange={setReason} isRequired maxLength={500} />
    </FormSheet>
  );
}
