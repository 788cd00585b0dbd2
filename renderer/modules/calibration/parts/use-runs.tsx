import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Candidate, Session, SessionRun } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { ProcedureTerms, RunSet } from '../../../../shared/modules/calibration/terms.ts';
import type { Action } from '../../../app/action-bar.tsx';
import { useApi } from '../../../data/data-layer.tsx';
import { formatTimeOfDay } from '../../../i18n/time.ts';
import { Card } from '../../../ui/card.tsx';
import { MutationError } from '../../../ui/loaded.tsx';
import { CandidateRows } from './candidate-rows.tsx';
import { RunRows } from './run-rows.tsx';
import { SetAsideSheet } from './set-aside-sheet.tsx';
import { StatisticsTable } from './statistics-table.tsx';
import { TypeRunSheet } from './type-run-sheet.tsx';
import { useCandidates } from './use-candidates.ts';
import { useReadSession } from './use-read-session.ts';

interface RunsOf {
  readonly session: Session;
  readonly set: RunSet;
  readonly materialKey: string | null;
  readonly onGoOn: () => void;
}

/** How many runs the procedure asks of a series: null where its manual was not asked yet. */
export function askedRuns(terms: ProcedureTerms, set: RunSet): { least: number | null; dropFirst: number } {
  switch (set) {
    case 'precision':
      return terms.precision;
    case 'level':
      return terms.verification.replicates;
    case 'qc':
      return { least: 1, dropFirst: 0 };
    default:
      return terms.replicates;
  }
}

/**
 * One series of replicates: what arrives, what was taken, what it comes to. While runs are missing, Enter takes the next
 * one that came; then it goes on.
 */
export function useRuns({ session, set, materialKey, onGoOn }: RunsOf): {
  readonly body: ReactNode;
  readonly primary: Action;
  readonly secondary: Action[];
} {
  const { t } = useTranslation('calibration');
  const { sessionId, terms } = session;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [judged, setJudged] = useState<SessionRun | null>(null);
  const [isTyping, setTyping] = useState(false);
  // A run that stands in the session is taken, whether or not the line has told so yet.
  const taken = new Set(session.runs.map(({ messageId }) => messageId));
  const candidates = useCandidates(sessionId).filter(({ messageId }) => !left.has(messageId) && !taken.has(messageId));
  const readAgain = useReadSession(sessionId);
  // Pending until the run stands on the screen: pressed again meanwhile, nothing else is taken.
  const take = useMutation(useApi().calibration.sessions.takeRun.mutationOptions({ onSuccess: readAgain }));
  const runs = session.runs.filter((run) => run.set === set && run.materialKey === materialKey);
  const { least, dropFirst } = askedRuns(terms, set);
  const wanted = least === null ? null : least + dropFirst;
  const counted = runs.filter(({ setAside }) => !setAside.some(({ parameter }) => parameter === null)).length;
  const isMissing = counted < (wanted ?? 1);
  const takeOne = ({ messageId }: Candidate) => take.mutate({ sessionId, messageId, set, materialKey, note: '' });
  const next = candidates[0];
  const takeNext: Action | null =
    next === undefined
      ? null
      : {
          label: t('candidate.takeOne', { at: formatTimeOfDay(next.receivedAt, 'seconds') }),
          isPending: take.isPending,
          onPress: () => takeOne(next),
        };
  const goOn: Action = { label: t('goOn'), onPress: onGoOn };
  const typeOne: Action = { label: t('run.type'), icon: 'keyboard', onPress: () => setTyping(true) };
  const isTakeFirst = isMissing && takeNext !== null;
  return {
    primary: isTakeFirst ? takeNext : goOn,
    secondary: [typeOne, ...(isTakeFirst ? [goOn] : [])],
    body: (
      <>
        <Card title={t('candidate.title')}>
          <p>{t('candidate.more')}</p>
          <CandidateRows
            candidates={candidates}
            terms={terms}
            isPending={take.isPending}
            onTake={takeOne}
            onLeave={({ messageId }) => setLeft((before) => new Set(before).add(messageId))}
          />
          <MutationError mutation={take} />
        </Card>
        <Card
          title={
            wanted === null
              ? t('run.titleNoCount', { count: counted })
              : t('run.title', { count: counted, wanted, drop: dropFirst })
          }
        >
          {dropFirst > 0 && <p>{t('run.dropMore', { count: dropFirst })}</p>}
          <RunRows runs={runs} terms={terms} onJudge={setJudged} />
        </Card>
        <Card title={t('statistics.title')}>
          <StatisticsTable
            caption={t('statistics.title')}
            judgement={session.judgement}
            terms={terms}
            set={set}
            materialKey={materialKey}
          />
        </Card>
        {judged !== null && <SetAsideSheet session={session} run={judged} onClose={() => setJudged(null)} />}
        {isTyping && (
          <TypeRunSheet session={session} set={set} materialKey={materialKey} onClose={() => setTyping(false)} />
        )}
      </>
    ),
  };
}
