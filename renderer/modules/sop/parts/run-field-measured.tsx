import { useTranslation } from 'react-i18next';
import { readDecimal } from '../../../../shared/modules/sop/rules-answer.ts';
import type { Step } from '../../../../shared/modules/sop/terms.ts';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './run-step.module.css';
import { limitsText } from './run-text.ts';
import { TypedVerdict } from './run-verdict.tsx';
import type { StepWork } from './use-step-draft.ts';

interface MeasuredFieldProps {
  readonly step: Extract<Step, { kind: 'number' | 'reading' }>;
  readonly work: StepWork;
  readonly label: string;
  readonly autoFocus?: boolean;
}

/** A value with its unit, its limits beside it and its verdict as it is typed: read together in one row. */
export function MeasuredField({ step, work, label, autoFocus = true }: MeasuredFieldProps) {
  const { t } = useTranslation('sop');
  const { entry, change } = work;
  const value = entry.value ?? '';
  const prescribed = step.kind === 'number' ? step.prescribed : null;
  return (
    <div className={styles.measured}>
      <TextField
        label={label}
        value={value}
        onChange={(text) => {
          change({ ...entry, value: text.trim() === '' ? null : text.trim(), reading: null });
        }}
        error={value === '' || value === '-' || readDecimal(value) !== null ? undefined : t('run.step.notANumber')}
        inputMode="decimal"
        isMono
        autoFocus={autoFocus}
        maxLength={26}
        {...(step.unit === '' ? {} : { unit: step.unit })}
      />
      <div className={styles.beside}>
        <span>{limitsText(step, t)}</span>
        {prescribed !== null && <span>{t('run.step.prescribed', { value: prescribed, unit: step.unit }).trim()}</span>}
        <span className={styles.verdict} role="status">
          <TypedVerdict step={step} entry={entry} />
        </span>
      </div>
    </div>
  );
}
