import { AppError } from '../../../shared/kernel/errors.ts';
import { instrumentStream, serviceStatusChanged } from '../../../shared/modules/instruments/records.ts';
import { downtimeStream, rtsStream, rtsTableStream } from '../../../shared/modules/maintenance/service-records.ts';
import { rowInForce, rtsDecider, rtsTableFold } from '../../../shared/modules/maintenance/service-rts-rules.ts';
import {
  itemsFor,
  rtsEventOf,
  rtsTableVersion,
  usualDowntime,
} from '../../../shared/modules/maintenance/service-rts-table.ts';
import { downtimeDecider } from '../../../shared/modules/maintenance/service-rules.ts';
import type { DowntimeKind, RtsEvent } from '../../../shared/modules/maintenance/service-terms.ts';
import type { EventKind } from '../../../shared/modules/maintenance/terms.ts';
import { draft, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { deskOf } from './desk-of.ts';
import { noteEvent } from './note-event.ts';

export interface RaiseRequest {
  readonly instrumentId: string;
  readonly events: readonly RtsEvent[];
  readonly note: string;
  readonly downtimeKind: DowntimeKind | null;
  readonly workOrderId: string | null;
  /** Record that made it necessary, or null. */
  readonly causeHash: string | null;
}

/** The event the agenda knows an event of the table by; null: only the table does. */
const noteOf: Readonly<Record<RtsEvent, EventKind | null>> = {
  'reagent-lot-change': 'reagent-lot-changed',
  'reagent-complete-change': 'reagents-changed',
  cleaning: null,
  'critical-part': 'part-changed',
  repair: 'repair',
  'major-maintenance': null,
  'unexplained-shift': null,
  move: 'moved',
  'software-update': 'software-updated',
  'power-failure': 'power-failure',
  'clot-or-short-sample': 'clot',
};

export const nowOf = ({ clock }: Pick<HostContext, 'clock'>): string => new Date(clock.wallMs()).toISOString();

/**
 * Raises a return-to-service list: the instrument leaves service and its downtime begins, all in one transaction (the
 * caller's, when there is one). Answers the list's id.
 */
export function raiseList(context: HostContext, request: RaiseRequest, author: RecordAuthor): string {
  const { store } = context;
  const { instrumentId, note, workOrderId, causeHash } = request;
  const events = [...new Set(request.events)];
  const rtsId = newId();
  store.transaction(() => {
    const table = store.records.fold(rtsTableStream, rtsTableFold).state;
    const items = itemsFor(events, (event) => rowInForce(table, event));
    const changed = events.filter((event) => table.rows[event] !== undefined);
    const tableVersion = changed.length === 0 ? rtsTableVersion : `${rtsTableVersion}+lab`;
    const body = { rtsId, instrumentId, events, items, tableVersion, note, workOrderId, causeHash };
    store.records.decide(rtsDecider, rtsStream(rtsId), { do: 'raise', body }, author);
    setServiceStatus(context, instrumentId, 'out-of-service', author);
    if (causeHash === null) noteEvents(context, { instrumentId, events, note }, author);
    const kinds = events.map((event) => usualDowntime[event]);
    const kind = request.downtimeKind ?? (kinds.includes('unplanned') ? 'unplanned' : 'planned');
    if (openDowntimes(context, instrumentId).length === 0) {
      startDowntime(context, { instrumentId, kind, cause: note, from: nowOf(context), workOrderId, rtsId }, author);
    }
  });
  return rtsId;
}

/** Plans that ask for work after such an event get their task, beside what the list asks to prove. */
function noteEvents(
  context: HostContext,
  { instrumentId, events, note }: { instrumentId: string; events: readonly RtsEvent[]; note: string },
  author: RecordAuthor,
): void {
  const kinds = new Set(events.flatMap((event) => noteOf[event] ?? []));
  for (const kind of kinds) {
    noteEvent(context, deskOf(context), { instrumentId, kind, on: null, note, origin: 'service' }, author);
  }
}

/**
 * An event a person notes in the agenda: the tasks it asks for, and where the table names it the list of what must be
 * proven, in one transaction.
 */
export function noteAndRaise(
  context: HostContext,
  desk: AgendaDesk,
  event: { readonly instrumentId: string; readonly kind: EventKind; readonly on: string | null; readonly note: string },
  author: RecordAuthor,
): { eventId: string; raised: string[] } {
  const rtsEvent = rtsEventOf[event.kind];
  return context.store.transaction(() => {
    const { hash, ...noted } = noteEvent(context, desk, { ...event, origin: 'person' }, author);
    if (rtsEvent !== null) {
      const { instrumentId, note } = event;
      const about = { instrumentId, events: [rtsEvent], note, downtimeKind: null, workOrderId: null };
      raiseList(context, { ...about, causeHash: hash }, author);
    }
    return noted;
  });
}

export function startDowntime(
  context: HostContext,
  about: {
    instrumentId: string;
    kind: DowntimeKind;
    cause: string;
    from: string;
    workOrderId: string | null;
    rtsId: string | null;
    resultsAffected?: 'no' | 'yes' | 'unknown';
    affectedNote?: string;
  },
  author: RecordAuthor,
): string {
  const downtimeId = newId();
  const body = { resultsAffected: 'unknown' as const, affectedNote: '', ...about, downtimeId };
  context.store.records.decide(downtimeDecider, downtimeStream(downtimeId), { do: 'start', body }, author);
  return downtimeId;
}

/** Downtimes that last: those without an end, and those whose ending list was opened again by another bench's record. */
export function openDowntimes({ store }: HostContext, instrumentId: string): string[] {
  return store.db
    .prepare('SELECT downtime_id FROM downtimes WHERE instrument_id = ? AND to_at IS NULL')
    .pluck()
    .all(instrumentId) as string[];
}

export function openLists({ store }: HostContext, instrumentId: string): string[] {
  return store.db
    .prepare('SELECT rts_id FROM rts_lists WHERE instrument_id = ? AND is_open = 1')
    .pluck()
    .all(instrumentId) as string[];
}

/**
 * What a signed review brings, unless another list is still open: every downtime of the instrument ends now, and the
 * register says in service. Answers whether it is.
 */
export function returnToService(
  context: HostContext,
  { instrumentId, rtsId }: { instrumentId: string; rtsId: string },
  author: RecordAuthor,
): boolean {
  if (openLists(context, instrumentId).length > 0) return false;
  const at = nowOf(context);
  for (const downtimeId of openDowntimes(context, instrumentId)) {
    const stream = downtimeStream(downtimeId);
    const { state } = context.store.records.fold(stream, downtimeDecider);
    // With a clock that was set back, "now" may lie before the start: the span is then empty, never refused.
    const from = state.fields?.value.from ?? state.started?.from ?? at;
    const end = { at: Date.parse(from) > Date.parse(at) ? from : at, by: 'return-to-service' as const, rtsId };
    context.store.records.decide(downtimeDecider, stream, { do: 'end', end, reason: '' }, author);
  }
  setServiceStatus(context, instrumentId, 'in-service', author);
  return true;
}

/** The register follows: a retired instrument stays retired, and what is so already makes no record. */
function setServiceStatus(
  { store }: HostContext,
  instrumentId: string,
  serviceStatus: 'in-service' | 'out-of-service',
  author: RecordAuthor,
): void {
  const from = store.db
    .prepare('SELECT service_status FROM instruments WHERE instrument_id = ?')
    .pluck()
    .get(instrumentId) as 'in-service' | 'restricted' | 'out-of-service' | 'retired' | undefined;
  if (from === undefined || from === 'retired' || from === serviceStatus) return;
  const stream = instrumentStream(instrumentId);
  const reason = serviceStatus === 'in-service' ? 'Return to service reviewed' : 'Return to service open';
  // Naming the statuses that stand, it settles what benches decided apart.
  const answers = store.records
    .read(stream)
    .filter(({ type }) => type === serviceStatusChanged.type)
    .slice(-16)
    .map(({ hash }) => hash);
  const body = { instrumentId, from, serviceStatus, reason, answers };
  store.records.append([draft(serviceStatusChanged, stream, body)], author);
}

/** @throws AppError `instruments/not-found` */
export function requireInstrument({ store }: HostContext, instrumentId: string): void {
  const isKnown = store.db.prepare('SELECT 1 FROM instruments WHERE instrument_id = ?').get(instrumentId);
  if (!isKnown) throw new AppError('instruments/not-found', { instrumentId });
}
