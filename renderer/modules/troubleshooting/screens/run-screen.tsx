import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuideRun } from '../../../../shared/modules/troubleshooting/contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { RecordSignatures } from '../../../app/record-signatures.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { Loaded, MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { AbandonSheet } from '../parts/abandon-sheet.tsx';
import { AnswersCard } from '../parts/answers-card.tsx';
import { canAnswer, type Draft, emptyDraft, isClosedBySafety, limitsOf } from '../parts/draft.ts';
import { OutcomeForm } from '../parts/outcome-form.tsx';
import { StepForm } from '../parts/step-form.tsx';

const route = getRouteApi('/runs/$runId');

/** Guided steps: one step fills the screen, every answer is saved as it is given, and going back is always possible. */
export function RunScreen() {
  const { t } = useTranslation('troubleshooting');
  const { runId } = route.useParams();
  const run = useQuery(useApi().troubleshooting.get.queryOptions({ input: { runId } }));
  return (
    <Loaded query={run} waiting={<Screen title={t('title')}>{null}</Screen>}>
      {(data) => <RunView key={`${data.runId} ${data.step?.id ?? 'end'} ${data.answers.length}`} run={data} />}
    </Loaded>
  );
}

function RunView({ run }: { readonly run: GuideRun }) {
  const { t } = useTranslation('troubleshooting');
  const api = useApi();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(run));
  const [whatWasDone, setWhatWasDone] = useState('');
  const [isSolved, setIsSolved] = useState(false);
  const [isGivingUp, setIsGivingUp] = useState(false);
  const keep = {
    onSuccess: (next: GuideRun) =>
      queries.setQueryData(api.troubleshooting.get.queryKey({ input: { runId: run.runId } }), next),
  };
  const answer = useMutation(api.troubleshooting.answer.mutationOptions(keep));
  const back = useMutation(api.troubleshooting.back.mutationOptions(keep));
  const pause = useMutation(api.troubleshooting.pause.mutationOptions(keep));
  const resume = useMutation(api.troubleshooting.start.mutationOptions(keep));
  const finish = useMutation(api.troubleshooting.finish.mutationOptions(keep));
  const signedAct = useSignedAct();
  const { step, runId, outcome } = run;
  const mustReadSafety = step !== null && isClosedBySafety(step, draft);
  const isWaiting = step === null || run.state !== 'started' || mustReadSafety;
  const signAndFinish = () =>
    signedAct({
      needsSignature: true,
      title: t('sign.title', { title: run.title }),
      lines: [
        ...run.answers.map(({ ask, kind, value, shown }) => ({
          label: ask,
          value: kind === 'confirm' ? t(`answer.${value as 'yes'}`) : shown,
        })),
        { label: t('sign.outcome'), value: outcome?.text ?? '' },
        { label: t('whatWasDone'), value: whatWasDone.trim() },
        { label: t('sign.solves'), value: t(isSolved ? 'sign.yes' : 'sign.no') },
      ],
      meaning: 'performed',
      act: (signing) => finish.mutateAsync({ runId, whatWasDone, resolvesError: isSolved, signing }),
    });
  // The button that was pressed is gone; a step brings a field that takes the focus, these screens bring none.
  useEffect(() => {
    if (isWaiting && document.activeElement === document.body) {
      document.getElementById('screen')?.focus({ preventScroll: true });
    }
  }, [isWaiting]);
  const isOver = run.state === 'finished' || run.state === 'abandoned';
  const isPaused = run.state === 'paused';
  const openError = () => void navigate({ to: '/errors/$errorId', params: { errorId: run.errorId } });

  const primary = (): Action => {
    if (isOver) {
      return { label: t('openError'), onPress: openError };
    }
    if (isPaused) {
      return {
        label: t('resume'),
        isPending: resume.isPending,
        onPress: () => resume.mutate({ errorId: run.errorId }),
      };
    }
    if (step === null) {
      return {
        label: t('finish'),
        isDisabled: whatWasDone.trim() === '',
        isPending: finish.isPending,
        // What is refused is shown through the mutation.
        onPress: () => void signAndFinish().catch(() => undefined),
      };
    }
    if (mustReadSafety) {
      return { label: t('safetyRead'), onPress: () => setDraft({ ...draft, isSafetyAcknowledged: true }) };
    }
    return {
      label: step.kind === 'confirm' && draft.value === '' ? t('answer.confirm') : t('answer.next'),
      isDisabled: !canAnswer(step, draft),
      isPending: answer.isPending,
      onPress: () =>
        answer.mutate({
          runId,
          stepId: step.id,
          value: step.kind === 'confirm' && draft.value === '' ? 'yes' : draft.value,
          note: draft.note,
          photo: draft.photo,
          limits: limitsOf(step, draft),
          isSafetyAcknowledged: draft.isSafetyAcknowledged,
        }),
    };
  };
  const isOpen = !isOver && !isPaused;
  return (
    <Screen
      title={run.title}
      crumbs={[
        { label: t('bench'), to: '/bench' },
        { label: t('error'), to: `/errors/${run.errorId}` },
      ]}
      actions={{
        state: <RecordMark place="saved-here" detail={formatTimeOfDay(run.savedAt, 'seconds')} />,
        secondary: isOpen
          ? [
              { label: t('abandon'), look: 'quiet', onPress: () => setIsGivingUp(true) },
              { label: t('pause'), isPending: pause.isPending, onPress: () => pause.mutate({ runId }) },
              ...(run.canGoBack
                ? [{ label: t('back'), isPending: back.isPending, onPress: () => back.mutate({ runId }) }]
                : []),
            ]
          : [],
        primary: primary(),
      }}
      side={<AnswersCard answers={run.answers} isOver={isOver} />}
    >
      {[answer, back, pause, resume, finish].map(
        (mutation, index) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: five fixed places
          mutation.error !== null && <MutationError key={index} mutation={mutation} />,
      )}
      {run.state === 'finished' && (
        <Banner
          tone={run.resolvesError ? 'good' : 'info'}
          title={t(run.resolvesError ? 'finishedSolved' : 'finishedOpen')}
        >
          {run.whatWasDone}
          {run.finishedHash !== null && <RecordSignatures hash={run.finishedHash} topic="troubleshooting" />}
        </Banner>
      )}
      {run.state === 'abandoned' && <Banner tone="info" title={t('abandoned')} />}
      {isPaused && <Banner tone="info" title={t('paused')} />}
      {isOpen && step !== null && <StepForm run={run} step={step} draft={draft} onChange={setDraft} />}
      {outcome !== null && (
        <OutcomeForm
          outcome={outcome}
          isOpen={isOpen}
          whatWasDone={whatWasDone}
          onWhatWasDone={setWhatWasDone}
          isSolved={isSolved}
          onSolved={setIsSolved}
        />
      )}
      {isGivingUp && <AbandonSheet runId={runId} onClose={() => setIsGivingUp(false)} onDone={keep.onSuccess} />}
    </Screen>
  );
}
