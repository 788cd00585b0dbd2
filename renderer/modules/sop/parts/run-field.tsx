import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { BranchField } from './run-field-branch.tsx';
import { MeasuredField } from './run-field-measured.tsx';
import { PhotoStepField } from './run-field-photo.tsx';
import { ReadingField } from './run-field-reading.tsx';
import { HazardField, SignatureField } from './run-field-said.tsx';
import { ScanField } from './run-field-scan.tsx';
import { TimerField } from './run-field-timer.tsx';
import { TypedVerdict } from './run-verdict.tsx';
import type { StepWork } from './use-step-draft.ts';

export interface StepFieldProps {
  readonly run: RunView;
  readonly current: RunStep;
  readonly work: StepWork;
}

/** A choice of more than this many is a list to open. */
const choicesInView = 6;

/** What a step asks for, of whatever kind. */
export function StepField({ run, current, work }: StepFieldProps) {
  const { t } = useTranslation('sop');
  const { step } = current;
  const { entry, change } = work;
  const set = (value: string) => change({ ...entry, value: value === '' ? null : value });
  switch (step.kind) {
    case 'confirm':
      return (
        <ChoiceField
          label={step.title}
          isLabelHidden
          layout="row"
          autoFocus
          value={entry.value ?? 'yes'}
          onChange={set}
          choices={[
            { value: 'yes', label: t('run.step.confirm') },
            { value: 'no', label: t('run.step.confirmNo') },
          ]}
        />
      );
    case 'number':
      return <MeasuredField step={step} work={work} label={t('run.step.number')} />;
    case 'text':
      return (
        <TextField
          label={t('run.step.text')}
          value={entry.value ?? ''}
          onChange={set}
          isLong={step.isLong}
          autoFocus
          maxLength={4000}
        />
      );
    case 'choice': {
      const choices = step.choices.map((value) => ({ value, label: value }));
      return choices.length <= choicesInView ? (
        <>
          <ChoiceField
            label={t('run.step.choose')}
            isLabelHidden
            autoFocus
            value={entry.value}
            onChange={set}
            choices={choices}
          />
          <TypedVerdict step={step} entry={entry} />
        </>
      ) : (
        <SelectField label={t('run.step.choose')} autoFocus value={entry.value} onChange={set} options={choices} />
      );
    }
    case 'photo':
      return <PhotoStepField work={work} />;
    case 'scan':
      return <ScanField step={step} work={work} />;
    case 'timer':
      return <TimerField run={run} current={current} step={step} work={work} />;
    case 'reading':
      return <ReadingField run={run} current={current} step={step} work={work} />;
    case 'signature':
      return <SignatureField step={step} />;
    case 'hazard':
      return <HazardField step={step} />;
    case 'branch':
      return <BranchField run={run} current={current} step={step} work={work} />;
    case 'repeat':
      return (
        <TextField
          label={t('run.step.count', { name: step.itemName })}
          value={entry.value ?? ''}
          onChange={(value) => set(value.trim())}
          description={t('run.step.countBetween', { least: step.least, most: step.most })}
          inputMode="numeric"
          isMono
          autoFocus
          maxLength={3}
        />
      );
  }
}
