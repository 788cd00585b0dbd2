import { ANALYTES, UNITS } from './analyte-data.ts';
import { compareDecimals } from './mapping/decimal.ts';

/**
 * The one catalogue of analytes and units (decision 10). An analyte is known by its id and reached by a definition's
 * table of exact test codes, never by comparing names. A value is kept as sent; a conversion is only for showing it and
 * for holding it against a limit in another unit.
 */

export interface Analyte {
  readonly id: string;
  /** Short name for tables, and the full name. English; the page may translate by id. */
  readonly shortName: string;
  readonly name: string;
  /** Null where no source gives a code, or where sources disagree. */
  readonly loinc: { readonly code: string; readonly source: string; readonly confidence: string } | null;
  /** UCUM units in which it is shown. */
  readonly conventionalUnit: string;
  readonly siUnit: string;
  readonly source: string;
}

/** A unit: its UCUM code, how analyzers write it, and its scale among units of the same kind. */
export interface Unit {
  readonly ucum: string;
  /** Quantity and base: only units of one dimension convert into each other. */
  readonly dimension: string;
  /** How many base units one of it is, as decimal text. */
  readonly scale: string;
  /** Spellings seen on wires; blanks do not count, and `µ` is `u`. */
  readonly spellings: readonly string[];
  readonly source: string;
}

const analytesById = new Map(ANALYTES.map((entry) => [entry.id, entry]));
const unitsByCode = new Map(UNITS.map((unit) => [unit.ucum, unit]));
const unitsBySpelling = new Map<string, Unit>();
for (const unit of UNITS) {
  for (const spelling of [unit.ucum, ...unit.spellings]) unitsBySpelling.set(foldSpelling(spelling), unit);
}

/** Case counts (`G/L` is giga, `g/L` is gram), except in powers of ten, which analyzers write in every way. */
function foldSpelling(text: string): string {
  const plain = text.replace(/\s+/g, '').replace(/[µμ]/g, 'u');
  return /^x?10/i.test(plain) ? plain.toLowerCase() : plain;
}

/** The analyte of an id, or `undefined`. */
export function findAnalyte(id: string): Analyte | undefined {
  return analytesById.get(id);
}

export function listAnalytes(): readonly Analyte[] {
  return ANALYTES;
}

export function listUnits(): readonly Unit[] {
  return UNITS;
}

/** The unit an analyzer means by a text such as `10*3/uL`, `10^9/L`, `g/dl`; `undefined` where nobody told us. */
export function findUnit(asSent: string): Unit | undefined {
  return unitsBySpelling.get(foldSpelling(asSent));
}

/**
 * `value` (decimal text) in another unit, or null where the two do not measure the same thing or one is unknown.
 * Exact: the factors are powers of ten. Zeros that say how fine the analyzer measured are kept (`8.0` g/dL is `80` g/L,
 * `0.250` is not shortened).
 */
export function convertValue(value: string, fromUnit: string, toUnit: string): string | null {
  const from = findUnit(fromUnit);
  const to = unitsByCode.get(toUnit) ?? findUnit(toUnit);
  if (from === undefined || to === undefined || from.dimension !== to.dimension) return null;
  if (compareDecimals(from.scale, to.scale) === 0) return value;
  const places = exponentOf(from.scale) - exponentOf(to.scale);
  return shiftPoint(value, places);
}

/** Both ways of showing a value, in conventional and in SI units; null where its unit does not fit the analyte. */
export function showValue(
  analyteId: string,
  value: string,
  unit: string,
): { conventional: { value: string; unit: string }; si: { value: string; unit: string } } | null {
  const analyte = findAnalyte(analyteId);
  if (analyte === undefined) return null;
  const conventional = convertValue(value, unit, analyte.conventionalUnit);
  const si = convertValue(value, unit, analyte.siUnit);
  if (conventional === null || si === null) return null;
  return {
    conventional: { value: conventional, unit: analyte.conventionalUnit },
    si: { value: si, unit: analyte.siUnit },
  };
}

/** Power of ten of a scale: `1000` is 3, `0.01` is -2. The catalogue's test holds every scale to be one. */
function exponentOf(scale: string): number {
  const [whole = '', fraction = ''] = scale.split('.');
  return fraction === '' ? whole.length - 1 : -fraction.length;
}

function shiftPoint(value: string, places: number): string {
  const sign = value.startsWith('-') ? '-' : '';
  const [whole = '', fraction = ''] = value.replace(/^[-+]/, '').split('.');
  if (places >= 0) {
    const moved = fraction.padEnd(places, '0');
    const rest = moved.slice(places);
    return `${sign}${trimZeros(whole + moved.slice(0, places))}${rest === '' ? '' : `.${rest}`}`;
  }
  const padded = whole.padStart(1 - places, '0');
  const cut = padded.length + places;
  return `${sign}${trimZeros(padded.slice(0, cut))}.${padded.slice(cut)}${fraction}`;
}

function trimZeros(whole: string): string {
  return whole.replace(/^0+(?=\d)/, '');
}
