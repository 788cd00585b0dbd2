import { compareDecimals } from '../../../shared/instruments/mapping/decimal.ts';
import type { NumberLink } from '../../../shared/modules/sop/library-contract.ts';
import { readDecimal } from '../../../shared/modules/sop/rules-answer.ts';
import {
  isSameNumber,
  type PlanTerms,
  planNumber,
  type SopNumber,
  withNumber,
} from '../../../shared/modules/sop/rules-numbers.ts';
import type { SopDesk, SopTableRow } from './desk.ts';
import type { RunFacts } from './run-tables.ts';

/** Runs looked through for what is done in practice. */
const mostRuns = 20;

interface Plan {
  readonly planId: string;
  readonly title: string;
  readonly instrumentName: string;
  readonly upkeepKey: string | null;
  readonly terms: PlanTerms;
}

interface Run {
  readonly runId: string;
  readonly on: string;
  readonly by: string;
  readonly numbers: RunFacts['numbers'];
}

/** Every number of versions in force that drives something, beside what a plan has or what runs recorded (CC4). */
export function numberLinks(desk: SopDesk, rows: readonly SopTableRow[] = desk.rows()): NumberLink[] {
  const with_ = rows.filter(({ facts, isRetired }) => !isRetired && (facts.effective?.numbers.length ?? 0) > 0);
  if (with_.length === 0) return [];
  const plans = readPlans(desk);
  return with_.flatMap((row) => {
    const asked = openSteps(desk, row.sopId);
    const runs = readRuns(desk, row.sopId);
    return row.facts.effective!.numbers.flatMap((number) =>
      linksOf(row, number, plans, runs, asked.has(number.stepKey)),
    );
  });
}

function linksOf(
  { sopId, facts }: SopTableRow,
  number: SopNumber,
  plans: readonly Plan[],
  runs: readonly Run[],
  isAsked: boolean,
): NumberLink[] {
  const { stepKey, title: stepTitle, unit, drives } = number;
  const base: NumberLink = {
    ...{ sopId, code: facts.code, sopTitle: facts.title, versionNumber: facts.effective!.number },
    ...{ stepKey, stepTitle, drives, unit, isAsked },
    prescribed: number.prescribed ?? '',
    ...{ plan: null, found: '', state: 'no-number', runs: [], canApply: false },
  };
  if (drives.target === 'lot') return [{ ...base, ...practice(number, runs) }];
  const driven = plans.filter(({ planId, upkeepKey }) =>
    drives.planId !== null ? planId === drives.planId : drives.upkeepKey !== '' && upkeepKey === drives.upkeepKey,
  );
  if (driven.length === 0) return [{ ...base, state: 'not-found' }];
  return driven.map(({ planId, title, instrumentName, terms }) => {
    const found = planNumber(terms, drives);
    const isSame = found !== null && isSameNumber(number, found);
    return {
      ...base,
      plan: { planId, title, instrumentName },
      found: found ? [found.value, found.unit ?? ''].filter(Boolean).join(' ') : '',
      state: number.prescribed === null ? 'no-number' : isSame ? 'same' : 'differs',
      canApply: !isSame && withNumber(terms, number) !== null,
    };
  });
}

/** What the last finished runs recorded at that step. */
function practice(number: SopNumber, runs: readonly Run[]): Pick<NumberLink, 'found' | 'state' | 'runs'> {
  const { prescribed, stepKey } = number;
  if (prescribed === null) return { found: '', state: 'no-number', runs: [] };
  const recorded = runs.flatMap(({ runId, on, by, numbers }) =>
    numbers.filter((one) => one.stepKey === stepKey).map(({ value }) => ({ runId, value, on, by })),
  );
  if (recorded.length === 0) return { found: '', state: 'no-runs', runs: [] };
  const other = recorded.filter(({ value }) => {
    const read = readDecimal(value);
    return read === null || compareDecimals(read, prescribed) !== 0;
  });
  const found = [...new Set((other.length > 0 ? other : recorded).map(({ value }) => value))].join(', ');
  return { found, state: other.length > 0 ? 'differs' : 'same', runs: other };
}

/** Plans as maintenance has them in its table; its terms are those its calls answer with. */
function readPlans({ context }: SopDesk): Plan[] {
  const rows = context.store.db
    .prepare(
      `SELECT p.plan_id AS planId, p.title, p.upkeep_key AS upkeepKey, p.terms, i.name FROM maintenance_plans p
       LEFT JOIN instruments i ON i.instrument_id = p.instrument_id WHERE p.is_retired = 0`,
    )
    .all() as { planId: string; title: string; upkeepKey: string | null; terms: string; name: string | null }[];
  return rows.map(({ terms, name, ...row }) => ({
    ...row,
    instrumentName: name ?? '',
    terms: JSON.parse(terms) as PlanTerms,
  }));
}

function readRuns(desk: SopDesk, sopId: string): Run[] {
  const rows = desk.context.store.db
    .prepare(
      `SELECT run_id AS runId, started_at AS startedAt, facts FROM sop_runs
       WHERE sop_id = ? AND state IN ('finished', 'signed') ORDER BY started_at DESC, run_id DESC LIMIT ?`,
    )
    .all(sopId, mostRuns) as { runId: string; startedAt: string; facts: string }[];
  return rows.flatMap(({ runId, startedAt, facts }) => {
    const { isTrial, numbers, startedBy } = JSON.parse(facts) as RunFacts;
    return isTrial ? [] : [{ runId, on: startedAt.slice(0, 10), by: desk.name(startedBy), numbers }];
  });
}

/** Steps a change was asked for and not answered yet. */
function openSteps({ context }: SopDesk, sopId: string): Set<string> {
  const rows = context.store.db
    .prepare("SELECT request ->> '$.asked.stepKey' FROM sop_requests WHERE sop_id = ? AND is_open = 1")
    .pluck()
    .all(sopId) as (string | null)[];
  return new Set(rows.filter((one) => one !== null));
}
