import type { CivilDate } from '../../../shared/kernel/civil-date.ts';
import { sessionStream } from '../../../shared/modules/calibration/records.ts';
import { saysTheSame } from '../../../shared/modules/calibration/rules-freeze.ts';
import { judgeAnswer, judgeSession, stepOf } from '../../../shared/modules/calibration/rules-judge.ts';
import { runsOf } from '../../../shared/modules/calibration/rules-series.ts';
import {
  asideKey,
  type Mark,
  materialsOf,
  reviewOf,
  type SessionFold,
  termsOf,
} from '../../../shared/modules/calibration/rules-session.ts';
import type { Session, SessionRow, SessionRun } from '../../../shared/modules/calibration/sessions-contract.ts';
import type { Judgement, RunSet } from '../../../shared/modules/calibration/terms.ts';
import type { Folded } from '../../../shared/records/decider.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { placeOfStream } from '../place-of.ts';
import { findInstrument, nowAt } from './places.ts';
import { draftsOf } from './session-drafts.ts';

/** A session as the page shows it: folded, judged anew, with the names of who wrote what. */

export interface SessionTableRow {
  session_id: string;
  kind: 'calibration' | 'verification';
  instrument_id: string;
  instrument_name: string | null;
  state: SessionRow['state'];
  opened_on: string;
  opened_at: string;
  opened_by: string;
  reason: SessionRow['reason'];
  closed_on: string | null;
  closed_at: string | null;
  closed_by: string;
  outcome: SessionRow['outcome'];
  verdict: SessionRow['verdict'];
  reviewed_at: string | null;
  reviewed_by: string;
  run_count: number;
  conflict_count: number;
}

export function toSessionRow(row: SessionTableRow, context: HostContext): SessionRow {
  const nameOf = (actor: string): string => (actor === '' ? '' : actorName(actor, context));
  return {
    sessionId: row.session_id,
    kind: row.kind,
    instrumentId: row.instrument_id,
    instrumentName: row.instrument_name ?? '',
    state: row.state,
    place: placeOfStream(context, sessionStream(row.kind, row.session_id)),
    openedOn: row.opened_on,
    openedAt: row.opened_at,
    openedBy: nameOf(row.opened_by),
    reason: row.reason,
    closedOn: row.closed_on,
    closedAt: row.closed_at,
    closedBy: nameOf(row.closed_by),
    outcome: row.outcome,
    verdict: row.verdict,
    reviewedBy: nameOf(row.reviewed_by),
    reviewedAt: row.reviewed_at,
    runCount: row.run_count,
    conflictCount: row.conflict_count,
  };
}

/** Day on which lots must be in date: of the closing, else today where the instrument stands. */
export function dayOf(context: HostContext, state: SessionFold): CivilDate {
  const closing = state.closing?.value.body;
  return closing ? closing.on : nowAt(context, state.opened?.body.instrumentId ?? '').on;
}

/** Verdicts as they follow from the raw values now. */
export function judgeNow(context: HostContext, folded: Folded<SessionFold>): Judgement {
  return judgeSession(folded.state, dayOf(context, folded.state), folded.conflicts.length);
}

const series: readonly RunSet[] = ['precision', 'as-found', 'as-left', 'level', 'qc'];

export function toSession(
  context: HostContext,
  row: SessionTableRow,
  folded: Folded<SessionFold>,
  procedureHash: string | null,
): Session {
  const { state } = folded;
  const { opened } = state;
  const terms = termsOf(state);
  if (!opened || !terms) throw new Error('a row without its opening');
  const markOf = ({ by, at, hash }: Mark) => ({ by: actorName(by, context), at, hash });
  const judgement = judgeNow(context, folded);
  const closing = state.closing?.value ?? null;
  const review = reviewOf(state);
  const instrument = findInstrument(context, opened.body.instrumentId);
  const definitionKey = opened.body.definition?.key ?? instrument?.definitionKey ?? '';
  const own = state.terms?.value;
  const isConfirmed = own?.procedureHash != null;
  return {
    ...toSessionRow(row, context),
    model: context.catalog.get(definitionKey)?.model ?? definitionKey,
    serialNumber: instrument?.serialNumber ?? '',
    definitionKey,
    reasonText: opened.body.reasonText,
    triggerIds: opened.body.triggerIds,
    terms,
    procedure: isConfirmed ? (own?.isChanged ? 'changed-here' : 'as-confirmed') : 'not-confirmed',
    procedureHash,
    termsReason: own?.reason ?? '',
    preconditions: terms.preconditions.flatMap((one) => {
      const answer = state.answers[one.key]?.value;
      if (!answer || answer.value === '') return [];
      const { value, note, mark } = answer;
      return [{ ...markOf(mark), key: one.key, value, note, verdict: judgeAnswer(one, answer).verdict }];
    }),
    materials: materialsOf(state).map(({ material, mark }) => ({ ...markOf(mark), material })),
    runs: toRuns(state, markOf),
    factors: Object.values(state.factors).map(({ value }) => ({
      ...markOf(value.mark),
      parameter: value.parameter,
      note: value.note,
    })),
    judgement,
    frozen: closing?.body.judgement ?? null,
    isSameAsFrozen: closing === null || saysTheSame(closing.body.judgement, judgement),
    closing: closing && {
      ...markOf(closing.mark),
      outcome: closing.body.outcome,
      reason: closing.body.reason,
      note: closing.body.note,
    },
    review: review && { ...markOf(review.mark), note: review.note },
    step: stepOf(state, judgement),
    conflicts: folded.conflicts.map(({ code, data }) => ({ code, data: { ...data } })),
    drafts: draftsOf(context.store.settings, state.sessionId),
    needsSignature: context.signing.isPossible,
    tip: folded.tip ?? '',
  };
}

/** Runs by series and material, in the order they were measured; those set aside stand among them. */
function toRuns(state: SessionFold, markOf: (mark: Mark) => { by: string; at: string; hash: string }): SessionRun[] {
  const terms = termsOf(state);
  const materialKeys = [...new Set(state.runs.map(({ run }) => run.materialKey))].toSorted();
  return series.flatMap((set) => {
    const keys = set === 'precision' ? [null] : materialKeys;
    const dropped =
      set === 'precision'
        ? terms?.precision.dropFirst
        : set === 'level'
          ? terms?.verification.replicates.dropFirst
          : set === 'qc'
            ? 0
            : terms?.replicates.dropFirst;
    return keys.flatMap((key) =>
      runsOf(state, set, key).map(({ run, mark }, at): SessionRun => {
        const asideFor = (parameter: string | null) => {
          const value = state.setAside[asideKey(run.runId, parameter)]?.value;
          return value?.isSetAside ? [{ ...markOf(value.mark), parameter, reason: value.reason }] : [];
        };
        const { by, hash } = markOf(mark);
        return {
          ...run,
          by,
          hash,
          takenAt: mark.at,
          number: at + 1,
          isDropped: at < (dropped ?? 0),
          setAside: [...asideFor(null), ...run.values.flatMap(({ parameter }) => asideFor(parameter))],
        };
      }),
    );
  });
}
