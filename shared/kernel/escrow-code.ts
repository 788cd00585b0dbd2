/**
 * A 256-bit key as a code that a person can print, write down and type back: 13 groups of four Crockford base32 characters
 * (crockford.com/base32.html: no I, L, O, U) and a fifth that proves the group. Two hundred and sixty bits hold the key;
 * the first four are the version, 0.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keyBytes = 32;
const groupCount = 13;
const dataPerGroup = 4;
const bitsPerCharacter = 5;
const versionBits = 4;

/**
 * The proving character of a group: a sum over GF(32) with a weight for each place, plus the group's number. One wrong
 * character, two neighbours swapped and two groups swapped are all found.
 */
function proof(values: readonly number[], group: number): number {
  let sum = group + 1;
  let weight = 1;
  for (const value of values) {
    weight = multiply(weight, 2);
    sum ^= multiply(weight, value);
  }
  return sum;
}

/** Product in GF(32) with x^5 + x^2 + 1. */
function multiply(a: number, b: number): number {
  let product = 0;
  let shifted = a;
  for (let rest = b; rest > 0; rest >>= 1) {
    if (rest & 1) product ^= shifted;
    shifted <<= 1;
    if (shifted & 32) shifted ^= 37;
  }
  return product;
}

/** The 13 groups of a 32-byte key. @throws RangeError for a key of another length */
export function escrowGroups(key: Uint8Array): string[] {
  if (key.length !== keyBytes) throw new RangeError('an escrow code holds 32 bytes');
  const groups: string[] = [];
  for (let group = 0; group < groupCount; group++) {
    const values = Array.from({ length: dataPerGroup }, (_, at) => valueAt(key, group * dataPerGroup + at));
    groups.push([...values, proof(values, group)].map((value) => alphabet[value]).join(''));
  }
  return groups;
}

/** Five bits of version and key, counted from the first. */
function valueAt(key: Uint8Array, character: number): number {
  let value = 0;
  for (let bit = 0; bit < bitsPerCharacter; bit++) {
    const at = character * bitsPerCharacter + bit - versionBits;
    value = value * 2 + (at < 0 ? 0 : ((key[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
  }
  return value;
}

export interface EscrowReading {
  /** The 32 bytes, or undefined when the code does not prove itself. */
  readonly key: Uint8Array | undefined;
  /** Groups that do not prove themselves, counted from 1; empty also when the length is wrong. */
  readonly wrongGroups: readonly number[];
}

/**
 * Reads a typed code: spaces, hyphens and line ends are passed over, small letters count as capitals, O is 0, I and L are 1.
 */
export function readEscrowCode(text: string): EscrowReading {
  const typed = text.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const perGroup = dataPerGroup + 1;
  if (typed.length !== groupCount * perGroup) return { key: undefined, wrongGroups: [] };
  const wrongGroups: number[] = [];
  const key = new Uint8Array(keyBytes);
  let version = 0;
  for (let group = 0; group < groupCount; group++) {
    const values = [...typed.slice(group * perGroup, (group + 1) * perGroup)].map((one) => alphabet.indexOf(one));
    const data = values.slice(0, dataPerGroup);
    if (values.includes(-1) || proof(data, group) !== values[dataPerGroup]) wrongGroups.push(group + 1);
    for (const [place, value] of data.entries()) {
      for (let bit = 0; bit < bitsPerCharacter; bit++) {
        const isSet = (value >> (bitsPerCharacter - 1 - bit)) & 1;
        const at = (group * dataPerGroup + place) * bitsPerCharacter + bit - versionBits;
        if (at < 0) version |= isSet;
        else key[at >> 3] = (key[at >> 3] ?? 0) | (isSet << (7 - (at & 7)));
      }
    }
  }
  const isRead = wrongGroups.length === 0 && version === 0;
  return { key: isRead ? key : undefined, wrongGroups };
}
