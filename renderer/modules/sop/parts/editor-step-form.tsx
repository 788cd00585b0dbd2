import { useTranslation } from 'react-i18next';
import { type PlainStep, type Step, stepKinds } from '../../../../shared/modules/sop/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { OwnForm } from '../../../ui/own-form.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './editor.module.css';
import { KindFields } from './editor-kind-fields.tsx';
import { plainKinds, withKind } from './editor-steps.ts';
import { YesNo } from './editor-yes-no.tsx';
import { StepView } from './version-step-view.tsx';

interface StepFormProps {
  readonly step: Step | PlainStep;
  readonly steps: readonly Step[];
  /** It stands in a repeated block, where fewer kinds may. */
  readonly isInner: boolean;
  readonly onChange: (step: Step | PlainStep) => void;
  readonly onClose: () => void;
}

/** One step as it is written, beside what it will look like. Enter in a field closes it. */
export function StepForm({ step, steps, isInner, onChange, onClose }: StepFormProps) {
  const { t } = useTranslation('sop');
  const set = (change: Partial<Pick<Step, 'title' | 'instruction' | 'safety' | 'isRequired' | 'source' | 'adapt'>>) =>
    onChange({ ...step, ...change });
  const kinds = isInner ? plainKinds : stepKinds;
  const start = t('editor.start', { returnObjects: true });
  return (
    <div className={styles.open}>
      <OwnForm onSubmit={onClose}>
        <TextField
          label={t('editor.stepTitle')}
          value={step.title}
          onChange={(title) => set({ title })}
          isRequired
          autoFocus
          maxLength={200}
        />
        <SelectField
          label={t('editor.kind')}
          value={step.kind}
          options={kinds.map((value) => ({
            value,
            label: t(`editor.kinds.${value}`),
            detail: t(`editor.kindMore.${value}`),
          }))}
          onChange={(kind) => kind !== step.kind && onChange(withKind(step, kind, start, steps))}
        />
        <TextField
          label={t('editor.instruction')}
          value={step.instruction}
          onChange={(instruction) => set({ instruction })}
          isLong
          maxLength={4000}
        />
        <TextField
          label={t('editor.stepSafety')}
          description={t('editor.stepSafetyHint')}
          value={step.safety}
          onChange={(safety) => set({ safety })}
          maxLength={600}
        />
        <KindFields step={step} steps={steps} onChange={onChange} />
        <TextField
          label={t('editor.source')}
          description={t('editor.sourceHint')}
          value={step.source}
          onChange={(source) => set({ source })}
          maxLength={300}
        />
        <TextField
          label={t('editor.adapt')}
          description={t('editor.adaptHint')}
          value={step.adapt}
          onChange={(adapt) => set({ adapt })}
          maxLength={300}
        />
        <YesNo label={t('editor.isRequired')} value={step.isRequired} onChange={(isRequired) => set({ isRequired })} />
        <div>
          <Button icon="check" onPress={onClose}>
            {t('editor.stepDone')}
          </Button>
        </div>
      </OwnForm>
      <section className={styles.preview} aria-label={t('editor.preview')}>
        <p className={styles.muted}>{t('editor.preview')}</p>
        <StepView step={step} steps={steps} />
      </section>
    </div>
  );
}
