import { recordAmended, recordVoided } from '../../records/core-records.ts';
import { type AnyRecordDefinition, isRecordOf, type RecordOf, type StoredRecord } from '../../records/define.ts';
import { compareByTime } from '../../records/order.ts';
import { errorCleared, errorRaised, errorResolved } from '../errors/records.ts';
import {
  answeringChanged,
  backgroundRecorded,
  definitionChanged,
  expectedUseChanged,
  identityReported,
  instrumentRegistered,
  linkChanged,
  qcRecorded,
  settingsChanged,
} from '../instruments/records.ts';
import { taskPerformed } from '../maintenance/records.ts';
import type { MomentLine, MomentSection } from './moment-contract.ts';

/**
 * An instrument's state at a past moment, folded from the records that were there: those whose wall time is not later. Pure;
 * depends on the set of records, not on their order. What nothing could tell is said to be missing, never shown as good.
 */

export interface MomentFacts {
  /** The moment, ISO in UTC. */
  readonly at: string;
  /** Its date where the instrument stands. */
  readonly on: string;
  /** Records of the instrument and of all that belongs to it; later ones may be among them. */
  readonly records: readonly StoredRecord[];
  /** Where its plans stood, by the module that keeps them. */
  readonly agenda: {
    readonly items: readonly {
      readonly title: string;
      readonly state: string;
      readonly dueOn: string | null;
      readonly last: { readonly on: string; readonly verdict: string; readonly hash: string } | null;
    }[];
  };
  /** Readings of the effective procedures there were in all; the newest are among the records. */
  readonly readingCount: number;
  readonly messages: {
    readonly count: number;
    readonly results: number;
    readonly controls: number;
    readonly lastAt: string | null;
    /** Receipt of the oldest message that is kept, or null where none is. */
    readonly oldestAt: string | null;
  };
  /** Maker's name of the model of a definition. */
  readonly modelOf: (definitionKey: string) => string;
}

/** Records that were there at the moment, in the order of time. */
export class Then {
  readonly at: string;
  readonly #records: readonly StoredRecord[];
  readonly #hashes: ReadonlySet<string>;
  readonly #ms: number;

  constructor(records: readonly StoredRecord[], at: string) {
    this.at = at;
    this.#ms = Date.parse(at);
    const unique = new Map(records.map((record) => [record.hash, record]));
    this.#records = [...unique.values()].filter((record) => this.hasCome(record.wall)).toSorted(compareByTime);
    this.#hashes = new Set(this.#records.map(({ hash }) => hash));
  }

  get count(): number {
    return this.#records.length;
  }

  /** A time that can not be read had not come. */
  hasCome(time: string): boolean {
    return Date.parse(time) <= this.#ms;
  }

  all<D extends AnyRecordDefinition>(definition: D): RecordOf<D>[] {
    return this.#records.filter((record): record is RecordOf<D> => isRecordOf(record, definition));
  }

  last<D extends AnyRecordDefinition>(definition: D): RecordOf<D> | undefined {
    return this.all(definition).at(-1);
  }

  has(hash: string): boolean {
    return this.#hashes.has(hash);
  }
}

type Data = MomentLine['data'];
type Tone = MomentLine['tone'];

export const line = (
  key: string,
  data: Data,
  from: { readonly at: string | null; readonly hash: string | null } = { at: null, hash: null },
  tone: Tone = 'plain',
): MomentLine => ({ key: `moment.${key}`, data, tone, ...from });

/** Where a line is told from. */
export const told = (record: StoredRecord, at: string = record.wall) => ({ at, hash: record.hash });

export const known = (key: MomentSection['key'], lines: MomentLine[], why = ''): MomentSection => ({
  ...{ key, lines },
  state: 'known',
  why: why === '' ? '' : `moment.why-${why}`,
});
export const nothing = (key: MomentSection['key'], why: string): MomentSection => ({
  ...{ key, lines: [] },
  state: 'nothing',
  why: `moment.why-${why}`,
});
export const missing = (key: MomentSection['key'], why: string, lines: MomentLine[] = []): MomentSection => ({
  ...{ key, lines },
  state: 'missing',
  why: `moment.why-${why}`,
});

/** Name, place, serial number and the like as they were, and since when the definition held. */
export function registerSection(then: Then, modelOf: MomentFacts['modelOf']): MomentSection {
  const registered = then.last(instrumentRegistered);
  if (!registered) return missing('register', 'before-register');
  const plate: Record<string, string> = {
    name: registered.body.name,
    serialNumber: registered.body.serialNumber,
    place: registered.body.place,
    firmware: registered.body.firmware,
  };
  let changed: StoredRecord = registered;
  for (const record of then.all(settingsChanged)) {
    for (const { field, to } of record.body.changes) if (field in plate) plate[field] = to;
    changed = record;
  }
  const redefined = then.last(definitionChanged);
  const { definitionKey, definition } = (redefined ?? registered).body;
  const from = told(redefined ?? registered);
  const lines = [
    line('registered', { ...plate, model: modelOf(definitionKey) }, told(changed)),
    ...(plate.serialNumber === '' ? [line('serial-missing', {}, told(changed), 'warn')] : []),
    definition
      ? line('definition', { definitionKey, version: definition.version }, from)
      : line('definition-missing', { definitionKey }, from, 'warn'),
    ...(plate.firmware === '' ? [] : [line('firmware', { firmware: plate.firmware ?? '' }, told(changed))]),
  ];
  const reported = then.last(identityReported);
  if (reported) {
    const { model, software, serialNumber, at } = reported.body;
    lines.push(line('reported', { model, software, serialNumber }, told(reported, at)));
  }
  const use = then.last(expectedUseChanged);
  if (use) lines.push(line(use.body.isExpectedInUse ? 'expected-in-use' : 'not-expected-in-use', {}, told(use)));
  return known('register', lines);
}

/** Settings of the line. Whether it was open is not recorded: the section says so beside what is. */
export function linkSection(then: Then): MomentSection {
  const record = then.last(linkChanged) ?? then.last(instrumentRegistered);
  if (!record) return missing('link', 'before-register');
  const { link } = record.body;
  const answering = then.last(answeringChanged);
  const isAnswering = answering?.body.isAnswering === true;
  return missing('link', 'line-not-recorded', [
    line('link', { link: placeOfLink(link) }, told(record)),
    line(isAnswering ? 'answering' : 'listening', {}, answering ? told(answering) : undefined),
  ]);
}

function placeOfLink(link: RecordOf<typeof linkChanged>['body']['link']): string {
  switch (link.kind) {
    case 'serial':
      return `${link.path}, ${link.serial.baud}`;
    case 'tcp-client':
      return `${link.host}:${link.port}`;
    case 'tcp-server':
      return `${link.address}:${link.port}`;
    case 'replay':
      return link.file;
    case 'folder':
      return link.folder;
    case 'none':
      return '-';
  }
}

/** Errors raised and neither cleared nor resolved; and grave ones that were cleared and had no outcome yet (rule C.2). */
export function errorsSection(then: Then): MomentSection {
  const cleared = new Set(then.all(errorCleared).map(({ body }) => body.errorId));
  const resolved = new Set(then.all(errorResolved).map(({ body }) => body.errorId));
  const lines = then.all(errorRaised).flatMap((record) => {
    const { errorId, code, text, severity, affectsResults, at } = record.body;
    if (resolved.has(errorId)) return [];
    const isGrave = severity === 'stop' || affectsResults === 'yes';
    if (cleared.has(errorId)) {
      return isGrave ? [line('error-no-outcome', { code, text }, told(record, at), 'warn')] : [];
    }
    return [line('error-standing', { code, text, severity }, told(record, at), isGrave ? 'bad' : 'warn')];
  });
  return lines.length === 0 ? nothing('errors', 'no-errors') : known('errors', lines);
}

const toneOf = { pass: 'good', fail: 'bad', 'cannot-evaluate': 'warn' } as const;

/** The last background and the last run of each control lot. */
export function checksSection(then: Then): MomentSection {
  const background = then.all(backgroundRecorded).findLast(({ body }) => body.part === 1);
  const lots = new Map(then.all(qcRecorded).map((record) => [record.body.controlLot, record]));
  const lines = [
    ...(background
      ? [
          line(
            `background-${background.body.verdict}`,
            { worst: background.body.worst },
            told(background, background.body.at),
            toneOf[background.body.verdict],
          ),
        ]
      : []),
    ...[...lots].map(([controlLot, record]) => line('control', { controlLot }, told(record, record.body.at))),
  ];
  return lines.length === 0 ? nothing('checks', 'no-checks') : known('checks', lines);
}

/** What was due and overdue then. A plan whose due date can not be told is named, never counted as in time. */
export function maintenanceSection({ items }: MomentFacts['agenda']): MomentSection {
  if (items.length === 0) return nothing('maintenance', 'no-plans');
  const of = (state: string) => items.filter((item) => item.state === state);
  const lines = [
    ...of('overdue').map(({ title, dueOn }) => line('task-overdue', { title, dueOn: dueOn ?? '' }, undefined, 'bad')),
    ...of('due').map(({ title, dueOn }) => line('task-due', { title, dueOn: dueOn ?? '' }, undefined, 'warn')),
    ...of('cannot-evaluate').map(({ title }) => line('task-unknown', { title }, undefined, 'warn')),
  ];
  if (of('overdue').length === 0 && of('cannot-evaluate').length === 0) {
    lines.unshift(line('all-tasks-in-time', { count: items.length }, undefined, 'good'));
  }
  for (const { title, last } of items) {
    if (!last) continue;
    const verdict = last.verdict as keyof typeof toneOf;
    const from = { at: null, hash: last.hash };
    lines.push(
      line(`task-last-${verdict}`, { title, performedOn: last.on }, from, verdict === 'pass' ? 'plain' : 'bad'),
    );
  }
  return known('maintenance', lines);
}

/** Counts of what came over the line in the day before, without any identity. */
export function messagesSection(then: Then, { messages }: MomentFacts): MomentSection {
  const { count, results, controls, lastAt, oldestAt } = messages;
  const lines = [
    ...(count > 0 ? [line('messages', { count, results, controls })] : []),
    ...(lastAt === null ? [] : [line('last-message', {}, { at: lastAt, hash: null })]),
  ];
  if (count > 0) return known('messages', lines);
  // Messages live for months: before the oldest that is kept, silence and ageing look alike.
  const isAged = oldestAt === null || !then.hasCome(oldestAt);
  return isAged ? missing('messages', 'messages-aged') : { ...nothing('messages', 'no-messages'), lines };
}

/** What was recorded after the moment about before it: late entries, corrections, voids of what was there. */
export function laterSection(then: Then, { records, on }: Pick<MomentFacts, 'records' | 'on'>): MomentSection {
  const types = new Map(records.map(({ hash, type }) => [hash, type]));
  const lines = records
    .filter(({ hash }) => !then.has(hash))
    .toSorted(compareByTime)
    .flatMap((record): MomentLine[] => {
      if (isRecordOf(record, taskPerformed)) {
        const { title, performedOn, isLateEntry } = record.body;
        const isAboutBefore = isLateEntry && performedOn <= on;
        return isAboutBefore ? [line('recorded-later', { title, performedOn }, told(record), 'warn')] : [];
      }
      const isVoid = isRecordOf(record, recordVoided);
      if (!isVoid && !isRecordOf(record, recordAmended)) return [];
      const { target, reason } = record.body;
      if (!then.has(target)) return [];
      const type = types.get(target) ?? '';
      return [line(isVoid ? 'voided-later' : 'corrected-later', { type, reason }, told(record), 'warn')];
    });
  return lines.length === 0 ? nothing('later', 'nothing-later') : known('later', lines);
}

/** When it came to the register, or null. */
export function registeredAt(records: readonly StoredRecord[]): string | null {
  const found = records.filter((record) => isRecordOf(record, instrumentRegistered)).toSorted(compareByTime)[0];
  return found?.wall ?? null;
}
