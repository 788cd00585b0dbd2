import { isCivilDate } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { eventNoted, eventStream } from '../../../shared/modules/maintenance/records.ts';
import type { EventKind } from '../../../shared/modules/maintenance/terms.ts';
import { draft, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';

/**
 * Something happened to an instrument: raises a task of each of its plans that names the kind. Answers the event and the
 * plans. The service side calls it for part changes and repairs, in its own transaction.
 */
export function noteEvent(
  context: HostContext,
  desk: AgendaDesk,
  event: {
    readonly instrumentId: string;
    readonly kind: EventKind;
    readonly on: string | null;
    readonly note: string;
    readonly origin: 'person' | 'wire' | 'service' | 'return-to-use';
  },
  author: RecordAuthor,
): { eventId: string; raised: string[]; hash: string } {
  const { instrumentId, kind, note, origin } = event;
  const today = desk.today(instrumentId).on;
  const on = event.on ?? today;
  if (!isCivilDate(on)) throw new AppError('maintenance/bad-date', { date: on });
  if (on > today) throw new AppError('maintenance/in-the-future', { date: on, today });
  const raises = desk
    .plans()
    .filter((plan) => plan.instrumentId === instrumentId && plan.terms.rule.events.includes(kind))
    .map(({ planId }) => planId);
  const eventId = newId();
  const body = {
    instrumentId,
    eventId,
    kind,
    on,
    at: new Date(context.clock.wallMs()).toISOString(),
    note,
    origin,
    raises,
  };
  const [record] = context.store.records.append([draft(eventNoted, eventStream(instrumentId, eventId), body)], author);
  return { eventId, raised: raises, hash: record!.hash };
}
