import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { BranchStep } from '../../../../shared/modules/sop/terms.ts';
import { ChoiceField } from '../../../ui/choice-field.tsx';
import { stepText } from './run-text.ts';
import type { StepWork } from './use-step-draft.ts';

interface BranchFieldProps {
  readonly run: RunView;
  readonly current: RunStep;
  readonly step: BranchStep;
  readonly work: StepWork;
}

/** Which way it goes on: told where an earlier answer decides, chosen where none does. */
export function BranchField({ run, current, step, work }: BranchFieldProps) {
  const { t } = useTranslation('sop');
  const { entry, change } = work;
  const decider = run.steps.find(({ at }) => at === step.on);
  const { branch, answer } = current;
  const isChosen = branch?.mustChoose === true || answer !== null;
  return (
    <>
      {decider !== undefined && (
        <p>
          {decider.answer === null && branch?.taken == null
            ? t('run.branch.open', { step: decider.step.title })
            : t('run.branch.by', {
                step: decider.step.title,
                value:
                  (decider.answer === null ? '' : stepText(decider.step, decider.answer, t)) || t('run.over.empty'),
              })}
        </p>
      )}
      {isChosen ? (
        <ChoiceField
          label={t('run.branch.ask')}
          autoFocus
          value={entry.value}
          onChange={(value) => change({ ...entry, value })}
          choices={step.arms.map(({ label, goTo }) => ({
            value: label,
            label,
            ...(goTo === 'end' ? { detail: t('run.branch.end') } : {}),
          }))}
        />
      ) : (
        branch?.taken != null && <p>{t('run.branch.taken', { way: branch.taken })}</p>
      )}
    </>
  );
}
