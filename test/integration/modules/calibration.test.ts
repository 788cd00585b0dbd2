import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../../shared/modules/calibration/sessions-contract.ts';
import type { RunSet } from '../../../shared/modules/calibration/terms.ts';
import { hemoglobin, labProcedure, lot, sample } from '../../harness/calibration-bench.ts';
import { nextOf } from '../../harness/module-bench.ts';
import { openPeopleBench, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

const dayMs = 24 * 3_600_000;
let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;
let instrumentId: string;

beforeEach(async () => {
  dataFolder = testFolder('calibration');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
  await bench.makeOwner();
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
});
afterEach(() => bench.close());

const calls = () => bench.page.calibration;
const signing = { password: ownerPassword, statement: '' };
const refused = (code: string) => expect.objectContaining({ code });
const section = (session: Session, key: string) => session.judgement.sections.find((one) => one.key === key)!;

/** Time passes; the bench locks in between, and Ruth signs in again. */
const advance = async (ms: number): Promise<void> => {
  clock.now += ms;
  clock.mono += ms;
  await bench.signIn('ruth');
};

let heard = 0;
/** One sample on the wire; answers the message's id. */
async function hear(value: string): Promise<string> {
  const { messages } = bench.host.context.store;
  const before = messages.count({ instrumentId });
  heard += 1;
  clock.now += 1000;
  clock.mono += 1000;
  await bench.hear(instrumentId, sample(value, heard));
  await vi.waitFor(() => expect(messages.count({ instrumentId })).toBe(before + 1));
  return messages.page({ instrumentId }, { limit: 1 })[0]!.messageId;
}

async function takeAll(
  sessionId: string,
  set: RunSet,
  values: readonly string[],
  materialKey: string | null,
): Promise<string[]> {
  const runIds: string[] = [];
  for (const value of values) {
    const messageId = await hear(value);
    const { runId } = await calls().sessions.takeRun({ sessionId, messageId, set, materialKey, note: '' });
    runIds.push(runId);
  }
  return runIds;
}

const confirm = async (terms = labProcedure) =>
  await calls().procedures.set({ definitionKey: 'sysmex-xn-1000', terms, reason: 'manual read', hash: null, signing });

let asked = 0;
const open = async (kind: 'calibration' | 'verification' = 'calibration') => {
  asked += 1;
  const reason = kind === 'calibration' ? 'qc-shift' : 'six-months';
  const requestId = `request-${asked}`;
  return await calls().sessions.open({ requestId, kind, instrumentId, reason, reasonText: '', triggerIds: [] });
};
const get = (sessionId: string) => calls().sessions.get({ sessionId });
const reopen = async (): Promise<void> => {
  await bench.close();
  bench = await openPeopleBench(dataFolder, { clock });
  await bench.signIn('ruth');
};

describe('a calibration with replicates from the wire', () => {
  test('C.6: from the question to the review, the bench shut after every step, and the analyzer’s factor beside ours', async () => {
    await confirm();
    const { sessionId } = await open();
    const steps: [step: string, act: () => Promise<unknown>][] = [
      ['preconditions', () => calls().sessions.answerPrecondition({ sessionId, key: 'mixed', value: 'yes', note: '' })],
      ['precision', () => takeAll(sessionId, 'precision', ['15.0', '13.0', '13.1', '13.0'], null)],
      [
        'material',
        () => calls().sessions.setMaterial({ sessionId, material: lot('cal', 'calibrator', { assigned: '13.20' }) }),
      ],
      ['as-found', () => takeAll(sessionId, 'as-found', ['12.95', '12.96', '12.97'], 'cal')],
      [
        'factors',
        () =>
          calls().sessions.decideFactor({
            ...{ sessionId, parameter: 'hgb', current: '98.5', analyzer: '100.32', set: '100.32' },
            ...{ decision: 'updated', note: '' },
          }),
      ],
      ['as-left', () => takeAll(sessionId, 'as-left', ['13.2', '13.25', '13.15'], 'cal')],
      [
        'qc',
        async () => {
          await calls().sessions.setMaterial({
            sessionId,
            material: lot('c1', 'control', { low: '12.5', high: '13.5' }),
          });
          await takeAll(sessionId, 'qc', ['13.1'], 'c1');
        },
      ],
    ];
    for (const [step, act] of steps) {
      const before = await get(sessionId);
      expect(before.step).toBe(step);
      await reopen();
      expect(await get(sessionId)).toEqual(before);
      await act();
    }
    const ready = await get(sessionId);
    expect(ready.judgement.verdict).toBe('pass');
    expect(ready.judgement.factors).toMatchObject([{ shadow: '100.32', advice: 'update', verdict: 'pass' }]);
    const { tip, verdict } = await calls().sessions.close({
      ...{ sessionId, tip: ready.tip, outcome: 'calibrated', reason: '', note: '', signing },
    });
    expect(verdict).toBe('pass');
    const closed = await get(sessionId);
    expect(closed).toMatchObject({ state: 'closed', step: null, isSameAsFrozen: true, verdict: 'pass' });
    await calls().sessions.review({ sessionId, target: tip, note: '', signing });
    expect(await get(sessionId)).toMatchObject({ state: 'reviewed', reviewedBy: 'Ruth Keller' });
    expect(await calls().factors.history({ instrumentId, parameter: null, fromOn: null, toOn: null })).toMatchObject([
      { before: '98.5', after: '100.32', shadow: '100.32', asFoundPercent: '-1.82', asLeftPercent: '0.00' },
    ]);
    expect((await bench.page.system.verify()).isSound).toBe(true);
  });

  test('a replicate is copied as it was sent, and nothing of the patient is in any record', async () => {
    await confirm();
    const { sessionId } = await open();
    const messageId = await hear('13.0');
    await calls().sessions.takeRun({ sessionId, messageId, set: 'precision', materialKey: null, note: '' });
    const { runs } = await get(sessionId);
    expect(runs).toMatchObject([
      {
        ...{ origin: 'wire', messageId, number: 1, isDropped: true, checksum: 'ok' },
        definition: { key: 'sysmex-xn-1000' },
        values: [{ parameter: 'hgb', rawValue: '13.0', unit: 'g/dL', flags: ['N'], value: '13.0' }],
      },
    ]);
    const written = bench.host.context.store.db
      .prepare("SELECT raw FROM record_log WHERE type LIKE 'calibration.%'")
      .pluck()
      .all() as string[];
    expect(written.length).toBeGreaterThan(1);
    expect(written.filter((raw) => /Doe|Jane|4711|19800101/.test(raw))).toEqual([]);
  });

  test('one message is one replicate, however often it is asked for; of another instrument it is none', async () => {
    await confirm();
    const { sessionId } = await open();
    const messageId = await hear('13.0');
    const take = { sessionId, messageId, set: 'precision', materialKey: null, note: '' } as const;
    const first = await calls().sessions.takeRun(take);
    expect(await calls().sessions.takeRun(take)).toEqual(first);
    expect((await get(sessionId)).runs).toHaveLength(1);
    // Set aside it may be taken anew, as after a procedure that names more parameters; the first stays in sight.
    await calls().sessions.setAsideRun({ sessionId, runId: first.runId, parameter: null, reason: 'taken anew' });
    expect((await calls().sessions.takeRun(take)).runId).not.toBe(first.runId);
    expect((await get(sessionId)).runs).toHaveLength(2);
    const other = await bench.register('sysmex-xn-1000', { name: 'XN 2' });
    const { sessionId: elsewhere } = await calls().sessions.open({
      ...{ requestId: 'request-other', kind: 'calibration', instrumentId: other, reason: 'qc-shift' },
      ...{ reasonText: '', triggerIds: [] },
    });
    await expect(calls().sessions.takeRun({ ...take, sessionId: elsewhere })).rejects.toEqual(
      refused('calibration/message-not-found'),
    );
  });

  test('while the session runs the page is told which messages can be taken, and that one was', async () => {
    await confirm();
    await hear('10.0');
    const { sessionId } = await open();
    const live = await calls().sessions.live({ sessionId });
    expect((await nextOf(live)).candidates).toEqual([]);
    const messageId = await hear('13.0');
    const pushed = await nextOf(live);
    expect(pushed.candidates).toMatchObject([
      { messageId, values: [{ rawValue: '13.0' }], taken: [], flaggedCount: 0 },
    ]);
    const { runId } = await calls().sessions.takeRun({
      sessionId,
      messageId,
      set: 'precision',
      materialKey: null,
      note: '',
    });
    expect((await nextOf(live)).candidates).toMatchObject([{ messageId, taken: [{ runId, set: 'precision' }] }]);
    await live.return?.();
    expect(await calls().sessions.candidates({ sessionId, limit: 10 })).toHaveLength(1);
  });

  test('a clock set back while the session runs hides no replicate', async () => {
    await confirm();
    const { sessionId } = await open();
    clock.now -= dayMs;
    const messageId = await hear('13.0');
    expect(await calls().sessions.candidates({ sessionId, limit: 10 })).toMatchObject([{ messageId }]);
  });

  test('CC22: setting aside without a reason is refused; with one, the run stays in sight', async () => {
    await confirm();
    const { sessionId } = await open();
    const [runId] = await takeAll(sessionId, 'precision', ['13.0'], null);
    const aside = { sessionId, runId: runId!, parameter: null };
    await expect(calls().sessions.setAsideRun({ ...aside, reason: ' ' })).rejects.toThrow();
    await calls().sessions.setAsideRun({ ...aside, reason: 'short sample' });
    expect((await get(sessionId)).runs).toMatchObject([{ setAside: [{ reason: 'short sample', by: 'Ruth Keller' }] }]);
    await calls().sessions.restoreRun({ ...aside, reason: 'it was not' });
    expect((await get(sessionId)).runs).toMatchObject([{ setAside: [] }]);
  });

  test('what was typed and not saved is there after a new start, and gone once it is saved', async () => {
    await confirm();
    const { sessionId } = await open();
    await calls().sessions.saveDraft({ sessionId, form: 'material/cal', field: 'lot', value: 'L7' });
    await reopen();
    expect((await get(sessionId)).drafts).toMatchObject([{ form: 'material/cal', fields: { lot: 'L7' } }]);
    await calls().sessions.setMaterial({ sessionId, material: lot('cal', 'calibrator', { assigned: '13.2' }) });
    expect((await get(sessionId)).drafts).toEqual([]);
  });

  test('anything but a pass needs its reason, and a wrong password saves nothing', async () => {
    const { sessionId, tip } = await open();
    const end = { sessionId, tip, outcome: 'abandoned', note: '' } as const;
    await expect(calls().sessions.close({ ...end, reason: '', signing })).rejects.toEqual(
      refused('calibration/needs-reason'),
    );
    const wrong = { password: 'not it', statement: '' };
    await expect(calls().sessions.close({ ...end, reason: 'not needed', signing: wrong })).rejects.toEqual(
      refused('people/wrong-password'),
    );
    expect(await get(sessionId)).toMatchObject({ state: 'running', procedure: 'not-confirmed' });
    await calls().sessions.close({ ...end, reason: 'not needed', signing });
    expect(await get(sessionId)).toMatchObject({ state: 'closed', outcome: 'abandoned', verdict: 'cannot-evaluate' });
    await expect(
      calls().sessions.typeRun({
        ...{ sessionId, runId: 'typed-run-1', set: 'precision', materialKey: null, note: '' },
        values: [{ parameter: 'hgb', value: '13', unit: 'g/dL' }],
      }),
    ).rejects.toEqual(refused('calibration/closed'));
  });
});

/** A verification with one run of each of three levels. */
async function verify(values: readonly [string, string, string]): Promise<string> {
  const { sessionId } = await open('verification');
  const parts = [
    ['low', '5.0'],
    ['mid', '13.0'],
    ['high', '20.0'],
  ] as const;
  await calls().sessions.answerPrecondition({ sessionId, key: 'mixed', value: 'yes', note: '' });
  for (const [at, [part, assigned]] of parts.entries()) {
    const material = lot(part, 'level', { assigned }, { level: part, rangePart: part });
    await calls().sessions.setMaterial({ sessionId, material });
    await takeAll(sessionId, 'level', [values[at]!], part);
  }
  await calls().sessions.setMaterial({ sessionId, material: lot('c1', 'control', { low: '12.5', high: '13.5' }) });
  await takeAll(sessionId, 'qc', ['13.0'], 'c1');
  const { tip } = await get(sessionId);
  const outcome = values[1] === '13.0' ? 'verified' : 'not-verified';
  await calls().sessions.close({ sessionId, tip, outcome, reason: 'as measured', note: '', signing });
  return sessionId;
}
const standing = async () => (await calls().verification.standing({ instrumentId }))[0]!;

describe('CC8: verification every six months and after events', () => {
  test('CC8: on by default: never yet, overdue after six months without one, in date once three levels pass', async () => {
    await confirm();
    expect(await standing()).toMatchObject({ state: 'never', lastOn: null, isProcedureConfirmed: true });
    await advance(190 * dayMs);
    expect(await standing()).toMatchObject({ state: 'overdue' });
    const failed = await verify(['5.0', '14.0', '20.0']);
    expect(await get(failed)).toMatchObject({ verdict: 'fail' });
    expect(await standing()).toMatchObject({ state: 'overdue', lastVerdict: 'fail' });
    const passed = await verify(['5.2', '13.0', '20.8']);
    expect(await get(passed)).toMatchObject({ verdict: 'pass' });
    expect(await standing()).toMatchObject({ state: 'in-date', lastSessionId: passed, lastVerdict: 'pass' });
    await reopen();
    expect(await standing()).toMatchObject({ state: 'in-date', lastSessionId: passed });
  });

  test('CC8c: by a procedure nobody confirmed for the model it cannot be evaluated, whatever the values', async () => {
    const { sessionId } = await open('verification');
    const session = await get(sessionId);
    expect(session.procedure).toBe('not-confirmed');
    expect(section(session, 'procedure')).toMatchObject({ verdict: 'cannot-evaluate' });
    await confirm();
    await calls().sessions.adoptProcedure({ sessionId, reason: 'confirmed meanwhile' });
    expect(section(await get(sessionId), 'procedure').verdict).toBe('pass');
  });

  test('an event asks at once, a dismissed one needs its reason, and a justified exemption stops the clock', async () => {
    await confirm();
    await verify(['5.0', '13.0', '20.0']);
    await advance(dayMs);
    const on = (await calls().verification.standing({ instrumentId })).map(({ lastOn }) => lastOn)[0]!;
    await expect(
      calls().verification.noteTrigger({ instrumentId, kind: 'critical-part', on: '2099-01-01', note: '' }),
    ).rejects.toEqual(refused('calibration/in-the-future'));
    await calls().verification.noteTrigger({ instrumentId, kind: 'critical-part', on, note: 'laser' });
    // A verification of the same day has answered it.
    expect(await standing()).toMatchObject({ state: 'in-date' });
    const { rtsId } = await bench.page.maintenance.service.rts.raise({
      ...{ instrumentId, events: ['critical-part'], note: 'laser', downtimeKind: null, workOrderId: null },
    });
    expect(await standing()).toMatchObject({
      state: 'triggered',
      openTriggers: [{ triggerId: `rts/${rtsId}`, origin: 'return-to-service' }],
    });
    const exemption = {
      instrumentId,
      basis: 'factory-locked',
      reason: 'maker locked it',
      untilOn: null,
      signing,
    } as const;
    await calls().verification.setExemption({ ...exemption, isExempt: true });
    expect(await standing()).toMatchObject({ state: 'exempt', exemption: { basis: 'factory-locked' } });
    await calls().verification.setExemption({ ...exemption, isExempt: false });
    expect(await standing()).toMatchObject({ state: 'triggered', exemption: null });
  });
});

describe('CC7: the maker’s monitoring is read and signed in the lab', () => {
  test('CC7: whole months since it was agreed are asked for, and a signed one is not asked for again', async () => {
    await confirm();
    await advance(95 * dayMs);
    const missing = (await standing()).monthlyReview!.missing;
    expect(missing.length).toBeGreaterThanOrEqual(2);
    const month = missing[0]!;
    const read = { instrumentId, month, report: 'Report 7', verdict: 'in-order', findings: '', signing } as const;
    await expect(calls().months.review({ ...read, report: '' })).rejects.toEqual(refused('calibration/needs-report'));
    await calls().months.review(read);
    expect((await standing()).monthlyReview!.missing).not.toContain(month);
    const rows = await calls().months.list({ instrumentId, limit: 12 });
    expect(rows.find((row) => row.month === month)).toMatchObject({ isMissing: false, review: { by: 'Ruth Keller' } });
  });
});

describe('procedures and factors', () => {
  test('a procedure names its manual, and is not changed over somebody’s head', async () => {
    const outline = await calls().procedures.get({ definitionKey: 'sysmex-xn-1000' });
    expect(outline).toMatchObject({ isConfirmed: false, hash: null });
    expect(outline.blanks).toContain('source');
    await expect(confirm({ ...labProcedure, source: '' })).rejects.toEqual(
      refused('calibration/procedure-needs-source'),
    );
    const { hash } = await confirm();
    await expect(confirm()).rejects.toEqual(refused('calibration/changed-meanwhile'));
    expect(await calls().procedures.list()).toMatchObject([{ hash, isConfirmed: true, blanks: [], versionCount: 1 }]);
  });

  test('the view of a past day shows the factors that held then', async () => {
    const note = async (value: string, on: string) =>
      await calls().factors.note({
        instrumentId,
        parameter: 'hgb',
        label: hemoglobin.label,
        value,
        on,
        setBy: 'service',
        note: '',
      });
    await note('98.5', '2020-01-10');
    await note('99.0', '2021-01-10');
    const then = await calls().factors.asOf({ instrumentId, on: '2020-12-31' });
    expect(then.factors).toMatchObject([{ parameter: 'hgb', after: '98.5', decision: 'noted' }]);
    expect((await calls().factors.asOf({ instrumentId, on: '2021-01-10' })).factors).toMatchObject([{ after: '99.0' }]);
    expect(await calls().factors.asOf({ instrumentId, on: '2019-01-01' })).toMatchObject({
      factors: [],
      lastCalibration: null,
    });
  });

  test('the question before a calibration says what stands against it', async () => {
    const codes = async () =>
      (await calls().sessions.guard({ instrumentId, kind: 'calibration' })).facts.map(({ code }) => code);
    expect(await codes()).toEqual(
      expect.arrayContaining(['no-open-errors', 'never-calibrated', 'procedure-not-confirmed']),
    );
    await open();
    expect(await codes()).toContain('session-running');
  });
});
