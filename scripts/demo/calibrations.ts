import type { RunSet } from '../../shared/modules/calibration/terms.ts';
import {
  calibratorRun,
  pipetteOfThousand,
  procedureOfWhiteCells,
  thermometerOfBath,
  whiteMaterial,
} from './calibration-terms.ts';
import type { HostCalls } from './lab.ts';
import { dayFromNow } from './plan-terms.ts';

export interface DemoCalibrations {
  /** Closed: one run set aside, as found and as left, the factor changed; waits for its review. */
  readonly calibrationId: string;
  /** Under way, at the first of its levels, with a run on the line that nobody has taken. */
  readonly verificationId: string;
  readonly pipetteId: string;
  readonly pipetteCheckId: string;
  readonly thermometerId: string;
  /** What was done with the thermometer since it was last good. */
  readonly impactId: string;
}

interface Where {
  readonly analyzerId: string;
  readonly serialNumber: string;
  /** Another analyzer of the same model, where a critical part was changed: its verification is due. */
  readonly otherId: string | null;
  readonly balanceId: string;
  /** Lets the analyzer say one message. */
  hear(records: readonly string[]): Promise<void>;
  /** Lays so much on the balance; null where no balance is on a line. */
  readonly weigh: ((grams: number) => void) | null;
}

const WAIT_MS = 20_000;

/** Asks until there is an answer. */
async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + WAIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error(`It did not come: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A calibration from the line, a verification under way and one that is due, a pipette on the balance, a thermometer out of tolerance. */
export async function openCalibrations(calls: HostCalls, where: Where): Promise<DemoCalibrations> {
  const { calibration } = calls;
  await calibration.procedures.set({
    ...{ definitionKey: 'sysmex-xn-1000', terms: procedureOfWhiteCells, hash: null, signing: null },
    reason: 'Confirmed from the manual of the lab',
  });
  for (const [back, value] of [
    [370, '97.10'],
    [180, '97.90'],
  ] as const) {
    await calibration.factors.note({
      ...{ instrumentId: where.analyzerId, parameter: 'wbc', label: 'WBC', value, on: dayFromNow(-back) },
      ...{ setBy: 'service', note: 'From the report of the field service' },
    });
  }
  const calibrationId = await calibrate(calls, where);
  const verificationId = await beginVerification(calls, where);
  if (where.otherId !== null) {
    await calibration.verification.noteTrigger({
      ...{ instrumentId: where.otherId, kind: 'critical-part', on: dayFromNow(0), note: 'Sampling valve changed' },
    });
  }
  return { calibrationId, verificationId, ...(await checkStandards(calls, where)) };
}

/** One session, and a way to take what the analyzer sends as a replicate. */
async function openSession(
  { calibration: { sessions } }: HostCalls,
  { analyzerId, serialNumber, hear }: Where,
  about:
    | { readonly kind: 'calibration'; readonly reason: 'qc-shift' }
    | { readonly kind: 'verification'; readonly reason: 'six-months' },
) {
  const { sessionId } = await sessions.open({
    ...{ ...about, requestId: `demo-${about.kind}`, instrumentId: analyzerId },
    ...{ reasonText: '', triggerIds: [] },
  });
  await sessions.answerPrecondition({ sessionId, key: 'background', value: 'yes', note: '' });
  const send = async (white: string): Promise<string> => {
    await hear(calibratorRun(white, serialNumber));
    const next = await until(`the run of ${white} as a candidate`, async () =>
      (await sessions.candidates({ sessionId, limit: 200 })).find(
        ({ taken, values }) => taken.length === 0 && values.some(({ rawValue }) => rawValue === white),
      ),
    );
    return next.messageId;
  };
  const take = async (set: RunSet, materialKey: string | null, values: readonly string[]): Promise<string[]> => {
    const runIds: string[] = [];
    for (const white of values) {
      const messageId = await send(white);
      runIds.push((await sessions.takeRun({ sessionId, messageId, set, materialKey, note: '' })).runId);
    }
    return runIds;
  };
  return { sessionId, send, take };
}

async function calibrate(calls: HostCalls, where: Where): Promise<string> {
  const { sessions } = calls.calibration;
  const { sessionId, take } = await openSession(calls, where, { kind: 'calibration', reason: 'qc-shift' });
  const [, bubble = ''] = await take('precision', null, ['7.01', '9.99', '7.00', '7.02']);
  await sessions.setAsideRun({ sessionId, runId: bubble, parameter: null, reason: 'Bubble in the tube, seen' });
  await sessions.setMaterial({
    sessionId,
    material: whiteMaterial('calibrator', 'calibrator', 'Calibrator SCS', { assigned: '7.20' }),
  });
  await take('as-found', 'calibrator', ['7.03', '7.04', '6.98']);
  const [factor] = (await sessions.get({ sessionId })).judgement.factors;
  if (factor === undefined) throw new Error('There is no factor to decide on.');
  const about = { sessionId, parameter: 'wbc', current: '98.50', note: '' };
  await sessions.decideFactor({ ...about, analyzer: null, set: null, decision: 'open' });
  const shadow = (await sessions.get({ sessionId })).judgement.factors[0]?.shadow ?? null;
  await sessions.decideFactor({ ...about, analyzer: shadow, set: shadow, decision: 'updated' });
  await take('as-left', 'calibrator', ['7.19', '7.21', '7.18']);
  await sessions.setMaterial({
    sessionId,
    material: whiteMaterial('control', 'control', 'Control level 2', { low: '6.8', high: '7.4' }, { level: '2' }),
  });
  await take('qc', 'control', ['7.12']);
  const { tip } = await sessions.get({ sessionId });
  await sessions.close({ sessionId, tip, outcome: 'calibrated', reason: '', note: '', signing: null });
  return sessionId;
}

async function beginVerification(calls: HostCalls, where: Where): Promise<string> {
  const { sessions } = calls.calibration;
  const { sessionId, send, take } = await openSession(calls, where, { kind: 'verification', reason: 'six-months' });
  await take('precision', null, ['7.05', '7.06', '7.07']);
  for (const [key, level, rangePart, assigned] of [
    ['level-1', 'Low', 'low', '0.80'],
    ['level-2', 'Middle', 'mid', '11.0'],
    ['level-3', 'High', 'high', '88.0'],
  ] as const) {
    const about = { level, rangePart, lot: 'LV-20' };
    await sessions.setMaterial({
      sessionId,
      material: whiteMaterial(key, 'level', 'Linearity material', { assigned }, about),
    });
  }
  await take('level', 'level-1', ['0.81']);
  await send('11.1');
  return sessionId;
}

async function checkStandards(
  { calibration: { standards } }: HostCalls,
  { analyzerId, balanceId, weigh }: Where,
): Promise<Omit<DemoCalibrations, 'calibrationId' | 'verificationId'>> {
  const { equipment, gravimetry, certificates } = standards;
  await certificates.add({
    subject: { kind: 'instrument', id: balanceId },
    terms: {
      ...{ number: 'B-2026-4', issuer: 'Example calibration', accreditation: 'ISO/IEC 17025', traceability: '' },
      ...{ issuedOn: dayFromNow(-60), validTo: dayFromNow(305), uncertainty: '0.1 mg', asFound: 'in-tolerance' },
      ...{ file: null, note: '' },
    },
  });
  const { standardId: thermometerId } = await equipment.register({
    terms: { ...thermometerOfBath, instrumentIds: [analyzerId] },
  });
  const { reviewId } = await equipment.checkPoints({
    ...{ standardId: thermometerId, phase: 'as-found', performedOn: null },
    reference: { kind: 'fixed-point', basis: 'Melting point of gallium' },
    points: [
      {
        ...{ label: 'Water bath', nominal: '37', limit: '0.5', limitKind: 'unit' },
        ...{ reference: '37.0', correction: null, observed: '38.2' },
      },
    ],
    ...{ source: 'Procedure GEN-7', note: '', password: null },
  });
  const { standardId: pipetteId } = await equipment.register({ terms: pipetteOfThousand });
  const conditions = { waterCelsius: '21.5', pressureHpa: '1013', humidityPercent: '55', source: 'T-3, barometer 1' };
  const balance = { kind: 'instrument', instrumentId: balanceId } as const;
  const open = async (phase: 'as-found' | 'as-left'): Promise<string> => {
    const { sheetId } = await gravimetry.open({ standardId: pipetteId, phase, isNew: false });
    await gravimetry.save({ sheetId, balance, conditions });
    return sheetId;
  };
  const first = await open('as-found');
  for (let delivery = 0; delivery < 10; delivery += 1) {
    const value = (0.9962 + (delivery % 3) * 0.0004 + delivery * 0.0001).toFixed(4);
    const weight = { kind: 'typed', value, unit: 'g' } as const;
    await gravimetry.weigh({ sheetId: first, volume: 0, as: 'replicate', weight });
  }
  const { checkId } = await gravimetry.finish({ sheetId: first, password: null });
  const second = await open('as-left');
  for (const grams of weigh === null ? [] : [0.9966, 0.9971, 0.9964]) {
    weigh?.(grams);
    const rawValue = grams.toFixed(4);
    const { messageId } = await until(`${rawValue} g`, async () => {
      const [newest] = await gravimetry.weights({ sheetId: second, limit: 1 });
      return newest?.rawValue === rawValue && newest.isStable && !newest.isTaken ? newest : undefined;
    });
    const weight = { kind: 'wire', messageId, rawValue } as const;
    await gravimetry.weigh({ sheetId: second, volume: 0, as: 'replicate', weight });
  }
  return { pipetteId, pipetteCheckId: checkId, thermometerId, impactId: reviewId ?? '' };
}
