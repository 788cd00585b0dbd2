import type { Lis02Delimiters } from '../protocols/lis02-escape.ts';
import { countShownCharacters } from './identity-policy.ts';

/** Hides a text, one mark per character, so that its length still shows. */
const MARK = '*';

/** Hides everything but the delimiters that give a field its shape, and leading blanks that pad it. */
export function hideText(text: string, delimiters: Lis02Delimiters): string {
  let hidden = '';
  let isPadding = true;
  for (const character of text) {
    if (character === delimiters.component || character === delimiters.repeat) {
      hidden += character;
      isPadding = true;
    } else if (isPadding && character === ' ') {
      hidden += character;
    } else {
      hidden += MARK.repeat(character.length);
      isPadding = false;
    }
  }
  return hidden;
}

/**
 * Masks specimen ids: every component keeps its tail. A single letter in a later component is an attribute (how the id
 * was read), not an id. `isCut` means that the text goes on in another frame: then nothing of its end is a tail.
 */
export function maskSpecimen(text: string, delimiters: Lis02Delimiters, isCut = false): string {
  const repeats = text.split(delimiters.repeat);
  return repeats
    .map((repeat, repeatIndex) => {
      const components = repeat.split(delimiters.component);
      return components
        .map((component, index) => {
          if (index > 0 && /^[A-Za-z]$/.test(component)) return component;
          const isLast = repeatIndex === repeats.length - 1 && index === components.length - 1;
          return isCut && isLast ? hideText(component, delimiters) : maskId(component);
        })
        .join(delimiters.component);
    })
    .join(delimiters.repeat);
}

function maskId(padded: string): string {
  const id = padded.trim();
  if (id === '') return padded;
  const shown = countShownCharacters(id);
  const start = padded.indexOf(id);
  return padded.slice(0, start) + MARK.repeat(id.length - shown) + padded.slice(start + id.length - shown);
}

/**
 * `2024_06_27_13_54_27_WDF.PNG`: date and time, then perhaps seconds, perhaps an id, then what the picture shows. Only
 * names of channels count as the latter; anything else there may be an id.
 */
const PICTURE_NAME =
  /^(\d{4}_\d{2}_\d{2}_\d{2}_\d{2}_)(.*?)((?:_(?:WDF|WNR|WPC|RET|RBC|PLT|CBC|EXT|E|F|O)(?:\([A-Z]{3}-[A-Z]{3}\))?)*\.[A-Za-z0-9]{2,5})$/;

/** Whether a result's value is a file name or path: no reading has both a dot-extension and a separator. */
function isPath(value: string): boolean {
  return /[\\/]|&R&|_/.test(value) && /\.[A-Za-z][A-Za-z0-9]{1,4}$/.test(value.trim());
}

/**
 * Masks the specimen part of a picture's path; any other value comes back as it was sent. XN names a picture
 * `yyyy_mm_dd_hh_mm_[ss_]<specimen>_<kind>.PNG`: two digits after the minute are taken as seconds, the rest is masked.
 * A file name of another shape keeps its folders and its extension only.
 */
function maskPath(value: string): string {
  if (!isPath(value)) return value;
  const cut = Math.max(value.lastIndexOf('&R&') + 2, value.lastIndexOf('\\'), value.lastIndexOf('/')) + 1;
  const folder = value.slice(0, Math.max(cut, 0));
  const name = value.slice(Math.max(cut, 0));
  const known = PICTURE_NAME.exec(name);
  if (known !== null) {
    const [, time = '', middle = '', kind = ''] = known;
    return folder + time + maskMiddle(middle) + kind;
  }
  const dot = name.lastIndexOf('.');
  return folder + name.slice(0, dot).replace(/[^_\-()]/g, MARK) + name.slice(dot);
}

/** `27` stays (seconds), `27_12345678` and `12345678` lose the id. */
function maskMiddle(middle: string): string {
  const seconds = /^\d{2}(?=_|$)/.exec(middle)?.[0] ?? '';
  const rest = middle.slice(seconds.length);
  const id = rest.startsWith('_') ? rest.slice(1) : rest;
  if (id === '') return middle;
  const shown = countShownCharacters(id);
  return `${seconds}${rest.startsWith('_') ? '_' : ''}${MARK.repeat(id.length - shown)}${id.slice(id.length - shown)}`;
}

/** A reading, a mark such as `----`, a censored or a date-like number: nothing of it can be a name. */
const PLAIN_NUMBER = /^[\d .,+<>=*-]*$/;

/**
 * A result's value as it may be seen once the whole message is known. Numbers come back as sent; of a path the specimen
 * part is hidden; in other text the message's own ids and names are hidden, unless one is the whole text (then it is a
 * finding, not a name).
 */
export function maskResultValue(raw: string, known: readonly string[]): string {
  if (PLAIN_NUMBER.test(raw)) return raw;
  const path = maskPath(raw);
  const whole = raw.trim().toLowerCase();
  return hideKnown(
    path,
    known.filter((one) => one.toLowerCase() !== whole),
    true,
  );
}

/**
 * The same for a frame on its own, where nothing tells a name from a finding: numbers, paths and single words without
 * digits show, everything else is hidden.
 */
export function maskLoneValue(raw: string, delimiters: Lis02Delimiters): string {
  const text = raw.split(delimiters.component).join('').trim();
  if (PLAIN_NUMBER.test(text) || /^[A-Za-z+?-]{1,16}$/.test(text)) return raw;
  return isPath(raw) ? maskPath(raw) : hideText(raw, delimiters);
}

/** Shorter names (`Li`, `Roe`) are parts of many words: they count as words of their own only. */
const SHORTEST_PART = 4;
/** Scripts that set no blanks between words: a name of two signs is told from the text around it by nothing. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]+$/u;

/**
 * Hides every occurrence of the given texts, whatever their case. `isValue`: in a result's value a name counts only as a
 * word of its own, since curves and pictures as text hold every short run of letters somewhere; and a short name not at
 * all, since `Li` and `Neg` are findings too.
 */
export function hideKnown(text: string, known: readonly string[], isValue = false): string {
  if (known.length === 0 || text === '') return text;
  let hidden = text;
  const folded = foldCase(text);
  for (const one of known) {
    const wanted = foldCase(one);
    const isName = !/\d/.test(one) && !UNSPACED.test(one);
    const isShort = isName && one.length < SHORTEST_PART;
    if (isShort && isValue) continue;
    const needsEdges = isShort || (isValue && isName);
    for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
      const end = at + one.length;
      if (needsEdges && (isLetter(folded[at - 1]) || isLetter(folded[end]))) continue;
      hidden = hidden.slice(0, at) + MARK.repeat(one.length) + hidden.slice(end);
    }
  }
  return hidden;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\d]/u.test(character);
}

/** Lower case without changing the length (a few letters grow when lowered). */
function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}

/** Hides everything that could be content, for bytes nobody understands: blanks and delimiters stay. */
export function hideUnknown(text: string): string {
  return text.replace(/[^\s|\\^&]/g, (character) => (character > '\u007f' ? '\u2022' : MARK).repeat(character.length));
}
