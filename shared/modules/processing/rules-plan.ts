import { AppError } from '../../kernel/errors.ts';
import type { Decider, FoldContext } from '../../records/decider.ts';
import { draft, isRecordOf, type RecordDraft, type StoredRecord } from '../../records/define.ts';
import { answersOf, decideSlot, type Slot, type SlotRule } from '../../records/slot.ts';
import { planSet, programSet } from './records.ts';
import type { BathPlan, ChangeLimit, ProgramTerms, StationTerms } from './terms.ts';

/** Pure rules of an instrument's baths and of its programs: what they are after their records. */

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The limit that asks for more; a number asks for more than a blank or "not used". */
function stricter(a: ChangeLimit, b: ChangeLimit): ChangeLimit {
  if (typeof a !== 'number') return typeof b === 'number' ? b : a === null ? a : b;
  return typeof b === 'number' ? Math.min(a, b) : a;
}

/** Two plans set apart, until somebody has decided: the later one with the stricter of both limits at every bath. */
export function stricterPlan(earlier: BathPlan, later: BathPlan): BathPlan {
  const before = new Map(earlier.stations.map((station) => [station.stationId, station]));
  const stations = later.stations.map((station): StationTerms => {
    const other = before.get(station.stationId);
    if (!other) return station;
    return {
      ...station,
      isInUse: station.isInUse || other.isInUse,
      countLimit: stricter(other.countLimit, station.countLimit),
      dayLimit: stricter(other.dayLimit, station.dayLimit),
    };
  });
  const grading = {
    ...later.grading,
    needsSecondPerson: earlier.grading.needsSecondPerson || later.grading.needsSecondPerson,
    isAskedEachDay: earlier.grading.isAskedEachDay || later.grading.isAskedEachDay,
  };
  return { ...later, stations, grading };
}

const planRule: SlotRule<BathPlan> = {
  code: 'processing/plan-set-apart',
  hold: stricterPlan,
  isSame: sameJson,
  show: ({ stations }) => String(stations.length),
};

export interface PlanFold {
  readonly instrumentId: string;
  readonly plan: Slot<BathPlan> | null;
}

export interface PlanCommand {
  readonly do: 'set';
  readonly plan: BathPlan;
  readonly reason: string;
}

/** Two baths at one place, a limit nobody can look up, or a bath that would never be due. */
function requireSound({ stations, grading }: BathPlan): void {
  const positions = new Set<number>();
  for (const { position, content, isInUse, countLimit, dayLimit, source } of stations) {
    if (positions.has(position)) throw new AppError('processing/position-twice', { position });
    positions.add(position);
    const hasLimit = typeof countLimit === 'number' || typeof dayLimit === 'number';
    if (hasLimit && source.trim() === '') throw new AppError('processing/source-needed', { position });
    if (!isInUse) continue;
    if (content === '') throw new AppError('processing/content-needed', { position });
    if (countLimit === 'not-used' && dayLimit === 'not-used') throw new AppError('processing/never-due', { position });
  }
  for (const { text, low, high, source } of grading.criteria) {
    if ((low !== null || high !== null) && source.trim() === '') {
      throw new AppError('processing/criterion-source-needed', { text });
    }
    if (low !== null && high !== null && Number(low) > Number(high)) {
      throw new AppError('processing/criterion-range', { text });
    }
  }
}

/**
 * Refuses with `processing/position-twice`, `source-needed`, `content-needed`, `never-due`, `criterion-source-needed`,
 * `criterion-range`.
 */
export const planDecider: Decider<PlanFold, PlanCommand> = {
  initial: (stream) => ({ instrumentId: stream.slice(stream.indexOf('/') + 1), plan: null }),
  evolve(state: PlanFold, record: StoredRecord, context: FoldContext): PlanFold {
    if (!isRecordOf(record, planSet)) return state;
    return { ...state, plan: decideSlot(state.plan, record, record.body.plan, context, planRule) };
  },
  decide({ instrumentId, plan: held }, { plan, reason }, stream): readonly RecordDraft[] {
    requireSound(plan);
    if (held && held.sides.length < 2 && sameJson(plan, held.value)) return [];
    return [draft(planSet, stream, { instrumentId, plan, reason, answers: answersOf(held) })];
  },
};

/** One version of a program. */
export interface ProgramVersion {
  readonly version: number;
  readonly terms: ProgramTerms;
}

export interface ProgramFold {
  readonly programId: string;
  readonly instrumentId: string | null;
  readonly current: Slot<ProgramVersion> | null;
}

export interface ProgramCommand {
  readonly do: 'set';
  readonly instrumentId: string;
  readonly terms: ProgramTerms;
  readonly reason: string;
}

const programRule: SlotRule<ProgramVersion> = {
  code: 'processing/program-set-apart',
  hold: (earlier, later) => (later.version >= earlier.version ? later : earlier),
  isSame: sameJson,
  show: ({ version, terms }) => `${terms.name} ${version}`,
};

/** Refuses with `processing/program-of-another` (a program stays with its instrument). */
export const programDecider: Decider<ProgramFold, ProgramCommand> = {
  initial: (stream) => ({ programId: stream.slice(stream.indexOf('/') + 1), instrumentId: null, current: null }),
  evolve(state: ProgramFold, record: StoredRecord, context: FoldContext): ProgramFold {
    if (!isRecordOf(record, programSet)) return state;
    const { instrumentId, version, terms } = record.body;
    return {
      ...state,
      instrumentId: state.instrumentId ?? instrumentId,
      current: decideSlot(state.current, record, { version, terms }, context, programRule),
    };
  },
  decide({ programId, instrumentId, current }, command, stream): readonly RecordDraft[] {
    const { terms, reason } = command;
    if (instrumentId !== null && instrumentId !== command.instrumentId) {
      throw new AppError('processing/program-of-another', { name: terms.name });
    }
    if (current && current.sides.length < 2 && sameJson(terms, current.value.terms)) return [];
    const version = (current?.value.version ?? 0) + 1;
    const body = { instrumentId: command.instrumentId, programId, version, terms, reason, answers: answersOf(current) };
    return [draft(programSet, stream, body)];
  },
};
