import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { resourcesFolder } from '../../harness/bench.ts';
import { openPeopleBench, ownerPassword, ownPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';
import { planOf, station } from '../../unit/modules/processing-samples.ts';

const dayMs = 86_400_000;
let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;
let instrumentId: string;

beforeEach(async () => {
  dataFolder = testFolder('processing');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
  instrumentId = await bench.register('generic-lis02', { name: 'Processor' });
});
afterEach(() => bench.close());

const processing = () => bench.page.processing;
const refused = (code: string) => expect.objectContaining({ code });
const passes = (ms: number): void => {
  clock.now += ms;
  clock.mono += ms;
};
const board = () => processing().board({ instrumentId });
const stateOf = async (position: number) =>
  (await board()).stations.find((one) => one.position === position) ?? { state: 'gone', usedCount: null };
const fillBath = async (position: number, more: { lot?: string; act?: 'changed' | 'topped-up' | 'emptied' } = {}) => {
  passes(1000);
  return await processing().fills.record({
    ...{ instrumentId, requestId: crypto.randomUUID(), stationId: `s${position}`, act: 'changed', lot: 'L1' },
    ...{ expiresOn: 'not-stated', openedOn: null, at: null, note: '' },
    ...more,
  });
};
const run = async (programId: string | null = null, count = 1) => {
  passes(1000);
  return await processing().runs.log({
    ...{ instrumentId, requestId: crypto.randomUUID(), programId, count, outcome: 'completed', at: null, note: '' },
  });
};
const setUp = (more: Parameters<typeof planOf>[1] = {}) =>
  processing().plan.set({ instrumentId, plan: planOf([station(1), station(2)], more), reason: '' });
const answers = (grade: 'good' | 'poor', value: string | null = '6.5') => [
  { criterionId: 'nuclei', grade, value: null },
  { criterionId: 'ph', grade: null, value },
];
const grade = async (more: object = {}, password: string | null = null) =>
  await processing().gradings.record({
    ...{ instrumentId, requestId: crypto.randomUUID(), material: 'Control slide', materialLot: '', runId: null },
    ...{ criteria: answers('good'), decision: 'accepted', correctiveAction: '', photos: [], note: '', password },
    ...more,
  });

describe('baths', () => {
  test('a new board says that nothing is set up, then that nothing is filled; nothing is good by default', async () => {
    expect(await board()).toMatchObject({ isSetUp: false, stations: [], grading: { state: 'not-set-up' } });
    await expect(run()).rejects.toEqual(refused('processing/not-set-up'));
    await setUp();
    expect(await board()).toMatchObject({
      isSetUp: true,
      next: ['s1', 's2'],
      stations: [{ state: 'empty' }, { state: 'empty' }],
    });
    await fillBath(1);
    expect(await stateOf(1)).toMatchObject({ state: 'current', usedCount: 0, fill: { lot: 'L1' } });
  });

  test('runs count for the baths of their program, and a change starts the count anew', async () => {
    await setUp();
    await fillBath(1);
    await fillBath(2);
    const step = { stationId: 's1', position: 9, content: 'made up by the page', seconds: 60 };
    const terms = { name: 'Short', steps: [step], isRetired: false, source: 'SOP 30' };
    const { programId } = await processing().programs.set({ instrumentId, programId: null, terms, reason: '' });
    expect((await board()).programs[0]?.terms.steps[0]).toMatchObject({ position: 1, content: 'Alcohol 1' });
    await run(programId);
    await run(programId);
    expect(await run(programId)).toMatchObject({ dueStationIds: ['s1'] });
    expect(await stateOf(1)).toMatchObject({ state: 'due', usedCount: 3 });
    expect(await stateOf(2)).toMatchObject({ state: 'current', usedCount: 0 });
    await fillBath(1, { act: 'topped-up' });
    expect(await stateOf(1)).toMatchObject({ state: 'due', usedCount: 3 });
    const { runId } = await run();
    expect(await stateOf(1)).toMatchObject({ state: 'overdue', usedCount: 4 });
    await processing().runs.void({ runId, reason: 'Logged twice' });
    expect(await stateOf(1)).toMatchObject({ state: 'due', usedCount: 3 });
    await fillBath(1, { lot: 'L2' });
    expect(await stateOf(1)).toMatchObject({ state: 'current', usedCount: 0, fill: { lot: 'L2' } });
    passes(8 * dayMs);
    expect(await stateOf(1)).toMatchObject({ state: 'overdue', why: ['days'] });
    expect(await processing().due()).toMatchObject([
      { instrumentName: 'Processor', stations: [{ position: 1 }, { position: 2 }] },
    ]);
  });

  test('what is moved takes its lot, days and count with it, and leaves its place empty', async () => {
    await setUp();
    await fillBath(1, { lot: 'OLD' });
    await fillBath(2);
    await run();
    passes(1000);
    const move = { instrumentId, requestId: crypto.randomUUID(), fromStationId: 's1', stationId: 's2', note: '' };
    await processing().fills.move(move);
    await processing().fills.move(move);
    expect(await stateOf(1)).toMatchObject({ state: 'empty' });
    expect(await stateOf(2)).toMatchObject({ usedCount: 1, fill: { lot: 'OLD' } });
    await run();
    expect(await stateOf(2)).toMatchObject({ usedCount: 2 });
    await fillBath(2, { act: 'emptied', lot: '' });
    expect(await stateOf(2)).toMatchObject({ state: 'empty' });
    expect((await processing().fills.list({ instrumentId, stationId: null, limit: 9 })).map(({ act }) => act)).toEqual([
      'emptied',
      'moved',
      'changed',
      'changed',
    ]);
  });

  test('a late entry counts from when it was; a lot is asked for, and known again when scanned', async () => {
    await setUp();
    await expect(fillBath(1, { lot: '' })).rejects.toEqual(refused('processing/lot-needed'));
    await fillBath(1, { lot: 'L77' });
    expect(await processing().fills.lot({ instrumentId, lot: 'L77' })).toMatchObject({ expiresOn: 'not-stated' });
    expect(await processing().fills.lot({ instrumentId, lot: 'L78' })).toBeNull();
    const request = {
      instrumentId,
      requestId: 'r1',
      programId: null,
      count: 1,
      outcome: 'completed',
      note: '',
    } as const;
    await processing().runs.log({ ...request, at: { on: '2020-01-01', time: '08:00' } });
    expect(await stateOf(1)).toMatchObject({ usedCount: 0 });
    await expect(
      processing().runs.log({ ...request, requestId: 'r2', at: { on: '2099-01-01', time: '08:00' } }),
    ).rejects.toEqual(refused('processing/in-the-future'));
    // The same request again is the same run.
    await processing().runs.log({ ...request, at: null });
    expect(await processing().runs.list({ instrumentId, limit: 9 })).toHaveLength(1);
  });

  test('a host started again shows the same board', async () => {
    await setUp();
    await fillBath(1);
    await run();
    const before = await board();
    await bench.close();
    bench = await openPeopleBench(dataFolder, { clock });
    expect(await board()).toEqual(before);
  });
});

describe('gradings', () => {
  test('readiness says what stands against it: baths, a rejected slide, a slide that is missing', async () => {
    const codes = async () =>
      (await bench.page.maintenance.service.readiness.get({ instrumentId })).reasons.map(({ code }) => code);
    const grading = { ...planOf([]).grading, isAskedEachDay: true };
    await setUp({ grading });
    expect(await codes()).toContain('baths-cannot-evaluate');
    await fillBath(1);
    await fillBath(2);
    await run();
    expect(await codes()).toContain('grading-missing');
    const rejected = { criteria: answers('poor'), decision: 'rejected', correctiveAction: 'Bath 1 changed' };
    await grade(rejected);
    expect(await codes()).toContain('grading-rejected');
    passes(1000);
    await grade();
    const { reasons, inputs } = await bench.page.maintenance.service.readiness.get({ instrumentId });
    expect(reasons.filter(({ goesTo }) => goesTo === 'baths')).toEqual([]);
    expect(inputs).toContain('baths');
  });

  test('the verdict is of the criteria of the plan; what cannot be evaluated is not accepted', async () => {
    await setUp();
    await expect(grade({ criteria: answers('good', null) })).rejects.toEqual(refused('processing/decision-not-open'));
    await expect(grade({ criteria: [{ criterionId: 'made-up', grade: 'good', value: null }] })).rejects.toEqual(
      refused('processing/criteria-changed'),
    );
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
    const photo = await processing().gradings.savePhoto({ name: 'slide.jpg', mediaType: 'image/jpeg', bytes });
    const { gradingId, verdict } = await grade({ photos: [photo] });
    expect(verdict).toBe('pass');
    const detail = await processing().gradings.get({ gradingId });
    expect(detail).toMatchObject({
      decision: 'accepted',
      second: 'not-asked',
      baths: [{ position: 1 }, { position: 2 }],
    });
    expect((await processing().gradings.photo({ sha256: photo.sha256 })).bytes).toEqual(bytes);
    await processing().gradings.void({ gradingId, reason: 'Wrong slide', password: null });
    expect(await processing().gradings.list({ instrumentId, limit: 9 })).toEqual([]);
  });

  test('is signed, and the second look is signed by another person', async () => {
    await bench.makeOwner();
    await bench.addPerson('tom', ['tech']);
    await setUp({ grading: { ...planOf([]).grading, needsSecondPerson: true } });
    await expect(grade()).rejects.toEqual(refused('processing/signature-needed'));
    const { gradingId } = await grade({}, ownerPassword);
    expect((await board()).grading.state).toBe('waiting');
    const agree = { gradingId, outcome: 'agreed', note: '' } as const;
    await expect(processing().gradings.confirm({ ...agree, password: ownerPassword })).rejects.toEqual(
      refused('processing/second-person-is-first'),
    );
    await bench.signIn('tom');
    await bench.page.people.certify({ password: ownPassword, statement: 'My signature binds me.' });
    await processing().gradings.confirm({ ...agree, password: ownPassword });
    const detail = await processing().gradings.get({ gradingId });
    expect(detail).toMatchObject({ second: 'agreed', confirmation: { by: 'tom Example' } });
    expect((await board()).grading.state).toBe('accepted');
    const signatures = await bench.page.people.signatures({ hashes: [detail.hash, detail.confirmation?.hash ?? ''] });
    expect(signatures.map(({ meaning, counts }) => [meaning, counts])).toEqual([
      ['performed', true],
      ['verified', true],
    ]);
  });
});

describe('on paper', () => {
  const prepare = (reportId: string) =>
    bench.page.reports.prepare({ reportId, parameters: { instrumentId, from: '', to: '' }, size: 'A4' });
  const saidBy = async (reportId: string): Promise<string> => {
    const text = JSON.stringify((await prepare(reportId)).preview);
    expect(text).not.toMatch(/\{\{|undefined|\bNaN\b|"(?:baths|grading|processing)\.[\w.-]+"/);
    return text;
  };

  test('the bath log holds limits with their source, lots, runs, and names what is past or not known', async () => {
    await setUp();
    await fillBath(1, { lot: 'L4711' });
    await run();
    const text = await saidBy('bath-log');
    for (const part of ['3 cycles or 7 days', 'SOP 30', 'L4711', 'No fill recorded']) expect(text).toContain(part);
  });

  test('gradings are printed with what was seen, who signed, and the second look that is missing', async () => {
    await bench.makeOwner();
    await setUp({ grading: { ...planOf([]).grading, needsSecondPerson: true } });
    await grade({}, ownerPassword);
    const text = await saidBy('stain-qc');
    for (const part of ['Buffer pH', '6.4 to 6.8 pH', 'Ruth Keller', 'Second look at Control slide']) {
      expect(text).toContain(part);
    }
  });
});

test('a stainer whose definition the lab wrote itself has the same baths, counted in slides, and is asked to be set up', async () => {
  await bench.close();
  const folder = join(dataFolder, 'instruments', 'our-stainer');
  mkdirSync(folder, { recursive: true });
  const processor = join(resourcesFolder, 'instruments/thermo-shandon-citadel-2000');
  const own = readFileSync(join(processor, 'instrument.yaml'), 'utf8')
    .replace(/^key: .*$/m, 'key: our-stainer')
    .replace(/^model: .*$/m, 'model: Slide stainer')
    .replace(/^instrumentClass: .*$/m, 'instrumentClass: stainer')
    .replace(/sources: \[[A-Z-]+\]\n\s+confidence: \w+/, 'sources: [LAB]\n    confidence: lab');
  writeFileSync(join(folder, 'instrument.yaml'), own);
  for (const name of ['errors.yaml', 'upkeep.yaml']) {
    const text = readFileSync(join(processor, name), 'utf8');
    writeFileSync(join(folder, name), text.replaceAll('[BENCH]', '[LAB]').replaceAll('inferred', 'lab'));
  }
  bench = await openPeopleBench(dataFolder, { clock, resourcesFolder });
  instrumentId = await bench.register('our-stainer', { name: 'Stainer' });
  const reasons = async () => (await bench.page.maintenance.service.readiness.get({ instrumentId })).reasons;
  expect((await reasons()).map(({ code }) => code)).toContain('baths-not-set-up');
  expect((await processing().plan.get({ instrumentId })).instrumentClass).toBe('stainer');
  await setUp({ countUnit: 'slides' });
  await fillBath(1);
  await run(null, 4);
  expect(await board()).toMatchObject({ countUnit: 'slides', stations: [{ state: 'overdue', usedCount: 4 }, {}] });
});
