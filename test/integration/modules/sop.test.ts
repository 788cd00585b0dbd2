import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allSteps } from '../../../shared/modules/sop/rules-content.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { daily, terms } from '../../harness/maintenance-bench.ts';
import { openPeopleBench, type PeopleBench } from '../../harness/people-bench.ts';
import { answerStep, putInForce, startRun, today } from '../../harness/sop-bench.ts';
import { confirm, number, sop } from '../../harness/sop-paper.ts';

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
const answer = (run: { runId: string; versionHash: string }, at: string, value: string | null) =>
  answerStep(bench, run, at, value);

describe('the library', () => {
  test('an SOP is written, looked at, approved and in force; a new version retires it', async () => {
    const { sopId, versionId } = await putInForce(bench, sop([confirm('a')], { title: 'Start-up' }));
    const { library, versions } = calls();
    expect(await library.list({})).toMatchObject([
      {
        sopId,
        code: 'HEM-1',
        title: 'Start-up',
        effective: { versionId, number: 1 },
        working: null,
        place: 'saved-here',
      },
    ]);
    const { versionId: second, isNew } = await versions.start({ sopId, reason: 'a step more' });
    expect([isNew, (await versions.start({ sopId, reason: '' })).versionId]).toEqual([true, second]);
    const detail = await versions.get({ sopId, versionId: second });
    const content = sop([confirm('a'), confirm('b')], { title: 'Start-up' });
    await versions.write({ sopId, versionId: second, content, reason: '', expectedHash: detail.writtenHash });
    expect((await versions.get({ sopId, versionId: second })).changes.some(({ where }) => where === 'b.kind')).toBe(
      true,
    );
    await versions.submit({ sopId, versionId: second, note: '', signing: null });
    await versions.approve({ sopId, versionId: second, effectiveOn: today(), note: '', signing: null });
    await again();
    const { versions: rows } = await calls().library.get({ sopId });
    expect(rows.map(({ number: no, state }) => [no, state])).toEqual([
      [2, 'effective'],
      [1, 'retired'],
    ]);
    expect((await bench.page.system.verify()).isSound).toBe(true);
  });

  test('what is typed in the editor survives, is marked as a draft of this bench, and is gone once written', async () => {
    const { library, versions } = calls();
    const { sopId, versionId } = await library.add({ code: '', title: 'New' });
    const { writtenHash } = await versions.get({ sopId, versionId });
    const content = sop([confirm('half')], { title: 'New' });
    await versions.keep({ sopId, versionId, writtenHash, content });
    await again();
    const found = await calls().versions.get({ sopId, versionId });
    expect(found).toMatchObject({
      place: 'draft',
      hasUnsavedWork: true,
      kept: { content, isBehind: false, isRecovered: false },
    });
    expect((await calls().library.list({}))[0]?.place).toBe('draft');
    await calls().versions.write({ sopId, versionId, content, reason: '', expectedHash: writtenHash });
    expect(await calls().versions.get({ sopId, versionId })).toMatchObject({ place: 'saved-here', kept: null });
  });

  test('ten starters, each with places that say "adapt to your manual", and no maker’s number anywhere', async () => {
    const { library, versions } = calls();
    const starters = await library.starters();
    expect(starters).toHaveLength(10);
    for (const { key, adaptCount } of starters) {
      expect(adaptCount).toBeGreaterThan(0);
      const content = await library.starter({ key });
      expect((await versions.check({ content })).filter(({ isStopping }) => isStopping)).toEqual([]);
      for (const step of allSteps(content)) {
        if (step.kind === 'number') expect([step.low, step.high, step.prescribed]).toEqual([null, null, null]);
        if (step.kind === 'reading') expect([step.low, step.high]).toEqual([null, null]);
        if (step.kind === 'timer') expect([step.leastSeconds, step.mostSeconds]).toEqual([null, null]);
        if (step.adapt !== '') expect(step.adapt).toMatch(/^Adapt to your manual/);
        const needsNumber = step.kind === 'reading' || step.kind === 'timer';
        if (needsNumber && step.isRequired) expect(step.adapt).not.toBe('');
      }
    }
    const { sopId } = await library.takeStarter({ key: 'start-up', code: 'HEM-9' });
    expect(await library.list({})).toMatchObject([{ sopId, origin: 'starter', working: { state: 'draft' } }]);
  });

  test('a change is asked for from a step and answered; a printed copy has its number and must come back', async () => {
    const { sopId, versionId } = await putInForce(bench, sop([number('days', { prescribed: '5' })]));
    const { requests, copies, library } = calls();
    const { requestId } = await requests.ask({
      sopId,
      versionId,
      stepKey: 'days',
      runId: null,
      practice: 'three',
      why: '',
    });
    expect(await requests.list({ sopId: null, onlyOpen: true, limit: 9 })).toMatchObject([
      { requestId, stepTitle: 'days', practice: 'three' },
    ]);
    await requests.answer({ sopId, requestId, answer: 'declined', inVersionId: null, reason: 'five' });
    expect(await requests.list({ sopId, onlyOpen: true, limit: 9 })).toEqual([]);
    const first = await copies.print({ sopId, versionId, holder: 'Bench 2', expiresOn: null });
    const second = await copies.print({ sopId, versionId, holder: 'Office', expiresOn: null });
    expect([first.copyNumber, second.copyNumber]).toEqual([1, 2]);
    await copies.recall({ sopId, copyId: first.copyId, note: '' });
    await library.retire({ sopId, reason: 'gone', signing: null });
    expect((await copies.list({ sopId })).map(({ copyNumber, mustComeBack }) => [copyNumber, mustComeBack])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  test('a version approved for a later day waits for it', async () => {
    const { library, versions } = calls();
    const { sopId, versionId } = await library.add({ code: '', title: 'Later' });
    const { writtenHash } = await versions.get({ sopId, versionId });
    await versions.write({ sopId, versionId, content: sop([confirm('a')]), reason: '', expectedHash: writtenHash });
    await versions.submit({ sopId, versionId, note: '', signing: null });
    const effectiveOn = '2199-01-01';
    const approved = await versions.approve({ sopId, versionId, effectiveOn, note: '', signing: null });
    expect(approved.effective).toBe('on-its-day');
    await expect(versions.countersign({ sopId, versionId })).rejects.toMatchObject({ code: 'sop/not-yet' });
    expect(await library.list({})).toMatchObject([{ effective: null, working: { state: 'approved' } }]);
    await expect(start(sopId)).rejects.toMatchObject({ code: 'sop/nothing-effective' });
  });
});

describe('CC4: the SOP drives the plan', () => {
  test('a plan that differs is shown, and can be set to the SOP’s number', async () => {
    const instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
    const { plans } = bench.page.maintenance;
    const [offer] = (await plans.upkeep({ instrumentId })).offers;
    const upkeepKey = offer!.upkeepKey;
    const { planIds } = await plans.create({
      instrumentId,
      plans: [{ upkeepKey, terms: terms(daily('2026-01-01')) }],
      reason: '',
    });
    const drives = { target: 'plan' as const, planId: null, upkeepKey, parameter: 'interval' as const, field: '' };
    const { sopId } = await putInForce(bench, sop([number('interval', { unit: 'days', prescribed: '3', drives })]));
    const { numbers } = calls();
    expect(await numbers.list({ sopId: null, onlyDifferent: true })).toMatchObject([
      {
        sopId,
        stepKey: 'interval',
        prescribed: '3',
        state: 'differs',
        plan: { planId: planIds[0], instrumentName: 'XN 1' },
        canApply: true,
      },
    ]);
    expect((await calls().library.list({}))[0]?.differenceCount).toBe(1);
    await numbers.apply({ sopId, stepKey: 'interval', planId: planIds[0]! });
    expect((await plans.get({ planId: planIds[0]! })).rule.calendar).toMatchObject({
      kind: 'every',
      every: 3,
      unit: 'days',
    });
    expect(await numbers.list({ sopId, onlyDifferent: false })).toMatchObject([{ state: 'same', found: '3 days' }]);
  });

  test('five days are prescribed and three were done: the run says so', async () => {
    const drives = { target: 'lot' as const, parameter: 'days' as const, subject: 'new control lot' };
    const { sopId } = await putInForce(bench, sop([number('days', { unit: 'days', prescribed: '5', drives })]));
    const run = await start(sopId);
    await answer(run, 'days', '3');
    expect((await calls().runs.finish({ runId: run.runId, note: '', signing: null })).verdict).toBe('fail');
    expect(await calls().numbers.list({ sopId: null, onlyDifferent: true })).toMatchObject([
      { stepKey: 'days', prescribed: '5', found: '3', state: 'differs', runs: [{ runId: run.runId, value: '3' }] },
    ]);
    const { audit } = bench.page.maintenance;
    const practice = async () => {
      await audit.run();
      return (await audit.latest()).findings.filter(({ rule }) => rule === 'CC4');
    };
    expect(await practice()).toMatchObject([
      { grade: 'deficiency', variant: 'practice-differs', goesTo: 'sop', subjectId: sopId, evidenceCount: 2 },
    ]);
    const about = { sopId, versionId: run.versionId, stepKey: 'days', runId: run.runId };
    await calls().requests.ask({ ...about, practice: 'three days', why: 'the old lot ends' });
    expect(await practice()).toMatchObject([{ grade: 'risk', variant: 'practice-differs' }]);
  });
});

describe('one file', () => {
  const bytesOf = (file: string) => new Uint8Array(readFileSync(file));
  const file = () => join(folder.path, 'out.benchside');
  async function exported(...sopIds: string[]) {
    bench.host.context.files.add({ id: 'grant', path: file(), purpose: 'sops' });
    await calls().files.export({ grant: 'grant', sopIds });
    return bytesOf(file());
  }

  test('goes out, is looked at, and comes in as drafts; the same again is nothing new', async () => {
    const one = await putInForce(bench, sop([confirm('a')], { title: 'One' }), 'HEM-1');
    const two = await putInForce(
      bench,
      sop([number('n', { adapt: 'Adapt to your manual: n.' })], { title: 'Two' }),
      'HEM-2',
    );
    const bytes = await exported(one.sopId, two.sopId);
    const { files, library } = calls();
    const known = await files.preview({ fileName: 'out', bytes });
    expect(known.items.map(({ code, isKnown }) => [code, isKnown])).toEqual([
      ['HEM-1', true],
      ['HEM-2', true],
    ]);
    expect(known.badLines).toEqual([]);
    expect(await files.take({ fileName: 'out', bytes, sha256: known.sha256, indexes: [0, 1] })).toMatchObject({
      takenCount: 0,
      knownCount: 2,
    });

    const elsewhere = temporaryFolder('sop-elsewhere');
    const other = await openPeopleBench(elsewhere.path);
    try {
      const seen = await other.page.sop.files.preview({ fileName: 'out', bytes });
      expect(seen.items.map(({ joins, isKnown, problems }) => [joins, isKnown, problems.length])).toEqual([
        [null, false, 0],
        [null, false, 1],
      ]);
      expect(await other.page.sop.library.list({})).toEqual([]);
      const take = { fileName: 'out', bytes, sha256: seen.sha256, indexes: [0, 1] };
      expect(await other.page.sop.files.take(take)).toMatchObject({ takenCount: 2, knownCount: 0 });
      expect(await other.page.sop.files.take(take)).toMatchObject({ takenCount: 0, knownCount: 2 });
      expect(await other.page.sop.library.list({})).toMatchObject([
        { code: 'HEM-1', origin: 'imported', effective: null, working: { state: 'draft' } },
        { code: 'HEM-2' },
      ]);
    } finally {
      await other.close();
      elsewhere.remove();
    }
    expect(await library.list({})).toHaveLength(2);
  });

  test('a broken file ends in plain codes, and nothing of it is kept', async () => {
    const { sopId } = await putInForce(bench, sop([confirm('a')], { title: 'One' }), 'HEM-1');
    const text = new TextDecoder().decode(await exported(sopId));
    const { files, library } = calls();
    const look = (changed: string | Uint8Array<ArrayBuffer>) => {
      const bytes = typeof changed === 'string' ? new TextEncoder().encode(changed) : changed;
      return files.preview({ fileName: 'x', bytes });
    };
    await expect(look('')).rejects.toMatchObject({ code: 'container/empty' });
    await expect(look(new Uint8Array([0xff, 0xfe, 0x00, 0x01]))).rejects.toMatchObject({
      code: 'container/not-a-container',
    });
    await expect(look('a,b\n1,2\n')).rejects.toMatchObject({ code: 'container/not-a-container' });
    await expect(look(text.replace('"kind":"sops"', '"kind":"backup"'))).rejects.toMatchObject({
      code: 'container/other-kind',
    });
    const cut = await look(text.slice(0, -20));
    expect(cut.badLines.map(({ code }) => code)).toContain('container/cut-off');
    const odd = await look(text.replace('"kind":"confirm"', '"kind":"dance"'));
    expect(odd.items).toMatchObject([{ code: 'HEM-1', title: 'One', refusedBecause: 'not-an-sop' }]);
    expect(odd.badLines.map(({ code }) => code)).toEqual(['container/changed']);
    const bytes = new TextEncoder().encode(text.replace('"kind":"confirm"', '"kind":"dance"'));
    const take = { fileName: 'x', bytes, sha256: odd.sha256, indexes: [0] };
    await expect(files.take(take)).rejects.toMatchObject({ code: 'sop/file-item-refused' });
    await expect(files.take({ ...take, sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'sop/file-changed' });
    expect(await library.list({})).toHaveLength(1);
  });
});
