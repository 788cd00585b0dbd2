import { createRouterClient } from '@orpc/server';
import type { Host } from '../../electron/host/host.ts';
import type { ModuleCalls } from '../../electron/host/module.ts';
import { addDays, type CivilDate, endOfMonth, weekdayOf } from '../../shared/kernel/civil-date.ts';
import type { PlanTerms, ScheduleRule } from '../../shared/modules/maintenance/terms.ts';
import { everyDays, field, termsOf } from './plan-terms.ts';

/** An analyzer with a month of maintenance behind it, written in afterwards: most of it done, some of it missing. */
export async function fillMonth(host: Host, month: string, errorCount: number): Promise<string> {
  const page = createRouterClient(host.router, { context: {} }) as unknown as ModuleCalls;
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
  const weekly = { kind: 'every', every: 1, unit: 'weeks', startsOn: addDays(first, 4) } as const;
  const monthly = { kind: 'calendar-period', period: 'month', startsOn: first, maxGapDays: null } as const;
  const rules: [string, PlanTerms][] = [
    ['daily', plan('Shutdown with CELLCLEAN AUTO', 'SOP-12 rev 3', everyDay(first))],
    ['daily', { ...plan('Background check', '', everyDay(first)), kind: 'function-check' }],
    ['weekly', plan('Weekly rinse', '', { ...everyDay(first), calendar: weekly, windowAfterDays: 1 })],
    ['monthly', plan('Clean the sample probe', 'SOP-14 rev 1', { ...everyDay(first), calendar: monthly })],
  ];
  const { planIds } = await page.maintenance.plans.create({
    instrumentId,
    plans: rules.map(([, made]) => ({ upkeepKey: null, terms: made })),
    reason: '',
  });
  let request = 0;
  const perform = (planId: string, on: string) =>
    page.maintenance.sheets.performNow({
      requestId: `fill-month-${++request}`,
      planId,
      occurrence: null,
      entries: [{ key: 'done', value: 'yes', reading: null, photo: null, note: '' }],
      performedOn: on,
      performedTime: null,
      lateReason: 'Copied from the paper log',
      isExtra: false,
      cannotEvaluateReason: '',
      note: '',
      signing: null,
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

const everyDay = (startsOn: CivilDate): ScheduleRule => ({ ...everyDays(1, startsOn), closedDays: 'skip' });

const plan = (title: string, sop: string, rule: ScheduleRule): PlanTerms =>
  termsOf(title, rule, { detail: '', sop, fields: [field('done', 'Done', 'confirm')], source: "the maker's manual" });
