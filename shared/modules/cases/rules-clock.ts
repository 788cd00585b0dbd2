import type { CaseFold } from './rules-case.ts';
import type { NceSeverity } from './terms.ts';

/** The clock of a nonconformity: by when its cause and its corrective action must be written. */

/**
 * Mission rule C.13 (read in OE6): critical under 24 hours, major 48 to 72 hours, minor 7 days. What must be there by then is
 * the house's reading: the investigated cause and a corrective action. `warnHours`: from then on it is soon; for a major one
 * the rule's own 48 hours, for the others the last quarter and the last day.
 */
export const answerRule: Readonly<Record<NceSeverity, { hours: number; warnHours: number; rule: string }>> = {
  critical: { hours: 24, warnHours: 18, rule: 'Critical: cause and action within 24 hours' },
  major: { hours: 72, warnHours: 48, rule: 'Major: cause and action within 72 hours, better 48' },
  minor: { hours: 168, warnHours: 144, rule: 'Minor: cause and action within 7 days' },
};

export type ClockState = 'none' | 'running' | 'soon' | 'late' | 'met';

const hourMs = 3_600_000;

/** When cause and corrective action were both there, or null. */
export function answeredAt(state: Pick<CaseFold, 'cause' | 'actions'>): string | null {
  if (state.cause === null) return null;
  const planned = Object.values(state.actions)
    .flatMap(({ planned }) => (planned?.kind === 'corrective' ? [planned.at] : []))
    .toSorted()[0];
  if (planned === undefined) return null;
  return [planned, state.cause.value.at].toSorted().at(-1) ?? null;
}

/**
 * @param nowMs milliseconds since 1970
 * @returns by when it must be answered (ISO, UTC), and where the clock stands; one answered too late stays `late`
 */
export function clockOf(
  state: Pick<CaseFold, 'cause' | 'actions' | 'nonconformity' | 'declaredAt'>,
  nowMs: number,
): { answerBy: string | null; clock: ClockState } {
  const { nonconformity, declaredAt } = state;
  if (nonconformity === null || declaredAt === null) return { answerBy: null, clock: 'none' };
  const { severity, answerHours } = nonconformity.value;
  const startMs = Date.parse(declaredAt);
  const byMs = startMs + answerHours * hourMs;
  const answerBy = new Date(byMs).toISOString();
  const answered = answeredAt(state);
  if (answered !== null) return { answerBy, clock: Date.parse(answered) > byMs ? 'late' : 'met' };
  if (nowMs > byMs) return { answerBy, clock: 'late' };
  const isSoon = nowMs >= startMs + answerRule[severity].warnHours * hourMs;
  return { answerBy, clock: isSoon ? 'soon' : 'running' };
}
