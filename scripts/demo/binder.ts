import type { PlanTerms, ScheduleRule, TaskField } from '../../shared/modules/maintenance/terms.ts';
import type { HostCalls } from './lab.ts';

/** The maintenance binder of the demo's analyzer: daily tasks, one weekly task that was forgotten, work of the maker's service. */

function day(fromToday: number): string {
  const at = new Date();
  at.setDate(at.getDate() + fromToday);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const rule = (every: number, unit: 'days' | 'weeks' | 'months', startsOn: string): ScheduleRule => ({
  calendar: { kind: 'every', every, unit, startsOn },
  anchor: 'schedule',
  windowBeforeDays: 0,
  windowAfterDays: 0,
  closedDays: 'keep',
  counter: null,
  events: [],
});

const confirm: TaskField = {
  key: 'done',
  label: 'Done as the procedure says',
  kind: 'confirm',
  unit: '',
  low: null,
  high: null,
  choices: [],
  passChoices: [],
  isRequired: true,
  wire: null,
  source: '',
};

const terms = (title: string, when: ScheduleRule, more: Partial<PlanTerms> = {}): PlanTerms => ({
  title,
  kind: 'maintenance',
  detail: 'Adapt to your manual.',
  rule: when,
  fields: [confirm],
  mustPass: false,
  needsSignature: false,
  needsReview: true,
  owner: 'lab',
  regime: 'clia',
  source: 'A demo: the interval is made up. Yours is in the maker’s manual.',
  sop: 'Procedure HEM-12',
  ...more,
});

/** Makes the plans and fills in three days of the log, late, as if from paper. */
export async function openBinder(calls: HostCalls, instrumentId: string): Promise<void> {
  const plans = [
    terms('Waste emptied', rule(1, 'days', day(-4))),
    terms('Background', rule(1, 'days', day(0)), {
      kind: 'function-check',
      mustPass: true,
      fields: [
        {
          ...confirm,
          key: 'plt',
          label: 'PLT background',
          kind: 'number',
          unit: '10*3/uL',
          high: '10',
          source: 'FDA clearance K112605',
        },
      ],
      source: 'At every start-up: 42 CFR 493.1254',
    }),
    terms('Sampling valve rinsed', rule(1, 'weeks', day(-9))),
    terms('Air filter', rule(3, 'months', day(5)), { owner: 'vendor' }),
  ];
  const { planIds } = await calls.maintenance.plans.create({
    instrumentId,
    plans: plans.map((each) => ({ upkeepKey: null, terms: each })),
    reason: 'Demo',
  });
  for (const back of [4, 3, 1]) {
    await calls.maintenance.sheets.performNow({
      requestId: `demo-binder-${back}`,
      planId: planIds[0] ?? '',
      occurrence: null,
      entries: [{ key: 'done', value: 'yes', reading: null, photo: null, note: '' }],
      performedOn: day(-back),
      performedTime: '07:10',
      lateReason: 'Entered from the paper log',
      isExtra: false,
      cannotEvaluateReason: '',
      note: '',
      signing: null,
    });
  }
}
