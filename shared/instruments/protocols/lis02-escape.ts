/**
 * Delimiters and escapes of LIS02 (E1394). A field is cut at its delimiters first and unescaped leaf by leaf afterwards;
 * the other way round an escaped delimiter would cut.
 */

export interface Lis02Delimiters {
  readonly field: string;
  readonly repeat: string;
  readonly component: string;
  readonly escapeSign: string;
}

/** Recommended by LIS02-A2 5.4 and used by every analyzer seen. */
export const DEFAULT_DELIMITERS: Lis02Delimiters = { field: '|', repeat: '\\', component: '^', escapeSign: '&' };

/**
 * `standard`: `&F&` (LIS02-A2 5.4.5.1). `char-prefix`: the escape character and the character itself, `&|` (Immucor Echo
 * and NEO). Which one a device speaks is said by its definition; the two can not be told apart from one text.
 */
export type EscapeDialect = 'standard' | 'char-prefix';

/**
 * The delimiters an H record declares: the character after H, then the next three different ones up to the next field
 * delimiter. Null when the text is no H record. A missing one is the recommended one (some analyzers declare fewer, and
 * one adapter writes the backslash twice).
 */
export function readDelimiters(header: string): Lis02Delimiters | null {
  const field = header.charAt(1);
  if (header.charAt(0).toUpperCase() !== 'H' || field === '' || /[A-Za-z0-9\s]/.test(field)) return null;
  const rest = header.slice(2);
  const end = rest.indexOf(field);
  const declared = [...new Set(end < 0 ? rest : rest.slice(0, end))].slice(0, 3);
  const [repeat, component, escapeSign] = declared;
  return {
    field,
    repeat: repeat ?? DEFAULT_DELIMITERS.repeat,
    component: component ?? DEFAULT_DELIMITERS.component,
    escapeSign: escapeSign ?? DEFAULT_DELIMITERS.escapeSign,
  };
}

/** Cuts `text` at a delimiter; in the `char-prefix` dialect a delimiter after the escape character does not cut. */
export function splitAt(text: string, delimiter: string, escapeSign: string, dialect: EscapeDialect): string[] {
  if (dialect === 'standard') return text.split(delimiter);
  const parts: string[] = [];
  let from = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === escapeSign) index += 1;
    else if (text[index] === delimiter) {
      parts.push(text.slice(from, index));
      from = index + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

/** The text an escaped leaf stands for. Unknown sequences and a lone escape character stay as they are. */
export function unescapeLeaf(text: string, delimiters: Lis02Delimiters, dialect: EscapeDialect): string {
  const { escapeSign } = delimiters;
  if (!text.includes(escapeSign)) return text;
  return dialect === 'standard' ? unescapeStandard(text, delimiters) : unescapeCharPrefix(text, escapeSign);
}

/** The reverse: what has to stand on the wire for `text`. In the standard dialect line ends become hex. */
export function escapeLeaf(text: string, delimiters: Lis02Delimiters, dialect: EscapeDialect): string {
  const { field, repeat, component, escapeSign } = delimiters;
  let escaped = '';
  for (const character of text) {
    const isDelimiter =
      character === field || character === repeat || character === component || character === escapeSign;
    if (dialect === 'char-prefix') escaped += isDelimiter ? escapeSign + character : character;
    else if (isDelimiter) escaped += escapeSign + codeOf(character, delimiters) + escapeSign;
    else if (character < ' ' && character !== '\t') {
      escaped += `${escapeSign}X${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}${escapeSign}`;
    } else escaped += character;
  }
  return escaped;
}

function codeOf(character: string, { field, repeat, component }: Lis02Delimiters): string {
  if (character === field) return 'F';
  if (character === repeat) return 'R';
  return character === component ? 'S' : 'E';
}

function unescapeStandard(text: string, delimiters: Lis02Delimiters): string {
  const { escapeSign } = delimiters;
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf(escapeSign, at);
    const end = start < 0 ? -1 : text.indexOf(escapeSign, start + 1);
    if (end < 0) break;
    const meant = meaningOf(text.slice(start + 1, end), delimiters);
    if (meant === null) {
      // Not a sequence: this escape character is text, the next one may still begin a sequence.
      plain += text.slice(at, start + 1);
      at = start + 1;
    } else {
      plain += text.slice(at, start) + meant;
      at = end + 1;
    }
  }
  return plain + text.slice(at);
}

function meaningOf(code: string, { field, repeat, component, escapeSign }: Lis02Delimiters): string | null {
  switch (code) {
    case 'F':
      return field;
    case 'R':
      return repeat;
    case 'S':
      return component;
    case 'E':
      return escapeSign;
    case 'H':
    case 'N':
      // Highlighting begins and ends: it carries no text.
      return '';
    default:
      return /^X(?:[0-9A-Fa-f]{2})+$/.test(code)
        ? code.slice(1).replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
        : null;
  }
}

function unescapeCharPrefix(text: string, escapeSign: string): string {
  let plain = '';
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === escapeSign) index += 1;
    plain += text.charAt(index);
  }
  return plain;
}
