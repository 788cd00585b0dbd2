import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunStep, RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { StepEntry } from '../../../../shared/modules/sop/terms.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { useFrameState } from '../../../app/frame-state.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi, useClient } from '../../../data/data-layer.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { RunPage } from './run-page.tsx';
import { RunStepBody } from './run-step-body.tsx';
import {
  emptyEntry,
  entryOf,
  hasContent,
  isFilled,
  isSame,
  signingLines,
  signingTitle,
  stepTitle,
} from './run-text.ts';
import { canAnswer, entryToSend, openAfter, stepAfter, stepBefore } from './run-way.ts';
import { useKeepRun } from './use-run.ts';
import { useRunKeys } from './use-run-keys.ts';
import { type StepWork, useStepDraft } from './use-step-draft.ts';

interface RunStepViewProps {
  readonly run: RunView;
  readonly current: RunStep;
  readonly onGo: (at: string) => void;
}

/** One step fills the screen: what is asked, what is put in, and where it is kept. */
export function RunStepView({ run, current, onGo }: RunStepViewProps) {
  const { t } = useTranslation('sop');
  const api = useApi().sop.runs;
  const client = useClient();
  const keep = useKeepRun();
  const signedAct = useSignedAct();
  const isBench = useFrameState((state) => state.isBenchMode);
  const work = useStepDraft(run, current);
  const [reason, setReason] = useState('');
  const { runId, versionHash } = run;
  const { at, step, answer: recorded } = current;
  const where = { runId, versionHash, at };
  const answer = useMutation(api.answer.mutationOptions());
  const drop = useMutation(
    api.dropField.mutationOptions({
      onSuccess: (next) => {
        work.reset();
        keep(next);
      },
    }),
  );
  const start = useMutation(api.startTimer.mutationOptions({ onSuccess: work.take }));
  const stop = useMutation(api.stopTimer.mutationOptions({ onSuccess: work.take }));
  const isBlocked = current.status === 'blocked';
  const isOpened = current.draft?.openedAt != null;
  const isToOpen = current.status === 'open' && !isOpened;
  useEffect(() => {
    if (isToOpen) {
      // Only its timing hangs on it.
      client.sop.runs.open({ runId, versionHash, at }).catch(() => undefined);
    }
  }, [client, isToOpen, runId, versionHash, at]);
  useFocusOnStep(at);

  const timer = work.kept?.timer ?? null;
  const isChange = recorded !== null && (!isSame(work.entry, entryOf({ ...current, draft: null })) || timer !== null);
  const isNew = recorded === null && isFilled(work.entry);
  const isSettled = current.status !== 'open' && !isBlocked && !isChange && !isNew;

  const isRecording = useRef(false);
  const record = async (entry: StepEntry) => {
    if (isRecording.current) {
      return;
    }
    isRecording.current = true;
    try {
      await write(entry);
    } finally {
      isRecording.current = false;
    }
  };
  const write = async (entry: StepEntry) => {
    await work.flush();
    const isSigned = step.kind === 'signature';
    const done = await signedAct({
      needsSignature: isSigned,
      title: signingTitle(run, t),
      lines: [{ label: t('run.signing.step'), value: stepTitle(current) }, ...signingLines(run, t)],
      meaning: isSigned ? step.meaning : 'performed',
      act: (signing) => answer.mutateAsync({ ...where, entry, reason: reason.trim(), signing }),
    });
    if (done !== null) {
      keep(done.result);
      onGo(openAfter(done.result, at));
    }
  };
  // What is refused stands on the screen through the mutation.
  const quietly = (act: Promise<unknown>) => void act.catch(() => undefined);

  const primary = (): Action => {
    if (isBlocked) {
      const hazard = run.steps.find((each) => each.step.kind === 'hazard' && each.status === 'open');
      return { label: t('run.hazard.go'), isDisabled: hazard === undefined, onPress: () => onGo(hazard?.at ?? at) };
    }
    if (isSettled) {
      return { label: t('run.step.on'), onPress: () => onGo(stepAfter(run, at)) };
    }
    if (step.kind === 'timer' && timer?.stoppedAt === undefined) {
      return timer === null
        ? { label: t('run.timer.start'), icon: 'clock', isPending: start.isPending, onPress: () => start.mutate(where) }
        : { label: t('run.timer.stop'), icon: 'clock', isPending: stop.isPending, onPress: () => stop.mutate(where) };
    }
    return {
      label: primaryWord(current, work, isChange, t),
      isDisabled: !canAnswer(current, work) || (isChange && reason.trim() === ''),
      isPending: answer.isPending,
      onPress: () => quietly(record(entryToSend(current, work.entry))),
    };
  };
  const before = stepBefore(run, at);
  const shownPrimary = primary();
  // Without it what was typed over an answer, or before a crash, would have to become an answer.
  const mayBeThrownAway =
    hasContent(work.kept) && (current.draft?.isRecovered === true || isChange || current.status === 'instead');
  const mayBeLeftOut = !step.isRequired && !isSettled && !isChange && !isBlocked && step.kind !== 'branch';
  useRunKeys({
    isOn: isBench,
    onNext: shownPrimary.isDisabled === true || shownPrimary.isPending === true ? null : shownPrimary.onPress,
    onBack: before === null ? null : () => onGo(before),
  });

  return (
    <RunPage
      run={run}
      current={current}
      shown={at}
      onGo={onGo}
      mark={<SaveMark current={current} work={work} isChange={isChange} />}
      secondary={[
        ...(mayBeThrownAway
          ? [{ label: t('run.recovered.drop'), isPending: drop.isPending, onPress: () => drop.mutate(where) }]
          : []),
        ...(mayBeLeftOut
          ? [
              {
                label: t('run.step.leaveOut'),
                onPress: () => quietly(record({ ...emptyEntry, note: work.entry.note })),
              },
            ]
          : []),
        ...(before === null ? [] : [{ label: t('run.step.back'), onPress: () => onGo(before) }]),
      ]}
      primary={shownPrimary}
    >
      <RunStepBody
        run={run}
        current={current}
        work={work}
        isBench={isBench}
        isChange={isChange}
        reason={reason}
        onReason={setReason}
      />
      {work.error !== null && <MutationError mutation={{ error: work.error }} />}
      {step.kind !== 'signature' && <MutationError mutation={answer} />}
      <MutationError mutation={drop} />
      <MutationError mutation={start} />
      <MutationError mutation={stop} />
    </RunPage>
  );
}

type Say = ReturnType<typeof useTranslation<'sop'>>['t'];

function primaryWord({ step }: RunStep, { entry }: StepWork, isChange: boolean, t: Say): string {
  if (isChange) {
    return t('run.step.saveChange');
  }
  switch (step.kind) {
    case 'hazard':
      return t('run.hazard.acknowledge');
    case 'signature':
      return t('run.signature.sign');
    case 'confirm':
      return (entry.value ?? 'yes') === 'yes' ? t('run.step.done') : t('run.step.next');
    default:
      return t('run.step.next');
  }
}

interface SaveMarkProps {
  readonly current: RunStep;
  readonly work: StepWork;
  readonly isChange: boolean;
}

/** Where what stands in the field is: nowhere yet, a draft and since when, or a record. */
function SaveMark({ current, work, isChange }: SaveMarkProps) {
  const { t } = useTranslation('sop');
  const { answer } = current;
  if (answer !== null && !isChange) {
    return <RecordMark place="saved-here" detail={formatTimeOfDay(answer.answeredAt, 'seconds')} />;
  }
  const { saving, kept } = work;
  const detail =
    saving === 'saved' && kept !== null
      ? t('run.save.saved', { at: formatTimeOfDay(kept.savedAt, 'seconds') })
      : t(`run.save.${saving === 'saved' ? 'none' : saving}`);
  return <RecordMark place="draft" detail={detail} />;
}

/** The button that was pressed is gone; a step brings a field that takes the focus, some bring none. */
function useFocusOnStep(at: string): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each step
  useEffect(() => {
    if (document.activeElement === document.body) {
      document.getElementById('screen')?.focus({ preventScroll: true });
    }
  }, [at]);
}
