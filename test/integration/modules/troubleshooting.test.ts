import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GuideRun } from '../../../shared/modules/troubleshooting/contract.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';

let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let instrumentId: string;
let errorId: string;

beforeEach(async () => {
  folder = temporaryFolder('guide');
  bench = await openModuleBench(folder.path);
  instrumentId = await bench.register('sysmex-xn-1000');
  ({ errorId } = await bench.page.errors.enter({
    ...{ instrumentId, code: 'Error_Func', text: '', origin: 'typed', severity: null },
  }));
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const png = () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
const answer = (run: GuideRun, photo: { name: string; bytes: Uint8Array<ArrayBuffer> } | null = null) => {
  const { step } = run;
  const value = step!.kind === 'choice' ? step!.choices[0]!.value : step!.kind === 'number' ? '1' : 'yes';
  return bench.page.troubleshooting.answer({
    runId: run.runId,
    stepId: step!.id,
    value,
    note: '',
    photo,
    isSafetyAcknowledged: true,
  });
};

test('given an error, when its steps are taken to the end, then the run closes the error and is part of its story', async () => {
  let run = await bench.page.troubleshooting.start({ errorId });
  expect(run).toMatchObject({ state: 'started', stepNumber: 1, errorId });
  for (let step = 0; run.step !== null && step < 30; step += 1) {
    run = await answer(run, run.step.kind === 'photo' ? { name: 'p.png', bytes: png() } : null);
  }
  expect(run.outcome?.text).not.toBe('');
  run = await bench.page.troubleshooting.finish({ runId: run.runId, whatWasDone: 'Cleaned', resolvesError: true });
  expect(run.state).toBe('finished');
  const detail = await bench.page.errors.get({ errorId });
  expect(detail).toMatchObject({
    state: 'resolved',
    resolution: 'Cleaned',
    runs: [{ runId: run.runId, state: 'finished' }],
  });
  const { entries } = await bench.page.instruments.timeline({ instrumentId, before: null, limit: 100 });
  expect(entries.map((entry) => entry.type)).toContain('troubleshooting.step-answered');
  expect(await bench.page.troubleshooting.openRuns()).toEqual([]);
});

test('given a run left in the middle, when the bench starts again, then starting resumes it where it was', async () => {
  const first = await bench.page.troubleshooting.start({ errorId });
  const second = await answer(first);
  await bench.page.troubleshooting.pause({ runId: first.runId });
  await bench.close();
  bench = await openModuleBench(folder.path);
  expect(await bench.page.troubleshooting.openRuns()).toMatchObject([{ runId: first.runId, state: 'paused' }]);
  const resumed = await bench.page.troubleshooting.start({ errorId });
  expect(resumed).toMatchObject({ runId: first.runId, state: 'started', step: second.step, answers: second.answers });
  const back = await bench.page.troubleshooting.back({ runId: first.runId });
  expect(back.step?.id).toBe(first.step?.id);
  const ended = await bench.page.troubleshooting.abandon({ runId: first.runId, reason: 'Service was called' });
  expect(ended.state).toBe('abandoned');
  const again = await bench.page.troubleshooting.start({ errorId });
  expect(again.runId).not.toBe(first.runId);
});

test('a photo is kept sealed, comes back as it was, and the record holds its hash only', async () => {
  const run = await bench.page.troubleshooting.start({ errorId });
  const bytes = png();
  const after = await answer(run, { name: 'C:\\Users\\jane\\gauge.png', bytes });
  const { photo } = after.answers[0]!;
  expect(photo).toMatchObject({ name: 'gauge.png', byteCount: bytes.length });
  const back = await bench.page.troubleshooting.photo({ sha256: photo!.sha256 });
  expect([...back.bytes]).toEqual([...bytes]);
  const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).map((name) => join(folder.path, name));
  const plain = Buffer.from(bytes);
  const leaks = files.filter((file) => statSync(file).isFile() && readFileSync(file).includes(plain));
  expect(leaks).toEqual([]);
});

test('too large, no picture, unknown: refused by code, and nothing is answered', async () => {
  const run = await bench.page.troubleshooting.start({ errorId });
  const huge = new Uint8Array(8 * 1024 * 1024 + 1);
  huge.set(png());
  await expect(answer(run, { name: 'p', bytes: huge })).rejects.toMatchObject({
    code: 'troubleshooting/photo-too-large',
  });
  await expect(answer(run, { name: 'p', bytes: new Uint8Array(64) })).rejects.toMatchObject({
    code: 'troubleshooting/photo-not-an-image',
  });
  await expect(bench.page.troubleshooting.photo({ sha256: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'troubleshooting/photo-missing-here',
  });
  await expect(bench.page.troubleshooting.get({ runId: 'none' })).rejects.toMatchObject({
    code: 'troubleshooting/not-found',
  });
  expect((await bench.page.troubleshooting.get({ runId: run.runId })).answers).toEqual([]);
});

test('a code no book knows still has the general steps', async () => {
  const entered = await bench.page.errors.enter({
    ...{ instrumentId, code: 'X-1', text: 'Strange noise', origin: 'typed', severity: 'warn' },
  });
  const run = await bench.page.troubleshooting.start({ errorId: entered.errorId });
  expect(run.step).not.toBeNull();
  expect(run.stepCountAtMost).toBeGreaterThan(1);
});
