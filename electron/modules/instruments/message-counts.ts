import type { HostContext } from '../../host/module.ts';

export interface MessageFigures {
  readonly countToday: number;
  readonly unmappedCount: number;
  readonly lastMessageAt: string | null;
}

interface Kept extends MessageFigures {
  /** Start of the bench's day the figures are for. */
  readonly day: string;
  readonly lastNo: number;
}

interface NewRows {
  count: number;
  unmapped: number;
  lastNo: number | null;
  lastAt: string | null;
}

/**
 * How many messages an instrument sent today. Counted once a day from the start, then only what came since the last look:
 * a card is made up to four times a second, and a busy bench has a hundred thousand messages.
 */
export class MessageCounts {
  readonly #context: HostContext;
  readonly #kept = new Map<string, Kept>();

  constructor(context: HostContext) {
    this.#context = context;
  }

  of(instrumentId: string): MessageFigures {
    const day = this.#startOfDay();
    const known = this.#kept.get(instrumentId);
    const base = known && known.day === day ? known : this.#countBefore(instrumentId, day);
    const { db } = this.#context.store;
    const more = db
      .prepare(
        `SELECT sum(received_at >= ?) AS count, sum(unmapped_count > 0) AS unmapped, max(message_no) AS lastNo,
           max(received_at) AS lastAt FROM messages WHERE instrument = ? AND message_no > ?`,
      )
      .get(day, instrumentId, base.lastNo) as NewRows;
    const kept: Kept = {
      day,
      lastNo: more.lastNo ?? base.lastNo,
      countToday: base.countToday + (more.count ?? 0),
      unmappedCount: base.unmappedCount + (more.unmapped ?? 0),
      lastMessageAt: more.lastAt ?? base.lastMessageAt,
    };
    this.#kept.set(instrumentId, kept);
    return kept;
  }

  /** Figures up to the last message of the day before, so that only the rows of one day are looked at. */
  #countBefore(instrumentId: string, day: string): Kept {
    const { db } = this.#context.store;
    // The plus keeps SQLite from looking for the smallest number row by row, and from the instrument's whole list of messages:
    // the times and the few unmapped ones have indexes of their own.
    const firstToday = db.prepare('SELECT min(+message_no) FROM messages WHERE received_at >= ?').pluck().get(day);
    const lastNo = (firstToday as number | null) === null ? null : (firstToday as number) - 1;
    const last = db
      .prepare(
        `SELECT message_no AS lastNo, received_at AS lastAt FROM messages WHERE instrument = ? AND message_no <= ?
         ORDER BY message_no DESC LIMIT 1`,
      )
      .get(instrumentId, lastNo ?? Number.MAX_SAFE_INTEGER) as { lastNo: number; lastAt: string } | undefined;
    const unmapped = db
      .prepare('SELECT count(*) FROM messages WHERE unmapped_count > 0 AND +instrument = ? AND message_no <= ?')
      .pluck()
      .get(instrumentId, last?.lastNo ?? 0) as number;
    return {
      day,
      lastNo: lastNo ?? last?.lastNo ?? 0,
      countToday: 0,
      unmappedCount: unmapped,
      lastMessageAt: last?.lastAt ?? null,
    };
  }

  /** The bench's calendar day as text: times of receipt are local times with their offset, so they begin with their day. */
  #startOfDay(): string {
    const { clock } = this.#context;
    return new Date(clock.wallMs() + clock.offsetMinutes() * 60_000).toISOString().slice(0, 10);
  }
}
