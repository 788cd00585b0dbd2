import { Fragment, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlainStep, Step } from '../../../../shared/modules/sop/terms.ts';
import { Button } from '../../../ui/button.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import styles from './editor.module.css';
import { StepForm } from './editor-step-form.tsx';
import { canMove, isPlain, numberOf, replaceStep, type StepPlace } from './editor-steps.ts';

export interface StepListActions {
  readonly openKey: string | null;
  /** Opens the form of a step; null closes it. */
  readonly open: (key: string | null) => void;
  readonly change: (steps: Step[]) => void;
  readonly move: (key: string, by: 1 | -1) => void;
  readonly moveIntoBlock: (key: string, by: 1 | -1) => void;
  readonly remove: (key: string) => void;
  readonly add: (place: StepPlace) => void;
  /** Where a step is being added, and its form. */
  readonly adding: StepPlace | null;
  readonly addForm: ReactNode;
  /** Keys of steps of which something is missing. */
  readonly incomplete: ReadonlySet<string>;
  /** The row that takes the focus once it is drawn: it was moved, or closed. */
  readonly focusKey: string | null;
  readonly focused: () => void;
}

interface StepListProps {
  readonly steps: readonly Step[];
  readonly actions: StepListActions;
}

/** The steps in their order. Each is a row that opens; blocks hold rows of their own. */
export function StepList({ steps, actions }: StepListProps) {
  const { t } = useTranslation('sop');
  const list = useRef<HTMLUListElement>(null);
  const { focusKey, focused } = actions;
  useEffect(() => {
    if (focusKey !== null) {
      list.current?.querySelector<HTMLElement>(`[data-step="${focusKey}"]`)?.focus();
      focused();
    }
  }, [focusKey, focused]);
  return (
    <ul ref={list} className={styles.list} aria-label={t('editor.steps')}>
      {steps.map((step, index) => (
        <Fragment key={step.key}>
          <li className={styles.step} data-open={actions.openKey === step.key}>
            <StepRow step={step} steps={steps} isInner={false} actions={actions}>
              {isPlain(step) &&
                ([-1, 1] as const).map(
                  (by) =>
                    steps[index + by]?.kind === 'repeat' && (
                      <Button
                        key={by}
                        look="quiet"
                        icon="next"
                        aria-label={t(by < 0 ? 'editor.intoBefore' : 'editor.intoAfter', { number: index + 1 })}
                        onPress={() => actions.moveIntoBlock(step.key, by)}
                      />
                    ),
                )}
            </StepRow>
            {step.kind === 'repeat' && (
              <div className={styles.inner}>
                <ul className={styles.list} aria-label={t('editor.inner', { title: step.title })}>
                  {step.steps.map((inner) => (
                    <Fragment key={inner.key}>
                      <li className={styles.step} data-open={actions.openKey === inner.key}>
                        <StepRow
                          step={inner}
                          steps={steps}
                          isInner
                          actions={actions}
                          isOnly={step.steps.length === 1}
                        />
                      </li>
                      {isAfter(actions.adding, inner.key) && <li>{actions.addForm}</li>}
                    </Fragment>
                  ))}
                </ul>
                {isLastIn(actions.adding, step.key) && actions.addForm}
                <div>
                  <Button icon="add" onPress={() => actions.add({ lastIn: step.key })}>
                    {t('editor.addInner', { title: step.title })}
                  </Button>
                </div>
              </div>
            )}
          </li>
          {isAfter(actions.adding, step.key) && <li>{actions.addForm}</li>}
        </Fragment>
      ))}
    </ul>
  );
}

const isAfter = (place: StepPlace | null, key: string) =>
  place !== null && place !== 'last' && 'after' in place && place.after === key;
const isLastIn = (place: StepPlace | null, key: string) =>
  place !== null && place !== 'last' && 'lastIn' in place && place.lastIn === key;

interface StepRowProps {
  readonly step: Step | PlainStep;
  readonly steps: readonly Step[];
  readonly isInner: boolean;
  readonly actions: StepListActions;
  /** A block keeps its last step: it can not be without any. */
  readonly isOnly?: boolean;
  readonly children?: ReactNode;
}

function StepRow({ step, steps, isInner, actions, isOnly = false, children }: StepRowProps) {
  const { t } = useTranslation('sop');
  const number = numberOf(steps, step.key);
  const isOpen = actions.openKey === step.key;
  const pressKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (event.altKey && by !== 0) {
      event.preventDefault();
      actions.move(step.key, by);
    }
  };
  return (
    <>
      <div className={styles.row}>
        <button
          type="button"
          className={styles.name}
          data-step={step.key}
          aria-expanded={isOpen}
          onClick={() => actions.open(isOpen ? null : step.key)}
          onKeyDown={pressKey}
        >
          <span className={styles.number}>{number}</span>
          <span className={styles.title}>{step.title === '' ? t('editor.untitled') : step.title}</span>
          <span className={styles.kind}>{t(`editor.kinds.${step.kind}`)}</span>
          {step.adapt !== '' && <StateMark tone="unknown">{t('editor.toAdapt')}</StateMark>}
          {actions.incomplete.has(step.key) && <StateMark tone="attention">{t('editor.incomplete')}</StateMark>}
        </button>
        <span className={styles.buttons}>
          {children}
          <Button
            look="quiet"
            icon="up"
            aria-label={t('editor.up', { number })}
            isDisabled={isOnly || !canMove(steps, step.key, -1)}
            onPress={() => actions.move(step.key, -1)}
          />
          <Button
            look="quiet"
            icon="down"
            aria-label={t('editor.down', { number })}
            isDisabled={isOnly || !canMove(steps, step.key, 1)}
            onPress={() => actions.move(step.key, 1)}
          />
          <Button
            look="quiet"
            icon="add"
            aria-label={t('editor.addAfter', { number })}
            onPress={() => actions.add({ after: step.key })}
          />
          <Button
            look="quiet"
            icon="close"
            aria-label={t('editor.remove', { number })}
            isDisabled={isOnly}
            onPress={() => actions.remove(step.key)}
          />
        </span>
      </div>
      {isOpen && (
        <StepForm
          step={step}
          steps={steps}
          isInner={isInner}
          onChange={(changed) => actions.change(replaceStep(steps, changed))}
          onClose={() => actions.open(null)}
        />
      )}
    </>
  );
}
