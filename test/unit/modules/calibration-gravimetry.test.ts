import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  airDensity,
  judgeGravimetry,
  massMg,
  neededReadabilityMg,
  suggestedVolumes,
  testVolumes,
  waterDensity,
  zFactor,
} from '../../../shared/modules/calibration/gravimetry-rules.ts';
import type {
  GravimetryInput,
  Pipette,
  VolumeRun,
  Weighing,
} from '../../../shared/modules/calibration/standards-terms.ts';

const on = '2026-11-22';

/** Z in µL/mg of the Gilson Pipetman user's guide (page 31), by °C and hPa; ISO 8655-6 has the same table. */
const gilson = {
  hectopascals: [800, 853, 907, 960, 1013, 1067],
  rows: `15 1.0018 1.0018 1.0019 1.0019 1.0020 1.0020
15.5 1.0018 1.0019 1.0019 1.0020 1.0020 1.0021
16 1.0019 1.0020 1.0020 1.0021 1.0021 1.0022
17 1.0021 1.0021 1.0022 1.0022 1.0023 1.0023
18 1.0022 1.0023 1.0024 1.0024 1.0025 1.0025
19 1.0024 1.0025 1.0025 1.0026 1.0027 1.0027
20 1.0026 1.0027 1.0027 1.0028 1.0029 1.0029
21 1.0028 1.0029 1.0030 1.0030 1.0031 1.0031
21.5 1.0030 1.0030 1.0031 1.0031 1.0032 1.0032
22 1.0031 1.0031 1.0032 1.0032 1.0033 1.0033
23 1.0033 1.0033 1.0034 1.0035 1.0035 1.0036
24 1.0035 1.0036 1.0036 1.0037 1.0038 1.0038
25 1.0038 1.0038 1.0039 1.0039 1.0040 1.0041
26 1.0040 1.0041 1.0042 1.0042 1.0043 1.0043
27 1.0043 1.0044 1.0044 1.0045 1.0045 1.0046
28 1.0046 1.0046 1.0047 1.0048 1.0048 1.0049
29 1.0049 1.0049 1.0050 1.0050 1.0051 1.0052
30 1.0052 1.0052 1.0053 1.0053 1.0054 1.0055`,
};

describe('ISO 8655-6: from weight to volume, against published figures', () => {
  test('water: Tanaka et al., Metrologia 38 (2001), 998.2067 kg/m³ at 20 °C and 997.0470 at 25 °C', () => {
    expect(waterDensity(20)).toBeCloseTo(998.2067, 4);
    expect(waterDensity(25)).toBeCloseTo(997.047, 4);
  });

  test('air: about 1.2 kg/m³ at 20 °C, 1013.25 hPa, 50 %, the convention of OIML R 111-1', () => {
    expect(airDensity(20, 1013.25, 50)).toBeCloseTo(1.2, 2);
  });

  test("Z: the table of Gilson's Pipetman guide, every entry, to less than one unit of its last digit", () => {
    let sameCount = 0;
    const entries = gilson.rows.split('\n').flatMap((row) => {
      const [celsius, ...published] = row.split(' ').map(Number);
      return published.map((value, at) => ({ celsius: celsius!, hectopascal: gilson.hectopascals[at]!, value }));
    });
    for (const { celsius, hectopascal, value } of entries) {
      const z = zFactor(celsius, hectopascal);
      expect(Math.abs(z - value)).toBeLessThan(0.0001);
      if (z.toFixed(4) === value.toFixed(4)) sameCount += 1;
    }
    expect(entries).toHaveLength(108);
    expect(sameCount / entries.length).toBeGreaterThan(0.9);
  });

  test('Z: the table of the Sartorius Picus manual (page 34), kPa', () => {
    const published: readonly (readonly [celsius: number, kilopascal: number, z: number])[] = [
      [20, 95, 1.0028],
      [20, 101.3, 1.0029],
      [20.5, 105, 1.003],
      [21.5, 101.3, 1.0032],
      [22, 100, 1.0033],
      [22.5, 95, 1.0033],
      [23, 101.3, 1.0035],
      [23.5, 105, 1.0037],
    ];
    for (const [celsius, kilopascal, z] of published) {
      expect(zFactor(celsius, kilopascal * 10).toFixed(4)).toBe(z.toFixed(4));
    }
  });

  test('Z: an accredited certificate (COFRAC 2-6584, CHA220920PIP003): 19.35 °C, 984 hPa, 63.35 % give 1.00267', () => {
    // It was calculated by the polynomials of ISO/TR 20461; ours differs by two hundred-thousandths.
    expect(Math.abs(zFactor(19.35, 984, 63.35) - 1.00267)).toBeLessThan(0.000_03);
  });

  test('volumes to be checked: nominal, half, and a tenth or the lowest; one of a fixed pipette', () => {
    expect(testVolumes(pipette)).toEqual([1000, 500, 100]);
    expect(testVolumes({ ...pipette, nominalUl: 10, lowestUl: 2 })).toEqual([10, 5, 2]);
    expect(testVolumes({ ...pipette, isVariable: false })).toEqual([1000]);
  });

  test('limits: 10 to 100 µL, 0.8 and 0.3 µL at every volume, doubled for several channels (Gilson Guide to Pipetting)', () => {
    const hundred = { ...pipette, nominalUl: 100, lowestUl: 10 };
    expect(suggestedVolumes(hundred)).toMatchObject([
      { selectedUl: 100, systematicUl: 0.8, randomUl: 0.3 },
      { selectedUl: 50, systematicUl: 0.8, randomUl: 0.3 },
      { selectedUl: 10, systematicUl: 0.8, randomUl: 0.3 },
    ]);
    expect(suggestedVolumes({ ...hundred, channelCount: 8 })[0]).toMatchObject({ systematicUl: 1.6, randomUl: 0.6 });
  });

  test('limits nobody could be found for are blanks, not guesses', () => {
    expect(suggestedVolumes({ ...pipette, nominalUl: 300, lowestUl: 30 })[0]).toMatchObject({
      ...{ systematicUl: null, randomUl: null, source: '' },
    });
  });

  test('digits of the balance by nominal volume (ISO 8655-6:2022, quoted by INTEGRA)', () => {
    expect([10, 20, 199, 200, 10_000].map(neededReadabilityMg)).toEqual([0.001, 0.01, 0.01, 0.1, 0.1]);
  });
});

const pipette: Pipette = { nominalUl: 1000, lowestUl: 100, isVariable: true, channelCount: 1, tips: '' };
let made = 0;
function typed(value: string, excluded: string | null = null, unit = 'g'): Weighing {
  made += 1;
  return { weighingId: `w${made}`, at: '', value, unit, reading: null, excluded };
}
const run = (selectedUl: number, values: readonly string[], more: Partial<VolumeRun> = {}): VolumeRun => ({
  ...{ selectedUl, systematicUl: 8, randomUl: 3, source: 'ISO 8655-2', start: null },
  weighings: values.map((value) => typed(value)),
  ...more,
});
const current = { state: 'current', certificateId: 'c', number: 'B-1', validTo: '2027-01-01' } as const;
const input = (more: Partial<GravimetryInput> = {}): GravimetryInput => ({
  pipette: { ...pipette, isVariable: false },
  channel: 1,
  balance: { kind: 'instrument', instrumentId: 'i', name: 'Balance', relied: current },
  way: 'tared',
  conditions: { waterCelsius: '20', pressureHpa: '1013', humidityPercent: null, source: '' },
  evaporation: null,
  replicateCount: 10,
  volumes: [run(1000, ten)],
  ...more,
});
/** Mean 997.10 mg, standard deviation by hand: deviations 0.4 0.9 -0.6 0.1 -0.9 0.5 -0.4 0.2 -0.3 0.1, sum of squares 2.7. */
const ten = ['0.9975', '0.9980', '0.9965', '0.9972', '0.9962', '0.9976', '0.9967', '0.9973', '0.9968', '0.9972'];

describe('a check of ten weighings', () => {
  test('by hand: Z 1.00285 of 20 °C and 1013 hPa, mean, systematic and random error', () => {
    const { z, volumes, verdict, why } = judgeGravimetry(input(), on);
    expect(z!.toFixed(4)).toBe('1.0029');
    const [volume] = volumes;
    expect(volume).toMatchObject({ count: 10, excludedCount: 0, verdict: 'pass', why: [] });
    expect(volume!.meanUl).toBeCloseTo(997.1 * z!, 5);
    expect(volume!.systematicUl).toBeCloseTo(997.1 * z! - 1000, 5);
    expect(volume!.systematicPercent).toBeCloseTo((997.1 * z! - 1000) / 10, 5);
    expect(volume!.randomUl).toBeCloseTo(Math.sqrt(2.7 / 9) * z!, 5);
    expect(volume!.randomPercent).toBeCloseTo((100 * Math.sqrt(2.7 / 9)) / 997.1, 5);
    expect({ verdict, why }).toEqual({ verdict: 'pass', why: [] });
  });

  test('a published row of cumulative weighings: 48.1267, 58.0784, 68.0556, 78.0387, 87.9970 g hold 9951.7 to 9983.1 mg', () => {
    const volume = run(10_000, ['58.0784', '68.0556', '78.0387', '87.9970'], { start: typed('48.1267') });
    const big = { ...pipette, nominalUl: 10_000, lowestUl: 10_000, isVariable: false };
    const judged = judgeGravimetry(input({ pipette: big, way: 'cumulative', volumes: [volume] }), on);
    const masses = judged.volumes[0]!.volumesUl.map((ul) => Math.round((ul! / judged.z!) * 10) / 10);
    expect(masses).toEqual([9951.7, 9977.2, 9983.1, 9958.3]);
    expect(judged).toMatchObject({ verdict: 'cannot-evaluate', why: ['too-few-replicates'] });
  });

  test('what evaporated in a cycle is added to each weighing', () => {
    const without = judgeGravimetry(input(), on);
    const evaporation = { perCycleMg: '0.2', source: 'Four empty cycles' };
    const withLoss = judgeGravimetry(input({ evaporation }), on);
    expect(withLoss.volumes[0]!.meanUl! - without.volumes[0]!.meanUl!).toBeCloseTo(0.2 * without.z!, 5);
    expect(withLoss.volumes[0]!.randomUl).toBeCloseTo(without.volumes[0]!.randomUl!, 5);
  });

  test('at the limit passes, beyond it fails, and the reason says which error it was', () => {
    const { systematicUl, randomUl } = judgeGravimetry(input(), on).volumes[0]!;
    const at = { systematicUl: Math.abs(systematicUl!), randomUl: randomUl! };
    const judge = (limits: Partial<VolumeRun>) => judgeGravimetry(input({ volumes: [run(1000, ten, limits)] }), on);
    expect(judge(at).verdict).toBe('pass');
    expect(judge({ ...at, systematicUl: at.systematicUl - 0.001 })).toMatchObject({
      ...{ verdict: 'fail', why: ['systematic-outside'] },
    });
    expect(judge({ ...at, randomUl: at.randomUl - 0.001 })).toMatchObject({ verdict: 'fail', why: ['random-outside'] });
  });

  test('three volumes of a variable pipette: one outside fails the whole, one missing cannot be evaluated', () => {
    const half = ten.map((value) => (Number(value) / 2).toFixed(4));
    const tenth = ten.map((value) => (Number(value) / 10).toFixed(4));
    const volumes = [run(1000, ten), run(500, half), run(100, tenth)];
    expect(judgeGravimetry(input({ pipette, volumes }), on).verdict).toBe('pass');
    const short = [run(1000, ten), run(500, half)];
    expect(judgeGravimetry(input({ pipette, volumes: short }), on)).toMatchObject({
      ...{ verdict: 'cannot-evaluate', why: ['volume-missing'] },
    });
    const bad = [run(1000, ten), run(500, ten), run(100, tenth)];
    expect(judgeGravimetry(input({ pipette, volumes: bad }), on)).toMatchObject({
      ...{ verdict: 'fail', why: ['systematic-outside'] },
    });
  });

  test('CC22: a weighing left out stays visible with its reason, and nine of ten are too few', () => {
    const outlier = [...ten.slice(0, 9).map((value) => typed(value)), typed('0.9000', 'Tip dripped')];
    const judged = judgeGravimetry(input({ volumes: [run(1000, [], { weighings: outlier })] }), on);
    expect(judged.volumes[0]).toMatchObject({ count: 9, excludedCount: 1, why: ['too-few-replicates'] });
    expect(judged.volumes[0]!.volumesUl).toHaveLength(10);
    expect(judged.verdict).toBe('cannot-evaluate');
    const eleven = [...outlier, typed('0.9972')];
    expect(judgeGravimetry(input({ volumes: [run(1000, [], { weighings: eleven })] }), on).verdict).toBe('pass');
  });

  const outlying: Partial<GravimetryInput> = { volumes: [run(1000, ten, { systematicUl: 0.0001 })] };
  test.each<[why: string, more: Partial<GravimetryInput>]>([
    ['balance-missing', { ...outlying, balance: null }],
    [
      'balance-not-current',
      {
        ...outlying,
        balance: { kind: 'instrument', instrumentId: 'i', name: '', relied: { ...current, state: 'missing' } },
      },
    ],
    [
      'balance-not-current',
      { ...outlying, balance: { kind: 'typed', name: 'B', certificate: '1', validTo: '2026-11-21' } },
    ],
    [
      'conditions-missing',
      { conditions: { waterCelsius: null, pressureHpa: '1013', humidityPercent: null, source: '' } },
    ],
    [
      'conditions-outside-table',
      { conditions: { waterCelsius: '31', pressureHpa: '1013', humidityPercent: null, source: '' } },
    ],
    ['limit-missing', { volumes: [run(1000, ten, { randomUl: null })] }],
    [
      'balance-too-coarse',
      {
        volumes: [
          run(
            1000,
            ten.map((value) => Number(value).toFixed(3)),
          ),
        ],
      },
    ],
    ['no-volumes', { volumes: [] }],
    ['evaporation-missing', { pipette: { ...pipette, nominalUl: 20, lowestUl: 2, isVariable: false } }],
  ])('%s: nothing is said, not even that it failed', (why, more) => {
    const judged = judgeGravimetry(input(more), on);
    expect(judged.verdict).toBe('cannot-evaluate');
    expect(judged.why).toContain(why);
  });

  test('a limit that is exceeded fails though the other is a blank', () => {
    const volumes = [run(1000, ten, { systematicUl: 0.0001, randomUl: null })];
    expect(judgeGravimetry(input({ volumes }), on).verdict).toBe('fail');
  });
});

describe('weights as balances write them', () => {
  test('grams, milligrams and micrograms; nothing else, and nothing that still moves', () => {
    expect([typed('0.5', null, 'g'), typed('500.0', null, 'mg'), typed('500000', null, 'µg')].map(massMg)).toEqual([
      500, 500, 500,
    ]);
    expect(massMg(typed('- 0.5'))).toBe(-500);
    expect([typed('0,5'), typed('1', null, 'lb'), typed('')].map(massMg)).toEqual([null, null, null]);
    const moving = { messageId: 'm', at: '', rawValue: '0.5', unit: 'g', isStable: false, flags: [], definition: null };
    expect(massMg({ ...typed('0.5'), reading: moving })).toBeNull();
  });

  test('any weighings: never throws, a pass rests on everything, and the same input gives the same answer', () => {
    const value = fc.oneof(
      fc.integer({ min: 9900, max: 10_100 }).map((mg) => (mg / 10_000).toFixed(4)),
      fc.string(),
    );
    const weighings = fc.array(fc.record({ value, excluded: fc.option(fc.string({ minLength: 1 })) }), {
      maxLength: 14,
    });
    const limit = fc.option(fc.double({ min: 0.1, max: 20, noNaN: true }));
    fc.assert(
      fc.property(weighings, limit, limit, fc.option(fc.string()), (some, systematicUl, randomUl, waterCelsius) => {
        const volumes = [
          run(1000, [], {
            ...{ systematicUl, randomUl },
            weighings: some.map((one) => typed(one.value, one.excluded)),
          }),
        ];
        const conditions = {
          waterCelsius: waterCelsius ?? '20',
          pressureHpa: '1013',
          humidityPercent: null,
          source: '',
        };
        const asked = input({ volumes, conditions });
        const judged = judgeGravimetry(asked, on);
        expect(judgeGravimetry(structuredClone(asked), on)).toEqual(judged);
        if (judged.verdict !== 'pass') return;
        expect(judged).toMatchObject({ why: [], volumes: [{ verdict: 'pass' }] });
        expect(judged.volumes[0]!.count).toBeGreaterThanOrEqual(10);
        expect(Math.abs(judged.volumes[0]!.systematicUl!)).toBeLessThanOrEqual(systematicUl! + 1e-6);
      }),
    );
  });
});
