import { cpSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Target } from '../../../shared/modules/microscopy/terms.ts';
import { words } from '../../../shared/modules/people/words.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { openPeopleBench, ownerPassword, ownPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { withoutRandom } from '../../harness/without-random.ts';

const label = 'S26-0412 DOE JANE 19800101';
const partOfLabel = /DOE|JANE|S26|1980/;
let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
let microscope: string;

beforeEach(async () => {
  folder = temporaryFolder('microscopy');
  bench = await openPeopleBench(folder.path);
  await bench.makeOwner();
  microscope = await bench.register('generic-lis02', { name: 'Microscope 1' });
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const signing = { password: ownerPassword, statement: '' };
const bySecond = { password: ownPassword, statement: '' };
const begin = async (target: Target = 100, slideLabel = label): Promise<string> => {
  const requestId = crypto.randomUUID();
  return (await bench.page.microscopy.counts.open({ requestId, instrumentId: microscope, slideLabel, target })).countId;
};
const press = (countId: string, from: number, marks: string) =>
  bench.page.microscopy.counts.press({ countId, from, marks });
/** Seventy neutrophils, twenty-five lymphocytes, five monocytes; and red cells with a nucleus beside. */
const hundred = `${'0'.repeat(70)}${'2'.repeat(25)}${'3'.repeat(5)}dd`;

/** Somebody else at the same bench, who may read and sign. */
async function secondReader(): Promise<void> {
  await bench.addPerson('ben', ['tech']);
  await bench.signIn('ben');
  await bench.page.people.certify({ password: ownPassword, statement: words['people.certification'] });
}

test('a count goes on after the bench was started again, press by press, and is signed as it stands', async () => {
  const countId = await begin();
  await press(countId, 0, hundred.slice(0, 60));
  // The answer was lost and the page says it again, with more.
  expect(await press(countId, 40, hundred.slice(40, 80))).toEqual({ length: 80 });
  await bench.close();
  bench = await openPeopleBench(folder.path);
  await bench.signIn('ruth');
  const [open] = await bench.page.microscopy.counts.inProgress({ instrumentId: microscope });
  expect(open).toMatchObject({ countId, marks: hundred.slice(0, 80), isMine: true, instrumentName: 'Microscope 1' });
  await press(countId, 80, hundred.slice(80));
  const { hash } = await bench.page.microscopy.counts.finish({ countId, shortReason: '', signing });
  expect(await bench.page.microscopy.counts.record({ countId })).toMatchObject({
    hash,
    counted: 100,
    by: 'Ruth Keller',
    shortReason: '',
    isShort: false,
  });
  expect(await bench.page.people.signatures({ hashes: [hash] })).toMatchObject([
    { meaning: 'performed', counts: true },
  ]);
  expect(await bench.page.microscopy.counts.inProgress({ instrumentId: null })).toEqual([]);
});

test('a bench that is torn away in the middle of a count has every press that was answered', async () => {
  const countId = await begin();
  for (let at = 0; at < 30; at += 3) await press(countId, at, hundred.slice(at, at + 3));
  // What lies on the disk at this moment, with nothing closed: as after a kill.
  const torn = temporaryFolder('microscopy-torn');
  cpSync(folder.path, torn.path, { recursive: true });
  const after = await openPeopleBench(torn.path);
  try {
    await after.signIn('ruth');
    expect((await after.page.microscopy.counts.get({ countId })).marks).toBe(hundred.slice(0, 30));
    expect(after.faults).toEqual([]);
  } finally {
    await after.close();
    torn.remove();
  }
});

test('nothing of a label is in record, list or draft but its last characters', async () => {
  const countId = await begin();
  await press(countId, 0, hundred);
  const open = await bench.page.microscopy.counts.get({ countId });
  await bench.page.microscopy.counts.finish({ countId, shortReason: '', signing });
  const shown = JSON.stringify([open, await bench.page.microscopy.counts.list({ instrumentId: null, limit: 5 })]);
  const kept = bench.host.context.store.db
    .prepare("SELECT value FROM settings WHERE key LIKE 'microscopy/%'")
    .pluck()
    .all();
  const told = JSON.stringify(bench.host.context.store.records.read(`differential/${countId}`));
  for (const text of [shown, told, JSON.stringify(kept)]) expect(withoutRandom(text)).not.toMatch(partOfLabel);
  expect(open.slide.shows).toBe('0101');
});

test('a hundred is a hundred: more is refused, less asks why, and another target may be chosen', async () => {
  const countId = await begin();
  await press(countId, 0, hundred);
  await expect(press(countId, hundred.length, '0')).rejects.toMatchObject({ code: 'microscopy/target-passed' });
  const { target } = await bench.page.microscopy.counts.change({ countId, target: 200 });
  expect(target).toBe(200);
  await press(countId, hundred.length, '000');
  await expect(bench.page.microscopy.counts.change({ countId, target: 100 })).rejects.toMatchObject({
    code: 'microscopy/target-too-small',
  });
  await expect(bench.page.microscopy.counts.finish({ countId, shortReason: '', signing })).rejects.toMatchObject({
    code: 'microscopy/short-needs-reason',
  });
  await bench.page.microscopy.counts.finish({ countId, shortReason: 'Few cells on the film', signing });
  expect(await bench.page.microscopy.counts.record({ countId })).toMatchObject({ counted: 103, isShort: true });
});

test('presses that do not join on are refused, and nothing is lost', async () => {
  const countId = await begin();
  await press(countId, 0, '012');
  await expect(press(countId, 5, '0')).rejects.toMatchObject({ code: 'microscopy/presses-missing' });
  await expect(press(countId, 2, '0')).rejects.toMatchObject({ code: 'microscopy/presses-missing' });
  expect((await bench.page.microscopy.counts.get({ countId })).marks).toBe('012');
});

test('two readers of one slide are compared, signed, and undermined when one of the counts is declared void', async () => {
  const first = await begin();
  await press(first, 0, hundred);
  await bench.page.microscopy.counts.finish({ countId: first, shortReason: '', signing });
  await secondReader();
  const second = await begin();
  await press(second, 0, hundred.replace('0000000', '3333333'));
  await bench.page.microscopy.counts.finish({ countId: second, shortReason: '', signing: bySecond });
  expect(await bench.page.microscopy.comparisons.candidates({ countId: second })).toMatchObject([{ countId: first }]);
  const asked = { firstId: first, secondId: second };
  expect(await bench.page.microscopy.comparisons.preview(asked)).toMatchObject({
    verdict: 'fail',
    why: ['outside-limits'],
    first: { by: 'Ruth Keller' },
    second: { by: 'ben Example' },
  });
  const { comparisonId } = await bench.page.microscopy.comparisons.record({
    ...asked,
    requestId: crypto.randomUUID(),
    note: '',
    signing: bySecond,
  });
  const detail = await bench.page.microscopy.comparisons.get({ comparisonId });
  expect(detail.row).toMatchObject({ verdict: 'fail', isUndermined: false, by: 'ben Example' });
  expect(detail.rows.find(({ key }) => key === 'monocyte')).toMatchObject({ first: 5, second: 12, isWithin: false });
  expect((await bench.page.microscopy.counts.record({ countId: first })).comparisonIds).toEqual([comparisonId]);
  await bench.page.microscopy.counts.void({ countId: second, reason: 'Wrong slide under the lens', signing: bySecond });
  expect(await bench.page.microscopy.comparisons.list({ instrumentId: microscope, limit: 5 })).toMatchObject([
    { comparisonId, isUndermined: true },
  ]);
});

test('the same reader twice can not be evaluated', async () => {
  const ids: string[] = [];
  for (const marks of [hundred, hundred]) {
    const countId = await begin();
    await press(countId, 0, marks);
    await bench.page.microscopy.counts.finish({ countId, shortReason: '', signing });
    ids.push(countId);
  }
  expect(await bench.page.microscopy.comparisons.candidates({ countId: ids[0]! })).toEqual([]);
  expect(await bench.page.microscopy.comparisons.preview({ firstId: ids[0]!, secondId: ids[1]! })).toMatchObject({
    verdict: 'cannot-evaluate',
    why: ['same-reader'],
  });
});

test('classes the lab sets hold from the next count on; one that was begun keeps its own', async () => {
  const before = await begin();
  const { isDefault: _isDefault, hasConflict: _conflict, ...terms } = await bench.page.microscopy.classes.get();
  const classes = terms.classes.filter(({ key }) => key !== 'smudge');
  await bench.page.microscopy.classes.set({ terms: { ...terms, classes }, reason: 'Procedure HEM-12' });
  expect((await bench.page.microscopy.counts.get({ countId: before })).classes).toHaveLength(terms.classes.length);
  const after = await begin(200, 'S26-0413');
  expect((await bench.page.microscopy.counts.get({ countId: after })).classes).toHaveLength(classes.length);
});

test('an eyepiece scale keeps the value before and tells the drift; a void takes its value out', async () => {
  const terms = {
    ...{ objective: '40x/0.65', eyepiece: '10x', pitchUm: '10', micrometer: 'SM-7', driftLimitPercent: '2', note: '' },
    readings: [{ stageDivisions: '25', eyepieceDivisions: '100' }],
  };
  const calibrate = (stageDivisions: string) =>
    bench.page.microscopy.scales.calibrate({
      requestId: crypto.randomUUID(),
      instrumentId: microscope,
      terms: { ...terms, readings: [{ stageDivisions, eyepieceDivisions: '100' }] },
      signing,
    });
  expect(await calibrate('25')).toMatchObject({ umPerDivision: 2.5, verdict: 'cannot-evaluate', why: ['no-previous'] });
  const second = await calibrate('26');
  expect(second).toMatchObject({
    umPerDivision: 2.6,
    verdict: 'fail',
    isCurrent: true,
    previous: { umPerDivision: 2.5 },
  });
  expect(second.driftPercent).toBeCloseTo(4, 9);
  await bench.page.microscopy.scales.void({ calibrationId: second.calibrationId, reason: 'Wrong objective', signing });
  expect(await bench.page.microscopy.scales.list({ instrumentId: microscope })).toMatchObject([
    { umPerDivision: 2.5, isCurrent: true },
  ]);
  await expect(calibrate('0')).rejects.toMatchObject({ code: 'microscopy/bad-reading' });
});

test('papers of a count, of two readers and of the scales are made, with no label on them', async () => {
  const countId = await begin();
  await press(countId, 0, hundred);
  await bench.page.microscopy.counts.finish({ countId, shortReason: '', signing });
  await bench.page.microscopy.scales.calibrate({
    requestId: crypto.randomUUID(),
    instrumentId: microscope,
    terms: {
      ...{ objective: '40x/0.65', eyepiece: '', pitchUm: '10', micrometer: '', driftLimitPercent: null, note: '' },
      readings: [{ stageDivisions: '25', eyepieceDivisions: '100' }],
    },
    signing,
  });
  const prepare = async (reportId: string, parameters: Record<string, string>) =>
    JSON.stringify(await bench.page.reports.prepare({ reportId, parameters, size: 'A4' }));
  const count = await prepare('differential-count', { countId });
  expect(count).toContain('60.0 to 78.8');
  expect(withoutRandom(count)).not.toMatch(partOfLabel);
  expect(await prepare('eyepiece-scales', { instrumentId: microscope })).toContain('40x/0.65 (in use)');
});
