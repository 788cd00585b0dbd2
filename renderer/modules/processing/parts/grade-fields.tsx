import { useTranslation } from 'react-i18next';
import type { Criterion, Grade } from '../../../../shared/modules/processing/terms.ts';
import { useSay } from '../../../i18n/say.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { readDecimal } from './plan-draft.ts';
import { useSayLimits } from './use-say-limits.ts';

export interface Answer {
  readonly grade: Grade | null;
  readonly text: string;
}

const grades = ['good', 'acceptable', 'poor', 'not-seen'] as const;

interface GradeFieldProps {
  readonly criterion: Criterion;
  readonly answer: Answer;
  readonly onChange: (answer: Answer) => void;
}

/** One question: a grade out of four, or a number with its limits beside it. */
export function GradeField({ criterion, answer, onChange }: GradeFieldProps) {
  const { t } = useTranslation('processing');
  const say = useSay();
  const sayLimits = useSayLimits();
  if (criterion.kind === 'grade') {
    return (
      <ChoiceField
        label={criterion.text}
        layout="row"
        value={answer.grade}
        onChange={(grade) => onChange({ ...answer, grade })}
        choices={grades.map((value) => ({ value, label: say(`processing.grade.${value}`) }))}
      />
    );
  }
  return (
    <TextField
      label={
        criterion.unit === '' ? criterion.text : t('grading.value', { text: criterion.text, unit: criterion.unit })
      }
      value={answer.text}
      onChange={(text) => onChange({ ...answer, text })}
      isMono
      inputMode="decimal"
      maxLength={14}
      description={sayLimits(criterion)}
      error={readDecimal(answer.text) === 'wrong' ? sayLimits(criterion) : undefined}
    />
  );
}
