import { useTranslation } from 'react-i18next';
import type { BranchStep, Condition, Step } from '../../../../shared/modules/sop/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './editor.module.css';
import { numberOf, stepsAfter, stepsBefore } from './editor-steps.ts';

interface BranchFieldsProps {
  readonly step: BranchStep;
  readonly steps: readonly Step[];
  readonly onChange: (step: BranchStep) => void;
}

type Arm = BranchStep['arms'][number];

const MOST_ARMS = 12;
const operators = ['always', 'is', 'is-not', 'below', 'above', 'is-verdict'] as const;
const verdicts = ['pass', 'fail', 'cannot-evaluate'] as const;
/** The select's word for "no step decides". */
const person = '-';

/** What decides, and the ways: the first that holds is taken. Ways lead forward only. */
export function BranchFields({ step, steps, onChange }: BranchFieldsProps) {
  const { t } = useTranslation('sop');
  const setArm = (index: number, arm: Arm) => onChange({ ...step, arms: step.arms.with(index, arm) });
  const name = ({ key, title }: Step) => t('editor.goTo.step', { number: numberOf(steps, key), title });
  return (
    <>
      <SelectField
        label={t('editor.on')}
        value={step.on ?? person}
        options={[
          { value: person, label: t('editor.onPerson') },
          ...stepsBefore(steps, step.key).map((each) => ({ value: each.key, label: name(each) })),
        ]}
        onChange={(on) =>
          onChange(
            on === person
              ? { ...step, on: null, arms: step.arms.map((arm) => ({ ...arm, when: null })) }
              : { ...step, on },
          )
        }
      />
      <p className={styles.muted}>{t('editor.arms')}</p>
      {step.arms.map((arm, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a way has no identity beyond its place in the order that decides
        <section key={index} className={styles.arm} aria-label={t('editor.arm', { number: index + 1 })}>
          <div className={styles.armHead}>
            <span>{t('editor.arm', { number: index + 1 })}</span>
            {step.arms.length > 1 && (
              <Button
                look="quiet"
                icon="close"
                aria-label={t('editor.armRemove', { number: index + 1 })}
                onPress={() => onChange({ ...step, arms: step.arms.toSpliced(index, 1) })}
              />
            )}
          </div>
          <TextField
            label={t('editor.armLabel')}
            value={arm.label}
            onChange={(label) => setArm(index, { ...arm, label })}
            isRequired
            maxLength={120}
          />
          {step.on !== null && (
            <WhenFields
              when={arm.when}
              answers={choicesOf(steps.find(({ key }) => key === step.on))}
              onChange={(when) => setArm(index, { ...arm, when })}
            />
          )}
          <SelectField
            label={t('editor.armGoTo')}
            value={arm.goTo}
            options={[
              { value: 'next', label: t('editor.goTo.next') },
              ...stepsAfter(steps, step.key).map((each) => ({ value: each.key, label: name(each) })),
              { value: 'end', label: t('editor.goTo.end') },
            ]}
            onChange={(goTo) => setArm(index, { ...arm, goTo })}
          />
        </section>
      ))}
      {step.arms.length < MOST_ARMS && (
        <div>
          <Button
            icon="add"
            onPress={() =>
              onChange({
                ...step,
                arms: [
                  ...step.arms,
                  { label: t('editor.arm', { number: step.arms.length + 1 }), when: null, goTo: 'next' },
                ],
              })
            }
          >
            {t('editor.armAdd')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Answers a step can have, where they are few and known. */
function choicesOf(step: Step | undefined): readonly string[] {
  return step?.kind === 'choice' ? step.choices : [];
}

interface WhenFieldsProps {
  readonly when: Condition | null;
  readonly answers: readonly string[];
  readonly onChange: (when: Condition | null) => void;
}

function WhenFields({ when, answers, onChange }: WhenFieldsProps) {
  const { t } = useTranslation('sop');
  const isOneOfFew = answers.length > 0 && (when?.op === 'is' || when?.op === 'is-not');
  return (
    <div className={styles.pair}>
      <SelectField
        label={t('editor.armWhen')}
        value={when?.op ?? 'always'}
        options={operators.map((value) => ({ value, label: t(`editor.when.${value}`) }))}
        onChange={(op) =>
          onChange(op === 'always' ? null : { op, value: op === 'is-verdict' ? 'pass' : (answers[0] ?? '') })
        }
      />
      {when?.op === 'is-verdict' && (
        <SelectField
          label={t('editor.armValue')}
          value={when.value}
          options={verdicts.map((value) => ({ value, label: t(`editor.verdict.${value}`) }))}
          onChange={(value) => onChange({ ...when, value })}
        />
      )}
      {isOneOfFew && when !== null && (
        <SelectField
          label={t('editor.armValue')}
          value={when.value}
          options={answers.map((value) => ({ value, label: value }))}
          onChange={(value) => onChange({ ...when, value })}
        />
      )}
      {when !== null && when.op !== 'is-verdict' && !isOneOfFew && (
        <TextField
          label={t('editor.armValue')}
          value={when.value}
          onChange={(value) => onChange({ ...when, value })}
          maxLength={200}
          isMono
        />
      )}
    </div>
  );
}
