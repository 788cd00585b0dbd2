import { implement } from '@orpc/server';
import { addDays } from '../../../shared/kernel/civil-date.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { judgeReadiness, type Readiness, type ReadinessInputs } from '../../../shared/modules/maintenance/readiness.ts';
import { serviceContract } from '../../../shared/modules/maintenance/service-calls-contract.ts';
import {
  overrideEnded,
  overrideStream,
  readinessOverridden,
} from '../../../shared/modules/maintenance/service-records.ts';
import { isOverrideActive } from '../../../shared/modules/maintenance/service-rts-rules.ts';
import { eventsText } from '../../../shared/modules/maintenance/service-words.ts';
import { draft } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import type { ReadinessSource } from '../../host/readiness.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import { requireInstrument } from './service-desk.ts';
import { dayStartMs } from './service-today.ts';

interface RegisterRow {
  instrument_id: string;
  service_status: ReadinessInputs['serviceStatus'];
  definition_key: string;
}

interface OverrideRow {
  override_id: string;
  instrument_id: string;
  instrument_name: string | null;
  from_at: string;
  until_at: string;
  ended_at: string | null;
  by_actor: string;
  reason: string;
  reasons: string;
  hash: string;
}

/** Background of today looked for among this many newest ones: a lab that runs more in a day has a passing one among them. */
const backgroundsLooked = 50;

/** Gathers what the readiness rule looks at, for one instrument or all that are not retired. */
export class ReadinessDesk {
  readonly #context: HostContext;
  readonly #agenda: AgendaDesk;
  readonly #sources: readonly ReadinessSource[];

  /** @param sources what the other modules know */
  constructor(context: HostContext, agenda: AgendaDesk, sources: readonly ReadinessSource[]) {
    this.#context = context;
    this.#agenda = agenda;
    this.#sources = sources;
  }

  all(): Readiness[] {
    const rows = this.#context.store.db
      .prepare("SELECT * FROM instruments WHERE service_status <> 'retired' ORDER BY name")
      .all();
    return (rows as RegisterRow[]).map((row) => judgeReadiness(this.#inputs(row)));
  }

  /** @throws AppError `instruments/not-found` */
  of(instrumentId: string): Readiness {
    requireInstrument(this.#context, instrumentId);
    const row = this.#context.store.db.prepare('SELECT * FROM instruments WHERE instrument_id = ?').get(instrumentId);
    return judgeReadiness(this.#inputs(row as RegisterRow));
  }

  #inputs(row: RegisterRow): ReadinessInputs {
    const { store, catalog } = this.#context;
    const { instrument_id: instrumentId } = row;
    const openErrors = store.db
      .prepare(
        `SELECT error_id AS id, code, severity, affects_results AS affectsResults FROM errors
         WHERE is_open = 1 AND instrument_id = ? LIMIT 100`,
      )
      .all(instrumentId) as ReadinessInputs['openErrors'];
    const lists = store.db
      .prepare('SELECT rts_id, state, open_item_count, events FROM rts_lists WHERE instrument_id = ? AND is_open = 1')
      .all(instrumentId) as { rts_id: string; state: string; open_item_count: number; events: string }[];
    const plans = this.#agenda.plans().filter((plan) => plan.instrumentId === instrumentId);
    const overdue = plans.flatMap((plan) =>
      this.#agenda
        .itemsOf(plan)
        .filter(({ state }) => state === 'overdue')
        .map(({ planId, title, dueOn }) => ({ planId, title, dueOn: dueOn ?? '' })),
    );
    const others = this.#sources.flatMap(({ input, reasonsOf }) => {
      const reasons = reasonsOf(this.#context, instrumentId);
      return reasons ? [{ input, reasons }] : [];
    });
    return {
      instrumentId,
      serviceStatus: row.service_status,
      openErrors,
      expectsBackground: catalog.get(row.definition_key)?.carries.includes('background-check') ?? false,
      backgroundToday: this.#backgroundToday(instrumentId),
      planCount: plans.length,
      overdue,
      openLists: lists.map(({ rts_id: rtsId, state, open_item_count: openItemCount, events }) => ({
        rtsId,
        isProven: state === 'proven',
        openItemCount,
        events: eventsText(JSON.parse(events) as string[]),
      })),
      override: this.#override(instrumentId),
      others,
    };
  }

  /** The newest of the site's today. Its own time counts where it has one, else the time it was recorded. */
  #backgroundToday(instrumentId: string): ReadinessInputs['backgroundToday'] {
    const { store } = this.#context;
    const zone = this.#agenda.calendarFor(instrumentId).timeZone;
    const today = this.#agenda.today(instrumentId).on;
    const [from, to] = [dayStartMs(zone, today), dayStartMs(zone, addDays(today, 1))];
    const rows = store.db
      .prepare(
        `SELECT at, verdict, worst FROM instrument_backgrounds WHERE instrument_id = ? AND part = 1
         ORDER BY hlc DESC LIMIT ${backgroundsLooked}`,
      )
      .all(instrumentId) as NonNullable<ReadinessInputs['backgroundToday']>[];
    return rows.find(({ at }) => Date.parse(at) >= from && Date.parse(at) < to) ?? null;
  }

  #override(instrumentId: string): Readiness['override'] {
    const rows = this.#context.store.db
      .prepare('SELECT * FROM readiness_overrides WHERE instrument_id = ? ORDER BY from_at DESC LIMIT 20')
      .all(instrumentId) as OverrideRow[];
    const now = this.#context.clock.wallMs();
    const active = rows.find((row) => isOverrideActive(spanOf(row), now));
    if (!active) return null;
    const { override_id: overrideId, reason, until_at: until } = active;
    return { overrideId, by: actorName(active.by_actor, this.#context), reason, until };
  }
}

const spanOf = ({ from_at, until_at, ended_at }: OverrideRow) => ({
  from: from_at,
  until: until_at,
  endedAt: ended_at,
});

/** Readiness and its signed, time-limited exceptions. */
export function createReadinessHandlers(context: HostContext, desk: ReadinessDesk) {
  const os = implement(serviceContract.readiness);
  const { store, clock } = context;

  return os.router({
    all: os.all.handler(() => desk.all()),
    get: os.get.handler(({ input }) => desk.of(input.instrumentId)),

    override: os.override.handler(async ({ input: { instrumentId, reason, hours, password } }) => {
      const before = desk.of(instrumentId);
      const reasons = [...new Set(before.reasons.filter(({ tone }) => tone === 'red').map(({ code }) => code))];
      if (reasons.length === 0) throw new AppError('maintenance/nothing-to-override', {});
      const grant = await context.signing.require({ password, meaning: 'approved', statement: reason });
      const fromMs = clock.wallMs();
      const overrideId = newId();
      const from = new Date(fromMs).toISOString();
      const until = new Date(fromMs + hours * 3_600_000).toISOString();
      store.transaction(() => {
        const body = { overrideId, instrumentId, reasons, reason, from, until };
        const drafts = [draft(readinessOverridden, overrideStream(instrumentId), body)];
        grant.sign(store.records.append(drafts, grant.author));
      });
      return { overrideId, until };
    }),

    endOverride: os.endOverride.handler(({ input: { overrideId, instrumentId, reason } }) => {
      const row = store.db
        .prepare('SELECT * FROM readiness_overrides WHERE override_id = ? AND instrument_id = ?')
        .get(overrideId, instrumentId) as OverrideRow | undefined;
      if (!row || !isOverrideActive(spanOf(row), clock.wallMs())) {
        throw new AppError('maintenance/override-not-found', {});
      }
      const at = new Date(clock.wallMs()).toISOString();
      const body = { overrideId, instrumentId, at, reason };
      store.records.append([draft(overrideEnded, overrideStream(instrumentId), body)], personAuthor(context.actor));
      return {};
    }),

    overrides: os.overrides.handler(({ input: { instrumentId, limit } }) => {
      const where = instrumentId === null ? '' : 'WHERE o.instrument_id = ?';
      const sql = `SELECT o.*, i.name AS instrument_name FROM readiness_overrides o
        LEFT JOIN instruments i ON i.instrument_id = o.instrument_id ${where} ORDER BY o.from_at DESC LIMIT ?`;
      const rows = store.db.prepare(sql).all(...(instrumentId === null ? [] : [instrumentId]), limit) as OverrideRow[];
      return rows.map((row) => ({
        overrideId: row.override_id,
        instrumentId: row.instrument_id,
        instrumentName: row.instrument_name ?? '',
        by: actorName(row.by_actor, context),
        reason: row.reason,
        reasons: JSON.parse(row.reasons) as string[],
        from: row.from_at,
        until: row.until_at,
        isActive: isOverrideActive(spanOf(row), clock.wallMs()),
        hash: row.hash,
      }));
    }),
  });
}
