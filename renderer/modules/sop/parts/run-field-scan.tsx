import { useTranslation } from 'react-i18next';
import type { Step } from '../../../../shared/modules/sop/terms.ts';
import { useScanTaker } from '../../../app/scan-taker.ts';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './run-step.module.css';
import { TypedVerdict } from './run-verdict.tsx';
import type { StepWork } from './use-step-draft.ts';

interface ScanFieldProps {
  readonly step: Extract<Step, { kind: 'scan' }>;
  readonly work: StepWork;
}

/** A code by the scanner, wherever the focus is, or typed. */
export function ScanField({ step, work }: ScanFieldProps) {
  const { t } = useTranslation('sop');
  const { entry, change } = work;
  const value = entry.value ?? '';
  const set = (text: string) => change({ ...entry, value: text.trim() === '' ? null : text.trim() });
  useScanTaker(true, set);
  return (
    <div className={styles.measured}>
      <TextField
        label={t('run.scan.label', { what: t(`run.scan.what.${step.what}`) })}
        value={value}
        onChange={set}
        description={step.what === 'specimen' ? t('run.scan.specimen') : t('run.scan.hint')}
        isMono
        autoFocus
        maxLength={200}
      />
      <div className={styles.beside}>
        {step.expects !== '' && <span>{t('run.scan.expects', { what: step.expects })}</span>}
        <span className={styles.verdict} role="status">
          <TypedVerdict step={step} entry={entry} />
        </span>
      </div>
    </div>
  );
}
