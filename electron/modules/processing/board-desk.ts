import { lastCivilDate } from '../../../shared/kernel/civil-date.ts';
import type {
  BathBoard,
  FillRow,
  GradingRow,
  GradingStanding,
  ProgramRow,
  RunRow,
  StationRow,
} from '../../../shared/modules/processing/contract.ts';
import type { bathFilled, graded, runLogged } from '../../../shared/modules/processing/records.ts';
import { inOrderOfNeed, stationStanding } from '../../../shared/modules/processing/rules-due.ts';
import type { BathPlan, BathSnapshot, ProgramTerms, SecondLook } from '../../../shared/modules/processing/terms.ts';
import type { BodyOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { nowAt, type PlacedInstrument } from './places.ts';

/** What the calls, the readiness and the reports of this module all read. */

export interface HeldPlan {
  readonly plan: BathPlan;
  readonly hasConflict: boolean;
}

export function planOf({ store }: HostContext, instrumentId: string): HeldPlan | null {
  const row = store.db
    .prepare('SELECT plan, conflict_count FROM bath_plans WHERE instrument_id = ?')
    .get(instrumentId) as { plan: string; conflict_count: number } | undefined;
  return row ? { plan: JSON.parse(row.plan) as BathPlan, hasConflict: row.conflict_count > 0 } : null;
}

export interface FillTableRow {
  fill_id: string;
  hash: string;
  station_id: string;
  at_ms: number;
  actor: string;
  body: string;
}
export type FillBody = BodyOf<typeof bathFilled>;

export interface StandingFill {
  readonly row: FillTableRow;
  readonly body: FillBody;
  readonly usedCount: number;
}

/**
 * What stands in a bath: its newest change, unless it was emptied or moved away since. Of one moment the record written
 * later counts. Topping up changes nothing here.
 */
export function standingFill({ store }: HostContext, instrumentId: string, stationId: string): StandingFill | null {
  const row = store.db
    .prepare(
      `SELECT fill_id, hash, station_id, at_ms, actor, body FROM bath_fills
       WHERE instrument_id = ? AND act <> 'topped-up' AND (station_id = ? OR from_station_id = ?)
       ORDER BY at_ms DESC, hlc DESC LIMIT 1`,
    )
    .get(instrumentId, stationId, stationId) as FillTableRow | undefined;
  if (!row || row.station_id !== stationId) return null;
  const body = JSON.parse(row.body) as FillBody;
  if (body.act === 'emptied') return null;
  const served = store.db
    .prepare(
      `SELECT coalesce(sum(count), 0) FROM bath_run_stations
       WHERE instrument_id = ? AND station_id = ? AND at_ms >= ?`,
    )
    .pluck()
    .get(instrumentId, stationId, row.at_ms) as number;
  return { row, body, usedCount: body.carriedCount + served };
}

/** Every bath of a plan with how it stands on that day, by place. */
export function stationRows(context: HostContext, instrumentId: string, plan: BathPlan, today: string): StationRow[] {
  return plan.stations
    .toSorted((a, b) => a.position - b.position)
    .map((terms) => {
      const fill = standingFill(context, instrumentId, terms.stationId);
      const facts = fill && { ...fill.body, usedCount: fill.usedCount };
      const { why, ...standing } = stationStanding(terms, facts, plan, today);
      return {
        ...terms,
        ...standing,
        why: [...why],
        fill: fill && {
          ...{ fillId: fill.body.fillId, content: fill.body.content, lot: fill.body.lot },
          ...{ expiresOn: fill.body.expiresOn, openedOn: fill.body.openedOn, sinceOn: fill.body.sinceOn },
          ...{ at: fill.body.at, by: actorName(fill.row.actor, context) },
        },
      };
    });
}

/** The baths as a grading copies them. */
export function snapshotOf(stations: readonly StationRow[]): BathSnapshot[] {
  return stations
    .filter(({ isInUse }) => isInUse)
    .map(({ stationId, position, content, fill, usedCount, state }) => ({
      ...{ stationId, position, content: fill?.content ?? content, lot: fill?.lot ?? '' },
      ...{ expiresOn: fill?.expiresOn ?? null, usedCount, state },
    }));
}

interface ProgramTableRow {
  program_id: string;
  version: number;
  terms: string;
  set_at: string;
  set_by: string;
  conflict_count: number;
}

export function programRows(context: HostContext, instrumentId: string, show: 'in-use' | 'all'): ProgramRow[] {
  const rows = context.store.db
    .prepare('SELECT * FROM bath_programs WHERE instrument_id = ? AND (is_retired = 0 OR ?) ORDER BY stream')
    .all(instrumentId, show === 'all' ? 1 : 0) as ProgramTableRow[];
  return rows.map((row) => ({
    programId: row.program_id,
    version: row.version,
    terms: JSON.parse(row.terms) as ProgramTerms,
    setAt: row.set_at,
    setBy: actorName(row.set_by, context),
    hasConflict: row.conflict_count > 0,
  }));
}

export interface RunTableRow {
  hash: string;
  stream: string;
  actor: string;
  body: string;
}
export type RunBody = BodyOf<typeof runLogged>;

export function toRunRow(context: HostContext, { hash, actor, body }: RunTableRow): RunRow {
  const run = JSON.parse(body) as RunBody;
  const { runId, programId, programVersion, programName, count, outcome, on, at, note } = run;
  const by = actorName(actor, context);
  return { runId, hash, programId, programVersion, programName, count, outcome, on, at, by, note };
}

/** Which rows are asked for: the newest, of days where they are named. */
export interface Asked {
  readonly instrumentId: string;
  readonly limit: number;
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

const firstDay = '0000-01-01';
const daysOf = ({ from, to }: Asked): readonly [string, string] => [from ?? firstDay, to ?? lastCivilDate];

export function runRows(context: HostContext, asked: Asked): RunRow[] {
  const rows = context.store.db
    .prepare(
      `SELECT * FROM bath_runs WHERE instrument_id = ? AND on_date BETWEEN ? AND ?
       ORDER BY at_ms DESC, hlc DESC LIMIT ?`,
    )
    .all(asked.instrumentId, ...daysOf(asked), asked.limit) as RunTableRow[];
  return rows.map((row) => toRunRow(context, row));
}

/** Changes of baths, newest first; of one bath those that filled it, emptied it or were taken from it. */
export function fillRows(context: HostContext, asked: Asked & { readonly stationId: string | null }): FillRow[] {
  const { instrumentId, stationId, limit } = asked;
  const rows = context.store.db
    .prepare(
      `SELECT fill_id, hash, station_id, at_ms, actor, body FROM bath_fills
       WHERE instrument_id = ? AND (? IS NULL OR station_id = ? OR from_station_id = ?) AND on_date BETWEEN ? AND ?
       ORDER BY at_ms DESC, hlc DESC LIMIT ?`,
    )
    .all(instrumentId, stationId, stationId, stationId, ...daysOf(asked), limit) as FillTableRow[];
  const stations = planOf(context, instrumentId)?.plan.stations ?? [];
  return rows.map(({ hash, actor, body }) => {
    const fill = JSON.parse(body) as FillBody;
    const { fillId, act, position, content, lot, expiresOn, openedOn, on, at, note, fromStationId } = fill;
    const from = stations.find((station) => station.stationId === fromStationId);
    return {
      ...{ fillId, hash, stationId: fill.stationId, position, act, fromPosition: from?.position ?? null },
      ...{ content, lot, expiresOn, openedOn, on, at, note, by: actorName(actor, context) },
    };
  });
}

export interface GradingTableRow {
  grading_id: string;
  stream: string;
  hash: string;
  instrument_id: string;
  actor: string;
  second: SecondLook;
  second_hash: string | null;
  body: string;
  conflict_count: number;
}
export type GradingBody = BodyOf<typeof graded>;

export function toGradingRow(context: HostContext, row: GradingTableRow): GradingRow {
  const body = JSON.parse(row.body) as GradingBody;
  const { material, materialLot, verdict, why, decision, photos, on, at } = body;
  return {
    ...{ gradingId: row.grading_id, hash: row.hash, material, materialLot, verdict, why, decision },
    ...{ second: row.second, photoCount: photos.length, on, at, by: actorName(row.actor, context) },
    hasConflict: row.conflict_count > 0,
  };
}

export function gradingRows(context: HostContext, asked: Asked): GradingRow[] {
  const rows = context.store.db
    .prepare(
      `SELECT * FROM bath_gradings WHERE instrument_id = ? AND on_date BETWEEN ? AND ?
       ORDER BY at_ms DESC, stream DESC LIMIT ?`,
    )
    .all(asked.instrumentId, ...daysOf(asked), asked.limit) as GradingTableRow[];
  return rows.map((row) => toGradingRow(context, row));
}

/** How grading stands: the newest one decides; a day with runs asks for one where the lab said so. */
export function gradingStandingOf(
  context: HostContext,
  instrumentId: string,
  plan: BathPlan,
  today: string,
): GradingStanding {
  const [newest = null] = gradingRows(context, { instrumentId, limit: 1 });
  if (plan.grading.criteria.length === 0 && newest === null) return { state: 'not-set-up', newest };
  if (newest && newest.decision !== 'accepted') return { state: newest.decision, newest };
  if (newest?.second === 'disagreed') return { state: 'disagreed', newest };
  if (plan.grading.isAskedEachDay && newest?.on !== today) {
    const hasRun = context.store.db
      .prepare('SELECT 1 FROM bath_runs WHERE instrument_id = ? AND on_date = ? LIMIT 1')
      .get(instrumentId, today);
    if (hasRun) return { state: 'missing', newest };
  }
  if (!newest) return { state: 'none', newest };
  return { state: newest.second === 'waiting' ? 'waiting' : 'accepted', newest };
}

/** Runs shown on the board; the others are in the history. */
const boardRuns = 5;

export function boardOf(context: HostContext, instrument: PlacedInstrument): BathBoard {
  const { instrumentId, name } = instrument;
  const { on: today } = nowAt(context, instrument);
  const held = planOf(context, instrumentId);
  const stations = held ? stationRows(context, instrumentId, held.plan, today) : [];
  const next = inOrderOfNeed(stations).filter(({ state }) => state !== 'current' && state !== 'out-of-use');
  return {
    ...{ instrumentId, instrumentName: name, today, isSetUp: held !== null },
    countUnit: held?.plan.countUnit ?? 'cycles',
    stations,
    next: next.map(({ stationId }) => stationId),
    programs: programRows(context, instrumentId, 'in-use'),
    runs: runRows(context, { instrumentId, limit: boardRuns }),
    grading: held ? gradingStandingOf(context, instrumentId, held.plan, today) : { state: 'not-set-up', newest: null },
    hasConflict: held?.hasConflict ?? false,
  };
}
