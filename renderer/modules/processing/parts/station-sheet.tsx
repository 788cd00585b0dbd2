import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountUnit, StationTerms } from '../../../../shared/modules/processing/terms.ts';
import { readCount } from '../../../app/typed-fields.tsx';
import { useSay } from '../../../i18n/say.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './baths.module.css';
import { readLimit, textOfLimit } from './plan-draft.ts';

interface StationSheetProps {
  readonly station: StationTerms;
  readonly unit: CountUnit;
  readonly onChange: (station: StationTerms) => void;
  readonly onClose: () => void;
}

/** It changes the draft of the set-up only; that is saved as a whole. */
export const notSaved = { error: null, isPending: false } as const;

/** One bath of the set-up: what stands in it and when it is changed. */
export function StationSheet({ station, unit, onChange, onClose }: StationSheetProps) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const [position, setPosition] = useState(String(station.position));
  const [content, setContent] = useState(station.content);
  const [kind, setKind] = useState(station.kind);
  // Whoever opens a bath that holds nothing yet is about to say what it holds.
  const [isInUse, setInUse] = useState(station.isInUse || station.content === '');
  const [used, setUsed] = useState<('count' | 'days')[]>(() => [
    ...(station.countLimit === 'not-used' ? [] : (['count'] as const)),
    ...(station.dayLimit === 'not-used' ? [] : (['days'] as const)),
  ]);
  const [count, setCount] = useState(textOfLimit(station.countLimit));
  const [days, setDays] = useState(textOfLimit(station.dayLimit));
  const [source, setSource] = useState(station.source);
  const [note, setNote] = useState(station.note);
  const place = readCount(position, 1);
  const countLimit = readLimit(count, used.includes('count'));
  const dayLimit = readLimit(days, used.includes('days'));
  const isReadable = place !== null && place <= 99 && countLimit !== 'wrong' && dayLimit !== 'wrong';
  const canSave = isReadable && (!isInUse || (content.trim() !== '' && used.length > 0));
  const save = () => {
    if (place === null || countLimit === 'wrong' || dayLimit === 'wrong') return;
    onChange({
      ...{ stationId: station.stationId, position: place, content: content.trim(), kind, isInUse },
      ...{ countLimit, dayLimit, source: source.trim(), note: note.trim() },
    });
    onClose();
  };
  const unitWord = say(`processing.unit.${unit}`);
  return (
    <FormSheet
      title={t('plan.edit', { position: station.position })}
      saveLabel={t('change')}
      canSave={canSave}
      mutation={notSaved}
      onClose={onClose}
      onSave={save}
    >
      <TextField
        label={t('plan.content')}
        value={content}
        onChange={setContent}
        isRequired={isInUse}
        autoFocus
        maxLength={80}
      />
      <ChoiceField
        label={t('plan.kind')}
        layout="row"
        value={kind}
        onChange={setKind}
        choices={(['reagent', 'wax', 'rinse', 'other'] as const).map((value) => ({
          value,
          label: t(`plan.kinds.${value}`),
        }))}
      />
      <CheckField
        label={t('plan.limitChoice')}
        values={used}
        onChange={setUsed}
        choices={[
          { value: 'count', label: t('plan.byCount') },
          { value: 'days', label: t('plan.byDays') },
        ]}
      />
      <div className={styles.pair}>
        {used.includes('count') && (
          <TextField
            label={t('plan.countLimit', { unit: unitWord })}
            value={count}
            onChange={setCount}
            isMono
            inputMode="numeric"
            maxLength={6}
            description={t('plan.blankMore')}
          />
        )}
        {used.includes('days') && (
          <TextField
            label={t('plan.dayLimit')}
            value={days}
            onChange={setDays}
            isMono
            inputMode="numeric"
            maxLength={6}
            description={t('plan.blankMore')}
          />
        )}
      </div>
      <TextField
        label={t('source')}
        value={source}
        onChange={setSource}
        isRequired={typeof countLimit === 'number' || typeof dayLimit === 'number'}
        maxLength={300}
        description={t('sourceMore')}
      />
      <TextField
        label={t('plan.position')}
        value={position}
        onChange={setPosition}
        isRequired
        isMono
        inputMode="numeric"
        maxLength={2}
      />
      <ChoiceField
        label={t('plan.inUse')}
        layout="row"
        value={isInUse ? 'yes' : 'no'}
        onChange={(value) => setInUse(value === 'yes')}
        choices={(['yes', 'no'] as const).map((value) => ({ value, label: t(`plan.inUses.${value}`) }))}
      />
      <TextField label={t('note')} value={note} onChange={setNote} maxLength={300} />
    </FormSheet>
  );
}
