import { dated, dayFromNow, everyDays, field, termsOf } from '../../scripts/demo/plan-terms.ts';
import type { ModuleBench } from './module-bench.ts';

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
