import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { Screen } from '../../../app/screen.tsx';
import { useNeedsPassword } from '../../../app/use-needs-password.ts';
import { usePrint } from '../../../app/use-print.ts';
import { useSignedAct } from '../../../app/use-signed-act.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatInstant, formatTimeOfDay } from '../../../i18n/time.ts';
import { Banner } from '../../../ui/banner.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { RecordMark } from '../../../ui/record-mark.tsx';
import { StateMark } from '../../../ui/state-mark.tsx';
import { RunAboutCard } from './run-about-card.tsx';
import { RunAnswersCard } from './run-answers-card.tsx';
import { RunBanners } from './run-banners.tsx';
import styles from './run-page.module.css';
import { RunHistoryCard, RunRevisionsCard } from './run-revisions-card.tsx';
import { type RunSheetName, RunSheets } from './run-sheets.tsx';
import { signingLines, signingTitle } from './run-text.ts';
import { toneOfRun } from './run-tones.ts';
import { useKeepRun } from './use-run.ts';

/** A run that is over: read only, signed and reviewed here, corrected by a new revision. */
export function RunOverView({ run }: { readonly run: RunView }) {
  const { t } = useTranslation('sop');
  const navigate = useNavigate();
  const print = usePrint('procedure-run', { runId: run.runId });
  const keep = useKeepRun();
  const signedAct = useSignedAct();
  const needsPassword = useNeedsPassword();
  const [sheet, setSheet] = useState<RunSheetName | null>(null);
  const sign = useMutation(useApi().sop.runs.sign.mutationOptions());
  const last = run.revisions.at(-1);
  const finished = last?.finished ?? null;
  const isPerformed = last?.signatures.some(({ meaning }) => meaning === 'performed') === true;
  const isAbandoned = run.state === 'abandoned';
  const needsOwn = !isAbandoned && run.needsSignature && !isPerformed && needsPassword(true);
  const needsReview = !isAbandoned && !needsOwn && run.needsReview && !run.isReviewed;

  const put = async (meaning: 'performed' | 'reviewed') => {
    const signed = await signedAct({
      needsSignature: true,
      title: signingTitle(run, t),
      lines: [
        ...signingLines(run, t),
        ...(finished === null
          ? []
          : [
              {
                label: t('run.signing.verdict'),
                value: [t(`run.verdict.${finished.verdict}`), finished.verdictReason].filter(Boolean).join(', '),
              },
              ...(finished.note === '' ? [] : [{ label: t('run.finish.note'), value: finished.note }]),
            ]),
      ],
      meaning,
      act: (signing) => sign.mutateAsync({ runId: run.runId, meaning, note: '', signing }),
    });
    if (signed !== null) {
      keep(signed.result);
    }
  };
  const primary = (): Action => {
    if (needsOwn || needsReview) {
      return {
        label: needsOwn ? t('run.finish.sign') : t('run.finish.review'),
        isPending: sign.isPending,
        onPress: () => void put(needsOwn ? 'performed' : 'reviewed').catch(() => undefined),
      };
    }
    return { label: t('run.over.toRuns'), onPress: () => void navigate({ to: '/procedures/runs' }) };
  };
  return (
    <Screen
      title={run.title}
      crumbs={[
        { label: t('run.runs'), to: '/procedures/runs' },
        ...(run.instrumentId === '' ? [] : [{ label: run.instrumentName, to: `/instruments/${run.instrumentId}/now` }]),
      ]}
      actions={{
        state: (
          <span className={styles.state}>
            <StateMark tone={toneOfRun[run.state]}>{t(`run.state.${run.state}`)}</StateMark>
            <RecordMark
              place={run.state === 'signed' ? 'signed' : run.place}
              detail={formatTimeOfDay(run.changedAt, 'seconds')}
            />
          </span>
        ),
        secondary: [
          ...print,
          ...(isAbandoned ? [] : [{ label: t('run.over.correct'), onPress: () => setSheet('reopen') }]),
          {
            label: t('run.over.again'),
            onPress: () => void navigate({ to: '/procedures/start/$sopId', params: { sopId: run.sopId } }),
          },
        ],
        primary: primary(),
      }}
      side={
        <>
          <RunAboutCard run={run} />
          <RunHistoryCard run={run} />
        </>
      }
    >
      {isAbandoned ? (
        <Banner
          tone="unknown"
          title={t('run.over.abandoned', { name: run.changedBy, at: formatInstant(run.changedAt, 'minutes') })}
        >
          <p>{run.abandonedBecause}</p>
        </Banner>
      ) : (
        <RunBanners run={{ ...run, newerNumber: null, recovered: [] }} shown="" onGo={() => undefined} />
      )}
      {needsOwn && <Banner tone="attention" title={t('run.over.notSigned')} />}
      {needsReview && <Banner tone="attention" title={t('run.over.notReviewed')} />}
      <RunRevisionsCard run={run} />
      <RunAnswersCard run={run} />
      {!needsPassword(true) && <MutationError mutation={sign} />}
      {sheet !== null && <RunSheets open={sheet} run={run} current={null} onClose={() => setSheet(null)} />}
    </Screen>
  );
}
