import { afterEach, beforeEach, expect, test } from 'vitest';
import { standardsWords } from '../../../shared/modules/calibration/standards-words.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

/** What the self-audit finds in verification and in the maker's own monitoring. */

const dayMs = 86_400_000;
let clock: HandClock;
let bench: ModuleBench;

beforeEach(async () => {
  clock = new HandClock();
  bench = await openModuleBench(testFolder('calibration-audit'), { clock });
});
afterEach(() => bench.close());

const findings = async (rule: string) => {
  await bench.page.maintenance.audit.run();
  return (await bench.page.maintenance.audit.latest()).findings.filter((one) => one.rule === rule);
};

test('CC8: never verified is told once the first six months are over, not before; an event asks at once', async () => {
  const instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
  expect(await findings('CC8')).toEqual([]);
  const note = 'Aperture replaced';
  await bench.page.calibration.verification.noteTrigger({
    instrumentId,
    kind: 'critical-part',
    on: '2026-11-22',
    note,
  });
  expect(await findings('CC8')).toMatchObject([{ variant: 'verification-triggered', data: { note } }]);
  const [standing] = await bench.page.calibration.verification.standing({ instrumentId });
  await bench.page.calibration.verification.dismissTrigger({
    ...{ triggerId: standing!.openTriggers[0]!.triggerId, reason: 'Not in the sampling path' },
  });
  clock.pass(190 * dayMs);
  expect(await findings('CC8')).toMatchObject([
    { variant: 'never-verified', grade: 'deficiency', instrumentId, instrumentName: 'XN 1' },
  ]);
});

test("CC7: months of the maker's monitoring that nobody read are counted, until each is read", async () => {
  const instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
  const { terms, hash } = await bench.page.calibration.procedures.get({ definitionKey: 'sysmex-xn-1000' });
  const monthlyReview = { isNeeded: true, title: 'Continuous calibration report', source: 'Manual, edition 4' };
  await bench.page.calibration.procedures.set({
    ...{ definitionKey: 'sysmex-xn-1000', reason: 'Confirmed from the manual', hash, signing: null },
    terms: { ...terms, source: 'Manual, edition 4', monthlyReview },
  });
  clock.pass(75 * dayMs);
  const [found, ...others] = await findings('CC7');
  expect(others).toEqual([]);
  expect(found).toMatchObject({ variant: 'month-not-read', data: { title: 'Continuous calibration report' } });
  const { monthlyReview: owed } = (await bench.page.calibration.verification.standing({ instrumentId }))[0]!;
  expect(found!.data.count).toBe(owed!.missing.length);
  for (const month of owed!.missing) {
    await bench.page.calibration.months.review({
      ...{ instrumentId, month, report: `Report ${month}`, verdict: 'in-order', findings: '', signing: null },
    });
  }
  expect(await findings('CC7')).toEqual([]);
});

test('what is found has its words', () => {
  for (const key of [
    'CC7.month-not-read',
    'CC8.verification-overdue',
    'CC8.never-verified',
    'CC8.verification-triggered',
  ]) {
    expect(standardsWords).toHaveProperty([`audit.${key}.fix`]);
  }
});
