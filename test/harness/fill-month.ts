import { createRouterClient } from '@orpc/server';
import type { Host } from '../../electron/host/host.ts';
import { addDays, endOfMonth, weekdayOf } from '../../shared/kernel/civil-date.ts';
import type { PlanTerms, ScheduleRule } from '../../shared/modules/maintenance/terms.ts';
import { daily, entry, plain, terms } from './maintenance-bench.ts';
import type { PageClient } from './module-bench.ts';

/** Errors enough for a report of over ten pages. */
const errorCount = 330;

/** An analyzer with a month of maintenance behind it, written in afterwards: most of it done, some of it missing. */
export async function fillMonth(host: Host, month: string): Promise<string> {
  const page = createRouterClient(host.router, { context: {} }) as unknown as PageClient;
  await page.maintenance.calendar.set({
    calendar: {
      place: '',
      timeZone: 'UTC',
      closedWeekdays: [7],
      closedDates: [],
      shifts: [{ name: 'day', startsAt: '06:00' }],
    },
    reason: '',
  });
  const { instrumentId } = await page.instruments.add({
    ...{ definitionKey: 'sysmex-xn-1000', name: 'XN-1000 core lab', serialNumber: '14718', place: 'Core lab' },
    ...{ assetNumber: '', firmware: '', notes: '', link: { kind: 'none' }, silenceMinutes: 15 },
  });
  const first = `${month}-01`;
  const weekly: ScheduleRule = {
    ...daily(first),
    calendar: { kind: 'every', every: 1, unit: 'weeks', startsOn: addDays(first, 4) },
    windowAfterDays: 1,
  };
  const monthly: ScheduleRule = {
    ...daily(first),
    calendar: { kind: 'calendar-period', period: 'month', startsOn: first, maxGapDays: null },
  } as ScheduleRule;
  const rules: [string, PlanTerms][] = [
    [
      'daily',
      terms({ ...daily(first), closedDays: 'skip' }, { title: 'Shutdown with CELLCLEAN AUTO', sop: 'SOP-12 rev 3' }),
    ],
    ['daily', terms({ ...daily(first), closedDays: 'skip' }, { title: 'Background check', kind: 'function-check' })],
    ['weekly', terms(weekly, { title: 'Weekly rinse' })],
    ['monthly', terms(monthly, { title: 'Clean the sample probe', sop: 'SOP-14 rev 1' })],
  ];
  const { planIds } = await page.maintenance.plans.create({
    instrumentId,
    plans: rules.map(([, made]) => ({ upkeepKey: null, terms: made })),
    reason: '',
  });
  let request = 0;
  const perform = (planId: string, on: string) =>
    page.maintenance.sheets.performNow({
      ...plain,
      ...{
        requestId: `fill-month-${++request}`,
        planId,
        occurrence: null,
        entries: [entry('done', 'yes')],
        performedOn: on,
      },
      lateReason: 'Copied from the paper log',
    });
  for (let on = first; on <= endOfMonth(first); on = addDays(on, 1)) {
    const day = Number(on.slice(8));
    if (weekdayOf(on) === 7) continue;
    for (const [at, [rhythm]] of rules.entries()) {
      const isDone =
        rhythm === 'daily'
          ? day !== 14 && !(at === 1 && day > 27)
          : rhythm === 'weekly'
            ? day % 7 === 5 && day !== 19
            : day === 9;
      if (isDone) await perform(planIds[at]!, on);
    }
  }
  for (let number = 0; number < errorCount; number += 1) {
    const text = 'Aspiration pressure below the limit';
    await page.errors.enter({ instrumentId, code: `E-${number}`, text, origin: 'typed', severity: 'warn' });
  }
  return instrumentId;
}
