import type { Host } from '../../electron/host/host.ts';
import { addMonths, type CivilDate } from '../../shared/kernel/civil-date.ts';
import { defaultProcedure } from '../../shared/modules/calibration/default-procedure.ts';
import { sessionStream } from '../../shared/modules/calibration/records.ts';
import { judgeSession } from '../../shared/modules/calibration/rules-judge.ts';
import {
  type SessionCommand,
  type SessionFold,
  sessionDecider,
} from '../../shared/modules/calibration/rules-session.ts';
import type { Material, ProcedureTerms, RunSet, SessionKind } from '../../shared/modules/calibration/terms.ts';
import type { RecordAuthor } from '../../shared/records/define.ts';

const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };
const analytes = { WBC: 'wbc', RBC: 'rbc', HGB: 'hgb', HCT: 'hct', PLT: 'plt' };
const assigned: Readonly<Record<string, number>> = { wbc: 7, rbc: 4.5, hgb: 13.2, hct: 40, plt: 250 };
const levels = ['low', 'mid', 'high'] as const;
const shares = { low: 0.3, mid: 1, high: 2 } as const;
const replicates = 10;

/** A procedure without blanks, so that every verdict is one of numbers. */
function procedure(on: CivilDate): ProcedureTerms {
  const outline = defaultProcedure({ model: 'Analyzer', analytes }, on);
  const tolerance = { percent: '2', floor: null, source: 'perf' };
  const count = { least: 1, most: null, dropFirst: 0, source: 'perf' };
  return {
    ...outline,
    source: 'Manual, page 1',
    preconditions: [],
    precision: { ...outline.precision, isNeeded: false },
    replicates: count,
    verification: { ...outline.verification, replicates: count },
    qc: { levels: 0, source: '' },
    parameters: outline.parameters.map((one) => ({ ...one, maxCvPercent: '5', calibrationTolerance: tolerance })),
  };
}

function material(terms: ProcedureTerms, kind: SessionKind, level: (typeof levels)[number]): Material {
  const isCalibrator = kind === 'calibration';
  return {
    ...{ materialKey: isCalibrator ? 'cal' : level, role: isCalibrator ? 'calibrator' : 'level' },
    ...{ level: isCalibrator ? '' : level, rangePart: isCalibrator ? 'none' : level },
    ...{ name: 'Perf', maker: '', lot: 'L1', expiresOn: '2099-12-31', openedOn: null, openDays: null },
    ...{ traceability: '', source: 'insert' },
    values: terms.parameters.map(({ key, unit }) => {
      const value = ((assigned[key] ?? 1) * shares[isCalibrator ? 'mid' : level]).toFixed(2);
      return { parameter: key, unit, assigned: value, uncertainty: null, low: null, high: null };
    }),
  };
}

/** Replicates a little beside what is assigned, `offset` in per cent. */
function runs(terms: ProcedureTerms, set: RunSet, of: Material, offset: number, on: CivilDate): SessionCommand[] {
  return Array.from({ length: replicates }, (_, at): SessionCommand => {
    const values = terms.parameters.map(({ key, unit }) => {
      const base = Number(of.values.find(({ parameter }) => parameter === key)?.assigned ?? '1');
      const value = (base * (1 + (offset + (at % 3) * 0.2) / 100)).toFixed(2);
      return { parameter: key, test: `^^^^${key}`, rawValue: value, unit, flags: [], value };
    });
    const runId = `${set}-${of.materialKey}-${at}`;
    const origin = { origin: 'typed', messageId: null, definition: null, checksum: '' } as const;
    const at1 = `${on}T08:${String(at).padStart(2, '0')}:00.000Z`;
    return { do: 'run', run: { runId, set, materialKey: of.materialKey, at: at1, values, note: '', ...origin } };
  });
}

type Act = (command: SessionCommand) => { readonly folded: { readonly state: SessionFold } };

/** The work of one session; the analyzer takes over what the bench computes. */
function work(act: Act, terms: ProcedureTerms, kind: SessionKind, on: CivilDate): void {
  const set = (one: Material) => act({ do: 'material', material: one, isRemoved: false, reason: '' });
  if (kind === 'verification') {
    for (const level of levels) {
      const one = material(terms, kind, level);
      set(one);
      for (const run of runs(terms, 'level', one, 0.5, on)) act(run);
    }
    return;
  }
  const calibrator = material(terms, kind, 'mid');
  set(calibrator);
  for (const run of runs(terms, 'as-found', calibrator, 2.8, on)) act(run);
  const decided = { current: '100', decision: 'updated', note: '' } as const;
  for (const { key: parameter } of terms.parameters) {
    const { state } = act({ do: 'factor', parameter, ...decided, analyzer: null, set: null }).folded;
    const shadow = judgeSession(state, on, 0).factors.find((one) => one.parameter === parameter)?.shadow ?? null;
    act({ do: 'factor', parameter, ...decided, analyzer: shadow, set: shadow });
  }
  for (const run of runs(terms, 'as-left', calibrator, 0, on)) act(run);
}

/** A calibration and a verification each half year of each instrument, every one closed and reviewed. */
export function fillCalibrations(
  { context: { store } }: Host,
  instrumentIds: readonly string[],
  startsOn: CivilDate,
  today: CivilDate,
): void {
  for (const instrumentId of instrumentIds) {
    for (let on = startsOn; on < today; on = addMonths(on, 6)) {
      for (const kind of ['calibration', 'verification'] as const) {
        const sessionId = `${instrumentId.slice(-20)}-${kind}-${on}`;
        const stream = sessionStream(kind, sessionId);
        // Broken off before: one that is there is there whole.
        if (store.records.read(stream).length > 0) continue;
        // One transaction a session: as fast as anything is written, and never half of one.
        store.transaction(() => {
          const act = (command: SessionCommand) => store.records.decide(sessionDecider, stream, command, author);
          const terms = procedure(on);
          const when = { on, at: `${on}T08:00:00.000+00:00`, timeZone: 'UTC' };
          const reason = kind === 'calibration' ? 'maker-interval' : 'six-months';
          const procedureHash = 'p'.repeat(43);
          const about = { sessionId, instrumentId, kind, ...when, reasonText: '', triggerIds: [] };
          act({ do: 'open', body: { ...about, reason, terms, procedureHash, definition: null } });
          work(act, terms, kind, on);
          const { state } = store.records.fold(stream, sessionDecider);
          const outcome = kind === 'calibration' ? 'calibrated' : 'verified';
          const seen = { judgement: judgeSession(state, on, 0), runIds: state.runs.map(({ run }) => run.runId) };
          const { folded } = act({
            ...{ do: 'close', isDisputed: false, kind, ...when, outcome, ...seen },
            ...{ reason: '', note: '' },
          });
          act({ do: 'review', target: folded.state.closing!.value.mark.hash, note: '' });
        });
      }
    }
  }
}
