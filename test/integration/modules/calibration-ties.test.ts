import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { labProcedure, lot } from '../../harness/calibration-bench.ts';
import { openPeopleBench, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

/** What calibration says to the rest of the bench: readiness, return to service, self-audit, the instrument's story. */

const dayMs = 24 * 3_600_000;
const signing = { password: ownerPassword, statement: '' };
let clock: HandClock;
let bench: PeopleBench;
let instrumentId: string;

beforeEach(async () => {
  clock = new HandClock();
  bench = await openPeopleBench(testFolder('calibration-ties'), { clock });
  await bench.makeOwner();
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
});
afterEach(() => bench.close());

const sessions = () => bench.page.calibration.sessions;
const service = () => bench.page.maintenance.service;

const confirm = async (): Promise<void> => {
  const about = { definitionKey: 'sysmex-xn-1000', terms: labProcedure, reason: 'manual read', hash: null };
  await bench.page.calibration.procedures.set({ ...about, signing });
};

let count = 0;
/** A verification typed by hand: it passes, or cannot be evaluated as its control was not run. */
async function verification({ withControl }: { withControl: boolean }): Promise<string> {
  count += 1;
  const { sessionId } = await sessions().open({
    ...{ requestId: `verification-${count}`, kind: 'verification', instrumentId, reason: 'six-months' },
    ...{ reasonText: '', triggerIds: [] },
  });
  let run = 0;
  const type = async (set: 'level' | 'qc', value: string, materialKey: string): Promise<void> => {
    run += 1;
    await sessions().typeRun({
      ...{ sessionId, runId: `typed-${count}-${run}`, set, materialKey, note: '' },
      values: [{ parameter: 'hgb', value, unit: 'g/dL' }],
    });
  };
  await sessions().answerPrecondition({ sessionId, key: 'mixed', value: 'yes', note: '' });
  for (const [rangePart, assigned] of [
    ['low', '5.0'],
    ['mid', '13.0'],
    ['high', '20.0'],
  ] as const) {
    await sessions().setMaterial({ sessionId, material: lot(rangePart, 'level', { assigned }, { rangePart }) });
    await type('level', assigned, rangePart);
  }
  await sessions().setMaterial({ sessionId, material: lot('c1', 'control', { low: '12.5', high: '13.5' }) });
  if (withControl) await type('qc', '13.0', 'c1');
  const { tip } = await sessions().get({ sessionId });
  await sessions().close({ sessionId, tip, outcome: 'verified', reason: 'as measured', note: '', signing });
  return sessionId;
}

const reasons = async (): Promise<string[]> =>
  (await service().readiness.get({ instrumentId })).reasons.map(({ code }) => code);
const findings = async (rule: string) => {
  await bench.page.maintenance.audit.run();
  const { run, findings: found } = await bench.page.maintenance.audit.latest();
  return { found: found.filter((one) => one.rule === rule), isLooked: !run!.notEvaluated.includes(rule) };
};

describe('verification beside the rest of the bench', () => {
  test('readiness names a verification past its date, and rests on one that is in date', async () => {
    await confirm();
    expect(await reasons()).not.toContain('verification-overdue');
    expect((await service().readiness.get({ instrumentId })).inputs).not.toContain('calibration');
    clock.now += 190 * dayMs;
    clock.mono += 190 * dayMs;
    await bench.signIn('ruth');
    expect(await reasons()).toContain('verification-overdue');
    await verification({ withControl: true });
    expect(await reasons()).not.toContain('verification-overdue');
    expect((await service().readiness.get({ instrumentId })).inputs).toContain('calibration');
  });

  test('a verification that passed proves the item of a return to service; one that could not be evaluated is told as such', async () => {
    await confirm();
    const { rtsId } = await service().rts.raise({
      ...{ instrumentId, events: ['critical-part'], note: 'laser', downtimeKind: null, workOrderId: null },
    });
    await verification({ withControl: false });
    await verification({ withControl: true });
    const { candidates } = await candidatesOf(rtsId);
    expect(candidates.map(({ key, verdict }) => [key, verdict])).toEqual([
      ['rts.candidate.verification', 'pass'],
      ['rts.candidate.verification', 'cannot-evaluate'],
    ]);
    const proof = { kind: 'record', hash: candidates[0]!.hash, type: '', note: '' } as const;
    await service().rts.prove({ rtsId, item: 'calibration-verification', proof, verdict: 'pass' });
    const { items } = await service().rts.get({ rtsId });
    expect(items.find(({ key }) => key === 'calibration-verification')).toMatchObject({ state: 'done' });
  });

  test('CC8c: the self-audit finds a verification done by no confirmed procedure, and not one done by it', async () => {
    expect(await findings('CC8c')).toEqual({ found: [], isLooked: false });
    const { sessionId, tip } = await sessions().open({
      ...{ requestId: 'verification-0', kind: 'verification', instrumentId, reason: 'six-months' },
      ...{ reasonText: '', triggerIds: [] },
    });
    const end = { outcome: 'not-verified', reason: 'no procedure', note: '' } as const;
    await sessions().close({ sessionId, tip, ...end, signing });
    const { found } = await findings('CC8c');
    expect(found).toMatchObject([{ variant: 'verification-no-procedure', subjectId: sessionId }]);
    await confirm();
    await verification({ withControl: true });
    expect((await findings('CC8c')).found).toHaveLength(1);
  });

  test('CC9: the self-audit finds a calibration closed without its precision check', async () => {
    await confirm();
    const { sessionId, tip } = await sessions().open({
      ...{ requestId: 'calibration-1', kind: 'calibration', instrumentId, reason: 'qc-shift' },
      ...{ reasonText: '', triggerIds: [] },
    });
    const end = { outcome: 'left-as-it-was', reason: 'in a hurry', note: '' } as const;
    await sessions().close({ sessionId, tip, ...end, signing });
    expect((await findings('CC9')).found).toMatchObject([
      { variant: 'no-precision', grade: 'deficiency', instrumentId },
    ]);
  });
});

const candidatesOf = async (rtsId: string) => ({
  candidates: await service().rts.candidates({ rtsId, item: 'calibration-verification' }),
});
