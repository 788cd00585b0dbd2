import type { PlanTerms, ScheduleRule } from '../../shared/modules/maintenance/terms.ts';
import type { HostCalls } from './lab.ts';
import { dated, dayFromNow, everyDays, field, termsOf } from './plan-terms.ts';

/** The maintenance binder of the demo's analyzer: daily tasks, one weekly task that was forgotten, work of the maker's service. */

const confirm = field('done', 'Done as the procedure says', 'confirm');

/** A plan of the demo: it says that its interval is made up. */
const demoTerms = (title: string, rule: ScheduleRule, more: Partial<PlanTerms> = {}): PlanTerms =>
  termsOf(title, rule, {
    fields: [confirm],
    source: 'A demo: the interval is made up. Yours is in the maker’s manual.',
    sop: 'Procedure HEM-12',
    ...more,
  });

/** Makes the plans and fills in three days of the log, late, as if from paper. */
export async function openBinder(calls: HostCalls, instrumentId: string): Promise<void> {
  const plans = [
    demoTerms('Waste emptied', everyDays(1, dayFromNow(-4))),
    demoTerms('Background', everyDays(1, dayFromNow(0)), {
      kind: 'function-check',
      mustPass: true,
      fields: [
        field('plt', 'PLT background', 'number', { unit: '10*3/uL', high: '10', source: 'FDA clearance K112605' }),
      ],
      source: 'At every start-up: 42 CFR 493.1254',
    }),
    demoTerms('Sampling valve rinsed', dated({ kind: 'every', every: 1, unit: 'weeks', startsOn: dayFromNow(-9) })),
    demoTerms('Air filter', dated({ kind: 'every', every: 3, unit: 'months', startsOn: dayFromNow(5) }), {
      owner: 'vendor',
    }),
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
      performedOn: dayFromNow(-back),
      performedTime: '07:10',
      lateReason: 'Entered from the paper log',
      isExtra: false,
      cannotEvaluateReason: '',
      note: '',
      signing: null,
    });
  }
}
