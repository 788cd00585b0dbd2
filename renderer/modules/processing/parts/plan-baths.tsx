import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BathPlan, StationTerms } from '../../../../shared/modules/processing/terms.ts';
import { readCount } from '../../../app/typed-fields.tsx';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { blankBaths } from './plan-draft.ts';
import { notSaved, StationSheet } from './station-sheet.tsx';

interface PlanBathsProps {
  readonly plan: BathPlan;
  readonly onChange: (stations: StationTerms[]) => void;
}

/** The baths of the set-up, by place; each is opened, and several blank ones are added at once. */
export function PlanBaths({ plan, onChange }: PlanBathsProps) {
  const { t } = useTranslation('processing');
  const [open, setOpen] = useState<StationTerms | 'add' | null>(null);
  const { stations, countUnit } = plan;
  const close = () => setOpen(null);
  const byPlace = stations.toSorted((a, b) => a.position - b.position);
  const put = (changed: StationTerms) =>
    onChange(stations.map((one) => (one.stationId === changed.stationId ? changed : one)));
  return (
    <Card title={t('board.baths')} action={<Button onPress={() => setOpen('add')}>{t('plan.add')}</Button>}>
      {byPlace.length > 0 && (
        <ul className={rowStyles.rows}>
          {byPlace.map((station) => (
            <li key={station.stationId} className={rowStyles.withAction}>
              <BathWords station={station} unit={countUnit} />
              <span className={rowStyles.actions}>
                <Button
                  onPress={() => setOpen(station)}
                  aria-label={`${t('change')}: ${t('plan.bath', { position: station.position })}`}
                >
                  {t('change')}
                </Button>
                <Button
                  look="quiet"
                  onPress={() => onChange(stations.filter((one) => one !== station))}
                  aria-label={`${t('remove')}: ${t('plan.bath', { position: station.position })}`}
                >
                  {t('remove')}
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {open === 'add' && (
        <AddSheet onClose={close} onAdd={(count) => onChange([...stations, ...blankBaths(stations, count)])} />
      )}
      {open !== null && open !== 'add' && (
        <StationSheet station={open} unit={countUnit} onChange={put} onClose={close} />
      )}
    </Card>
  );
}

function BathWords({ station, unit }: { readonly station: StationTerms; readonly unit: BathPlan['countUnit'] }) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const { countLimit, dayLimit, isInUse, source } = station;
  const isBlank = countLimit === null || dayLimit === null;
  const count =
    countLimit === null
      ? t('plan.countBlank')
      : countLimit === 'not-used'
        ? t('plan.countOff')
        : t('plan.countIs', { limit: countLimit, unit: say(`processing.unit.${unit}`) });
  const days =
    dayLimit === null
      ? t('plan.daysBlank')
      : dayLimit === 'not-used'
        ? t('plan.daysOff')
        : t('plan.daysIs', { count: dayLimit });
  return (
    <span className={rowStyles.words}>
      <span className={rowStyles.main}>
        <span className={rowStyles.text}>
          {station.position} {station.content || t('bath.blank')}
        </span>
        {!isInUse && <StateMark tone="not-set-up">{t('plan.inUses.no')}</StateMark>}
        {isInUse && isBlank && <StateMark tone="unknown">{say('processing.state.cannot-evaluate')}</StateMark>}
      </span>
      {isInUse && (
        <span className={rowStyles.rest}>
          <span>{t('plan.limits', { byCount: count, byDays: days })}</span>
          {source !== '' && <span>{source}</span>}
        </span>
      )}
    </span>
  );
}

function AddSheet({ onAdd, onClose }: { readonly onAdd: (count: number) => void; readonly onClose: () => void }) {
  const { t } = useTranslation('processing');
  const [text, setText] = useState('');
  const count = readCount(text, 1);
  const isFine = count !== null && count <= 60;
  return (
    <FormSheet
      title={t('plan.add')}
      saveLabel={t('plan.add')}
      canSave={isFine}
      mutation={notSaved}
      onClose={onClose}
      onSave={() => {
        if (isFine) onAdd(count);
        onClose();
      }}
    >
      <TextField
        label={t('plan.addCount')}
        value={text}
        onChange={setText}
        isRequired
        isMono
        autoFocus
        inputMode="numeric"
        maxLength={2}
        description={t('plan.addMore')}
      />
    </FormSheet>
  );
}
