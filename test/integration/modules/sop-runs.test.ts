import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { words } from '../../../shared/modules/people/words.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { openPeopleBench, ownPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { answerStep, putInForce, startRun, today } from '../../harness/sop-bench.ts';
import {
  branch,
  choice,
  confirm,
  hazard,
  number,
  repeat,
  signature,
  sop,
  text,
  typed,
} from '../../harness/sop-paper.ts';

const signing = (password: string) => ({ password, statement: '' });

let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
const calls = () => bench.page.sop;
const again = async () => {
  await bench.close();
  bench = await openPeopleBench(folder.path);
};

beforeEach(async () => {
  folder = temporaryFolder('sop');
  bench = await openPeopleBench(folder.path);
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const start = (sopId: string) => startRun(bench, sopId);
const answer = (run: { runId: string; versionHash: string }, at: string, value: string | null, reason = '') =>
  answerStep(bench, run, at, value, reason);

describe('a run', () => {
  const content = sop([
    hazard('hazard'),
    number('n', { low: '2', high: '5' }),
    branch('good', 'n', [
      { label: 'good', when: { op: 'is-verdict', value: 'pass' }, goTo: 'each' },
      { label: 'bad', when: null, goTo: 'next' },
    ]),
    text('why'),
    repeat('each', [choice('look', ['clear', 'cloudy'], ['clear'])]),
  ]);

  test('C.10: is walked step by step, keeps its version, and says what it would say', async () => {
    const { sopId } = await putInForce(bench, content);
    let run = await start(sopId);
    expect([run.nextAt, run.state, run.place]).toEqual(['hazard', 'started', 'saved-here']);
    run = await answer(run, 'hazard', 'acknowledged');
    run = await answer(run, 'n', '3,5');
    expect(run.steps.map(({ at }) => at)).toEqual(['hazard', 'n', 'good', 'each']);
    // A newer version comes into force meanwhile: told, nothing else.
    const { versionId } = await calls().versions.start({ sopId, reason: '' });
    await calls().versions.submit({ sopId, versionId, note: '', signing: null });
    await calls().versions.approve({ sopId, versionId, effectiveOn: today(), note: '', signing: null });
    run = await calls().runs.get({ runId: run.runId });
    expect([run.versionNumber, run.newerNumber]).toEqual([1, 2]);
    run = await answer(run, 'each', '1');
    run = await answer(run, 'each#1/look', 'clear');
    const half = { runId: run.runId, versionHash: run.versionHash, at: 'each#1/look' };
    await calls().runs.saveField({ ...half, entry: typed('cloudy') });
    await expect(calls().runs.finish({ runId: run.runId, note: '', signing: null })).rejects.toMatchObject({
      code: 'sop/open-drafts',
    });
    run = await calls().runs.dropField(half);
    expect([run.nextAt, run.openRequired, run.foretold.verdict]).toEqual([null, [], 'pass']);
    run = await calls().runs.finish({ runId: run.runId, note: '', signing: null });
    expect([run.state, run.verdict, run.answeredCount]).toEqual(['finished', 'pass', 4]);
  });

  test('typed fields are drafts of this bench: they survive, load into their own form alone, and end with the answer', async () => {
    const { sopId } = await putInForce(bench, content);
    const one = await start(sopId);
    const two = await start(sopId);
    await answer(one, 'hazard', 'acknowledged');
    await calls().runs.saveField({
      runId: one.runId,
      versionHash: one.versionHash,
      at: 'n',
      entry: typed('4', 'warm'),
    });
    await again();
    let found = await calls().runs.get({ runId: one.runId });
    expect(found.place).toBe('draft');
    expect(found.steps.find(({ at }) => at === 'n')?.draft).toMatchObject({
      value: '4',
      note: 'warm',
      isRecovered: false,
      verdict: 'pass',
    });
    expect((await calls().runs.get({ runId: two.runId })).steps.every(({ draft }) => draft === null)).toBe(true);
    const other = 'x'.repeat(43);
    const where = { runId: one.runId, versionHash: other, at: 'n' };
    await expect(calls().runs.saveField({ ...where, entry: typed('9') })).rejects.toMatchObject({
      code: 'sop/other-form',
    });
    found = await answer(one, 'n', '4');
    expect([found.place, found.steps.find(({ at }) => at === 'n')?.draft]).toEqual(['saved-here', null]);
    expect(found.steps.find(({ at }) => at === 'n')?.answer).toMatchObject({
      value: '4',
      tookSeconds: expect.any(Number),
    });
  });

  test('a deviation, a hand-over, a change with its reason and a revision after the end are all kept', async () => {
    const { sopId } = await putInForce(bench, content);
    const { runs } = calls();
    let run = await start(sopId);
    run = await answer(run, 'hazard', 'acknowledged');
    run = await answer(run, 'n', '9');
    await expect(answer(run, 'n', '8')).rejects.toMatchObject({ code: 'sop/change-needs-reason' });
    run = await answer(run, 'n', '8', 'misread');
    const deviation = { what: 'no note', reason: 'busy', isInstead: true };
    run = await runs.deviate({ runId: run.runId, versionHash: run.versionHash, at: 'why', ...deviation });
    run = await runs.handOver({ runId: run.runId, toPersonId: null, toWhom: 'Night', note: 'each is open' });
    expect(run).toMatchObject({ state: 'paused', handOver: { toWhom: 'Night', openSteps: 1 } });
    run = await runs.resume({ runId: run.runId, note: 'here' });
    run = await answer(run, 'each', '0');
    run = await runs.finish({ runId: run.runId, note: '', signing: null });
    expect(run).toMatchObject({ verdict: 'fail', deviationCount: 1 });
    run = await runs.reopen({ runId: run.runId, reason: 'wrong value' });
    run = await answer(run, 'n', '3', 'wrong value');
    run = await runs.finish({ runId: run.runId, note: '', signing: null });
    expect(run.revisions.map(({ finished }) => finished?.verdict)).toEqual(['fail', 'pass']);
    const step = run.steps.find(({ at }) => at === 'n')!;
    expect([step.earlier.map(({ value }) => value), step.answer?.value]).toEqual([['9', '8'], '3']);
    expect((await bench.page.system.verify()).isSound).toBe(true);
  });

  test('a specimen is kept as its hash and last characters; a timer runs on over a restart', async () => {
    const scan = { ...confirm('tube'), kind: 'scan' as const, what: 'specimen' as const, expects: '' };
    const timer = { ...confirm('wait'), kind: 'timer' as const, leastSeconds: null, mostSeconds: null };
    const { sopId } = await putInForce(bench, sop([scan, timer]));
    let run = await start(sopId);
    await calls().runs.saveField({
      runId: run.runId,
      versionHash: run.versionHash,
      at: 'tube',
      entry: typed('LAB-0012345'),
    });
    await again();
    expect((await calls().runs.get({ runId: run.runId })).steps[0]?.draft?.value).toBe('LAB-0012345');
    run = await answer(run, 'tube', 'LAB-0012345');
    const kept = run.steps[0]?.answer;
    expect(kept?.value).not.toContain('LAB-001');
    expect(kept?.specimenHash).toBeTruthy();
    expect(kept?.value).toContain('2345');
    await calls().runs.startTimer({ runId: run.runId, versionHash: run.versionHash, at: 'wait' });
    await again();
    expect((await calls().runs.get({ runId: run.runId })).steps[1]?.draft?.timer).toMatchObject({
      startedAt: expect.any(String),
    });
    await expect(answer(run, 'wait', '5')).rejects.toMatchObject({ code: 'sop/timer-runs' });
    const stopped = await calls().runs.stopTimer({ runId: run.runId, versionHash: run.versionHash, at: 'wait' });
    run = await answer(run, 'wait', stopped.value);
    expect(run.steps[1]?.answer).toMatchObject({ value: stopped.value, timing: { startedAt: expect.any(String) } });
    expect(readFileSync(join(folder.path, 'benchside.sqlite')).includes('LAB-0012345')).toBe(false);
  });
});

describe('with people', () => {
  test('approval, reading, a step of a second person and the end are signed; act and signature stand together', async () => {
    await bench.makeOwner();
    const instrumentId = await bench.register('sysmex-xn-1000');
    const tom = await bench.addPerson('tom', ['tech']);
    await bench.addPerson('ann', ['tech', 'supervisor']);
    for (const name of ['tom', 'ann']) {
      await bench.signIn(name);
      await bench.page.people.certify({ password: ownPassword, statement: words['people.certification'] });
    }
    const content = sop([confirm('a'), signature('second', true)], { needsSignature: true });
    const { sopId, versionId } = await putInForce(bench, content, 'HEM-1', ownPassword);
    await calls().library.setReaders({ sopId, readers: { roles: [], personIds: [tom], withinDays: 14 }, reason: '' });
    expect(await calls().readings.ofVersion({ sopId, versionId })).toMatchObject([
      { personId: tom, mustRead: true, read: null },
    ]);
    expect((await calls().library.list({}))[0]?.effective?.unreadCount).toBe(1);
    await bench.signIn('tom');
    expect(await calls().readings.mine()).toMatchObject([{ sopId, versionId }]);
    await expect(calls().readings.sign({ sopId, versionId, signing: null })).rejects.toMatchObject({
      code: 'sop/signature-needed',
    });
    await calls().readings.sign({ sopId, versionId, signing: signing(ownPassword) });
    expect(await calls().readings.mine()).toEqual([]);
    // The state of an instrument at a moment tells who had read what.
    const moment = await bench.page.cases.moment.at({ instrumentId, at: new Date().toISOString() });
    expect(moment.sections.find(({ key }) => key === 'people')?.lines).toMatchObject([
      { key: 'moment.read', data: { printedName: 'tom Example', code: 'HEM-1', number: 1 } },
    ]);

    let run = await start(sopId);
    run = await answer(run, 'a', 'yes');
    const where = { runId: run.runId, versionHash: run.versionHash, at: 'second', entry: typed(null), reason: '' };
    await expect(calls().runs.answer({ ...where, signing: signing(ownPassword) })).rejects.toMatchObject({
      code: 'sop/same-person',
    });
    await bench.signIn('ann');
    run = await calls().runs.answer({ ...where, entry: typed('signed'), signing: signing(ownPassword) });
    await expect(calls().runs.finish({ runId: run.runId, note: '', signing: null })).rejects.toMatchObject({
      code: 'sop/signature-needed',
    });
    run = await calls().runs.finish({ runId: run.runId, note: '', signing: signing(ownPassword) });
    expect(run).toMatchObject({ state: 'signed', verdict: 'pass' });
    const hashes = [run.revisions[0]!.finished!.hash];
    expect(await bench.page.people.signatures({ hashes })).toMatchObject([
      { meaning: 'performed', printedName: 'ann Example' },
    ]);
    expect((await bench.page.system.verify()).isSound).toBe(true);
  });
});
