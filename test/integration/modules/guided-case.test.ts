import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { followGuide, type Guide } from '../../../shared/instruments/guide.ts';
import type { GuideRun } from '../../../shared/modules/troubleshooting/contract.ts';
import { resourcesFolder, temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { failedSample } from '../../harness/module-bench.ts';
import { openPeopleBench, owner, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { readPdf } from '../../harness/read-pdf.ts';
import { smallPng } from '../../harness/small-png.ts';

// A code that was typed in and one from the wire lead to the same guided case: taken to its end, signed, and on paper.
let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
const data = () => join(folder.path, 'data');

beforeEach(async () => {
  folder = temporaryFolder('guided-case');
  mkdirSync(join(folder.path, 'desk'));
  bench = await openPeopleBench(data(), { resourcesFolder });
  await bench.makeOwner();
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const signing = { password: ownerPassword, statement: '' };
const type = (instrumentId: string, code: string) =>
  bench.page.errors.enter({ instrumentId, code, text: '', origin: 'typed', severity: null });
const openErrors = (instrumentId: string) => bench.page.errors.list({ instrumentId, show: 'open', limit: 10 });

/** Answers every step so that the way ends in `kind`, a picture wherever one is taken. */
async function take(start: GuideRun, guide: Guide, kind: 'resolved' | 'stop-and-call'): Promise<GuideRun> {
  let run = start;
  while (run.step !== null) {
    const { step } = run;
    const values = step.kind === 'choice' ? step.choices.map(({ value }) => value) : ['1'];
    const value = values.find((one) => leadsTo(guide, step.id, one, kind)) ?? values[0] ?? '1';
    const photo = step.kind === 'photo' || step.kind === 'text' ? { name: 'screen.png', bytes: smallPng() } : null;
    const { runId } = run;
    const given = { note: '', photo, isSafetyAcknowledged: step.safety !== '' };
    run = await bench.page.troubleshooting.answer({ runId, stepId: step.id, value, ...given });
  }
  return run;
}

function leadsTo(guide: Guide, stepId: string, answer: string, kind: string): boolean {
  const on = followGuide(guide, stepId, answer);
  if (!on?.step) return on?.outcome?.kind === kind;
  const answers = on.step.kind === 'choice' ? on.step.choices.map(({ value }) => value) : ['1'];
  return answers.some((one) => leadsTo(guide, on.step.id, one, kind));
}

const guideOf = (key: string, code: string): Guide => {
  const { errorBook } = bench.host.context.catalog.get(key)!;
  const entry = errorBook.entries.find((one) => one.code === code)!;
  return errorBook.guides.find((one) => one.key === entry.guide)!;
};

test('typed in and from the wire: one error, one case, steps to the end, signed by a person, printed with pictures', async () => {
  const xn = 'sysmex-xn-1000';
  const [left, right] = [await bench.register(xn, { name: 'Left' }), await bench.register(xn, { name: 'Right' })];
  // Left says it on the wire and then it is typed, in another spelling; on the right it is the other way round.
  await bench.hear(left, failedSample('S-1001'));
  const fromWire = (await openErrors(left))[0]!;
  expect(await type(left, ' error func ')).toMatchObject({ errorId: fromWire.id });
  const typed = await type(right, 'ERROR_FUNC');
  await bench.hear(right, failedSample('S-2002'));
  expect(await openErrors(right)).toMatchObject([{ id: typed.errorId, raisedCount: 2 }]);
  const both = [fromWire.id, typed.errorId];
  const details = await Promise.all(both.map((errorId) => bench.page.errors.get({ errorId })));
  expect(details.map(({ code, severity, book }) => [code, severity, book?.guide])).toEqual([
    ['Error_Func', 'stop', 'xn-no-result'],
    ['Error_Func', 'stop', 'xn-no-result'],
  ]);
  const ready = (instrumentId: string) => bench.page.maintenance.service.readiness.get({ instrumentId });
  expect(await ready(right)).toMatchObject({ state: 'red' });

  // The case is opened from what the bench proposes, and what belongs to it is linked.
  const proposals = await bench.page.cases.proposals({ instrumentId: right, limit: 10 });
  const proposed = proposals.find(({ link }) => link?.id === typed.errorId)!;
  const { caseId } = await bench.page.cases.takeProposal({ key: proposed.key, title: '', intoCaseId: null });

  const guide = guideOf(xn, 'Error_Func');
  const started = await bench.page.troubleshooting.start({ errorId: typed.errorId });
  const run = await take(started, guide, 'resolved');
  expect(run.outcome).toMatchObject({ kind: 'resolved' });
  const finish = { runId: run.runId, whatWasDone: 'Mixed and run again; control passed', resolvesError: true };
  await expect(bench.page.troubleshooting.finish(finish)).rejects.toMatchObject({
    code: 'troubleshooting/signature-needed',
  });
  await expect(
    bench.page.troubleshooting.finish({ ...finish, signing: { password: 'not it', statement: '' } }),
  ).rejects.toMatchObject({ code: 'people/wrong-password' });
  expect((await bench.page.errors.get({ errorId: typed.errorId })).state).toBe('active');
  const finished = await bench.page.troubleshooting.finish({ ...finish, signing });
  expect(finished).toMatchObject({ state: 'finished', resolvesError: true });
  expect((await bench.page.errors.get({ errorId: typed.errorId })).state).toBe('resolved');
  expect((await ready(right)).reasons.map(({ subjectId }) => subjectId)).not.toContain(typed.errorId);
  const [signature] = await bench.page.people.signatures({ hashes: [finished.finishedHash!] });
  expect(signature).toMatchObject({ printedName: owner.printedName, meaning: 'performed', counts: true });
  expect(signature!.targets.length).toBeGreaterThan(run.answers.length);

  const prepared = await bench.page.reports.prepare({ reportId: 'case', parameters: { caseId }, size: 'A4' });
  const file = join(folder.path, 'desk', 'case.pdf');
  const { preparationId } = prepared;
  await bench.page.reports.save({ preparationId, grant: chooseFile(bench.host, file, 'report'), parcel: null });
  const paper = (await readPdf(file)).pages.join(' ');
  expect(paper).toContain(`Guided steps: ${guide.title}`);
  for (const { ask } of run.answers) expect(paper.replaceAll(/\s/g, '')).toContain(ask.replaceAll(/\s/g, ''));
  expect(paper).toContain('Mixed and run again; control passed');
  expect(paper).toContain('solved along this way');
  expect(paper).toContain(owner.printedName);
  const pictures = prepared.preview.blocks.filter(({ kind }) => kind === 'picture');
  expect(pictures.length).toBe(run.answers.filter(({ photo }) => photo !== null).length);
});

test('steps that end in a call leave the error open and the instrument not ready, on paper too', async () => {
  const id = await bench.register('sysmex-xn-1000', { name: 'Left' });
  const { errorId } = await type(id, 'platelets high on blank');
  const guide = bench.host.context.catalog.generalGuide('general-plt-blank')!;
  const run = await take(await bench.page.troubleshooting.start({ errorId }), guide, 'stop-and-call');
  // A reading without a limit is not good: the steps end in a call.
  expect(run.answers.at(-1)).toMatchObject({ withinLimits: 'cannot-evaluate' });
  const finish = { runId: run.runId, whatWasDone: 'Called at 10:40', signing };
  await expect(bench.page.troubleshooting.finish({ ...finish, resolvesError: true })).rejects.toMatchObject({
    code: 'troubleshooting/ends-in-a-call',
  });
  await bench.page.troubleshooting.finish({ ...finish, resolvesError: false });
  expect((await bench.page.errors.get({ errorId })).state).toBe('active');
  expect(await bench.page.maintenance.service.readiness.get({ instrumentId: id })).toMatchObject({ state: 'red' });
  const [proposed] = await bench.page.cases.proposals({ instrumentId: id, limit: 10 });
  const { caseId } = await bench.page.cases.takeProposal({ key: proposed!.key, title: '', intoCaseId: null });
  const { preview } = await bench.page.reports.prepare({ reportId: 'case', parameters: { caseId }, size: 'A4' });
  const gaps = preview.blocks.find((block) => block.kind === 'gaps');
  expect(JSON.stringify(gaps)).toContain('ended in a call');
  expect(JSON.stringify(preview)).toContain('CANNOT EVALUATE');
});

test('limits a lab gave once stand there the next time, on the same instrument', async () => {
  const id = await bench.register('sysmex-xn-1000', { name: 'Left' });
  const { errorId } = await type(id, 'PLT-BLANK-HIGH');
  const first = await bench.page.troubleshooting.start({ errorId });
  const { runId } = first;
  const reading = await bench.page.troubleshooting.answer({
    ...{ runId, stepId: first.step!.id, value: 'yes', note: '', photo: null, isSafetyAcknowledged: true },
  });
  expect(reading).toMatchObject({ step: { kind: 'number', limitFrom: 'lab' }, earlierLimits: null });
  const limits = { low: null, high: '10', source: 'Manual, page 3-14' };
  const stepId = reading.step!.id;
  const judged = await bench.page.troubleshooting.answer({
    ...{ runId, stepId, value: '14', note: '', photo: null, limits, isSafetyAcknowledged: true },
  });
  expect(judged.answers.at(-1)).toMatchObject({ withinLimits: 'no', high: '10', limitSource: limits.source });
  // Closed and opened again, the run stands where it stood.
  await bench.close();
  bench = await openPeopleBench(data(), { resourcesFolder });
  await bench.signIn(owner.signInName);
  expect(await bench.page.troubleshooting.get({ runId })).toMatchObject({ step: judged.step, answers: judged.answers });
  await bench.page.troubleshooting.abandon({ runId, reason: 'Another shift' });
  const again = await bench.page.troubleshooting.start({ errorId });
  const second = await bench.page.troubleshooting.answer({
    ...{ runId: again.runId, stepId: again.step!.id, value: 'yes', note: '', photo: null, isSafetyAcknowledged: true },
  });
  expect(second.earlierLimits).toEqual(limits);
});
