import { useTranslation } from 'react-i18next';
import type { GuideRun, GuideStep } from '../../../../shared/modules/troubleshooting/contract.ts';
import { Banner } from '../../../ui/banner.tsx';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { PhotoField } from '../../../ui/photo-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type Draft, isClosedBySafety, readNumber } from './draft.ts';
import styles from './step-form.module.css';

interface StepFormProps {
  readonly run: GuideRun;
  readonly step: GuideStep;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/**
 * One step: its number, its text large, the safety line in its own box, limits beside the field. Until the safety line is
 * acknowledged there is nothing to answer.
 */
export function StepForm({ run, step, draft, onChange }: StepFormProps) {
  const { t } = useTranslation('troubleshooting');
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <div className={styles.step}>
      <p className={styles.progress}>{t('progress', { number: run.stepNumber, count: run.stepCountAtMost })}</p>
      {step.safety !== '' && (
        <Banner tone="attention" title={t('safety')}>
          {step.safety}
        </Banner>
      )}
      <h2 className={styles.ask}>{step.ask}</h2>
      {!isClosedBySafety(step, draft) && (
        <>
          <Field step={step} draft={draft} set={set} />
          {step.limitFrom === 'lab' && <LimitFields draft={draft} set={set} unit={step.unit} />}
          <TextField label={t('answer.note')} value={draft.note} onChange={(note) => set({ note })} maxLength={2000} />
        </>
      )}
      <p className={styles.progress}>
        {step.source === '' ? t('housePractice') : t('source', { source: step.source })}
      </p>
    </div>
  );
}

interface FieldProps {
  readonly step: GuideStep;
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

function Field({ step, draft, set }: FieldProps) {
  const { t } = useTranslation('troubleshooting');
  const limits = useLimits(step);
  const photo = draft.photo === null ? null : { name: draft.photo.name, byteCount: draft.photo.bytes.length };
  switch (step.kind) {
    case 'confirm':
      return (
        <ChoiceField
          label={step.ask}
          isLabelHidden
          layout="row"
          autoFocus
          value={draft.value === '' ? 'yes' : draft.value}
          onChange={(value) => set({ value })}
          choices={[
            { value: 'yes', label: t('answer.yes') },
            { value: 'no', label: t('answer.no') },
          ]}
        />
      );
    case 'number':
      return (
        <TextField
          label={t('answer.number')}
          value={draft.value}
          onChange={(value) => set({ value: readNumber(value) })}
          description={limits}
          inputMode="decimal"
          isMono
          autoFocus
          {...(step.unit === '' ? {} : { unit: step.unit })}
        />
      );
    case 'text':
      return (
        <>
          <TextField
            label={t('answer.text')}
            value={draft.value}
            onChange={(value) => set({ value })}
            isLong
            autoFocus
          />
          <PhotoField label={t('answer.photoOptional')} photo={photo} onChange={(photo) => set({ photo })} />
        </>
      );
    case 'choice':
      return (
        <ChoiceField
          label={t('answer.choose')}
          isLabelHidden
          autoFocus
          value={draft.value === '' ? null : draft.value}
          onChange={(value) => set({ value })}
          choices={step.choices}
        />
      );
    case 'photo':
      return <PhotoField label={t('answer.photo')} photo={photo} onChange={(photo) => set({ photo })} />;
  }
}

/** Limits nobody published, from the lab's own papers. Left blank, the reading cannot be judged, and the steps go on so. */
function LimitFields({ draft, set, unit }: Omit<FieldProps, 'step'> & { readonly unit: string }) {
  const { t } = useTranslation('troubleshooting');
  const { limits } = draft;
  const setLimits = (change: Partial<Draft['limits']>) => set({ limits: { ...limits, ...change } });
  const hasLimit = limits.low.trim() !== '' || limits.high.trim() !== '';
  return (
    <fieldset className={styles.limits}>
      <legend>{t('limits.own')}</legend>
      <p className={styles.progress}>{t('limits.ownMore')}</p>
      {(['low', 'high'] as const).map((side) => (
        <TextField
          key={side}
          label={t(`limits.${side}`)}
          value={limits[side]}
          onChange={(text) => setLimits({ [side]: readNumber(text) })}
          inputMode="decimal"
          isMono
          {...(unit === '' ? {} : { unit })}
        />
      ))}
      <TextField
        label={t('limits.source')}
        value={limits.source}
        onChange={(source) => setLimits({ source })}
        isRequired={hasLimit}
        maxLength={400}
      />
    </fieldset>
  );
}

function useLimits(step: GuideStep): string {
  const { t } = useTranslation('troubleshooting');
  const { low, high, unit } = step;
  if (step.limitFrom === 'lab') {
    return t('limits.labs');
  }
  if (low !== null && high !== null) {
    return t('limits.between', { low, high, unit });
  }
  if (low !== null) {
    return t('limits.atLeast', { low, unit });
  }
  return high === null ? t('limits.none') : t('limits.atMost', { high, unit });
}
