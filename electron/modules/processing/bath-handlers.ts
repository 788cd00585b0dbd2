import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { processingContract } from '../../../shared/modules/processing/contract.ts';
import {
  bathFilled,
  fillStream,
  planStream,
  programSet,
  programStream,
  runLogged,
  runStream,
} from '../../../shared/modules/processing/records.ts';
import { planDecider, programDecider } from '../../../shared/modules/processing/rules-plan.ts';
import type { BathPlan, ProgramTerms, StationTerms } from '../../../shared/modules/processing/terms.ts';
import { recordVoided } from '../../../shared/records/core-records.ts';
import { draft, isRecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { fillRows, planOf, programRows, runRows, standingFill, stationRows } from './board-desk.ts';
import { momentAt, nowAt, requireInstrument } from './places.ts';

/** @throws AppError `processing/not-set-up` */
export function requirePlan(context: HostContext, instrumentId: string): BathPlan {
  const held = planOf(context, instrumentId);
  if (!held) throw new AppError('processing/not-set-up', {});
  return held.plan;
}

/** @throws AppError `processing/station-not-found`, `processing/station-out-of-use` */
function requireStation({ stations }: BathPlan, stationId: string): StationTerms {
  const station = stations.find((one) => one.stationId === stationId);
  if (!station) throw new AppError('processing/station-not-found', { stationId });
  if (!station.isInUse) throw new AppError('processing/station-out-of-use', { position: station.position });
  return station;
}

export function createPlanHandlers(context: HostContext) {
  const os = implement(processingContract.plan);
  return os.router({
    get: os.get.handler(({ input: { instrumentId } }) => {
      const { instrumentClass } = requireInstrument(context, instrumentId);
      const held = planOf(context, instrumentId);
      return { plan: held?.plan ?? null, hasConflict: held?.hasConflict ?? false, instrumentClass };
    }),
    set: os.set.handler(({ input: { instrumentId, plan, reason } }) => {
      requireInstrument(context, instrumentId);
      const command = { do: 'set', plan, reason } as const;
      context.store.records.decide(planDecider, planStream(instrumentId), command, personAuthor(context.actor));
      return {};
    }),
  });
}

export function createProgramHandlers(context: HostContext) {
  const os = implement(processingContract.programs);
  const { store } = context;
  return os.router({
    list: os.list.handler(({ input: { instrumentId, show } }) => programRows(context, instrumentId, show)),

    versions: os.versions.handler(({ input: { programId } }) =>
      store.records
        .read(programStream(programId))
        .filter((record) => isRecordOf(record, programSet))
        .map(({ body, wall, actor }) => ({
          ...{ version: body.version, terms: body.terms, reason: body.reason },
          ...{ at: wall, by: actorName(actor, context) },
        }))
        .toReversed(),
    ),

    set: os.set.handler(({ input: { instrumentId, programId, terms, reason } }) => {
      requireInstrument(context, instrumentId);
      const plan = requirePlan(context, instrumentId);
      const steps = terms.steps.map((step): ProgramTerms['steps'][number] => {
        const station = plan.stations.find(({ stationId }) => stationId === step.stationId);
        if (!station) throw new AppError('processing/step-not-in-plan', {});
        return { ...step, position: station.position, content: station.content };
      });
      const id = programId ?? newId();
      const command = { do: 'set', instrumentId, terms: { ...terms, steps }, reason } as const;
      const author = personAuthor(context.actor);
      const { folded } = store.records.decide(programDecider, programStream(id), command, author);
      return { programId: id, version: folded.state.current?.value.version ?? 1 };
    }),
  });
}

export function createRunHandlers(context: HostContext) {
  const os = implement(processingContract.runs);
  const { store } = context;

  const dueAfter = (instrumentId: string, plan: BathPlan, today: string): string[] =>
    stationRows(context, instrumentId, plan, today)
      .filter(({ state }) => state === 'due' || state === 'overdue' || state === 'expired')
      .map(({ stationId }) => stationId);

  return os.router({
    list: os.list.handler(({ input }) => runRows(context, input)),

    log: os.log.handler(({ input }) => {
      const { instrumentId, requestId: runId, programId, count, outcome, note } = input;
      const instrument = requireInstrument(context, instrumentId);
      const plan = requirePlan(context, instrumentId);
      const program = programRows(context, instrumentId, 'all').find((one) => one.programId === programId);
      if (programId !== null && !program) throw new AppError('processing/program-not-found', { programId });
      if (program?.terms.isRetired) throw new AppError('processing/program-retired', { name: program.terms.name });
      const inUse = new Set(plan.stations.filter(({ isInUse }) => isInUse).map(({ stationId }) => stationId));
      const wanted = program ? program.terms.steps.map(({ stationId }) => stationId) : [...inUse];
      const stationIds = [...new Set(wanted)].filter((stationId) => inUse.has(stationId));
      const when = momentAt(context, instrument, input.at);
      const body = {
        ...{ runId, instrumentId, programId, programVersion: program?.version ?? null },
        ...{ programName: program?.terms.name ?? '', count, outcome, stationIds, ...when, note },
      };
      store.transaction(() => {
        // The same request a second time is the same run.
        if (store.records.read(runStream(runId)).length > 0) return;
        store.records.append([draft(runLogged, runStream(runId), body)], personAuthor(context.actor));
      });
      return { runId, dueStationIds: dueAfter(instrumentId, plan, nowAt(context, instrument).on) };
    }),

    void: os.void.handler(({ input: { runId, reason } }) => {
      const hash = store.db.prepare('SELECT hash FROM bath_runs WHERE run_id = ?').pluck().get(runId);
      if (typeof hash !== 'string') throw new AppError('processing/run-not-found', { runId });
      const voiding = draft(recordVoided, runStream(runId), { target: hash, reason });
      store.records.append([voiding], personAuthor(context.actor));
      return {};
    }),
  });
}

export function createFillHandlers(context: HostContext) {
  const os = implement(processingContract.fills);
  const { store } = context;

  return os.router({
    list: os.list.handler(({ input }) => fillRows(context, input)),

    record: os.record.handler(({ input }) => {
      const { instrumentId, requestId: fillId, stationId, act, lot, expiresOn, openedOn, note } = input;
      const instrument = requireInstrument(context, instrumentId);
      const { position, content } = requireStation(requirePlan(context, instrumentId), stationId);
      const isEmptied = act === 'emptied';
      const when = momentAt(context, instrument, input.at);
      if (!isEmptied && lot === '') throw new AppError('processing/lot-needed', {});
      if (!isEmptied && expiresOn === null) throw new AppError('processing/expiry-needed', {});
      if (openedOn !== null && openedOn > when.on) throw new AppError('processing/opened-after-fill', {});
      if (act === 'topped-up' && !standingFill(context, instrumentId, stationId)) {
        throw new AppError('processing/nothing-there', { position });
      }
      const what = isEmptied ? { lot: '', expiresOn: null, openedOn: null } : { lot, expiresOn, openedOn };
      const body = {
        ...{ fillId, instrumentId, stationId, position, act, fromStationId: null, content, ...what },
        ...{ sinceOn: when.on, carriedCount: 0, ...when, note },
      };
      store.transaction(() => {
        if (store.records.read(fillStream(fillId)).length > 0) return;
        store.records.append([draft(bathFilled, fillStream(fillId), body)], personAuthor(context.actor));
      });
      return { fillId };
    }),

    move: os.move.handler(({ input: { instrumentId, requestId: fillId, fromStationId, stationId, note } }) => {
      const instrument = requireInstrument(context, instrumentId);
      const plan = requirePlan(context, instrumentId);
      const { position } = requireStation(plan, stationId);
      if (fromStationId === stationId) throw new AppError('processing/same-station', {});
      store.transaction(() => {
        if (store.records.read(fillStream(fillId)).length > 0) return;
        const from = standingFill(context, instrumentId, fromStationId);
        if (!from) {
          const source = plan.stations.find((one) => one.stationId === fromStationId);
          throw new AppError('processing/nothing-there', { position: source?.position ?? 0 });
        }
        const { content, lot, expiresOn, openedOn, sinceOn } = from.body;
        const body = {
          ...{ fillId, instrumentId, stationId, position, act: 'moved' as const, fromStationId },
          ...{ content, lot, expiresOn, openedOn, sinceOn, carriedCount: from.usedCount },
          ...nowAt(context, instrument),
          note,
        };
        store.records.append([draft(bathFilled, fillStream(fillId), body)], personAuthor(context.actor));
      });
      return { fillId };
    }),

    lot: os.lot.handler(({ input: { instrumentId, lot } }) => {
      const body = store.db
        .prepare(
          `SELECT body FROM bath_fills WHERE instrument_id = ? AND lot = ? AND act <> 'emptied'
           ORDER BY at_ms DESC, hlc DESC LIMIT 1`,
        )
        .pluck()
        .get(instrumentId, lot);
      if (typeof body !== 'string') return null;
      const { content, expiresOn, openedOn } = JSON.parse(body) as ReturnType<typeof fillRows>[number];
      return { content, expiresOn, openedOn };
    }),

    void: os.void.handler(({ input: { fillId, reason } }) => {
      const hash = store.db.prepare('SELECT hash FROM bath_fills WHERE fill_id = ?').pluck().get(fillId);
      if (typeof hash !== 'string') throw new AppError('processing/fill-not-found', { fillId });
      const voiding = draft(recordVoided, fillStream(fillId), { target: hash, reason });
      store.records.append([voiding], personAuthor(context.actor));
      return {};
    }),
  });
}
