import type { GuardFact } from '../../../shared/modules/calibration/sessions-contract.ts';
import type { SessionKind } from '../../../shared/modules/calibration/terms.ts';
import type { HostContext } from '../../host/module.ts';
import type { PlacedInstrument } from './places.ts';
import { standingOf } from './verification-desk.ts';

/**
 * What stands before the question "should you calibrate at all?" (mission rule C.6: calibration is the last step of
 * troubleshooting, since a needless one may hide a fault). Read from what the bench knows; it forbids nothing.
 */
export async function guardFacts(
  context: HostContext,
  instrument: PlacedInstrument,
  kind: SessionKind,
): Promise<GuardFact[]> {
  const { instrumentId } = instrument;
  const facts: GuardFact[] = [];
  const add = (code: GuardFact['code'], tone: GuardFact['tone'], data: GuardFact['data'] = {}): void => {
    facts.push({ code, tone, data });
  };
  const { reasons, inputs } = await context.calls.maintenance.service.readiness.get({ instrumentId });
  const errors = reasons.filter(({ code }) => code === 'stop-error' || code === 'results-affected');
  if (errors.length > 0) add('open-errors', 'stop', { count: errors.length });
  else add('no-open-errors', 'fine');
  const has = (code: string): boolean => reasons.some((one) => one.code === code);
  if (has('background-failed')) add('background-failed', 'stop');
  else if (has('background-missing') || has('background-cannot-evaluate')) add('background-missing', 'think');
  else if (inputs.includes('background')) add('background-passed', 'fine');
  const overdue = reasons.filter(({ code }) => code === 'overdue-maintenance').length;
  if (overdue > 0) add('overdue-maintenance', 'think', { count: overdue });

  const { db } = context.store;
  const last = db
    .prepare(
      `SELECT closed_on AS closedOn, verdict FROM calibration_sessions WHERE instrument_id = ? AND kind = 'calibration'
       AND counts = 1 ORDER BY closed_on DESC LIMIT 1`,
    )
    .get(instrumentId) as { closedOn: string; verdict: string } | undefined;
  if (last) add('last-calibration', 'fine', { on: last.closedOn, verdict: last.verdict });
  else add('never-calibrated', 'think');

  const standing = standingOf(context, instrument);
  if (standing.state === 'overdue') add('verification-overdue', 'think', { dueOn: standing.dueOn ?? '' });
  else if (standing.state === 'in-date') add('verification-in-date', 'fine', { dueOn: standing.dueOn ?? '' });
  if (standing.openTriggers.length > 0) add('open-triggers', 'think', { count: standing.openTriggers.length });
  const running = db
    .prepare("SELECT count(*) FROM calibration_sessions WHERE instrument_id = ? AND state = 'running' AND kind = ?")
    .pluck()
    .get(instrumentId, kind) as number;
  if (running > 0) add('session-running', 'think', { count: running });
  if (!standing.isProcedureConfirmed) add('procedure-not-confirmed', 'stop');
  return facts;
}
