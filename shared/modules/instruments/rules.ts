import { lineAt } from '../../instruments/line-at.ts';
import type { LinkSettings } from '../../instruments/link-settings.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import type { ServiceStatus } from './contract.ts';
import {
  answeringChanged,
  definitionChanged,
  type EditableField,
  editableFields,
  expectedUseChanged,
  instrumentRegistered,
  linkChanged,
  serviceStatusChanged,
  settingsChanged,
} from './records.ts';

/** Pure rules of the register: what one instrument is after its records, and what may be asked of it. */

export interface ExpectedUse {
  readonly isExpectedInUse: boolean;
  /** ISO time until which it holds, or null for "until changed". */
  readonly until: string | null;
}

export interface InstrumentFold {
  readonly instrumentId: string;
  readonly registered: BodyOf<typeof instrumentRegistered> | null;
  readonly registeredAt: string;
  readonly fields: Readonly<Record<EditableField | 'silenceMinutes', Slot<string> | null>>;
  /** By workstation: a port is a port of the machine it is plugged into. */
  readonly links: Readonly<Record<string, Slot<LinkSettings>>>;
  /** What each workstation that registered it said of its own line then. */
  readonly registeredLinks: Readonly<Record<string, LinkSettings>>;
  readonly definitionKey: Slot<string> | null;
  /** By workstation: whether one answers says nothing about another (decision 1). */
  readonly answering: Readonly<Record<string, Slot<boolean>>>;
  readonly expectedUse: Slot<ExpectedUse> | null;
  readonly serviceStatus: Slot<ServiceStatus> | null;
}

/** Silence that means something for an instrument expected in use, where the lab has set none. */
export const silenceMinutesDefault = 15;

const noFields = Object.fromEntries([...editableFields, 'silenceMinutes'].map((field) => [field, null])) as Record<
  EditableField | 'silenceMinutes',
  null
>;

export function initialInstrument(stream: string): InstrumentFold {
  return {
    instrumentId: stream.split('/')[1] ?? stream,
    registered: null,
    registeredAt: '',
    fields: noFields,
    links: {},
    registeredLinks: {},
    definitionKey: null,
    answering: {},
    expectedUse: null,
    serviceStatus: null,
  };
}

const sameJson = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Where benches decided apart, the safer value holds until a person decides (`sync.md` 1.4). `out-of-service` outranks
 * `retired`: both mean "do not use", and only the first keeps the card in sight until someone has looked.
 */
const statusRank: Readonly<Record<ServiceStatus, number>> = {
  'in-service': 0,
  restricted: 1,
  retired: 2,
  'out-of-service': 3,
};

const statusRule: SlotRule<ServiceStatus> = {
  code: 'instruments/service-status-conflict',
  hold: (a, b) => (statusRank[a] > statusRank[b] ? a : b),
  show: (value) => value,
};
/** Listening takes no result away from the LIS (decision 1). */
const answeringRule: SlotRule<boolean> = {
  code: 'instruments/answering-conflict',
  hold: (a, b) => a && b,
  show: String,
};
/** Expected in use keeps the silence watchdog awake. */
const useRule: SlotRule<ExpectedUse> = {
  code: 'instruments/expected-use-conflict',
  hold: (a, b) => (b.isExpectedInUse || !a.isExpectedInUse ? b : a),
  isSame: sameJson,
  show: (value) => (value.isExpectedInUse ? (value.until ?? 'yes') : 'no'),
};
const linkRule: SlotRule<LinkSettings> = {
  code: 'instruments/link-conflict',
  hold: (_earlier, later) => later,
  isSame: sameJson,
  show: describeLink,
};
const definitionRule: SlotRule<string> = {
  code: 'instruments/definition-conflict',
  hold: (_earlier, later) => later,
  show: String,
};
const fieldRule: SlotRule<string> = { ...definitionRule, code: 'instruments/settings-conflict' };

/** Folds one record into an instrument. Never throws; decisions made apart are named conflicts. */
export function evolveInstrument(state: InstrumentFold, record: StoredRecord, context: FoldContext): InstrumentFold {
  if (isRecordOf(record, instrumentRegistered)) {
    const { body } = record;
    const device = workstationOf(record);
    const registeredLinks = { [device]: body.link, ...state.registeredLinks };
    if (state.registered) {
      // Two benches registered one analyzer and were joined later: the first register stands, differences are named.
      const isOther = body.serialNumber !== '' && body.serialNumber !== state.registered.serialNumber;
      if (isOther) context.conflict('instruments/registered-apart', { serialNumber: body.serialNumber });
      return { ...state, registeredLinks };
    }
    return { ...state, registered: body, registeredAt: record.wall, registeredLinks };
  }
  if (isRecordOf(record, settingsChanged)) {
    const fields = { ...state.fields };
    for (const { field, to } of record.body.changes) {
      if (!isField(field)) continue;
      fields[field] = decideSlot(fields[field], record, to, context, fieldRule);
    }
    return { ...state, fields };
  }
  if (isRecordOf(record, linkChanged)) {
    const device = workstationOf(record);
    const slot = decideSlot(state.links[device] ?? null, record, record.body.link, context, linkRule);
    return { ...state, links: { ...state.links, [device]: slot } };
  }
  if (isRecordOf(record, definitionChanged)) {
    const { definitionKey } = record.body;
    const slot = decideSlot(state.definitionKey, record, definitionKey, context, definitionRule);
    return { ...state, definitionKey: slot };
  }
  if (isRecordOf(record, answeringChanged)) {
    const { isAnswering } = record.body;
    const device = workstationOf(record);
    const slot = decideSlot(state.answering[device] ?? null, record, isAnswering, context, answeringRule);
    return { ...state, answering: { ...state.answering, [device]: slot } };
  }
  if (isRecordOf(record, expectedUseChanged)) {
    const { isExpectedInUse, until } = record.body;
    const value = { isExpectedInUse, until };
    return { ...state, expectedUse: decideSlot(state.expectedUse, record, value, context, useRule) };
  }
  if (isRecordOf(record, serviceStatusChanged)) {
    const { serviceStatus } = record.body;
    const slot = decideSlot(state.serviceStatus, record, serviceStatus, context, statusRule);
    return { ...state, serviceStatus: slot };
  }
  return state;
}

/** The workstation that wrote a record; its log says so. */
const workstationOf = (record: StoredRecord): string => record.log.split('/', 1)[0]!;

function isField(field: string): field is EditableField | 'silenceMinutes' {
  return Object.hasOwn(noFields, field);
}

/** What holds now: registration with every later decision on top. Null while only later records have arrived. */
export interface CurrentInstrument {
  readonly instrumentId: string;
  readonly name: string;
  readonly serialNumber: string;
  readonly assetNumber: string;
  readonly place: string;
  readonly firmware: string;
  readonly notes: string;
  readonly silenceMinutes: number;
  readonly definitionKey: string;
  /** The line to it from each workstation that ever had one. */
  readonly links: Readonly<Record<string, LinkSettings>>;
  /** Workstations that answer it. None from the first day: a new link listens only (decision 1). */
  readonly answeringAt: readonly string[];
  readonly expectedUse: ExpectedUse;
  readonly serviceStatus: ServiceStatus;
  readonly registeredAt: string;
}

export function currentInstrument(state: InstrumentFold): CurrentInstrument | null {
  const { registered } = state;
  if (!registered) return null;
  const field = (name: EditableField) => state.fields[name]?.value ?? registered[name];
  const minutes = Number(state.fields.silenceMinutes?.value ?? registered.silenceMinutes);
  return {
    instrumentId: state.instrumentId,
    name: field('name'),
    serialNumber: field('serialNumber'),
    assetNumber: field('assetNumber'),
    place: field('place'),
    firmware: field('firmware'),
    notes: field('notes'),
    silenceMinutes: Number.isInteger(minutes) && minutes >= 1 ? minutes : silenceMinutesDefault,
    definitionKey: state.definitionKey?.value ?? registered.definitionKey,
    links: { ...state.registeredLinks, ...valuesOf(state.links) },
    answeringAt: Object.keys(state.answering).filter((device) => state.answering[device]!.value),
    expectedUse: state.expectedUse?.value ?? { isExpectedInUse: false, until: null },
    serviceStatus: state.serviceStatus?.value ?? 'in-service',
    registeredAt: state.registeredAt,
  };
}

const valuesOf = <Value>(slots: Readonly<Record<string, Slot<Value>>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(slots).map(([device, { value }]) => [device, value]));

/** Whether it is expected in use at an instant (ISO): a declared end ends the expectation by itself. */
export function isExpectedNow(use: ExpectedUse, now: string): boolean {
  if (!use.isExpectedInUse) return false;
  return use.until === null || !(Date.parse(now) > Date.parse(use.until));
}

export type InstrumentCommand =
  | { readonly do: 'register'; readonly body: Omit<BodyOf<typeof instrumentRegistered>, 'instrumentId'> }
  | {
      readonly do: 'edit';
      readonly fields: Readonly<Partial<Record<EditableField | 'silenceMinutes', string>>>;
      readonly reason: string;
    }
  | { readonly do: 'change-link'; readonly device: string; readonly link: LinkSettings; readonly reason: string }
  | {
      readonly do: 'change-definition';
      readonly definitionKey: string;
      readonly definition: BodyOf<typeof definitionChanged>['definition'];
      readonly reason: string;
    }
  | {
      readonly do: 'set-answering';
      readonly device: string;
      readonly isAnswering: boolean;
      readonly reason: string;
    }
  | { readonly do: 'set-expected-use'; readonly isExpectedInUse: boolean; readonly until: string | null }
  | { readonly do: 'set-service-status'; readonly serviceStatus: ServiceStatus; readonly reason: string };

function decideInstrument(state: InstrumentFold, command: InstrumentCommand, stream: string): readonly RecordDraft[] {
  const { instrumentId } = state;
  if (command.do === 'register') {
    if (state.registered) throw new AppError('instruments/already-registered', { instrumentId });
    return [draft(instrumentRegistered, stream, { instrumentId, ...command.body })];
  }
  const now = currentInstrument(state);
  if (!now) throw new AppError('instruments/not-found', { instrumentId });
  /** True when nothing would change: one side stands, and it is already so. */
  const isSo = (slot: Slot<unknown> | null, isEqual: boolean) => isEqual && (slot?.sides.length ?? 0) <= 1;
  switch (command.do) {
    case 'edit': {
      const changes = Object.entries(command.fields).flatMap(([field, to]) => {
        if (!isField(field) || to === undefined) return [];
        const from = String(now[field]);
        return isSo(state.fields[field], from === to) ? [] : [{ field, from, to }];
      });
      if (changes.length === 0) return [];
      const slots = changes.flatMap(({ field }) => (isField(field) ? answersOf(state.fields[field]) : []));
      const answers = [...new Set(slots)].slice(0, 16);
      return [draft(settingsChanged, stream, { instrumentId, changes, reason: command.reason, answers })];
    }
    case 'change-link': {
      const { device, link, reason } = command;
      const slot = state.links[device] ?? null;
      const from = lineAt(now, device).link;
      if (isSo(slot, sameJson(from, link))) return [];
      return [draft(linkChanged, stream, { instrumentId, from, link, reason, answers: answersOf(slot) })];
    }
    case 'change-definition': {
      const { definitionKey, definition, reason } = command;
      if (isSo(state.definitionKey, now.definitionKey === definitionKey)) return [];
      const answers = answersOf(state.definitionKey);
      const body = { instrumentId, from: now.definitionKey, definitionKey, definition, reason, answers };
      return [draft(definitionChanged, stream, body)];
    }
    case 'set-answering': {
      const { device, isAnswering, reason } = command;
      const slot = state.answering[device] ?? null;
      if (isSo(slot, now.answeringAt.includes(device) === isAnswering)) return [];
      const answers = answersOf(slot);
      return [draft(answeringChanged, stream, { instrumentId, isAnswering, reason, answers })];
    }
    case 'set-expected-use': {
      const { isExpectedInUse, until } = command;
      if (isSo(state.expectedUse, sameJson(now.expectedUse, { isExpectedInUse, until }))) return [];
      const answers = answersOf(state.expectedUse);
      return [draft(expectedUseChanged, stream, { instrumentId, isExpectedInUse, until, answers })];
    }
    case 'set-service-status': {
      const { serviceStatus, reason } = command;
      if (isSo(state.serviceStatus, now.serviceStatus === serviceStatus)) return [];
      const answers = answersOf(state.serviceStatus);
      const body = { instrumentId, from: now.serviceStatus, serviceStatus, reason, answers };
      return [draft(serviceStatusChanged, stream, body)];
    }
  }
}

/** The life of one instrument in the register. What changes nothing makes no record. */
export const instrumentDecider: Decider<InstrumentFold, InstrumentCommand> = {
  initial: initialInstrument,
  evolve: evolveInstrument,
  decide: decideInstrument,
};

/** Where a link leads, in the shortest words: a path, an address, a file. */
export function describeLink(link: LinkSettings): string {
  switch (link.kind) {
    case 'serial':
      return link.path;
    case 'tcp-client':
      return `${link.host}:${link.port}`;
    case 'tcp-server':
      return `${link.address}:${link.port}`;
    case 'replay':
      return link.file;
    case 'folder':
      return link.folder;
    case 'none':
      return '';
  }
}
