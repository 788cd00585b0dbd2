import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ScaleRow } from '../../../../shared/modules/microscopy/contract.ts';
import { objectiveKeyOf } from '../../../../shared/modules/microscopy/rules-records.ts';
import { judgeScale } from '../../../../shared/modules/microscopy/rules-scale.ts';
import type { ScaleReading, ScaleTerms } from '../../../../shared/modules/microscopy/terms.ts';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { useSay } from '../../../i18n/say.ts';
import { Button } from '../../../ui/button.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toneOfVerdict } from '../../../ui/verdict-tone.ts';
import { DecimalField } from './decimal-field.tsx';
import { decimalOf } from './decimals.ts';
import styles from './microscopy.module.css';

interface ScaleSheetProps {
  readonly instrumentId: string;
  readonly known: readonly ScaleRow[];
  readonly onClose: () => void;
}

interface TypedReading {
  readonly stage: string;
  readonly eyepiece: string;
}

const blank: TypedReading = { stage: '', eyepiece: '' };
const mostReadings = 10;

/** The stage micrometer under one objective: divisions that fall together, the value they give, and how far it moved. */
export function ScaleSheet({ instrumentId, known, onClose }: ScaleSheetProps) {
  const { t } = useTranslation('microscopy');
  const say = useSay();
  const signedAct = useSignedAct();
  const isSigned = useNeedsPassword()(true);
  const [requestId] = useState(() => crypto.randomUUID());
  const last = known[0]?.terms;
  const [objective, setObjective] = useState('');
  const [eyepiece, setEyepiece] = useState(last?.eyepiece ?? '');
  const [pitch, setPitch] = useState(last?.pitchUm ?? '');
  const [micrometer, setMicrometer] = useState(last?.micrometer ?? '');
  const [limit, setLimit] = useState(last?.driftLimitPercent ?? '');
  const [typed, setTyped] = useState<readonly TypedReading[]>([blank]);
  const calibrate = useMutation(useApi().microscopy.scales.calibrate.mutationOptions());
  const previous = known.find((row) => row.isCurrent && row.objectiveKey === objectiveKeyOf(objective));
  const readings: ScaleReading[] = typed.flatMap(({ stage, eyepiece: scale }) => {
    const [stageDivisions, eyepieceDivisions] = [decimalOf(stage), decimalOf(scale)];
    return stageDivisions === null || eyepieceDivisions === null ? [] : [{ stageDivisions, eyepieceDivisions }];
  });
  const terms: ScaleTerms = {
    objective: objective.trim(),
    eyepiece: eyepiece.trim(),
    pitchUm: decimalOf(pitch) ?? '0',
    micrometer: micrometer.trim(),
    readings,
    driftLimitPercent: decimalOf(limit),
    note: '',
  };
  const result = judgeScale(terms, previous?.umPerDivision ?? null);
  const isReady =
    objectiveKeyOf(objective) !== '' &&
    readings.length === typed.length &&
    result.umPerDivision !== null &&
    (limit.trim() === '' || terms.driftLimitPercent !== null);
  const save = async () => {
    const done = await signedAct({
      needsSignature: true,
      title: t('scale.signTitle', { objective: terms.objective }),
      lines: [
        { label: t('scale.pitch'), value: `${terms.pitchUm} ${t('scale.unitUm')}` },
        ...readings.map(({ stageDivisions, eyepieceDivisions }, index) => ({
          label: t('scale.reading', { number: index + 1 }),
          value: `${stageDivisions} / ${eyepieceDivisions}`,
        })),
        { label: t('scale.value'), value: String(result.umPerDivision ?? '') },
        { label: t('scale.verdict'), value: t(`verdict.${result.verdict}`) },
      ],
      meaning: 'performed',
      act: (signing) => calibrate.mutateAsync({ requestId, instrumentId, terms, signing }),
    });
    if (done !== null) onClose();
  };
  const set = (at: number, more: Partial<TypedReading>) =>
    setTyped((before) => before.map((one, index) => (index === at ? { ...one, ...more } : one)));
  return (
    <FormSheet
      title={t('scale.calibrate')}
      saveLabel={t(isSigned ? 'scale.save' : 'scale.saveUnsigned')}
      canSave={isReady}
      mutation={isSigned ? { error: null, isPending: calibrate.isPending } : calibrate}
      onClose={onClose}
      onSave={() => void save().catch(() => undefined)}
    >
      <TextField
        label={t('scale.objective')}
        description={t('scale.objectiveMore')}
        value={objective}
        onChange={setObjective}
        isRequired
        autoFocus
        maxLength={60}
      />
      <div className={styles.pair}>
        <TextField label={t('scale.eyepiece')} value={eyepiece} onChange={setEyepiece} maxLength={80} />
        <DecimalField label={t('scale.pitch')} unit={t('scale.unitUm')} value={pitch} onChange={setPitch} isRequired />
      </div>
      <TextField
        label={t('scale.micrometer')}
        description={t('scale.micrometerMore')}
        value={micrometer}
        onChange={setMicrometer}
        maxLength={120}
      />
      {typed.map((one, index) => (
        <fieldset
          // biome-ignore lint/suspicious/noArrayIndexKey: readings are told apart by their place alone.
          key={index}
          className={styles.fieldset}
        >
          <legend>{t('scale.reading', { number: index + 1 })}</legend>
          <div className={styles.pair}>
            <DecimalField
              label={t('scale.stage', { number: index + 1 })}
              value={one.stage}
              onChange={(stage) => set(index, { stage })}
              isRequired
            />
            <DecimalField
              label={t('scale.eyepieceDivisions', { number: index + 1 })}
              value={one.eyepiece}
              onChange={(scale) => set(index, { eyepiece: scale })}
              isRequired
            />
          </div>
        </fieldset>
      ))}
      {typed.length < mostReadings && (
        <Button look="quiet" onPress={() => setTyped([...typed, blank])}>
          {t('scale.addReading')}
        </Button>
      )}
      <DecimalField
        label={t('scale.limit')}
        description={t('scale.limitMore')}
        unit={t('scale.unitPercent')}
        value={limit}
        onChange={setLimit}
      />
      <div role="status">
        {result.umPerDivision === null || readings.length < typed.length ? (
          t('scale.resultNone')
        ) : (
          <>
            <p>{t('scale.resultIs', { value: result.umPerDivision })}</p>
            <p>
              {previous === undefined || result.driftPercent === null
                ? t('scale.driftFirst')
                : t('scale.drift', {
                    previous: previous.umPerDivision,
                    on: formatCivilDay(previous.on),
                    drift: result.driftPercent.toFixed(2),
                  })}
            </p>
            <StateMark tone={toneOfVerdict[result.verdict]}>{t(`verdict.${result.verdict}`)}</StateMark>{' '}
            {result.why.map((why) => say(`microscopy.why.${why}`)).join(' ')}
          </>
        )}
      </div>
    </FormSheet>
  );
}
