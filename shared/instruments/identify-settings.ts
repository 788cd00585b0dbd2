import { CANDIDATE_BAUDS, rankSettings } from './baud-guess.ts';
import type { InstrumentDefinition } from './definition.ts';
import { parityInTheEighthBit } from './line-text.ts';
import type { SerialSettings } from './link-settings.ts';

/** Log-likelihood gain (nats) from which another setting explains garbage better than chance; see `doctor.ts`. */
const SURE_GAIN = 9;

const plain: SerialSettings = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };

/** Two settings that read the same characters. */
export const isSameLine = (a: SerialSettings, b: SerialSettings): boolean =>
  a.baud === b.baud && a.dataBits === b.dataBits && a.parity === b.parity;

/**
 * Settings to listen with, the first one first: what the line is set to now, what most definitions name, then the usual
 * rates. Eight bits without parity come before seven with: what a seven-bit sender says shows in them, not the other way.
 */
export function settingsToTry(
  definitions: readonly InstrumentDefinition[],
  now: SerialSettings | null,
): SerialSettings[] {
  const named = definitions.flatMap(({ links }) =>
    links.flatMap((link) => (link.kind === 'serial' ? [{ ...link.settings, flow: 'none' as const }] : [])),
  );
  const uses = (settings: SerialSettings): number => named.filter((each) => isSameLine(each, settings)).length;
  const isPlain = ({ dataBits, parity }: SerialSettings): boolean => dataBits === 8 && parity === 'none';
  const usual = CANDIDATE_BAUDS.map((baud) => ({ ...plain, baud }));
  const all = [plain, ...named, ...usual];
  const sorted = all.toSorted((a, b) => Number(isPlain(b)) - Number(isPlain(a)) || uses(b) - uses(a));
  const first = now === null ? [] : [now];
  const unique: SerialSettings[] = [];
  for (const settings of [...first, ...sorted])
    if (!unique.some((each) => isSameLine(each, settings))) unique.push(settings);
  return unique;
}

/**
 * The settings to listen with next, by what was heard with the ones before.
 *
 * @param heard bytes that made no sense; empty where the line was silent
 * @param read the settings they were heard with
 * @param planned `settingsToTry`
 * @param tried settings listened with already, however often
 * @returns never the settings just listened with, unless there are no others
 */
export function nextSettings(
  heard: Uint8Array,
  read: SerialSettings,
  planned: readonly SerialSettings[],
  tried: readonly SerialSettings[],
): SerialSettings {
  const timesTried = (settings: SerialSettings): number => tried.filter((each) => isSameLine(each, settings)).length;
  const parity = read.dataBits === 8 ? parityInTheEighthBit(heard) : null;
  if (parity !== null) {
    const seven = { ...read, dataBits: 7 as const, parity };
    if (timesTried(seven) === 0) return seven;
  }
  const guess = rankSettings(heard, read).find(({ settings, gain, isExactBid }) => {
    const isSure = isExactBid || gain > SURE_GAIN;
    return isSure && !isSameLine(settings, read) && timesTried(settings) === 0;
  });
  if (guess !== undefined) return { ...guess.settings, stopBits: 1 };
  const others = planned.filter((settings) => !isSameLine(settings, read));
  // Round after round, each as often as the others.
  return others.toSorted((a, b) => timesTried(a) - timesTried(b))[0] ?? read;
}
