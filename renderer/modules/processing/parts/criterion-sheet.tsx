import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Criterion } from '../../../../shared/modules/processing/terms.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './baths.module.css';
import { readDecimal } from './plan-draft.ts';
import { notSaved } from './station-sheet.tsx';

interface CriterionSheetProps {
  readonly criterion: Criterion;
  readonly onChange: (criterion: Criterion) => void;
  readonly onClose: () => void;
}

/** One question of a grading. */
export function CriterionSheet({ criterion, onChange, onClose }: CriterionSheetProps) {
  const { t } = useTranslation('processing');
  const [text, setText] = useState(criterion.text);
  const [kind, setKind] = useState(criterion.kind);
  const [unit, setUnit] = useState(criterion.unit);
  const [low, setLow] = useState(criterion.low ?? '');
  const [high, setHigh] = useState(criterion.high ?? '');
  const [source, setSource] = useState(criterion.source);
  const isNumber = kind === 'number';
  const [from, to] = isNumber ? [readDecimal(low), readDecimal(high)] : [null, null];
  const save = () => {
    if (from === 'wrong' || to === 'wrong') return;
    onChange({
      ...{ criterionId: criterion.criterionId, text: text.trim(), kind, unit: isNumber ? unit.trim() : '' },
      ...{ low: from, high: to, source: source.trim() },
    });
    onClose();
  };
  return (
    <FormSheet
      title={t('plan.criterion')}
      saveLabel={t('change')}
      canSave={text.trim() !== '' && from !== 'wrong' && to !== 'wrong'}
      mutation={notSaved}
      onClose={onClose}
      onSave={save}
    >
      <TextField label={t('plan.criterionText')} value={text} onChange={setText} isRequired autoFocus maxLength={160} />
      <ChoiceField
        label={t('plan.criterionKind')}
        value={kind}
        onChange={setKind}
        choices={(['grade', 'number'] as const).map((value) => ({ value, label: t(`plan.criterionKinds.${value}`) }))}
      />
      {isNumber && (
        <div className={styles.pair}>
          <TextField label={t('plan.unit')} value={unit} onChange={setUnit} maxLength={20} />
          <TextField label={t('plan.low')} value={low} onChange={setLow} isMono inputMode="decimal" maxLength={14} />
          <TextField label={t('plan.high')} value={high} onChange={setHigh} isMono inputMode="decimal" maxLength={14} />
        </div>
      )}
      <TextField
        label={t('source')}
        value={source}
        onChange={setSource}
        isRequired={from !== null || to !== null}
        maxLength={300}
        description={t('sourceMore')}
      />
    </FormSheet>
  );
}
