import type { PlanTerms, ScheduleRule, TaskField } from '../../shared/modules/maintenance/terms.ts';

/** Plans in few words, for the demo, the measurements and the tests. */

/** A civil date so many days from today, in this machine's zone. */
export function dayFromNow(days: number): string {
  const at = new Date();
  at.setDate(at.getDate() + days);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** A rule with only a calendar. */
export const dated = (calendar: ScheduleRule['calendar'], more: Partial<ScheduleRule> = {}): ScheduleRule => ({
  calendar,
  anchor: 'schedule',
  windowBeforeDays: 0,
  windowAfterDays: 0,
  closedDays: 'keep',
  counter: null,
  events: [],
  ...more,
});

/** Every so many days from a day on. */
export const everyDays = (every: number, startsOn: string): ScheduleRule =>
  dated({ kind: 'every', every, unit: 'days', startsOn });

export const field = (
  key: string,
  label: string,
  kind: TaskField['kind'],
  more: Partial<TaskField> = {},
): TaskField => ({
  key,
  label,
  kind,
  unit: '',
  low: null,
  high: null,
  choices: [],
  passChoices: [],
  isRequired: true,
  wire: null,
  source: '',
  ...more,
});

/** Terms of a plan of the lab's own. */
export const termsOf = (title: string, rule: ScheduleRule, more: Partial<PlanTerms> = {}): PlanTerms => ({
  title,
  kind: 'maintenance',
  detail: 'Adapt to your manual.',
  rule,
  fields: [],
  mustPass: false,
  needsSignature: false,
  needsReview: true,
  owner: 'lab',
  regime: 'clia',
  source: 'Procedure 12 of the laboratory',
  sop: 'Procedure 12',
  ...more,
});
