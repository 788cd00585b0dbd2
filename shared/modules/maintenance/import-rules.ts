import { addDays, addMonths, type CivilDate } from '../../kernel/civil-date.ts';
import type { RejectedRow } from './import-contract.ts';
import { isPlausible, readDate } from './import-dates.ts';
import { type ImportKind, type ImportOptions, importFields } from './import-terms.ts';
import type { CalendarRule } from './terms.ts';

/** From rows of a spreadsheet to what would be recorded. Pure: a row is taken whole, or rejected with its reason. */

/** One cell: what it shows, and its day where the spreadsheet itself says it is a date. */
export interface Cell {
  readonly text: string;
  readonly on: CivilDate | null;
}

export interface Sheet {
  readonly name: string;
  /** Rows as the spreadsheet numbers them, from 1: `rows[0]` is row 1; rows that are empty are empty arrays. */
  readonly rows: readonly (readonly Cell[])[];
}

/** What the rules may ask about the bench. Words are matched without case and outer blanks. */
export interface Resolver {
  readonly today: CivilDate;
  /** Instrument by name, serial or asset number; null: none, or more than one. */
  instrument(word: string): string | null;
  /** Definition by model or key. */
  definition(word: string): string | null;
}

/** One row that would be taken: its fields as text, and the parts the record needs. */
export interface TakenRow {
  readonly row: number;
  readonly values: Readonly<Record<string, string>>;
  /** Instrument id; definition key for rows of instruments; null where none is needed. */
  readonly subject: string | null;
  readonly calendar: CalendarRule | null;
  /** What makes the row this row, for telling that it is here already. Equal rows of one sheet differ by their count. */
  readonly identity: string;
}

export interface ReadRows {
  readonly taken: readonly TakenRow[];
  readonly rejected: readonly RejectedRow[];
  readonly ambiguous: {
    readonly row: number;
    readonly value: string;
    readonly dayFirst: string;
    readonly monthFirst: string;
  } | null;
  readonly unknownSubjects: readonly { readonly value: string; readonly rowCount: number }[];
  readonly missingFields: readonly string[];
  readonly rowCount: number;
}

/** Longest text a field may hold; the records' own limits. */
const longest: Readonly<Record<string, number>> = {
  task: 200,
  doneBy: 120,
  result: 400,
  note: 1000,
  name: 200,
  number: 80,
  maker: 120,
  serialNumber: 80,
  assetNumber: 80,
  place: 120,
};
/** The name of an instrument is shorter than that of a part. */
const longestInstrumentName = 80;

export interface FieldOf {
  readonly name: string;
  readonly isRequired: boolean;
}
export const fieldsOf = (kind: ImportKind): FieldOf[] =>
  importFields[kind].map((field) => ({ name: field.replace('!', ''), isRequired: field.endsWith('!') }));

/** `weekly`, `every 3 days`, `6 months`, `each shift` as a rule; null when it cannot be told (`biweekly` means two things). */
export function readFrequency(text: string, startsOn: CivilDate): CalendarRule | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .replace(/^(every|each|once per|once a|once every|per)\s/, '');
  const words: Readonly<Record<string, readonly [number, 'days' | 'weeks' | 'months' | 'years']>> = {
    daily: [1, 'days'],
    day: [1, 'days'],
    weekly: [1, 'weeks'],
    week: [1, 'weeks'],
    monthly: [1, 'months'],
    month: [1, 'months'],
    quarterly: [3, 'months'],
    quarter: [3, 'months'],
    'semi-annual': [6, 'months'],
    'semi-annually': [6, 'months'],
    'half-yearly': [6, 'months'],
    yearly: [1, 'years'],
    annual: [1, 'years'],
    annually: [1, 'years'],
    year: [1, 'years'],
  };
  if (plain === 'shift') return { kind: 'per-shift', startsOn };
  const word = Object.hasOwn(words, plain) ? words[plain] : undefined;
  if (word) return { kind: 'every', every: word[0], unit: word[1], startsOn };
  const counted = /^(\d{1,4}) ?(d|days?|w|weeks?|m|months?|y|years?)$/.exec(plain);
  if (!counted) return null;
  const every = Number(counted[1]);
  const unit = ({ d: 'days', w: 'weeks', m: 'months', y: 'years' } as const)[counted[2]![0] as 'd' | 'w' | 'm' | 'y'];
  return every >= 1 && every <= 1000 ? { kind: 'every', every, unit, startsOn } : null;
}

/** The first date a rule may be due when the work was last done on a day. */
function startAfter(rule: CalendarRule, lastOn: CivilDate): CivilDate {
  if (rule.kind !== 'every') return addDays(lastOn, 1);
  if (rule.unit === 'days') return addDays(lastOn, rule.every);
  if (rule.unit === 'weeks') return addDays(lastOn, rule.every * 7);
  return addMonths(lastOn, rule.unit === 'months' ? rule.every : rule.every * 12);
}

type Refusal = Pick<RejectedRow, 'code' | 'column' | 'value'>;

/** Reads every row below the headings. Empty rows are passed over; nothing is recorded. */
export function readRows(sheet: Sheet, options: ImportOptions, resolver: Resolver): ReadRows {
  const fields = fieldsOf(options.kind);
  const missingFields = missingOf(options, fields);
  const taken: TakenRow[] = [];
  const rejected: RejectedRow[] = [];
  const unknown = new Map<string, number>();
  const seen = new Map<string, number>();
  let ambiguous: ReadRows['ambiguous'] = null;
  let rowCount = 0;
  for (let at = options.headerRow; at < sheet.rows.length; at++) {
    const cells = sheet.rows[at] ?? [];
    if (cells.every(({ text }) => text.trim() === '')) continue;
    rowCount += 1;
    const row = at + 1;
    const reading = new RowReading(cells, options, resolver);
    const result = missingFields.length > 0 ? null : reading.read(fields);
    if (reading.ambiguous) ambiguous ??= { row, ...reading.ambiguous };
    if (reading.unknownSubject !== null) {
      unknown.set(reading.unknownSubject, (unknown.get(reading.unknownSubject) ?? 0) + 1);
    }
    if (result === null) continue;
    if ('code' in result) {
      rejected.push({
        row,
        ...result,
        value: result.value.slice(0, 200),
        cells: cells.slice(0, 20).map(({ text }) => text.slice(0, 80)),
      });
      continue;
    }
    const base = JSON.stringify([options.kind, result.subject, result.values]);
    const count = (seen.get(base) ?? 0) + 1;
    seen.set(base, count);
    taken.push({ row, ...result, identity: `${base}#${count}` });
  }
  const unknownSubjects = [...unknown].map(([value, count]) => ({ value, rowCount: count }));
  return { taken, rejected, ambiguous, unknownSubjects, missingFields, rowCount };
}

function missingOf({ kind, columns, subject }: ImportOptions, fields: readonly FieldOf[]): string[] {
  const missing = fields
    .filter(({ name, isRequired }) => isRequired && columns[name] === undefined)
    .map(({ name }) => name);
  const needsInstrument = kind === 'history' || kind === 'plans';
  if (needsInstrument && columns.instrument === undefined && subject === null) missing.push('instrument');
  if (kind === 'instruments' && columns.model === undefined && subject === null) missing.push('model');
  return missing;
}

/** One row on its way: what it answers, and what has to be asked about it. */
class RowReading {
  ambiguous: { value: string; dayFirst: string; monthFirst: string } | null = null;
  unknownSubject: string | null = null;
  readonly #cells: readonly Cell[];
  readonly #options: ImportOptions;
  readonly #resolver: Resolver;

  constructor(cells: readonly Cell[], options: ImportOptions, resolver: Resolver) {
    this.#cells = cells;
    this.#options = options;
    this.#resolver = resolver;
  }

  read(fields: readonly FieldOf[]): Omit<TakenRow, 'row' | 'identity'> | Refusal {
    const values: Record<string, string> = {};
    for (const { name, isRequired } of fields) {
      const text = this.#textOf(name);
      if (isRequired && text === '') return refuse('empty', name, '');
      if (/^#(REF|N\/A|VALUE|DIV\/0|NAME|NULL|NUM)[!?]?/i.test(text)) return refuse('cell-error', name, text);
      const limit = name === 'name' && this.#options.kind === 'instruments' ? longestInstrumentName : longest[name];
      if (limit !== undefined && text.length > limit) return refuse('too-long', name, text);
      values[name] = text;
    }
    for (const name of ['doneOn', 'lastDoneOn']) {
      const refusal = this.#readDate(name, values);
      if (refusal) return refusal;
    }
    for (const name of ['onHand', 'minimum']) {
      const text = values[name];
      if (text !== undefined && text !== '' && !/^\d{1,6}$/.test(text)) return refuse('not-a-count', name, text);
    }
    const subject = this.#subjectOf(values);
    if (typeof subject === 'object' && subject !== null) return subject;
    const calendar = this.#calendarOf(values);
    if (calendar !== null && 'code' in calendar) return calendar;
    return { values, subject, calendar };
  }

  #cellOf(field: string): Cell | undefined {
    const column = this.#options.columns[field];
    return column === undefined ? undefined : this.#cells[column];
  }

  #textOf(field: string): string {
    return (this.#cellOf(field)?.text ?? '').replaceAll(/\s+/g, ' ').trim();
  }

  #readDate(name: string, values: Record<string, string>): Refusal | null {
    const text = values[name];
    if (text === undefined || text === '') return null;
    const own = this.#cellOf(name)?.on ?? null;
    const read = own === null ? readDate(text, this.#options.dateOrder) : ({ kind: 'date', on: own } as const);
    if (read.kind === 'ambiguous') {
      this.ambiguous = { value: text, dayFirst: read.dayFirst, monthFirst: read.monthFirst };
      return refuse('date-ambiguous', name, text);
    }
    if (read.kind === 'other-order') return refuse('date-other-order', name, text);
    if (read.kind === 'none' || !isPlausible(read.on)) return refuse('not-a-date', name, text);
    // One day of grace for places east of the bench.
    if (read.on > addDays(this.#resolver.today, 1)) return refuse('date-in-future', name, text);
    values[name] = read.on;
    return null;
  }

  #subjectOf(values: Record<string, string>): string | null | Refusal {
    const { kind, subject, subjects } = this.#options;
    if (kind === 'parts') return null;
    const field = kind === 'instruments' ? 'model' : 'instrument';
    const word = values[field] ?? '';
    const told = Object.hasOwn(subjects, word) ? subjects[word]! : null;
    const found =
      told ??
      (word === '' ? null : kind === 'instruments' ? this.#resolver.definition(word) : this.#resolver.instrument(word));
    if (found !== null) return found;
    if (subject !== null && word === '') return subject;
    if (word === '') return refuse('empty', field, '');
    this.unknownSubject = word;
    return refuse(kind === 'instruments' ? 'unknown-model' : 'unknown-instrument', field, word);
  }

  #calendarOf(values: Record<string, string>): CalendarRule | null | Refusal {
    const { every, lastDoneOn } = values;
    if (this.#options.kind !== 'plans' || every === undefined) return null;
    const rule = readFrequency(every, this.#resolver.today);
    if (!rule) return refuse('frequency-unclear', 'every', every);
    return lastDoneOn ? { ...rule, startsOn: startAfter(rule, lastDoneOn) } : rule;
  }
}

const refuse = (code: string, column: string, value: string): Refusal => ({ code, column, value });
