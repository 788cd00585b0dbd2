import { implement } from '@orpc/server';
import { earlierDate, isCivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { notInUseContract } from '../../../shared/modules/maintenance/plans-contract.ts';
import { meterStream, notInUseStream } from '../../../shared/modules/maintenance/records.ts';
import { meterDecider } from '../../../shared/modules/maintenance/rules-meter.ts';
import { useDecider } from '../../../shared/modules/maintenance/rules-place.ts';
import { eventsContract, metersContract } from '../../../shared/modules/maintenance/tasks-contract.ts';
import type { EventKind } from '../../../shared/modules/maintenance/terms.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { noteEvent } from './note-event.ts';
import { requireGrant } from './perform-desk.ts';
import { noteAndRaise } from './service-desk.ts';

const nowOf = ({ clock }: HostContext): string => new Date(clock.wallMs()).toISOString();

function requireInstrument(desk: AgendaDesk, instrumentId: string): void {
  if (!desk.instrument(instrumentId)) throw new AppError('instruments/not-found', { instrumentId });
}

interface MeterTableRow {
  instrument_id: string;
  meter: string;
  unit: string;
  reading: string | null;
  total: number;
  read_at: string;
  read_on: string;
  origin: 'typed' | 'wire';
  replaced_count: number;
  refused_count: number;
}

export function createMeterHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(metersContract);
  const { store } = context;

  return os.router({
    list: os.list.handler(({ input: { instrumentId } }) => {
      const rows = store.db
        .prepare('SELECT * FROM meters WHERE ? IS NULL OR instrument_id = ? ORDER BY instrument_id, meter')
        .all(instrumentId, instrumentId) as MeterTableRow[];
      return rows.map((row) => ({
        instrumentId: row.instrument_id,
        meter: row.meter,
        unit: row.unit,
        reading: row.reading ?? '',
        total: row.total,
        readAt: row.read_at,
        readOn: row.read_on,
        origin: row.origin,
        replacedCount: row.replaced_count,
        conflictCount: row.refused_count,
        planIds: desk
          .plans()
          .filter((plan) => plan.instrumentId === row.instrument_id && plan.terms.rule.counter?.meter === row.meter)
          .map(({ planId }) => planId),
      }));
    }),

    history: os.history.handler(({ input: { instrumentId, meter, limit } }) => {
      const rows = store.db
        .prepare(
          `SELECT hash, at, on_date AS "on", reading, total, origin, actor FROM meter_readings
           WHERE instrument_id = ? AND meter = ? ORDER BY hlc DESC LIMIT ?`,
        )
        .all(instrumentId, meter, limit) as {
        hash: string;
        at: string;
        on: string;
        reading: string;
        total: number | null;
        origin: string;
        actor: string;
      }[];
      return rows.map(({ actor, ...row }) => ({ ...row, by: actorName(actor, context) }));
    }),

    note: os.note.handler(({ input: { instrumentId, meter, unit, reading, readOn } }) => {
      requireInstrument(desk, instrumentId);
      const today = desk.today(instrumentId).on;
      const on = readOn ?? today;
      if (!isCivilDate(on)) throw new AppError('maintenance/bad-date', { date: on });
      if (on > today) throw new AppError('maintenance/in-the-future', { date: on, today });
      const body = {
        instrumentId,
        meter,
        unit,
        reading,
        on,
        at: nowOf(context),
        origin: 'typed' as const,
        messageId: null,
      };
      const stream = meterStream(instrumentId, meter);
      const author = personAuthor(context.actor);
      const { folded } = store.records.decide(meterDecider, stream, { do: 'read', body }, author);
      return { total: folded.state.total };
    }),

    replace: os.replace.handler(
      async ({ input: { instrumentId, meter, lastReading, firstReading, reason, signing } }) => {
        requireInstrument(desk, instrumentId);
        const grant = await requireGrant(context, { isNeeded: true, meaning: 'performed' }, signing);
        const author = grant?.author ?? personAuthor(context.actor);
        const stream = meterStream(instrumentId, meter);
        return store.transaction(() => {
          const { unit } = store.records.fold(stream, meterDecider).state;
          const on = desk.today(instrumentId).on;
          const body = { instrumentId, meter, unit, lastReading, firstReading, on, at: nowOf(context), reason };
          const { records, folded } = store.records.decide(meterDecider, stream, { do: 'replace', body }, author);
          grant?.sign(records);
          return { total: folded.state.total };
        });
      },
    ),
  });
}

export function createEventHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(eventsContract);
  const { store } = context;
  return os.router({
    list: os.list.handler(({ input: { instrumentId, limit } }) => {
      const rows = store.db
        .prepare('SELECT * FROM maintenance_events WHERE instrument_id = ? ORDER BY at DESC LIMIT ?')
        .all(instrumentId, limit) as Record<'event_id' | 'kind' | 'on_date' | 'at' | 'note' | 'noted_by', string>[];
      const raised = store.db.prepare('SELECT plan_id, is_open FROM maintenance_event_tasks WHERE event_id = ?');
      return rows.map((row) => ({
        eventId: row.event_id,
        instrumentId,
        kind: row.kind as EventKind,
        on: row.on_date,
        at: row.at,
        note: row.note,
        by: actorName(row.noted_by, context),
        raised: (raised.all(row.event_id) as { plan_id: string; is_open: number }[]).map(({ plan_id, is_open }) => ({
          planId: plan_id,
          title: desk.reads.plan(plan_id)?.terms.title ?? '',
          isAnswered: is_open === 0,
        })),
      }));
    }),

    note: os.note.handler(({ input }) => {
      requireInstrument(desk, input.instrumentId);
      return noteAndRaise(context, desk, input, personAuthor(context.actor));
    }),
  });
}

export function createNotInUseHandlers(context: HostContext, desk: AgendaDesk) {
  const os = implement(notInUseContract);
  const { store } = context;
  return os.router({
    list: os.list.handler(({ input: { instrumentId } }) => {
      const rows = store.db
        .prepare('SELECT * FROM not_in_use_spans WHERE ? IS NULL OR instrument_id = ? ORDER BY from_on DESC')
        .all(instrumentId, instrumentId) as {
        span_id: string;
        instrument_id: string;
        from_on: string;
        to_on: string | null;
        reason: string;
        declared_on: string;
        declared_by: string;
        declared_at: string;
      }[];
      return rows.map((row) => ({
        spanId: row.span_id,
        instrumentId: row.instrument_id,
        instrumentName: desk.instrument(row.instrument_id)?.name ?? '',
        fromOn: row.from_on,
        toOn: row.to_on,
        reason: row.reason,
        declaredBy: actorName(row.declared_by, context),
        declaredAt: row.declared_at,
        isBackdated: row.from_on < row.declared_on,
      }));
    }),

    declare: os.declare.handler(({ input: { instrumentId, fromOn, reason } }) => {
      requireInstrument(desk, instrumentId);
      const spanId = newId();
      const body = { instrumentId, spanId, fromOn, declaredOn: desk.today(instrumentId).on, reason };
      const stream = notInUseStream(instrumentId);
      store.records.decide(useDecider, stream, { do: 'declare', body }, personAuthor(context.actor));
      return { spanId };
    }),

    end: os.end.handler(({ input: { instrumentId, spanId, toOn, note } }) => {
      requireInstrument(desk, instrumentId);
      const author = personAuthor(context.actor);
      const today = desk.today(instrumentId).on;
      return store.transaction(() => {
        const body = { instrumentId, spanId, toOn, endedOn: today, note };
        const command = { do: 'end', body } as const;
        const { records } = store.records.decide(useDecider, notInUseStream(instrumentId), command, author);
        if (records.length === 0) return { raised: [] };
        // What the manual asks on return to use is asked from the day it is back.
        const on = earlierDate(toOn, today);
        const back = { instrumentId, kind: 'returned-to-use', on, note, origin: 'return-to-use' } as const;
        return { raised: noteEvent(context, desk, back, author).raised };
      });
    }),
  });
}
