import type { PlanTerms, ScheduleRule, TaskField } from '../../shared/modules/maintenance/terms.ts';
import type { ModuleBench } from './module-bench.ts';

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

export interface SeededPlans {
  readonly planId: string;
  readonly sheetId: string;
  readonly taskHash: string;
}

/** Plans of every kind and in every state, a sheet in progress, a late entry. */
export async function seedPlans(bench: ModuleBench, instrumentId: string): Promise<SeededPlans> {
  const { maintenance } = bench.page;
  const limits = { unit: '10*3/uL', high: '10', source: 'Clearance K112605' };
  const { planIds } = await maintenance.plans.create({
    instrumentId,
    reason: '',
    plans: [
      termsOf('Shutdown', everyDays(1, dayFromNow(-6)), { fields: [field('run', 'Shutdown run', 'confirm')] }),
      termsOf('Background', everyDays(1, dayFromNow(0)), {
        kind: 'function-check',
        mustPass: true,
        fields: [
          field('plt', 'PLT background', 'number', limits),
          field('seen', 'Print-out', 'photo', { isRequired: false }),
        ],
      }),
      termsOf('Rinse of the sampling valve and of everything behind it', everyDays(3, dayFromNow(-10))),
      termsOf(
        'Filter',
        dated(
          { kind: 'calendar-period', period: 'month', maxGapDays: 31, startsOn: dayFromNow(-20) },
          { windowBeforeDays: null },
        ),
      ),
      termsOf('Pump tubing', dated({ kind: 'every', every: 3, unit: 'months', startsOn: dayFromNow(4) }), {
        owner: 'vendor',
      }),
      termsOf('Aperture', dated(null, { counter: { meter: 'cycles', every: 5000, unit: 'cycles', startsAt: 0 } })),
    ].map((terms) => ({ upkeepKey: null, terms })),
  });
  const [planId = '', background = ''] = planIds;
  const entry = { key: 'run', value: 'yes', reading: null, photo: null, note: '' };
  const { hash } = await maintenance.sheets.performNow({
    requestId: 'seeded-late-entry',
    planId,
    occurrence: null,
    entries: [entry],
    performedOn: dayFromNow(-4),
    performedTime: '07:30',
    lateReason: 'The sheet was on paper.',
    isExtra: false,
    cannotEvaluateReason: '',
    note: 'Foam in the waste line',
    signing: null,
  });
  await maintenance.meters.note({ instrumentId, meter: 'cycles', unit: 'cycles', reading: '4600', readOn: null });
  await maintenance.events.note({ instrumentId, kind: 'power-failure', on: null, note: 'Eleven minutes' });
  const { sheetId } = await maintenance.sheets.open({ planId: background, occurrence: null });
  return { planId, sheetId, taskHash: hash };
}
