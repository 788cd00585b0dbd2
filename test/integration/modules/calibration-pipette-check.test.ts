import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BalanceState } from '../../../electron/simulators/mt-sics-device.ts';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import type { GravimetrySheet } from '../../../shared/modules/calibration/standards-contract.ts';
import type { StandardTerms } from '../../../shared/modules/calibration/standards-terms.ts';
import { serialLink, temporaryFolder } from '../../harness/bench.ts';
import { openPeopleBench, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { until } from '../../harness/pty.ts';

/** A whole pipette check: a balance on a pseudo-terminal, weights taken as they come, verdict, record, signature. */

const pipette: StandardTerms = {
  ...{ kind: 'pipette', name: 'P1000 number 3', maker: '', model: '', serialNumber: 'P3', assetNumber: '', place: '' },
  ...{ unit: 'µL', checkMonths: 12, needsCertificate: false, certificateMonths: null, warnDays: 30, source: 'SOP 12' },
  ...{ points: [], instrumentIds: [], note: '' },
  pipette: { nominalUl: 1000, lowestUl: 1000, isVariable: false, channelCount: 1, tips: 'Example tips' },
};
/** Two of them are the same weight: two deliveries, not one sent twice. */
const deliveries = [0.9975, 0.998, 0.9965, 0.9972, 0.9962, 0.9975, 0.9967, 0.9973, 0.9968, 0.9972];

let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  folder = temporaryFolder('pipette-check');
  bench = await openPeopleBench(`${folder.path}/data`);
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  await bench.close();
  folder.remove();
});

const standards = () => bench.page.calibration.standards;
const refused = (code: string) => expect.objectContaining({ code });

/** A simulated balance on a line of its own, registered and certified. */
async function openBalance(): Promise<{ balanceId: string; balance: BalanceState }> {
  const port = `${folder.path}/balance`;
  const definition = bench.host.context.catalog.get('mettler-toledo-mt-sics')!;
  const simulator = await startSimulator({ definition, port: `pty:${port}` });
  closing.push(() => simulator.close());
  const balanceId = await bench.register(definition.key, { name: 'Balance 1', link: serialLink(port) });
  return { balanceId, balance: simulator.balance! };
}
const certify = async (balanceId: string) =>
  await standards().certificates.add({
    subject: { kind: 'instrument', id: balanceId },
    terms: {
      ...{ number: 'B-2026-4', issuer: 'Example calibration', accreditation: 'ISO/IEC 17025', traceability: '' },
      ...{ issuedOn: '2026-01-05', validTo: '2099-01-05', uncertainty: '0.1 mg', asFound: 'in-tolerance' },
      ...{ file: null, note: '' },
    },
  });

async function openSheet(balanceId: string): Promise<{ standardId: string; sheetId: string }> {
  const { standardId } = await standards().equipment.register({ terms: pipette });
  const { sheetId } = await standards().gravimetry.open({ standardId, phase: 'as-found', isNew: false });
  const conditions = { waterCelsius: '21.5', pressureHpa: '1013', humidityPercent: '55', source: 'T-3, barometer 1' };
  await standards().gravimetry.save({ sheetId, balance: { kind: 'instrument', instrumentId: balanceId }, conditions });
  return { standardId, sheetId };
}

/** The pipette delivers; the person waits for the balance to come to rest and takes what it shows. */
async function deliver(sheetId: string, balance: BalanceState, grams: number): Promise<GravimetrySheet> {
  balance.weight = grams;
  const rawValue = grams.toFixed(4);
  let messageId = '';
  await until(async () => {
    const [newest] = await standards().gravimetry.weights({ sheetId, limit: 1 });
    if (newest?.rawValue !== rawValue || newest.isTaken || !newest.isStable) return false;
    messageId = newest.messageId;
    return true;
  }, `${rawValue} g is on the wire`);
  return await standards().gravimetry.weigh({
    ...{ sheetId, volume: 0, as: 'replicate', weight: { kind: 'wire', messageId, rawValue } },
  });
}

describe('a pipette check with the balance on the wire', () => {
  test('ten deliveries, one left out and done again, signed: PASS, and every weight is kept as it came', {
    timeout: 90_000,
  }, async () => {
    await bench.makeOwner();
    const { balanceId, balance } = await openBalance();
    await certify(balanceId);
    const { standardId, sheetId } = await openSheet(balanceId);

    let sheet = await deliver(sheetId, balance, 0.9);
    const [dripped] = sheet.input.volumes[0]!.weighings;
    await standards().gravimetry.exclude({ sheetId, weighingId: dripped!.weighingId, reason: 'Tip dripped' });
    for (const grams of deliveries) sheet = await deliver(sheetId, balance, grams);
    expect(sheet.result).toMatchObject({ verdict: 'pass', why: [], volumes: [{ count: 10, excludedCount: 1 }] });
    // One message cannot be two deliveries.
    const { messageId, rawValue } = sheet.input.volumes[0]!.weighings.at(-1)!.reading!;
    const again = { sheetId, volume: 0, as: 'replicate', weight: { kind: 'wire', messageId, rawValue } } as const;
    await expect(standards().gravimetry.weigh(again)).rejects.toEqual(refused('calibration/weight-taken'));

    await expect(standards().gravimetry.finish({ sheetId, password: null })).rejects.toEqual(
      refused('calibration/signature-needed'),
    );
    const { checkId, verdict, reviewId } = await standards().gravimetry.finish({ sheetId, password: ownerPassword });
    expect({ verdict, reviewId }).toEqual({ verdict: 'pass', reviewId: null });

    const check = await standards().equipment.getCheck({ checkId });
    if (check.measurement.kind !== 'gravimetric') throw new Error('it was weighed');
    const { input, result } = check.measurement;
    // 21.5 °C and 1013 hPa: 1.0032 µL/mg in the published tables; mean 997.09 mg.
    expect(result.z!.toFixed(4)).toBe('1.0032');
    expect(result.volumes[0]!.meanUl).toBeCloseTo(997.09 * result.z!, 4);
    expect(result.volumes[0]!.systematicUl).toBeCloseTo(997.09 * result.z! - 1000, 4);
    expect(input.balance).toMatchObject({ name: 'Balance 1', relied: { number: 'B-2026-4', state: 'current' } });
    const { weighings } = input.volumes[0]!;
    expect(weighings.map(({ value }) => value)).toEqual([0.9, ...deliveries].map((grams) => grams.toFixed(4)));
    expect(weighings[0]).toMatchObject({ excluded: 'Tip dripped' });
    expect(new Set(weighings.map(({ reading }) => reading!.messageId)).size).toBe(11);
    expect(weighings[1]!.reading).toMatchObject({
      ...{ rawValue: '0.9975', unit: 'g', isStable: true, definition: { key: 'mettler-toledo-mt-sics' } },
    });
    expect(check.recomputed).toEqual({ algorithm: 'gravimetry-1', verdict: 'pass', isSame: true });
    expect(await bench.page.people.signatures({ hashes: [check.hash] })).toMatchObject([{ meaning: 'performed' }]);
    expect(await standards().equipment.get({ standardId })).toMatchObject({ state: 'current', lastVerdict: 'pass' });
    expect(await standards().gravimetry.list()).toEqual([]);
  });

  test('a weight that still moves is not taken; without a certificate of the balance nothing is concluded', {
    timeout: 60_000,
  }, async () => {
    const { balanceId, balance } = await openBalance();
    const { sheetId } = await openSheet(balanceId);
    balance.isStable = false;
    balance.weight = 0.5;
    let moving = { messageId: '', rawValue: '' };
    await until(async () => {
      const [newest] = await standards().gravimetry.weights({ sheetId, limit: 1 });
      if (newest?.rawValue !== '0.5000' || newest.isStable) return false;
      moving = newest;
      return true;
    }, 'a weight that moves is on the wire');
    const { messageId, rawValue } = moving;
    const weight = { kind: 'wire', messageId, rawValue } as const;
    await expect(standards().gravimetry.weigh({ sheetId, volume: 0, as: 'replicate', weight })).rejects.toEqual(
      refused('calibration/weight-not-stable'),
    );
    const invented = { ...weight, rawValue: '1.0000' };
    await expect(
      standards().gravimetry.weigh({ sheetId, volume: 0, as: 'replicate', weight: invented }),
    ).rejects.toEqual(refused('calibration/weight-not-found'));
    const { result } = await standards().gravimetry.get({ sheetId });
    expect(result.verdict).toBe('cannot-evaluate');
    expect(result.why).toContain('balance-not-current');
  });
});

describe('a sheet in progress', () => {
  const weigh = async (sheetId: string, value: string, volume = 0) =>
    await standards().gravimetry.weigh({
      sheetId,
      volume,
      as: 'replicate',
      weight: { kind: 'typed', value, unit: 'g' },
    });
  const typedBalance = {
    kind: 'typed',
    name: 'Balance of the next lab',
    certificate: 'B-7',
    validTo: '2099-01-01',
  } as const;
  const conditions = { waterCelsius: '20', pressureHpa: '1013', humidityPercent: null, source: '' };

  test('is there again after the host was gone, weighing by weighing, and belongs to its pipette', async () => {
    const { standardId } = await standards().equipment.register({ terms: pipette });
    const { sheetId } = await standards().gravimetry.open({ standardId, phase: 'as-found', isNew: false });
    await standards().gravimetry.save({ sheetId, balance: typedBalance, conditions });
    await weigh(sheetId, '0.9975');
    const before = await weigh(sheetId, '0.9980');
    await bench.close();
    bench = await openPeopleBench(`${folder.path}/data`);
    expect(await standards().gravimetry.get({ sheetId })).toEqual(before);
    expect(await standards().gravimetry.open({ standardId, phase: 'as-left', isNew: false })).toEqual(before);
    const { standardId: other } = await standards().equipment.register({
      terms: { ...pipette, name: 'P1000 number 4' },
    });
    const fresh = await standards().gravimetry.open({ standardId: other, phase: 'as-found', isNew: false });
    expect(fresh.input.volumes[0]!.weighings).toEqual([]);
    expect((await standards().gravimetry.list()).map(({ standardName }) => standardName).toSorted()).toEqual([
      'P1000 number 3',
      'P1000 number 4',
    ]);
  });

  test('typed weights of three volumes, as-found outside: FAIL, and an impact review of everything before', async () => {
    const variable = { ...pipette.pipette!, isVariable: true, lowestUl: 100 };
    const { standardId } = await standards().equipment.register({ terms: { ...pipette, pipette: variable } });
    const { sheetId } = await standards().gravimetry.open({ standardId, phase: 'as-found', isNew: false });
    const { input } = await standards().gravimetry.save({ sheetId, balance: typedBalance, conditions });
    expect(input.volumes.map(({ selectedUl, systematicUl }) => [selectedUl, systematicUl])).toEqual([
      [1000, 8],
      [500, 8],
      [100, 8],
    ]);
    for (const [at, shift] of [0, 0.02, 0].entries()) {
      for (const grams of deliveries) await weigh(sheetId, (grams / [1, 2, 10][at]! + shift).toFixed(4), at);
    }
    const outcome = await standards().gravimetry.finish({ sheetId, password: null });
    expect(outcome).toMatchObject({ verdict: 'fail', why: ['systematic-outside'] });
    expect(await standards().impact.get({ reviewId: outcome.reviewId! })).toMatchObject({
      lastGoodOn: null,
      answer: null,
    });
    expect(await standards().equipment.get({ standardId })).toMatchObject({ state: 'failed', openReviewCount: 1 });
  });

  test('refused with a code: not a weight, a volume out of range, a volume with weighings dropped', async () => {
    const { standardId } = await standards().equipment.register({ terms: pipette });
    const { sheetId } = await standards().gravimetry.open({ standardId, phase: 'as-found', isNew: false });
    await expect(weigh(sheetId, '0,9975')).rejects.toEqual(refused('calibration/not-a-weight'));
    await expect(weigh(sheetId, '1', 3)).rejects.toEqual(refused('calibration/no-such-volume'));
    await weigh(sheetId, '0.9975');
    const volume = (selectedUl: number) => ({ selectedUl, systematicUl: null, randomUl: null, source: '' });
    const save = (selectedUl: number) => standards().gravimetry.saveVolumes({ sheetId, volumes: [volume(selectedUl)] });
    await expect(save(2000)).rejects.toEqual(refused('calibration/volume-out-of-range'));
    expect((await save(1000)).result.volumes[0]).toMatchObject({ verdict: 'cannot-evaluate', count: 0 });
    await standards().gravimetry.discard({ sheetId });
    await expect(standards().gravimetry.get({ sheetId })).rejects.toEqual(refused('calibration/sheet-not-found'));
    await expect(standards().gravimetry.finish({ sheetId, password: null })).rejects.toEqual(
      refused('calibration/sheet-not-found'),
    );
  });
});
