import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathBoard, StationRow } from '../../../../shared/modules/processing/contract.ts';
import { readLabel } from '../../../../shared/modules/processing/rules-scan.ts';
import { DayField, isDayOrEmpty } from '../../../app/typed-fields.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { KeyValue } from '../../../ui/key-value.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { useSayBath } from './use-say-bath.ts';

const acts = ['changed', 'topped-up', 'moved', 'emptied'] as const;
type Act = (typeof acts)[number];

interface FillSheetProps {
  readonly board: BathBoard;
  readonly station: StationRow;
  /** A label that was scanned on the board. */
  readonly scanned?: string | undefined;
  readonly onClose: () => void;
}

/** What is done with one bath. The lot is scanned; where it was used before the rest is filled in. */
export function FillSheet({ board, station, scanned = '', onClose }: FillSheetProps) {
  const { t } = useTranslation('processing');
  const { contentOf, countOf } = useSayBath(board.countUnit);
  const api = useApi().processing.fills;
  const [requestId] = useState(() => crypto.randomUUID());
  const label = readLabel(scanned);
  const [act, setAct] = useState<Act>('changed');
  const [lot, setLot] = useState(label.lot);
  const [expires, setExpires] = useState(label.expiresOn ?? '');
  const [isStated, setStated] = useState(true);
  const [opened, setOpened] = useState('');
  const [fromStationId, setFrom] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const { instrumentId } = board;
  const { stationId, position, fill } = station;

  const trimmed = lot.trim();
  const known = useQuery({
    ...api.lot.queryOptions({ input: { instrumentId, lot: trimmed } }),
    enabled: trimmed.length >= 2,
  });
  const used = known.data ?? null;
  useEffect(() => {
    if (used === null) return;
    setStated(used.expiresOn !== 'not-stated');
    if (used.expiresOn !== null && used.expiresOn !== 'not-stated') setExpires(used.expiresOn);
    if (used.openedOn !== null) setOpened(used.openedOn);
  }, [used]);
  const typeLot = (text: string) => {
    const read = readLabel(text);
    setLot(read.lot === text.trim() ? text : read.lot);
    if (read.expiresOn !== null) {
      setStated(true);
      setExpires(read.expiresOn);
    }
  };

  const record = useMutation(api.record.mutationOptions({ onSuccess: onClose }));
  const move = useMutation(api.move.mutationOptions({ onSuccess: onClose }));
  const needsLot = act === 'changed' || act === 'topped-up';
  const isDated = !isStated || (expires.trim() !== '' && isDayOrEmpty(expires));
  const canSave =
    act === 'moved' ? fromStationId !== null : !needsLot || (trimmed !== '' && isDated && isDayOrEmpty(opened));
  const save = () => {
    if (act === 'moved') {
      if (fromStationId !== null) move.mutate({ instrumentId, requestId, fromStationId, stationId, note: note.trim() });
      return;
    }
    record.mutate({
      ...{ instrumentId, requestId, stationId, act, at: null, note: note.trim() },
      ...{ lot: needsLot ? trimmed : '', expiresOn: !needsLot ? null : isStated ? expires.trim() : 'not-stated' },
      openedOn: needsLot && opened.trim() !== '' ? opened.trim() : null,
    });
  };
  const sources = board.stations.filter((one) => one.fill !== null && one.stationId !== stationId);
  return (
    <FormSheet
      title={t('fill.title', { position, content: contentOf(station) })}
      saveLabel={t(`fill.save.${act}`)}
      canSave={canSave}
      mutation={act === 'moved' ? move : record}
      onClose={onClose}
      onSave={save}
    >
      {fill !== null && (
        <KeyValue
          rows={[
            {
              label: t('fill.now'),
              value: [
                t('bath.lot', { lot: fill.lot }),
                fill.expiresOn === 'not-stated' || fill.expiresOn === null
                  ? t('bath.noExpiry')
                  : t('bath.expires', { day: formatCivilDay(fill.expiresOn) }),
                countOf(station),
              ].join(', '),
            },
          ]}
        />
      )}
      {needsLot && (
        <>
          <TextField
            label={t('fill.lot')}
            value={lot}
            onChange={typeLot}
            isRequired
            isMono
            autoFocus
            maxLength={80}
            description={used === null ? t('fill.lotMore') : t('fill.known', { content: used.content })}
          />
          {isStated && <DayField label={t('fill.expires')} value={expires} onChange={setExpires} isRequired />}
          <ChoiceField
            label={t('fill.expiryOf')}
            layout="row"
            value={isStated ? 'stated' : 'not-stated'}
            onChange={(value) => setStated(value === 'stated')}
            choices={[
              { value: 'stated', label: t('fill.expires') },
              { value: 'not-stated', label: t('fill.notStated') },
            ]}
          />
          <DayField label={t('fill.opened')} value={opened} onChange={setOpened} />
        </>
      )}
      {act === 'moved' && (
        <SelectField
          label={t('fill.from')}
          value={fromStationId}
          onChange={setFrom}
          options={sources.map((one) => ({
            value: one.stationId,
            label: t('fill.title', { position: one.position, content: contentOf(one) }),
            detail: countOf(one),
          }))}
        />
      )}
      <ChoiceField
        label={t('fill.act')}
        value={act}
        onChange={setAct}
        choices={acts
          .filter((value) => fill !== null || value === 'changed' || value === 'moved')
          .map((value) => ({ value, label: t(`fill.acts.${value}`) }))}
      />
      <TextField label={t('note')} value={note} onChange={setNote} maxLength={500} />
    </FormSheet>
  );
}
