import { addDays, addMonths, type CivilDate } from '../../../shared/kernel/civil-date.ts';
import {
  type AuditCheck,
  type AuditCorrectedProof,
  type AuditFacts,
  type AuditMissed,
  type AuditPerformance,
  type AuditPlan,
  type AuditUnreturnedUse,
  type AuditUseDay,
  type Evidence,
  lookBackMonths,
} from '../../../shared/modules/maintenance/audit-facts.ts';
import { isClosedDay } from '../../../shared/modules/maintenance/rules-due.ts';
import { rtsStream } from '../../../shared/modules/maintenance/service-records.ts';
import { rtsDecider, standingReview } from '../../../shared/modules/maintenance/service-rts-rules.ts';
import { eventsText, itemText } from '../../../shared/modules/maintenance/service-words.ts';
import type { HostContext } from '../../host/module.ts';
import type { AgendaDesk } from './agenda-desk.ts';
import type { PlanFacts } from './plan-facts.ts';
import { dateIn, dayStartMs } from './service-today.ts';

/**
 * Reads what the self-audit looks at, two years back. It gives the event loop a turn between instruments, so that lines
 * are answered while it reads: an instrument waits 15 seconds for an ACK, and a nightly run must not take them.
 */
export async function gatherAuditFacts(context: HostContext, desk: AgendaDesk): Promise<AuditFacts> {
  const today = desk.today(null).on;
  const since = addMonths(today, -lookBackMonths);
  const plans = desk.plans();
  const instruments: AuditFacts['instruments'][number][] = [];
  const performances: AuditPerformance[] = [];
  const useDays: AuditUseDay[] = [];
  const checks: AuditCheck[] = [];
  const unreturnedUse: AuditUnreturnedUse[] = [];
  const correctedProofs: AuditCorrectedProof[] = [];
  for (const instrument of readInstruments(context)) {
    await turn();
    const { instrumentId } = instrument;
    const zone = desk.calendarFor(instrumentId).timeZone;
    const own = plans.filter((plan) => plan.instrumentId === instrumentId);
    const checking = new Set(own.filter(({ terms }) => terms.kind === 'function-check').map(({ planId }) => planId));
    const done = readPerformances(context, instrumentId, since);
    for (const { performance } of done) performances.push(performance);
    await turn();
    checks.push(
      ...readBackgrounds(context, instrumentId, zone, since),
      ...done.filter(({ performance }) => checking.has(performance.planId)).map((one) => asCheck(instrumentId, one)),
    );
    await turn();
    useDays.push(...(await readUseDays(context, instrumentId, zone, since, today)));
    unreturnedUse.push(...readUnreturnedUse(context, instrumentId, since));
    correctedProofs.push(...(await readCorrectedProofs(context, instrumentId, since)));
    const expectsCheck =
      checking.size > 0 ||
      (context.catalog.get(instrument.definitionKey)?.carries.includes('background-check') ?? false);
    const registeredOn = dateIn(zone, Date.parse(instrument.registeredAt));
    instruments.push({
      instrumentId,
      name: instrument.name,
      isInService: instrument.isInService,
      registeredOn,
      expectsCheck,
    });
  }
  const audited: AuditPlan[] = [];
  const missed: AuditMissed[] = [];
  for (const plan of plans) {
    await turn();
    audited.push(asPlan(desk, plan));
    missed.push(...readMissed(context, plan.planId, since));
  }
  await turn();
  performances.sort((a, b) => (a.performedOn < b.performedOn ? -1 : a.performedOn > b.performedOn ? 1 : 0));
  return {
    today,
    instruments,
    plans: audited,
    performances,
    missed,
    notInUse: [...desk.surroundings.spans].flatMap(([instrumentId, spans]) =>
      spans.map((span) => ({ instrumentId, ...span })),
    ),
    isClosed: (instrumentId, on) => isClosedDay(desk.daysFor(instrumentId), on),
    useDays,
    checks,
    unreturnedUse,
    correctedProofs,
    remedies: readRemedies(context, desk, since),
    overdueWork: readOverdueWork(context, desk),
  };
}

/** Lets whatever waits (a frame of an instrument, a click) go first. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface AuditedInstrument {
  readonly instrumentId: string;
  readonly name: string;
  readonly definitionKey: string;
  readonly isInService: boolean;
  readonly registeredAt: string;
}

function readInstruments({ store }: HostContext): AuditedInstrument[] {
  const rows = store.db
    .prepare(
      `SELECT instrument_id, name, definition_key, service_status, current FROM instruments
       WHERE service_status <> 'retired' ORDER BY name`,
    )
    .all() as Record<'instrument_id' | 'name' | 'definition_key' | 'service_status' | 'current', string>[];
  return rows.map((row) => ({
    instrumentId: row.instrument_id,
    name: row.name,
    definitionKey: row.definition_key,
    isInService: row.service_status === 'in-service' || row.service_status === 'restricted',
    registeredAt: (JSON.parse(row.current) as { registeredAt: string }).registeredAt,
  }));
}

function asPlan(desk: AgendaDesk, plan: PlanFacts): AuditPlan {
  const { planId, instrumentId, terms, ruleSince, tip, createdAt } = plan;
  const { state, dueOn, windowClosesOn, missed } = desk.standing(plan);
  const standing = { state, dueOn, windowClosesOn, missedCount: missed.count };
  return { planId, instrumentId, terms, since: ruleSince, hash: tip, at: createdAt, standing };
}

interface DoneRow {
  readonly performance: AuditPerformance;
  readonly at: string | null;
}

function readPerformances({ store }: HostContext, instrumentId: string, since: CivilDate): DoneRow[] {
  const rows = store.db
    .prepare(
      `SELECT p.hash, p.plan_id, p.performed_on, p.performed_at, p.entered_at, p.verdict, p.counts_as, p.is_voided,
         p.review, p.needs_review
       FROM maintenance_performed p WHERE p.instrument_id = ? AND p.performed_on >= ? ORDER BY p.performed_on, p.hash`,
    )
    .all(instrumentId, since) as {
    hash: string;
    plan_id: string;
    performed_on: string;
    performed_at: string | null;
    entered_at: string;
    verdict: AuditPerformance['verdict'];
    counts_as: string;
    is_voided: number;
    review: string | null;
    needs_review: number;
  }[];
  return rows
    .filter((row) => row.is_voided === 0)
    .map((row) => ({
      at: row.performed_at,
      performance: {
        planId: row.plan_id,
        evidence: { hash: row.hash, type: 'maintenance.task-performed', at: row.entered_at },
        performedOn: row.performed_on,
        isDone: row.counts_as !== 'not-passed',
        isLate: row.counts_as === 'late',
        verdict: row.verdict,
        needsReview: row.needs_review === 1,
        isReviewed: row.review !== null,
      },
    }));
}

const asCheck = (instrumentId: string, { performance, at }: DoneRow): AuditCheck => ({
  instrumentId,
  on: performance.performedOn,
  at,
  verdict: performance.verdict,
  evidence: performance.evidence,
});

function readBackgrounds({ store }: HostContext, instrumentId: string, zone: string, since: CivilDate): AuditCheck[] {
  const rows = store.db
    .prepare(
      `SELECT hash, at, verdict FROM instrument_backgrounds WHERE instrument_id = ? AND part = 1 AND at >= ?
       ORDER BY hlc`,
    )
    .all(instrumentId, addDays(since, -1)) as { hash: string; at: string; verdict: AuditCheck['verdict'] }[];
  return rows.flatMap(({ hash, at, verdict }) => {
    const ms = Date.parse(at);
    if (Number.isNaN(ms)) return [];
    const on = dateIn(zone, ms);
    const evidence = { hash, type: 'instruments.background-recorded', at };
    return on < since ? [] : [{ instrumentId, on, at, verdict, evidence }];
  });
}

/** Days with patient results, the first one's time: from one day's first message to the next day, along an index. */
async function readUseDays(
  { store }: HostContext,
  instrumentId: string,
  zone: string,
  since: CivilDate,
  today: CivilDate,
): Promise<AuditUseDay[]> {
  const from = store.db
    .prepare('SELECT message_no FROM messages WHERE received_at >= ? ORDER BY received_at LIMIT 1')
    .pluck();
  const next = store.db.prepare(
    `SELECT message_no, received_at FROM messages INDEXED BY messages_instrument
     WHERE instrument = ? AND message_no >= ? AND received_at >= ? AND kind = 'results' ORDER BY message_no LIMIT 1`,
  );
  const days: AuditUseDay[] = [];
  let dayFrom = new Date(dayStartMs(zone, since)).toISOString();
  for (;;) {
    if (days.length % 50 === 49) await turn();
    const no = from.get(dayFrom) as number | undefined;
    const first = no === undefined ? undefined : next.get(instrumentId, no, dayFrom);
    if (!first) return days;
    const { received_at: firstAt } = first as { received_at: string };
    const on = dateIn(zone, Date.parse(firstAt));
    if (on > today) return days;
    days.push({ instrumentId, on, firstAt });
    dayFrom = new Date(dayStartMs(zone, addDays(on, 1))).toISOString();
  }
}

/** Patient results that came between the raise of a list and its review, outside signed overrides. */
function readUnreturnedUse({ store }: HostContext, instrumentId: string, since: CivilDate): AuditUnreturnedUse[] {
  const lists = store.db
    .prepare(
      `SELECT rts_id, stream, events, raised_at, returned_at, is_open FROM rts_lists
       WHERE instrument_id = ? AND raised_at >= ? ORDER BY raised_hlc DESC LIMIT 200`,
    )
    .all(instrumentId, since) as {
    rts_id: string;
    stream: string;
    events: string;
    raised_at: string;
    returned_at: string | null;
    is_open: number;
  }[];
  const counted = store.db.prepare(
    `SELECT COUNT(*) AS count, MIN(received_at) AS firstAt FROM messages m INDEXED BY messages_received
     WHERE instrument = ? AND kind = 'results' AND received_at >= ? AND received_at < ?
       AND NOT EXISTS (SELECT 1 FROM readiness_overrides o WHERE o.instrument_id = m.instrument
         AND m.received_at >= o.from_at AND m.received_at < MIN(o.until_at, COALESCE(o.ended_at, o.until_at)))`,
  );
  const firstHash = store.db.prepare('SELECT hash FROM record_log WHERE stream = ? ORDER BY hlc LIMIT 1').pluck();
  return lists.flatMap(({ rts_id: rtsId, stream, events, raised_at, returned_at, is_open }) => {
    const until = is_open === 1 || returned_at === null ? '9999' : returned_at;
    const found = counted.get(instrumentId, raised_at, until) as { count: number; firstAt: string | null };
    if (found.count === 0 || found.firstAt === null) return [];
    const hash = Buffer.from((firstHash.get(stream) as Uint8Array | undefined) ?? []).toString('base64url');
    const evidence: Evidence = { hash, type: 'maintenance.rts-raised', at: raised_at };
    const text = eventsText(JSON.parse(events) as string[]);
    return [{ instrumentId, rtsId, events: text, count: found.count, firstAt: found.firstAt, evidence }];
  });
}

/** Reviewed lists whose proof is a record that was corrected since, each list once. */
async function readCorrectedProofs(
  context: HostContext,
  instrumentId: string,
  since: CivilDate,
): Promise<AuditCorrectedProof[]> {
  const { store, people } = context;
  const lists = store.db
    .prepare('SELECT rts_id, events FROM rts_lists WHERE instrument_id = ? AND is_open = 0 AND raised_at >= ?')
    .all(instrumentId, since) as { rts_id: string; events: string }[];
  const found: AuditCorrectedProof[] = [];
  for (const { rts_id: rtsId, events } of lists) {
    await turn();
    const { state } = store.records.fold(rtsStream(rtsId), rtsDecider);
    const review = store.records.byHash(standingReview(state)?.hash ?? '');
    const corrected = Object.entries(state.proven).flatMap(([item, { value }]) => {
      if (value.proof.kind !== 'record' || !review) return [];
      // What was corrected before the review was in the reviewer's sight.
      return people
        .correctionsOf(value.proof.hash)
        .flatMap((hash) => store.records.byHash(hash) ?? [])
        .filter((record) => record.hlc > review.hlc)
        .map(({ hash, type, wall }) => ({ item, evidence: { hash, type, at: wall } }));
    });
    if (corrected.length === 0) continue;
    const items = [...new Set(corrected.map(({ item }) => itemText(item)))].join(', ');
    const text = eventsText(JSON.parse(events) as string[]);
    found.push({ instrumentId, rtsId, events: text, item: items, evidence: corrected.map(({ evidence }) => evidence) });
  }
  return found;
}

/** Occurrences passed over, as the performance that came next named them. */
function readMissed({ store }: HostContext, planId: string, since: CivilDate): AuditMissed[] {
  const rows = store.db
    .prepare(
      'SELECT missed, holder FROM maintenance_tasks WHERE plan_id = ? AND done_on >= ? AND missed IS NOT NULL ORDER BY done_on',
    )
    .all(planId, since) as { missed: string; holder: string | null }[];
  return rows.map(({ missed, holder }) => {
    const { count, firstOn, lastOn } = JSON.parse(missed) as { count: number; firstOn: string; lastOn: string };
    const evidence = { hash: holder ?? '', type: 'maintenance.task-performed', at: lastOn };
    return { planId, count, firstOn, lastOn, evidence };
  });
}

/** Work orders, lists and outcomes of errors: what a lab does about a failure. */
function readRemedies({ store }: HostContext, desk: AgendaDesk, since: CivilDate): AuditFacts['remedies'] {
  const rows = store.db
    .prepare(
      `SELECT instrument_id, opened_at AS at FROM work_orders WHERE opened_at >= ?
       UNION ALL SELECT instrument_id, raised_at FROM rts_lists WHERE raised_at >= ?
       UNION ALL SELECT instrument_id, resolved_at FROM errors WHERE resolved_at >= ?`,
    )
    .all(since, since, since) as { instrument_id: string; at: string }[];
  return rows.map(({ instrument_id: instrumentId, at }) => ({
    instrumentId,
    on: dateIn(desk.calendarFor(instrumentId).timeZone, Date.parse(at)),
  }));
}

function readOverdueWork({ store }: HostContext, desk: AgendaDesk): AuditFacts['overdueWork'] {
  const rows = store.db
    .prepare(
      `SELECT work_order_id, stream, instrument_id, due_on, opened_at, fields FROM work_orders
       WHERE is_open = 1 AND due_on IS NOT NULL ORDER BY due_on`,
    )
    .all() as Record<'work_order_id' | 'stream' | 'instrument_id' | 'due_on' | 'opened_at' | 'fields', string>[];
  const firstHash = store.db.prepare('SELECT hash FROM record_log WHERE stream = ? ORDER BY hlc LIMIT 1').pluck();
  return rows
    .filter((row) => row.due_on < desk.today(row.instrument_id).on)
    .map((row) => {
      const { title, owner } = JSON.parse(row.fields) as { title: string; owner: 'lab' | 'vendor' };
      const hash = Buffer.from((firstHash.get(row.stream) as Uint8Array | undefined) ?? []).toString('base64url');
      const evidence = { hash, type: 'maintenance.work-order-opened', at: row.opened_at };
      return {
        workOrderId: row.work_order_id,
        instrumentId: row.instrument_id,
        title,
        owner,
        dueOn: row.due_on,
        evidence,
      };
    });
}
