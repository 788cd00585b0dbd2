import type { SerialSettings } from './link-settings.ts';
import { deliverCharacters, type LineErrorPolicy, receiveCharacters } from './uart.ts';

/**
 * Rates analyzers and balances are set to; LIS01 names 300 to 38400, device servers and balances go to 115200. The more
 * usual first: garbage that fits several rates alike is taken for the most usual one.
 */
export const CANDIDATE_BAUDS = [9600, 19_200, 38_400, 115_200, 4800, 2400, 57_600, 1200] as const;

const POLICIES: readonly LineErrorPolicy[] = ['keep', 'zero', 'drop'];

/** Made-up sessions with the characters such lines carry; what matters is their frequency, not their meaning. */
function typicalBytes(): Uint8Array {
  const tests = ['WBC', 'RBC', 'HGB', 'HCT', 'PLT', 'MCV', 'NEUT#', 'LYMPH%', 'RET-HE', 'PT-Sec', 'GLU'];
  let text = '';
  for (let n = 0; n < 60; n += 1) {
    // Any digits will do, as long as they vary: the phase in which a receiver falls into step depends on them.
    const digits = String((n * 7919 + 104_729) % 1_000_003).padStart(7, '0');
    if (n % 12 === 0)
      text += `\x05\x021H|\\^&|||Analyzer^1.${n}^${digits}||||||||LIS02-A2|2026010${n % 10}093012\r\x03${n + 10}\r\n`;
    if (n % 12 === 1)
      text += `\x022P|1|||||||U\r\x03A1\r\n\x023O|1||1^1^ SAMPLE-${digits}^B|^^^^WBC\\^^^^RBC|||||||N||||||||||||||F\r\x033E\r\n`;
    text += `\x02${n % 8}R|${n}|^^^^${tests[n % tests.length]}^1|${digits.slice(0, 2)}.${digits.slice(2, 4)}|10*3/uL||N||F||||2026${digits}012\r\x03${digits.slice(5)}\r\n`;
    if (n % 12 === 11) text += `\x025L|1|N\r\x030A\r\n\x04S S     ${digits.slice(0, 3)}.05 g\r\n`;
  }
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const BID = Uint8Array.of(0x05);

interface Candidate {
  readonly sent: Pick<SerialSettings, 'baud' | 'dataBits' | 'parity'>;
  /** Log probability of each byte value, smoothed. */
  readonly logs: Float64Array;
  /** What one lone ENQ looks like, as text of numbers. */
  readonly bid: string;
}

const candidatesBySettings = new Map<string, Candidate[]>();

function logProbabilities(sample: Uint8Array): Float64Array {
  const counts = new Float64Array(256).fill(0.05);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => Math.log(count / total));
}

function candidatesFor(read: SerialSettings): Candidate[] {
  const key = `${read.baud}/${read.dataBits}/${read.parity}/${read.stopBits}`;
  const known = candidatesBySettings.get(key);
  if (known !== undefined) return known;
  const made: Candidate[] = [];
  const typical = typicalBytes();
  const own = { dataBits: read.dataBits, parity: read.parity };
  const others = CHARACTERS.filter(({ dataBits, parity }) => dataBits !== own.dataBits || parity !== own.parity);
  for (const characters of [own, ...others]) {
    for (const baud of CANDIDATE_BAUDS) {
      if (baud === read.baud && characters === own) continue;
      const sent = { baud, ...characters };
      const sample = receiveCharacters(typical, { ...read, ...sent }, read);
      const bid = receiveCharacters(BID, { ...read, ...sent }, read);
      for (const policy of POLICIES) {
        const delivered = deliverCharacters(sample, policy);
        if (delivered.length === 0) continue;
        made.push({ sent, logs: logProbabilities(delivered), bid: deliverCharacters(bid, policy).join(' ') });
      }
    }
  }
  candidatesBySettings.set(key, made);
  return made;
}

/** How well garbage is explained by another baud rate than the one that was set. */
export interface BaudGuess {
  readonly baud: number;
  /** Log-likelihood gain in nats over evenly random bytes, for all bytes together; 0 explains nothing. */
  readonly gain: number;
  /** Every stretch was exactly what a lone ENQ at that rate would look like. */
  readonly isExactBid: boolean;
}

/**
 * Guesses at which baud rate garbage was really sent, by replaying typical traffic through a model of the receiver
 * (`uart.ts`) for each usual rate and comparing the frequency of byte values. Source: our own model, no maker's text.
 *
 * @param bytes what was heard
 * @param read the settings it was heard with
 * @returns the best guess, or null when there is nothing to compare
 */
export function guessBaud(bytes: Uint8Array, read: SerialSettings): BaudGuess | null {
  if (bytes.length === 0) return null;
  const uniform = Math.log(1 / 256);
  const heard = bytes.join(' ');
  let best: BaudGuess | null = null;
  for (const candidate of candidatesFor(read)) {
    const { baud, dataBits, parity } = candidate.sent;
    if (baud === read.baud || dataBits !== read.dataBits || parity !== read.parity) continue;
    let sum = 0;
    for (const byte of bytes) sum += (candidate.logs[byte] ?? uniform) - uniform;
    const isExactBid = candidate.bid !== '' && isRepetition(heard, candidate.bid);
    // Several rates may turn a bid into the same garbage: then the most usual one, which comes first, is as good a guess.
    const isBetter = isExactBid ? !best?.isExactBid : !best?.isExactBid && (best === null || sum > best.gain);
    if (isBetter) {
      best = { baud, gain: sum, isExactBid };
    }
  }
  return best;
}

/** Another way the line may be set, and how much better than chance it explains what was heard. */
export interface SettingsGuess {
  readonly settings: SerialSettings;
  /** As in `BaudGuess`. */
  readonly gain: number;
  readonly isExactBid: boolean;
}

/** How characters are made up on lines of instruments: LIS01's default first, then seven bits with parity. */
const CHARACTERS: readonly Pick<SerialSettings, 'dataBits' | 'parity'>[] = [
  { dataBits: 8, parity: 'none' },
  { dataBits: 7, parity: 'even' },
  { dataBits: 7, parity: 'odd' },
];

/**
 * Every usual setting of a line, the one that best explains what was heard with other settings first. Settings that turn
 * what was heard into nothing at all are left out. Source: the same model as `guessBaud`.
 *
 * @param bytes what was heard
 * @param read the settings it was heard with
 */
export function rankSettings(bytes: Uint8Array, read: SerialSettings): SettingsGuess[] {
  if (bytes.length === 0) return [];
  const uniform = Math.log(1 / 256);
  const heard = bytes.join(' ');
  const best = new Map<string, SettingsGuess>();
  for (const { sent, logs, bid } of candidatesFor(read)) {
    let gain = 0;
    for (const byte of bytes) gain += (logs[byte] ?? uniform) - uniform;
    const isExactBid = bid !== '' && isRepetition(heard, bid);
    const key = `${sent.baud}/${sent.dataBits}/${sent.parity}`;
    const before = best.get(key);
    if (before !== undefined && (before.isExactBid || before.gain >= gain) && !(isExactBid && !before.isExactBid))
      continue;
    best.set(key, { settings: { ...read, ...sent }, gain, isExactBid });
  }
  // A stable sort: of settings that explain it alike, the more usual ones come first.
  return [...best.values()].sort((a, b) => Number(b.isExactBid) - Number(a.isExactBid) || b.gain - a.gain);
}

function isRepetition(heard: string, unit: string): boolean {
  let rest = heard;
  while (rest.startsWith(unit)) {
    rest = rest.slice(unit.length);
    if (rest === '') return true;
    if (!rest.startsWith(' ')) return false;
    rest = rest.slice(1);
  }
  return false;
}
