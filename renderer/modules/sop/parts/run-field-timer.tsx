import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { Step } from '../../../../shared/modules/sop/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Button } from '../../../ui/button.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { StateMark, type Tone } from '../../../ui/state-mark.tsx';
import styles from './run-step.module.css';
import { spanText } from './run-text.ts';
import { VerdictMark } from './run-verdict.tsx';
import type { StepWork } from './use-step-draft.ts';

type TimerStep = Extract<Step, { kind: 'timer' }>;

interface TimerFieldProps {
  readonly run: RunView;
  readonly current: RunStep;
  readonly step: TimerStep;
  readonly work: StepWork;
}

/** A timer that the host keeps: it goes on while the screen is left, and while nothing of the program runs. */
export function TimerField({ run, current, step, work }: TimerFieldProps) {
  const { t } = useTranslation('sop');
  const { kept } = work;
  const timer = kept?.timer ?? null;
  const start = useMutation(useApi().sop.runs.startTimer.mutationOptions({ onSuccess: work.take }));
  const isRunning = timer !== null && timer.stoppedAt === undefined;
  const now = useSecondsTick(isRunning);
  const limits = [
    step.leastSeconds === null ? '' : t('run.timer.least', { span: spanText(step.leastSeconds) }),
    step.mostSeconds === null ? '' : t('run.timer.most', { span: spanText(step.mostSeconds) }),
  ].filter(Boolean);
  if (timer === null) {
    const recorded = current.answer;
    return (
      <div className={styles.timer}>
        <span className={styles.clock}>{spanText(Number(recorded?.value ?? 0))}</span>
        <span>{limits.join(', ')}</span>
        {recorded?.verdict != null && <VerdictMark verdict={recorded.verdict} why={recorded.why} />}
        <p className={styles.small}>{t('run.timer.survives')}</p>
      </div>
    );
  }
  const until = timer.stoppedAt === undefined ? now : Date.parse(timer.stoppedAt);
  const seconds = (until - Date.parse(timer.startedAt)) / 1000;
  return (
    <div className={styles.timer}>
      <span className={styles.clock} role="timer">
        {spanText(seconds)}
      </span>
      <span>{limits.join(', ')}</span>
      {isRunning ? (
        <Standing step={step} seconds={seconds} />
      ) : (
        kept?.verdict != null && <VerdictMark verdict={kept.verdict} why={kept.why} />
      )}
      <p className={styles.small}>
        {timer.stoppedAt === undefined
          ? `${t('run.timer.running', { at: formatTimeOfDay(timer.startedAt, 'seconds') })} ${t('run.timer.survives')}`
          : t('run.timer.ran', {
              span: spanText(seconds),
              from: formatTimeOfDay(timer.startedAt, 'seconds'),
              to: formatTimeOfDay(timer.stoppedAt, 'seconds'),
            })}
      </p>
      {!timer.isSure && <StateMark tone="unknown">{t('run.timer.clockWasSet')}</StateMark>}
      {!isRunning && (
        <Button
          icon="clock"
          isPending={start.isPending}
          onPress={() => start.mutate({ runId: run.runId, versionHash: run.versionHash, at: current.at })}
        >
          {t('run.timer.again')}
        </Button>
      )}
      <MutationError mutation={start} />
    </div>
  );
}

/** How a running timer stands against its limits; read out only when it changes from one to the next. */
function Standing({ step, seconds }: { readonly step: TimerStep; readonly seconds: number }) {
  const { t } = useTranslation('sop');
  const { leastSeconds: least, mostSeconds: most } = step;
  const [tone, word, span]: [Tone, string, string] =
    least !== null && seconds < least
      ? ['attention', t('run.timer.early'), spanText(Math.ceil(least - seconds))]
      : most !== null && seconds > most
        ? ['stop', t('run.timer.late'), spanText(seconds - most)]
        : ['good', least === null && most === null ? '' : t('run.timer.enough'), ''];
  return word === '' ? null : (
    <StateMark tone={tone} look="chip">
      <span role="status">{word}</span> <span className={styles.beside}>{span}</span>
    </StateMark>
  );
}

/** The time now, ms, anew each second while `isOn`. */
function useSecondsTick(isOn: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isOn) {
      return;
    }
    setNow(Date.now());
    const tick = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(tick);
  }, [isOn]);
  return now;
}
