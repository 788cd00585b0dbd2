import { recordCrypto } from '../../electron/store/record-crypto.ts';
import { readRecordLines, type TravellingRecord, writeRecordLines } from '../../shared/sync/record-lines.ts';
import { seededRandom } from './bit-flips.ts';
import type { StickDamage } from './sync-steps.ts';

type Random = () => number;

/** Records as they lie on a stick. */
export const writeStick = (records: readonly TravellingRecord[]): string => writeRecordLines(records, recordCrypto);

/** What can be read of a stick that suffered this on the way. */
export function readStick(text: string, damage: StickDamage, seed: number): TravellingRecord[] {
  const random = seededRandom(seed);
  const read = (lines: string) => [...readRecordLines(lines, recordCrypto).records];
  switch (damage) {
    case 'none':
      return read(text);
    case 'shuffled':
      return shuffled(read(text), random);
    case 'doubled': {
      const records = read(text);
      return [...records, ...shuffled(records, random).slice(0, records.length / 2)];
    }
    case 'torn':
      return read(text.slice(0, Math.floor(random() * text.length)));
    case 'flipped':
      return read(flipped(text, random));
    case 'holes':
      return read(
        text
          .split('\n')
          .filter(() => random() > 0.2)
          .join('\n'),
      );
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other]!, all[at]!];
  }
  return all;
}

/** One letter of the text is another one. */
function flipped(text: string, random: Random): string {
  if (text === '') return text;
  const at = Math.floor(random() * text.length);
  return (
    text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << Math.floor(random() * 6))) + text.slice(at + 1)
  );
}
