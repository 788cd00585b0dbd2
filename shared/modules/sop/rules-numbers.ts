import { compareDecimals } from '../../instruments/mapping/decimal.ts';
import type { PlanRow } from '../maintenance/plans-contract.ts';
import type { DrivenNumber, SopContent } from './terms.ts';

/**
 * The SOP's numbers beside what a plan has and what runs recorded (finding CC4: the SOP of a cited lab asked for five
 * days, the lab did three). Pure; a difference is shown and goes into the self-audit.
 */

/** A number step that stands for a number elsewhere. */
export interface SopNumber {
  readonly stepKey: string;
  readonly title: string;
  readonly unit: string;
  readonly prescribed: string | null;
  readonly drives: DrivenNumber;
}

export type PlanTerms = Pick<PlanRow, 'rule' | 'fields'>;

/** Number steps of an SOP that drive something, those of repeated blocks too. */
export function numbersOf({ steps }: Pick<SopContent, 'steps'>): SopNumber[] {
  return steps
    .flatMap((step) => (step.kind === 'repeat' ? step.steps : [step]))
    .flatMap((step) => {
      if (step.kind !== 'number' || step.drives === null) return [];
      const { key: stepKey, title, unit, prescribed, drives } = step;
      return [{ stepKey, title, unit, prescribed, drives }];
    });
}

const calendarUnits = ['days', 'weeks', 'months', 'years'] as const;
type CalendarUnit = (typeof calendarUnits)[number];

/** `day`, `days`, `d` and so on; null for another unit. */
export function calendarUnitOf(unit: string): CalendarUnit | null {
  const plain = unit.trim().toLowerCase();
  return calendarUnits.find((one) => one === plain || one.slice(0, -1) === plain || one[0] === plain) ?? null;
}

/** The plan's number that a step stands for, with its unit where that matters; null where the plan has none. */
export function planNumber(
  terms: PlanTerms,
  drives: Extract<DrivenNumber, { target: 'plan' }>,
): { value: string; unit: CalendarUnit | null } | null {
  const { rule, fields } = terms;
  const number = (value: number | null | undefined) => (value == null ? null : { value: String(value), unit: null });
  const field = fields.find(({ key }) => key === drives.field);
  switch (drives.parameter) {
    case 'interval': {
      const { calendar } = rule;
      if (calendar?.kind === 'every') return { value: String(calendar.every), unit: calendar.unit };
      const isWeekly = calendar?.kind === 'weekdays' && calendar.weekdays.length === 1;
      return isWeekly ? { value: String(calendar.everyWeeks), unit: 'weeks' } : null;
    }
    case 'window-before':
      return number(rule.windowBeforeDays);
    case 'window-after':
      return number(rule.windowAfterDays);
    case 'counter':
      return number(rule.counter?.every);
    case 'field-low':
      return field?.low == null ? null : { value: field.low, unit: null };
    case 'field-high':
      return field?.high == null ? null : { value: field.high, unit: null };
  }
}

/** Days in so many of a unit where that is exact; null for months and years. */
const inDays = (value: string, unit: CalendarUnit | null): number | null =>
  unit === 'days' ? Number(value) : unit === 'weeks' ? Number(value) * 7 : null;

/** True where a plan's number says the same as the SOP: two weeks are fourteen days, a month is no number of days. */
export function isSameNumber(number: SopNumber, found: { value: string; unit: CalendarUnit | null }): boolean {
  if (number.prescribed === null) return false;
  const wanted = calendarUnitOf(number.unit);
  if (found.unit === null || wanted === null || wanted === found.unit) {
    return compareDecimals(number.prescribed, found.value) === 0;
  }
  const [left, right] = [inDays(number.prescribed, wanted), inDays(found.value, found.unit)];
  return left !== null && left === right;
}

/** Plan terms with the SOP's number in place of their own, or null where the plan has no such place. */
export function withNumber<Terms extends PlanTerms>(terms: Terms, number: SopNumber): Terms | null {
  const { drives, prescribed } = number;
  if (drives.target !== 'plan' || prescribed === null) return null;
  const { rule } = terms;
  const whole = /^\d{1,4}$/.test(prescribed) ? Number(prescribed) : null;
  switch (drives.parameter) {
    case 'interval': {
      const unit = calendarUnitOf(number.unit);
      if (rule.calendar?.kind !== 'every' || whole === null || whole < 1 || unit === null) return null;
      return { ...terms, rule: { ...rule, calendar: { ...rule.calendar, every: whole, unit } } };
    }
    case 'window-before':
      return whole === null ? null : { ...terms, rule: { ...rule, windowBeforeDays: whole } };
    case 'window-after':
      return whole === null ? null : { ...terms, rule: { ...rule, windowAfterDays: whole } };
    case 'counter': {
      if (!rule.counter || !(Number(prescribed) > 0)) return null;
      return { ...terms, rule: { ...rule, counter: { ...rule.counter, every: Number(prescribed) } } };
    }
    case 'field-low':
    case 'field-high': {
      const side = drives.parameter === 'field-low' ? 'low' : 'high';
      if (!terms.fields.some(({ key }) => key === drives.field)) return null;
      const fields = terms.fields.map((one) => (one.key === drives.field ? { ...one, [side]: prescribed } : one));
      return { ...terms, fields };
    }
  }
}
