import { AppError } from '../../../shared/kernel/errors.ts';
import { sessionClosed } from '../../../shared/modules/calibration/records.ts';
import {
  backgroundRecorded,
  backgroundStream,
  qcRecorded,
  qcStream,
} from '../../../shared/modules/instruments/records.ts';
import { planChanged, planCreated, taskPerformed } from '../../../shared/modules/maintenance/records.ts';
import type { RtsFold } from '../../../shared/modules/maintenance/service-rts-rules.ts';
import type { RtsItemKey, RtsProof, RtsVerdict } from '../../../shared/modules/maintenance/service-terms.ts';
import type { TaskKind } from '../../../shared/modules/maintenance/terms.ts';
import { isRecordOf, type RecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';

type Verdict = 'pass' | 'fail' | 'cannot-evaluate';

/** What a record says of an item it is offered for. */
interface Candidate {
  readonly hash: string;
  readonly type: string;
  readonly at: string;
  readonly key: string;
  readonly data: Record<string, string | number | boolean>;
  readonly verdict: Verdict;
}

/** Kinds of performed tasks that can prove an item; empty: any kind, the reviewer judges. */
const taskKinds: Readonly<Record<RtsItemKey, readonly TaskKind[]>> = {
  'function-check': ['function-check'],
  'qc-all-levels': ['qc'],
  'calibration-verification': ['calibration'],
  precision: [],
  'carry-over': [],
  comparison: [],
  'lot-check': [],
  'interface-check': [],
};
/** Newest records looked through; a list that stays open longer than this is proven by statement. */
const lookBack = 500;

/** Records made after the list was raised that can prove the item, newest first. */
export function proofCandidates(context: HostContext, state: RtsFold, item: RtsItemKey): Candidate[] {
  const { raised } = state;
  if (!raised) return [];
  const since = context.store.records.byHash(state.raisedHash);
  if (!since) return [];
  const { instrumentId } = raised;
  const streams = [
    ...(item === 'function-check' ? [backgroundStream(instrumentId)] : []),
    ...(item === 'qc-all-levels' ? [qcStream(instrumentId)] : []),
    ...(item === 'calibration-verification' || item === 'precision' ? ['calibration/', 'verification/'] : []),
    'task/',
  ];
  const found: Candidate[] = [];
  for (const streamPrefix of streams) {
    const { records } = context.store.records.page({ streamPrefix, limit: lookBack });
    for (const record of records) {
      if (record.hlc <= since.hlc) continue;
      const { instrumentId: about } = record.body as { instrumentId?: string };
      if (about !== instrumentId) continue;
      const candidate = asCandidate(context, record, item);
      if (candidate) found.push(candidate);
    }
  }
  return found.slice(0, 100);
}

/**
 * A proof by record, with the record's own type. The record must be of this instrument and of a kind that can prove the
 * item, made after the list was raised, and may not have failed when it is entered as passed.
 *
 * @throws AppError `maintenance/proof-not-found`, `proof-other-instrument`, `proof-not-suitable`, `proof-too-old`,
 * `proof-failed`
 */
export function checkProof(
  context: HostContext,
  state: RtsFold,
  item: RtsItemKey,
  proof: Extract<RtsProof, { kind: 'record' }>,
  verdict: RtsVerdict,
): RtsProof {
  const { records } = context.store;
  const record = records.byHash(proof.hash);
  const raised = records.byHash(state.raisedHash);
  if (!record || !raised) throw new AppError('maintenance/proof-not-found', {});
  const { instrumentId } = record.body as { instrumentId?: string };
  if (instrumentId !== state.raised?.instrumentId) throw new AppError('maintenance/proof-other-instrument', {});
  const candidate = asCandidate(context, record, item);
  if (!candidate) throw new AppError('maintenance/proof-not-suitable', { type: record.type });
  if (record.hlc <= raised.hlc) throw new AppError('maintenance/proof-too-old', {});
  if (candidate.verdict === 'fail' && verdict === 'pass') throw new AppError('maintenance/proof-failed', {});
  return { ...proof, type: record.type };
}

function asCandidate(context: HostContext, record: StoredRecord, item: RtsItemKey): Candidate | null {
  const { hash, type, wall } = record;
  if (isRecordOf(record, backgroundRecorded) && item === 'function-check') {
    const { at, verdict, worst } = record.body;
    return { hash, type, at, key: 'rts.candidate.background', data: { worst }, verdict };
  }
  if (isRecordOf(record, qcRecorded) && item === 'qc-all-levels') {
    const { at, controlLot, readings } = record.body;
    const data = { controlLot, count: readings.length };
    return { hash, type, at, key: 'rts.candidate.qc', data, verdict: 'cannot-evaluate' };
  }
  if (isRecordOf(record, sessionClosed)) return asCalibration(context, record, item);
  if (isRecordOf(record, taskPerformed)) {
    const { title, planHash } = record.body;
    const performed = performedNow(context, record);
    if (!performed) return null;
    const { verdict, performedOn } = performed;
    const kinds = taskKinds[item];
    if (kinds.length > 0) {
      const kind = kindOfPlan(context, planHash);
      if (kind === null || !kinds.includes(kind)) return null;
    }
    return { hash, type, at: wall, key: 'rts.candidate.task', data: { title, performedOn }, verdict };
  }
  return null;
}

/** A closed calibration or verification while its closing stands; of its precision check the verdict of that part. */
function asCalibration(
  { store }: HostContext,
  { hash, type, wall, body }: RecordOf<typeof sessionClosed>,
  item: RtsItemKey,
): Candidate | null {
  if (item !== 'calibration-verification' && item !== 'precision') return null;
  const row = store.db
    .prepare(
      'SELECT verdict, precision_verdict AS precision FROM calibration_sessions WHERE closing_hash = ? AND counts = 1',
    )
    .get(hash) as { verdict: Verdict; precision: Verdict | null } | undefined;
  if (!row) return null;
  const data = { on: body.on };
  if (item === 'calibration-verification') {
    return { hash, type, at: wall, key: `rts.candidate.${body.kind}`, data, verdict: row.verdict };
  }
  return row.precision && { hash, type, at: wall, key: 'rts.candidate.precision', data, verdict: row.precision };
}

/** Kind of work by the plan record whose terms were used. */
function kindOfPlan({ store }: HostContext, planHash: string): TaskKind | null {
  const plan = store.records.byHash(planHash);
  if (!plan) return null;
  return isRecordOf(plan, planCreated) || isRecordOf(plan, planChanged) ? plan.body.terms.kind : null;
}

/** A performed task as its corrections leave it; null when it was voided. */
function performedNow(
  { store }: HostContext,
  { stream, hash }: StoredRecord,
): { verdict: Verdict; performedOn: string } | null {
  const row = store.db
    .prepare(
      'SELECT verdict, performed_on AS performedOn, is_voided FROM maintenance_performed WHERE stream = ? AND hash = ?',
    )
    .get(stream, hash) as { verdict: Verdict; performedOn: string; is_voided: number } | undefined;
  return row && row.is_voided === 0 ? row : null;
}
