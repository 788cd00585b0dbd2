import type * as z from 'zod';
import type { interval, upkeepTask } from '../../../shared/instruments/upkeep.ts';
import type { UpkeepOffer } from '../../../shared/modules/maintenance/plans-contract.ts';
import type { ScheduleRule, TaskField } from '../../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../../host/module.ts';
import type { AgendaDesk } from './agenda-desk.ts';

type Interval = z.output<typeof interval>;
type Task = z.output<typeof upkeepTask>;

/** The rule a published interval asks for: at least so often, no grace (42 CFR 493.1254), counted from the last time. */
function suggestRule({ every, unit }: Interval, startsOn: string): ScheduleRule {
  const base = {
    windowBeforeDays: null,
    windowAfterDays: 0,
    closedDays: 'before',
    counter: null,
    events: [],
  } as const satisfies Partial<ScheduleRule>;
  if (unit === 'cycles' || unit === 'hours') {
    const counter = { meter: unit, every, unit, startsAt: 0 };
    return { ...base, events: [], calendar: null, anchor: 'completion', counter };
  }
  if (unit === 'days' && every === 1) {
    const calendar = { kind: 'every', every, unit, startsOn } as const;
    return { ...base, events: [], windowBeforeDays: 0, closedDays: 'skip', anchor: 'schedule', calendar };
  }
  return { ...base, events: [], anchor: 'completion', calendar: { kind: 'every', every, unit, startsOn } };
}

/** What a sheet of such a task asks at least; the lab adds what its manual asks. */
function suggestFields(task: Task): TaskField[] {
  const field = {
    unit: '',
    low: null,
    high: null,
    choices: [],
    passChoices: [],
    isRequired: true,
    wire: null,
    source: task.sources.join(', '),
  };
  if (task.kind === 'maintenance') return [{ ...field, key: 'done', label: task.title, kind: 'confirm' }];
  return [{ ...field, key: 'result', label: task.title, kind: 'pass-fail' }];
}

/** Tasks of an instrument's definition, each with the plan it would make. */
export function readOffers(
  context: HostContext,
  desk: AgendaDesk,
  instrumentId: string,
): { note: string; offers: UpkeepOffer[] } {
  const instrument = desk.instrument(instrumentId);
  const definition = instrument && context.catalog.get(instrument.definitionKey);
  if (!definition) return { note: '', offers: [] };
  const startsOn = desk.today(instrumentId).on;
  const plans = desk.plans().filter((plan) => plan.instrumentId === instrumentId);
  return {
    note: definition.upkeep.note,
    offers: definition.upkeep.tasks.map((task) => ({
      upkeepKey: task.key,
      title: task.title,
      detail: task.detail,
      kind: task.kind,
      suggested: task.interval === null ? null : suggestRule(task.interval, startsOn),
      blank: task.blank,
      source: task.sources.map((key) => definition.sources[key] ?? key).join('; '),
      confidence: task.confidence,
      fields: suggestFields(task),
      planIds: plans.filter(({ upkeepKey }) => upkeepKey === task.key).map(({ planId }) => planId),
    })),
  };
}
