import type { CaseRow } from './case-contract.ts';
import { type CaseFields, type CaseFold, currentCase, fieldsOf, itemStateOf } from './rules-case.ts';
import { answerRule, clockOf } from './rules-clock.ts';

/** What a row of the list needs of a case, kept beside it so that a list reads no log. */

export interface CaseSummary {
  readonly fields: CaseFields;
  readonly origin: CaseRow['origin'];
  readonly code: string;
  readonly openedBy: string;
  readonly lastActAt: string;
  readonly openTaskCount: number;
  readonly severity: CaseRow['severity'];
  readonly answerBy: string | null;
  /** Where the clock stood when it was answered; `running` while it was not: then the time of looking decides. */
  readonly answered: 'none' | 'running' | 'met' | 'late';
  readonly warnAt: string | null;
}

/** @returns the summary, or null while the opening has not arrived */
export function summaryOf(state: CaseFold): CaseSummary | null {
  const fields = currentCase(state);
  if (!fields || !state.opened) return null;
  // Looked at from before any time, only what is settled shows.
  const { answerBy, clock } = clockOf(state, Number.NEGATIVE_INFINITY);
  return {
    fields: fieldsOf(fields),
    origin: state.opened.origin,
    code: state.opened.code,
    openedBy: state.opened.by,
    lastActAt: state.lastActAt,
    openTaskCount: Object.values(state.tasks).filter((task) => task.planned !== null && itemStateOf(task) === 'open')
      .length,
    severity: state.nonconformity?.value.severity ?? null,
    answerBy,
    answered: clock === 'soon' ? 'running' : clock,
    warnAt: warnAtOf(state),
  };
}

function warnAtOf(state: CaseFold): string | null {
  const { nonconformity, declaredAt } = state;
  if (nonconformity === null || declaredAt === null) return null;
  return new Date(
    Date.parse(declaredAt) + answerRule[nonconformity.value.severity].warnHours * 3_600_000,
  ).toISOString();
}

/** Where the clock stands when it is looked at. */
export function clockAt({ answered, answerBy, warnAt }: CaseSummary, nowMs: number): CaseRow['clock'] {
  if (answered !== 'running' || answerBy === null) return answered;
  if (nowMs > Date.parse(answerBy)) return 'late';
  return warnAt !== null && nowMs >= Date.parse(warnAt) ? 'soon' : 'running';
}
