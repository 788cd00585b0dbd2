import { useTranslation } from 'react-i18next';
import type { RepeatStep } from '../../../../shared/modules/sop/terms.ts';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './editor.module.css';
import { TypedField } from './editor-typed-field.tsx';
import { readWhole } from './editor-values.ts';

interface RepeatFieldsProps {
  readonly step: RepeatStep;
  readonly onChange: (step: RepeatStep) => void;
}

const MOST_ITEMS = 200;

/** What is repeated, and how often; its steps stand below it in the list. */
export function RepeatFields({ step, onChange }: RepeatFieldsProps) {
  const { t } = useTranslation('sop');
  return (
    <div className={styles.pair}>
      <TextField
        label={t('editor.itemName')}
        value={step.itemName}
        onChange={(itemName) => onChange({ ...step, itemName })}
        isRequired
        maxLength={60}
      />
      <TypedField
        label={t('editor.leastItems')}
        value={step.least}
        show={String}
        read={(text) => readWhole(text, 0, MOST_ITEMS) ?? undefined}
        problem={t('editor.badCount')}
        onChange={(least) => onChange({ ...step, least })}
      />
      <TypedField
        label={t('editor.mostItems')}
        value={step.most}
        show={String}
        read={(text) => readWhole(text, 1, MOST_ITEMS) ?? undefined}
        problem={t('editor.badCount')}
        onChange={(most) => onChange({ ...step, most })}
      />
    </div>
  );
}
