import type { StoreClock } from '../../electron/store/types.ts';
import type { PlanTerms, ScheduleRule, TaskField } from '../../shared/modules/maintenance/terms.ts';
import { temporaryFolder } from './bench.ts';
import { type ModuleBench, openModuleBench } from './module-bench.ts';

/** A clock that is set by hand; monotonic time goes with it, unless only the wall is moved. */
export function handClock(iso: string) {
  let wall = Date.parse(iso);
  let mono = 1000;
  const clock: StoreClock = {
    wallMs: () => wall,
    monoMs: () => mono,
    offsetMinutes: () => 0,
    bootId: 'boot-1',
  };
  return {
    clock,
    pass: (days: number, minutes = 0) => {
      wall += days * 86_400_000 + minutes * 60_000;
      mono += days * 86_400_000 + minutes * 60_000;
    },
    setWall: (to: string) => {
      wall = Date.parse(to);
    },
  };
}

export const daily = (startsOn: string): ScheduleRule => ({
  calendar: { kind: 'every', every: 1, unit: 'days', startsOn },
  anchor: 'schedule',
  windowBeforeDays: 0,
  windowAfterDays: 0,
  closedDays: 'keep',
  counter: null,
  events: [],
});
export const field = (more: Partial<TaskField> & Pick<TaskField, 'key' | 'kind'>): TaskField => ({
  label: more.key,
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
export const terms = (rule: ScheduleRule, more: Partial<PlanTerms> = {}): PlanTerms => ({
  title: 'Rinse',
  kind: 'maintenance',
  detail: '',
  rule,
  fields: [field({ key: 'done', kind: 'confirm' })],
  mustPass: false,
  needsSignature: false,
  needsReview: true,
  owner: 'lab',
  regime: 'clia',
  source: 'manual 4.2',
  sop: '',
  ...more,
});
export const entry = (key: string, value: string) => ({ key, value, reading: null, photo: null, note: '' });
export const plain = {
  performedTime: null,
  lateReason: '',
  isExtra: false,
  cannotEvaluateReason: '',
  note: '',
  signing: null,
} as const;
export const all = { states: [], limit: 100 } as const;

/** A bench with one analyzer, a clock set by hand, and the lab in UTC with three shifts. */
export async function openMaintenanceBench(at = '2026-11-22T10:00:00Z') {
  const folder = temporaryFolder('maintenance');
  const time = handClock(at);
  const start = () => openModuleBench(folder.path, { clock: time.clock });
  let bench: ModuleBench = await start();
  await bench.page.maintenance.calendar.set({
    calendar: {
      place: '',
      timeZone: 'UTC',
      closedWeekdays: [],
      closedDates: [],
      shifts: [
        { name: 'early', startsAt: '06:00' },
        { name: 'late', startsAt: '14:00' },
        { name: 'night', startsAt: '22:00' },
      ],
    },
    reason: '',
  });
  const instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
  let requests = 0;
  return {
    time,
    instrumentId,
    get bench() {
      return bench;
    },
    get calls() {
      return bench.page.maintenance;
    },
    async reopen() {
      await bench.close();
      bench = await start();
    },
    async close() {
      await bench.close();
      folder.remove();
    },
    async makePlan(made: PlanTerms): Promise<string> {
      const plans = [{ upkeepKey: null, terms: made }];
      const { planIds } = await bench.page.maintenance.plans.create({ instrumentId, plans, reason: '' });
      return planIds[0]!;
    },
    async itemOf(planId: string) {
      const { items } = await bench.page.maintenance.agenda.list({ ...all, states: [] });
      return items.find((item) => item.planId === planId)!;
    },
    perform: (planId: string, performedOn: string, more: object = {}) =>
      bench.page.maintenance.sheets.performNow({
        ...plain,
        requestId: `request-${++requests}`,
        planId,
        occurrence: null,
        entries: [entry('done', 'yes')],
        performedOn,
        ...more,
      }),
  };
}
export type MaintenanceBench = Awaited<ReturnType<typeof openMaintenanceBench>>;
