import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainStep } from '../../../../shared/modules/sop/terms.ts';
import { CheckField } from '../../../ui/check-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { linesOf } from './editor-values.ts';

type ChoiceStep = Extract<PlainStep, { kind: 'choice' }>;

interface ChoiceLinesProps {
  readonly step: ChoiceStep;
  readonly onChange: (step: ChoiceStep) => void;
}

/** The choices, one a line, and which of them pass. */
export function ChoiceLines({ step, onChange }: ChoiceLinesProps) {
  const { t } = useTranslation('sop');
  // Empty lines are typed on the way to the next choice; they are the text's, not the step's.
  const [text, setText] = useState(step.choices.join('\n'));
  return (
    <>
      <TextField
        label={t('editor.choices')}
        value={text}
        onChange={(next) => {
          setText(next);
          const choices = [...new Set(linesOf(next).map((line) => line.slice(0, 120)))].slice(0, 24);
          onChange({ ...step, choices, passChoices: step.passChoices.filter((each) => choices.includes(each)) });
        }}
        isLong
        isRequired
      />
      {step.choices.length > 0 && (
        <CheckField
          label={t('editor.passChoices')}
          description={t('editor.passChoicesHint')}
          values={step.passChoices}
          choices={step.choices.map((value) => ({ value, label: value }))}
          onChange={(passChoices) => onChange({ ...step, passChoices })}
        />
      )}
    </>
  );
}
