import { isCivilDate } from '../../kernel/civil-date.ts';
import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext, StreamFold } from '../../records/decider.ts';
import { type BodyOf, draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { decideSlot, type Slot } from '../../records/slot.ts';
import { eventAnswered, eventNoted, notInUseDeclared, notInUseEnded, placeCalendarChanged } from './records.ts';
import type { PlaceCalendar } from './terms.ts';

/** What stands around the plans of an instrument: declared times out of use, the days of a place, events. */

export interface UseFold {
  readonly spans: readonly (BodyOf<typeof notInUseDeclared> & {
    readonly toOn: string | null;
    readonly declaredBy: string;
    readonly declaredAt: string;
  })[];
}

export type UseCommand =
  | { readonly do: 'declare'; readonly body: BodyOf<typeof notInUseDeclared> }
  | { readonly do: 'end'; readonly body: BodyOf<typeof notInUseEnded> };

function evolveUse(state: UseFold, record: StoredRecord, context: FoldContext): UseFold {
  if (isRecordOf(record, notInUseDeclared)) {
    const span = { ...record.body, toOn: null, declaredBy: record.actor, declaredAt: record.wall };
    return { spans: [...state.spans, span] };
  }
  if (isRecordOf(record, notInUseEnded)) {
    const { spanId, toOn } = record.body;
    const spans = state.spans.map((span) => {
      if (span.spanId !== spanId) return span;
      if (span.toOn !== null && span.toOn !== toOn) {
        context.conflict('maintenance/use-ended-twice', { here: toOn, there: span.toOn });
      }
      // Ended twice, apart: the earlier return holds, so that nothing due is hidden.
      return { ...span, toOn: span.toOn === null || toOn < span.toOn ? toOn : span.toOn };
    });
    return { spans };
  }
  return state;
}

function decideUse(state: UseFold, command: UseCommand, stream: string): readonly RecordDraft[] {
  if (command.do === 'declare') {
    const { fromOn, instrumentId } = command.body;
    if (!isCivilDate(fromOn)) throw new AppError('maintenance/bad-date', { date: fromOn });
    if (state.spans.some(({ toOn }) => toOn === null || toOn > fromOn)) {
      throw new AppError('maintenance/already-not-in-use', { instrumentId });
    }
    return [draft(notInUseDeclared, stream, command.body)];
  }
  const { spanId, toOn } = command.body;
  const span = state.spans.find((one) => one.spanId === spanId);
  if (!span) throw new AppError('maintenance/not-found', {});
  if (span.toOn !== null) return [];
  if (!isCivilDate(toOn) || toOn < span.fromOn) throw new AppError('maintenance/bad-date', { date: toOn });
  return [draft(notInUseEnded, stream, command.body)];
}

/** @throws AppError `maintenance/already-not-in-use`, `maintenance/bad-date`, `maintenance/not-found` */
export const useDecider: Decider<UseFold, UseCommand> = {
  initial: () => ({ spans: [] }),
  evolve: evolveUse,
  decide: decideUse,
};

export interface PlaceFold {
  readonly calendar: Slot<PlaceCalendar> | null;
}

export const placeFold: StreamFold<PlaceFold> = {
  initial: () => ({ calendar: null }),
  evolve(state, record, context) {
    if (!isRecordOf(record, placeCalendarChanged)) return state;
    const calendar = decideSlot(state.calendar, record, record.body.calendar, context, {
      code: 'maintenance/calendar-conflict',
      // More open days ask for more: the calendar with fewer closed ones holds.
      hold: (a, b) => (closedCount(a) <= closedCount(b) ? a : b),
      isSame: (a, b) => JSON.stringify(a) === JSON.stringify(b),
      show: ({ place, timeZone }) => `${place} ${timeZone}`.trim(),
    });
    return { calendar };
  },
};

const closedCount = (calendar: PlaceCalendar) => calendar.closedWeekdays.length * 52 + calendar.closedDates.length;

export interface EventFold {
  readonly noted: BodyOf<typeof eventNoted> | null;
  readonly notedBy: string;
  /** Plans it raised whose task was done. */
  readonly answered: readonly string[];
}

export const eventFold: StreamFold<EventFold> = {
  initial: () => ({ noted: null, notedBy: '', answered: [] }),
  evolve(state, record) {
    if (isRecordOf(record, eventNoted)) return { ...state, noted: record.body, notedBy: record.actor };
    if (!isRecordOf(record, eventAnswered)) return state;
    const { planId, isReopened } = record.body;
    const others = state.answered.filter((one) => one !== planId);
    return { ...state, answered: isReopened ? others : [...others, planId] };
  },
};
