import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GravimetrySheet } from '../../../../shared/modules/calibration/standards-contract.ts';
import type { Weighing, WeightReading } from '../../../../shared/modules/calibration/standards-terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { joinClasses } from '../../../ui/join-classes.ts';
import { MutationError } from '../../../ui/loaded.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { TimeText } from '../../../ui/time-text.tsx';
import styles from './calibration.module.css';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf, isDecimal } from './decimals.ts';
import { useKeepSheet } from './use-keep-sheet.ts';

interface GravimetryVolumeProps {
  readonly sheet: GravimetrySheet;
  readonly index: number;
  readonly as: 'start' | 'replicate';
  /** What the balance sent, newest first; null where its values are typed. */
  readonly weights: readonly (WeightReading & { readonly isTaken: boolean })[] | null;
  readonly isPending: boolean;
  readonly onTake: (weight: WeightReading) => void;
}

/** Deliveries at one volume: what the balance sends, and what was taken of it. */
export function GravimetryVolume({ sheet, index, as, weights, isPending, onTake }: GravimetryVolumeProps) {
  const { t } = useTranslation('calibration');
  const [excluded, setExcluded] = useState<Weighing | null>(null);
  const volume = sheet.input.volumes[index];
  if (volume === undefined) return null;
  const open = weights?.filter(({ isTaken }) => !isTaken).slice(0, 5) ?? [];
  return (
    <>
      <Card title={t('gravimetry.fromBalance')}>
        {weights === null ? (
          <p>{t(sheet.input.balance === null ? 'gravimetry.noBalance' : 'gravimetry.typedBalance')}</p>
        ) : open.length === 0 ? (
          <p role="status">{t('gravimetry.waiting')}</p>
        ) : (
          <ul className={rowStyles.rows} aria-label={t('gravimetry.fromBalance')}>
            {open.map((weight) => (
              <li key={`${weight.messageId} ${weight.rawValue} ${weight.at}`} className={rowStyles.withAction}>
                <span className={styles.values}>
                  <span className={rowStyles.text}>
                    {weight.rawValue} {weight.unit}
                  </span>
                  <StateMark tone={weight.isStable ? 'good' : 'unknown'}>
                    {t(weight.isStable ? 'gravimetry.stable' : 'gravimetry.moving')}
                  </StateMark>
                  <TimeText at={weight.at} look="log" />
                </span>
                <Button
                  isDisabled={!weight.isStable || isPending}
                  aria-label={t('gravimetry.takeOne', {
                    value: `${weight.rawValue} ${weight.unit}`,
                    at: formatTimeOfDay(weight.at, 'seconds'),
                  })}
                  onPress={() => onTake(weight)}
                >
                  {t('candidate.take')}
                </Button>
              </li>
            ))}
          </ul>
        )}
        <TypedWeight sheetId={sheet.sheetId} index={index} as={as} />
      </Card>
      <Card title={t('gravimetry.taken', { volume: volume.selectedUl })}>
        {volume.start !== null && (
          <p>{t('gravimetry.startWas', { value: `${volume.start.value} ${volume.start.unit}` })}</p>
        )}
        {volume.weighings.length === 0 ? (
          <p>{t('gravimetry.noWeighing')}</p>
        ) : (
          <ol className={rowStyles.rows}>
            {volume.weighings.map((weighing, at) => (
              <li key={weighing.weighingId} className={rowStyles.withAction}>
                <WeighingWords
                  weighing={weighing}
                  number={at + 1}
                  volumeUl={sheet.result.volumes[index]?.volumesUl[at] ?? null}
                />
                <Button
                  look="quiet"
                  aria-label={t(weighing.excluded === null ? 'gravimetry.leaveOut' : 'gravimetry.takeIn', {
                    number: at + 1,
                  })}
                  onPress={() => setExcluded(weighing)}
                >
                  {weighing.excluded === null ? t('run.setAside') : t('run.change')}
                </Button>
              </li>
            ))}
          </ol>
        )}
      </Card>
      {excluded !== null && (
        <ExcludeSheet sheetId={sheet.sheetId} weighing={excluded} onClose={() => setExcluded(null)} />
      )}
    </>
  );
}

interface WeighingWordsProps {
  readonly weighing: Weighing;
  readonly number: number;
  readonly volumeUl: number | null;
}

function WeighingWords({ weighing, number, volumeUl }: WeighingWordsProps) {
  const { t } = useTranslation('calibration');
  return (
    <div className={rowStyles.words}>
      <div className={styles.values}>
        <span>{number}.</span>
        <span className={joinClasses(rowStyles.text, weighing.excluded !== null && styles.away)}>
          {weighing.value} {weighing.unit}
        </span>
        {volumeUl !== null && <span>{volumeUl.toFixed(3)} µL</span>}
        {weighing.excluded !== null && <StateMark tone="attention">{t('run.isSetAside')}</StateMark>}
      </div>
      {weighing.excluded !== null && <div>{weighing.excluded}</div>}
      <div className={rowStyles.rest}>
        <TimeText at={weighing.at} look="log" />
        <span>{t(`run.origin.${weighing.reading === null ? 'typed' : 'wire'}`)}</span>
      </div>
    </div>
  );
}

interface TypedWeightProps {
  readonly sheetId: string;
  readonly index: number;
  readonly as: 'start' | 'replicate';
}

function TypedWeight({ sheetId, index, as }: TypedWeightProps) {
  const { t } = useTranslation('calibration');
  const [value, setValue] = useState('');
  const { keep } = useKeepSheet();
  const weigh = useMutation(
    useApi().calibration.standards.gravimetry.weigh.mutationOptions({
      onSuccess: async (sheet) => {
        await keep(sheet);
        setValue('');
      },
    }),
  );
  const isReady = isDecimal(value) && !weigh.isPending;
  const save = () =>
    weigh.mutate({
      sheetId,
      volume: index,
      as,
      weight: { kind: 'typed', value: decimalOf(value) ?? '', unit: 'g' },
    });
  return (
    <OwnForm onSubmit={save} isDisabled={!isReady}>
      <DecimalField
        label={t(as === 'start' ? 'gravimetry.typeStart' : 'gravimetry.type')}
        unit="g"
        value={value}
        onChange={setValue}
      />
      <Button icon="keyboard" isDisabled={!isReady} onPress={save}>
        {t('gravimetry.typeSave')}
      </Button>
      <MutationError mutation={weigh} />
    </OwnForm>
  );
}

interface ExcludeSheetProps {
  readonly sheetId: string;
  readonly weighing: Weighing;
  readonly onClose: () => void;
}

function ExcludeSheet({ sheetId, weighing, onClose }: ExcludeSheetProps) {
  const { t } = useTranslation('calibration');
  const [reason, setReason] = useState('');
  const { keep } = useKeepSheet();
  const exclude = useMutation(
    useApi().calibration.standards.gravimetry.exclude.mutationOptions({
      onSuccess: async (sheet) => {
        await keep(sheet);
        onClose();
      },
    }),
  );
  const isOut = weighing.excluded !== null;
  return (
    <FormSheet
      title={`${weighing.value} ${weighing.unit}`}
      saveLabel={isOut ? t('aside.restore') : t('aside.save')}
      canSave={isOut || reason.trim() !== ''}
      mutation={exclude}
      onClose={onClose}
      onSave={() => exclude.mutate({ sheetId, weighingId: weighing.weighingId, reason: isOut ? null : reason.trim() })}
    >
      <p>{t('aside.more')}</p>
      {isOut ? (
        <p>{weighing.excluded}</p>
      ) : (
        <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
      )}
    </FormSheet>
  );
}
