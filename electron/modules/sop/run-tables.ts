import { answerAt, type RunFold, runFold, statusOf } from '../../../shared/modules/sop/rules-run.ts';
import { runRecords } from '../../../shared/modules/sop/run-records.ts';
import type { Verdict } from '../../../shared/modules/sop/terms.ts';
import { defineProjection } from '../../store/projection.ts';

/** What a list needs to know of a run without reading its stream. */
export interface RunFacts {
  readonly title: string;
  readonly code: string;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly isTrial: boolean;
  readonly revision: number;
  readonly startedBy: string;
  readonly changedBy: string;
  readonly finishedAt: string | null;
  readonly verdict: Verdict | null;
  readonly answeredCount: number;
  readonly deviationCount: number;
  readonly handedOverTo: string | null;
  readonly needsReview: boolean;
  readonly isReviewed: boolean;
  /** Answers to steps that prescribe a number (CC4). */
  readonly numbers: readonly { readonly stepKey: string; readonly value: string; readonly hasReason: boolean }[];
}

function factsOf(run: RunFold): RunFacts {
  const { started } = run;
  const { revision, handOver } = statusOf(run);
  const present = run.revisions[revision];
  const answers = Object.keys(run.answers).flatMap((at) => answerAt(run, at) ?? []);
  return {
    title: started?.title ?? '',
    code: started?.code ?? '',
    versionId: started?.versionId ?? '',
    versionNumber: started?.versionNumber ?? 0,
    isTrial: started?.isTrial ?? false,
    revision,
    startedBy: started?.by ?? '',
    changedBy: run.changedBy,
    finishedAt: present?.finished?.at ?? null,
    verdict: present?.finished?.verdict ?? null,
    answeredCount: answers.length,
    deviationCount: run.deviations.length,
    handedOverTo: handOver?.toWhom ?? null,
    needsReview: present?.finished?.needsReview ?? false,
    isReviewed: present?.signatures.some(({ meaning }) => meaning === 'reviewed') ?? false,
    numbers: answers
      .filter(({ answer }) => answer.asked.prescribed !== null && answer.value !== null)
      .map(({ answer }) => ({
        stepKey: answer.at.split('/').at(-1)!,
        value: answer.value!,
        hasReason: run.deviations.some(({ at }) => at === answer.at),
      })),
  };
}

/** One row a run. Cases read when it began, whether it is open, and when it last changed. */
export const runsTable = defineProjection({
  name: 'sop-runs',
  version: 1,
  tables: ['sop_runs'],
  ddl: [
    `CREATE TABLE sop_runs (
      stream TEXT NOT NULL UNIQUE, run_id TEXT NOT NULL, sop_id TEXT NOT NULL, instrument_id TEXT NOT NULL,
      state TEXT NOT NULL, is_open INTEGER NOT NULL, started_at TEXT NOT NULL, changed_at TEXT NOT NULL,
      conflict_count INTEGER NOT NULL, tip TEXT NOT NULL, facts TEXT NOT NULL
    ) STRICT`,
    'CREATE INDEX sop_runs_by_time ON sop_runs (started_at, run_id)',
    'CREATE INDEX sop_runs_of_sop ON sop_runs (sop_id, started_at, run_id)',
    'CREATE INDEX sop_runs_of_instrument ON sop_runs (instrument_id, started_at, run_id)',
    'CREATE INDEX sop_runs_open ON sop_runs (started_at, run_id) WHERE is_open = 1',
  ],
  reads: runRecords,
  fold: runFold,
  apply(_record, { state, stream, conflicts, tip }) {
    const { started } = state;
    if (!started) return [];
    const { state: runState } = statusOf(state);
    return [
      {
        sql: `INSERT OR REPLACE INTO sop_runs (stream, run_id, sop_id, instrument_id, state, is_open, started_at, changed_at,
          conflict_count, tip, facts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        values: [
          stream,
          state.runId,
          started.sopId,
          started.instrumentId,
          runState,
          runState === 'started' || runState === 'paused' ? 1 : 0,
          started.at,
          state.changedAt,
          conflicts.length,
          tip ?? '',
          JSON.stringify(factsOf(state)),
        ],
      },
    ];
  },
});
