import type { CivilDate } from '../../kernel/civil-date.ts';
import type {
  CheckBalance,
  CheckVerdict,
  CheckWhy,
  GravimetryInput,
  GravimetryResult,
  Pipette,
  ReliedOn,
  VolumeResult,
  VolumeRun,
  VolumeTerms,
  Weighing,
} from './standards-terms.ts';

/**
 * Gravimetric check of piston pipettes after ISO 8655-6: weighings to volumes by the Z factor, systematic and random
 * error, three-valued verdict. Pure; the record keeps the raw weighings, so that every verdict can be calculated anew.
 */

/** Raised when the arithmetic changes; stored beside every verdict. */
export const gravimetryAlgorithm = 'gravimetry-1';

/** Density of the weights a balance is adjusted with, kg/m³: the convention of OIML R 111-1 (2004). */
const weightDensity = 8000;
/** Humidity where none was read, per cent: within 0 to 100 % it moves Z by less than 0.00001. */
const usualHumidity = 50;
/** Range of the published Z tables (ISO 8655-6:2002 and the makers' copies of it). */
const tableRange = { celsius: [15, 30], hectopascal: [800, 1067] } as const;

/**
 * Density of air-free water in kg/m³ at a temperature in °C. M. Tanaka et al., Metrologia 38 (2001) 301-309, equation 1;
 * valid 0 to 40 °C.
 */
export function waterDensity(celsius: number): number {
  const rise = (celsius - 3.983035) ** 2 * (celsius + 301.797);
  return 999.97495 * (1 - rise / (522_528.9 * (celsius + 69.34881)));
}

/**
 * Density of air in kg/m³ from temperature (°C), pressure (hPa) and relative humidity (%): the approximation of
 * OIML R 111-1 (2004), equation E.3-1.
 */
export function airDensity(celsius: number, hectopascal: number, humidityPercent: number): number {
  return (0.34848 * hectopascal - 0.009 * humidityPercent * Math.exp(0.061 * celsius)) / (273.15 + celsius);
}

/**
 * Z factor in µL/mg: what one milligram of balance reading is in water at this temperature and pressure, with the
 * buoyancy of air. The expansion of the pipette's own material is left out, as in the tables of ISO 8655-6.
 */
export function zFactor(celsius: number, hectopascal: number, humidityPercent: number = usualHumidity): number {
  const air = airDensity(celsius, hectopascal, humidityPercent);
  return (1000 * (weightDensity - air)) / (weightDensity * (waterDensity(celsius) - air));
}

const milligrams: Readonly<Record<string, number>> = { kg: 1e6, g: 1e3, mg: 1, µg: 1e-3, μg: 1e-3, ug: 1e-3 };
const decimalPattern = /^[+-]?\d{1,12}(\.\d{1,12})?$/;

/** Milligrams of a weighing; null where value or unit cannot be read, or the balance had not come to rest. */
export function massMg({ value, unit, reading }: Weighing): number | null {
  const factor = milligrams[unit];
  const text = value.trim().replace(/^([+-]) +/, '$1');
  if (factor === undefined || !decimalPattern.test(text) || reading?.isStable === false) return null;
  return Number(text) * factor;
}

/** Smallest step the written value can show, in milligrams; null where it cannot be read. */
function stepMg({ value, unit }: Weighing): number | null {
  const factor = milligrams[unit];
  if (factor === undefined) return null;
  const places = value.split('.')[1]?.trim().length ?? 0;
  return factor * 10 ** -places;
}

/**
 * Readability the balance must have, in milligrams, by the pipette's nominal volume in µL. ISO 8655-6:2022 table 1, as
 * INTEGRA Biosciences' "Calibration check" quotes it for single-channel balances.
 */
export function neededReadabilityMg(nominalUl: number): number {
  if (nominalUl < 20) return 0.001;
  return nominalUl < 200 ? 0.01 : 0.1;
}

/** Below this nominal volume evaporation must be determined: single deliveries are then of the size of the loss (ISO 8655-6). */
const evaporationBelowUl = 50;

/**
 * Volumes of a check in µL, as ISO 8655-6 asks: nominal; and of a variable pipette half of it, and a tenth or the lowest
 * it is set to, whichever is more.
 */
export function testVolumes({ nominalUl, lowestUl, isVariable }: Pipette): number[] {
  if (!isVariable) return [nominalUl];
  return [...new Set([nominalUl, tidy(nominalUl / 2), tidy(Math.max(nominalUl / 10, lowestUl))])];
}

/**
 * Maximum permissible errors of ISO 8655-2:2002 in µL by nominal volume, only those two public sources agree on: 100 µL
 * (Gilson, Guide to Pipetting, "Calibration of pipettes in a quality system") and 1000 µL (Gilson, "The maximum errors
 * tolerated by norm ISO 8655"; Table 2 of the 2019 study in TSI Journals). The limit of the nominal volume holds at every
 * volume; of multichannel pipettes it is doubled. What is not here is a blank for the lab to fill.
 */
const permissible: Readonly<Record<number, { readonly systematicUl: number; readonly randomUl: number }>> = {
  100: { systematicUl: 0.8, randomUl: 0.3 },
  1000: { systematicUl: 8, randomUl: 3 },
};

/** Volumes of a check with limits where they are known; the lab changes or fills them. */
export function suggestedVolumes(pipette: Pipette): VolumeTerms[] {
  const known = permissible[pipette.nominalUl];
  const times = pipette.channelCount > 1 ? 2 : 1;
  return testVolumes(pipette).map((selectedUl) => ({
    selectedUl,
    systematicUl: known ? known.systematicUl * times : null,
    randomUl: known ? known.randomUl * times : null,
    source: known ? 'ISO 8655-2:2002, maximum permissible errors' : '',
  }));
}

/** True for what can be relied on: within its date, warned or not. */
export const isReliable = ({ state }: Pick<ReliedOn, 'state'>): boolean => state === 'current' || state === 'due-soon';

function balanceWhy(balance: CheckBalance | null, on: CivilDate): CheckWhy[] {
  if (balance === null) return ['balance-missing'];
  if (balance.kind === 'instrument') return isReliable(balance.relied) ? [] : ['balance-not-current'];
  return balance.validTo !== null && balance.validTo >= on ? [] : ['balance-not-current'];
}

function conditionsOf({ conditions }: GravimetryInput): { z: number | null; why: CheckWhy[] } {
  const { waterCelsius, pressureHpa, humidityPercent } = conditions;
  if (waterCelsius === null || pressureHpa === null) return { z: null, why: ['conditions-missing'] };
  const [celsius, hectopascal] = [Number(waterCelsius), Number(pressureHpa)];
  const humidity = humidityPercent === null ? usualHumidity : Number(humidityPercent);
  const isWithin = (value: number, [low, high]: readonly [number, number]) => value >= low && value <= high;
  if (
    !(isWithin(celsius, tableRange.celsius) && isWithin(hectopascal, tableRange.hectopascal)) ||
    !isWithin(humidity, [0, 100])
  ) {
    return { z: null, why: ['conditions-outside-table'] };
  }
  return { z: tidy(zFactor(celsius, hectopascal, humidity)), why: [] };
}

/** Delivered masses in mg, excluded ones too; null where one cannot be said. */
function deliveredMg({ way }: GravimetryInput, { start, weighings }: VolumeRun): (number | null)[] {
  const masses = weighings.map(massMg);
  if (way === 'tared') return masses;
  const first = start === null ? null : massMg(start);
  return masses.map((mass, at) => {
    const before = at === 0 ? first : masses[at - 1]!;
    return mass === null || before === null ? null : mass - before;
  });
}

/** A millionth of a microlitre is far below every balance: results are the same text on every machine. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
/** At the limit passes; the last digit of a binary fraction does not decide. */
const isWithinLimit = (value: number, limit: number): boolean => Math.abs(value) <= limit + 1e-9;

/**
 * One volume: mean, systematic error (mean less selected), random error (standard deviation, n - 1). A limit that is
 * exceeded fails; what is missing cannot be evaluated.
 */
function judgeVolume(input: GravimetryInput, run: VolumeRun, z: number | null): VolumeResult {
  const lossMg = input.evaporation === null ? 0 : Number(input.evaporation.perCycleMg);
  const volumesUl = deliveredMg(input, run).map((mass) =>
    mass === null || z === null ? null : tidy((mass + lossMg) * z),
  );
  const isIn = run.weighings.map(({ excluded }) => excluded === null);
  const used = volumesUl.filter((volume, at): volume is number => volume !== null && isIn[at]!);
  const taken = run.weighings.filter((_, at) => isIn[at]);
  const base = { count: used.length, excludedCount: run.weighings.length - taken.length, volumesUl };

  const why: CheckWhy[] = [];
  if (taken.some(({ reading }) => reading?.isStable === false)) why.push('not-stable');
  if (taken.some((weighing) => weighing.reading?.isStable !== false && massMg(weighing) === null)) {
    why.push('unit-unknown');
  }
  if (taken.length < input.replicateCount) why.push('too-few-replicates');
  if (input.way === 'cumulative' && run.start === null) why.push('value-missing');
  const steps = taken.map(stepMg).filter((step) => step !== null);
  const finest = steps.length === 0 ? 0 : Math.min(...steps);
  if (finest > neededReadabilityMg(input.pipette.nominalUl) + 1e-12) why.push('balance-too-coarse');

  if (used.length === 0) {
    const none = { meanUl: null, systematicUl: null, systematicPercent: null, randomUl: null, randomPercent: null };
    return { ...base, ...none, verdict: 'cannot-evaluate', why: why.length > 0 ? why : ['value-missing'] };
  }
  const mean = used.reduce((sum, volume) => sum + volume, 0) / used.length;
  const squares = used.reduce((sum, volume) => sum + (volume - mean) ** 2, 0);
  const deviation = used.length < 2 ? null : Math.sqrt(squares / (used.length - 1));
  const results = {
    meanUl: tidy(mean),
    systematicUl: tidy(mean - run.selectedUl),
    systematicPercent: tidy((100 * (mean - run.selectedUl)) / run.selectedUl),
    randomUl: deviation === null ? null : tidy(deviation),
    randomPercent: deviation === null ? null : tidy((100 * deviation) / mean),
  };
  // What was not measured as it must be says nothing, neither good nor bad.
  if (why.length > 0 || results.randomUl === null) return { ...base, ...results, verdict: 'cannot-evaluate', why };
  if (run.systematicUl !== null && !isWithinLimit(results.systematicUl, run.systematicUl)) {
    why.push('systematic-outside');
  }
  if (run.randomUl !== null && !isWithinLimit(results.randomUl, run.randomUl)) why.push('random-outside');
  const isOutside = why.length > 0;
  if (run.systematicUl === null || run.randomUl === null) why.push('limit-missing');
  const verdict: CheckVerdict = isOutside ? 'fail' : why.length > 0 ? 'cannot-evaluate' : 'pass';
  return { ...base, ...results, verdict, why };
}

/** True when the volumes are those ISO 8655-6 asks for, or more: nominal, and three of a variable pipette. */
function hasAllVolumes({ pipette, volumes }: GravimetryInput): boolean {
  const selected = new Set(volumes.map(({ selectedUl }) => selectedUl));
  return selected.has(pipette.nominalUl) && selected.size >= testVolumes(pipette).length;
}

/**
 * The whole check.
 *
 * @param input what was measured, and the limits
 * @param on the day it was done: balance and certificates are held against it
 */
export function judgeGravimetry(input: GravimetryInput, on: CivilDate): GravimetryResult {
  const { z, why: conditionsWhy } = conditionsOf(input);
  const volumes = input.volumes.map((run) => judgeVolume(input, run, z));
  const needsLoss = input.pipette.nominalUl < evaporationBelowUl && input.evaporation === null;
  const base: CheckWhy[] = [
    ...(volumes.length === 0 ? (['no-volumes'] as const) : []),
    ...(volumes.length > 0 && !hasAllVolumes(input) ? (['volume-missing'] as const) : []),
    ...balanceWhy(input.balance, on),
    ...conditionsWhy,
    ...(needsLoss ? (['evaporation-missing'] as const) : []),
  ];
  const verdicts = volumes.map(({ verdict }) => verdict);
  const isTrusted = base.every((why) => why === 'volume-missing');
  let verdict: CheckVerdict = 'cannot-evaluate';
  // One volume outside is a failure, whether or not the others were measured.
  if (isTrusted && verdicts.includes('fail')) verdict = 'fail';
  else if (base.length === 0 && verdicts.every((one) => one === 'pass')) verdict = 'pass';
  const why = [...new Set([...base, ...volumes.flatMap((volume) => volume.why)])];
  return { algorithm: gravimetryAlgorithm, z, volumes, verdict, why };
}
