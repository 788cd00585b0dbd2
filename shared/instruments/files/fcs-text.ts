/**
 * The TEXT segment of an FCS file: keyword, delimiter, value, delimiter, and so on. The first character is the delimiter;
 * inside a value it is written twice. Files in the field do otherwise: they leave values empty, or let the delimiter
 * stand alone inside a value. Both are read, and it is said how.
 *
 * Sources: FCS 2.0, 3.0 and 3.1 standards (ISAC); deviations as reported for FlowCal and flowCore.
 */
export interface FcsText {
  /** Keywords in upper case, without blanks around them, and their values as written; the last of two equal ones holds. */
  readonly keywords: ReadonlyMap<string, string>;
  readonly delimiter: string;
  /** How the delimiters had to be read. `standard` needs no word; the others are told. */
  readonly reading: 'standard' | 'empty-values' | 'delimiter-in-value';
}

/** Keywords without which nothing can be said about a data set. */
const REQUIRED = ['$PAR', '$TOT', '$DATATYPE', '$BYTEORD', '$MODE'] as const;

/**
 * Reads the segment in each way files are written and takes the first that finds all required keywords, else the one
 * that finds most. Never throws; an empty text has no keywords.
 */
export function readFcsText(text: string): FcsText {
  const delimiter = text.charAt(0);
  if (delimiter === '') return { keywords: new Map(), delimiter, reading: 'standard' };
  const body = text.slice(1);
  const simple = body.split(delimiter);
  const ways: { reading: FcsText['reading']; tokens: () => string[] }[] = [
    { reading: 'standard', tokens: () => splitDoubled(body, delimiter) },
    { reading: 'empty-values', tokens: () => simple },
    { reading: 'delimiter-in-value', tokens: () => joinStrays(splitDoubled(body, delimiter), delimiter) },
    { reading: 'delimiter-in-value', tokens: () => joinStrays(simple, delimiter) },
  ];
  let best: { found: FcsText; score: number } | null = null;
  for (const { reading, tokens } of ways) {
    const split = tokens();
    const found: FcsText = { keywords: pair(split), delimiter, reading };
    // A keyword without a value at the end means that the pairs slipped somewhere before it.
    const score = scoreOf(found.keywords) + (isPaired(split) ? 1 : 0);
    if (best === null || score > best.score) best = { found, score };
    if (score > REQUIRED.length) break;
  }
  return best?.found ?? { keywords: new Map(), delimiter, reading: 'standard' };
}

/** Two delimiters in a row are one character of a value; a single one ends it. */
function splitDoubled(body: string, delimiter: string): string[] {
  const tokens: string[] = [];
  let token = '';
  for (let index = 0; index < body.length; index += 1) {
    const character = body.charAt(index);
    if (character !== delimiter) token += character;
    else if (body.charAt(index + 1) === delimiter) {
      token += delimiter;
      index += 1;
    } else {
      tokens.push(token);
      token = '';
    }
  }
  if (token.trim() !== '') tokens.push(token);
  return tokens;
}

/** A token in a keyword's place that is none, before one that surely is, belongs to the value before it. */
function joinStrays(tokens: readonly string[], delimiter: string): string[] {
  const joined: string[] = [];
  for (let index = 0; index < tokens.length; ) {
    const keyword = tokens[index] ?? '';
    let value = tokens[index + 1] ?? '';
    index += 2;
    while (
      index < tokens.length &&
      !isSureKeyword(tokens[index]) &&
      (index + 1 === tokens.length || isSureKeyword(tokens[index + 1]))
    ) {
      value += delimiter + (tokens[index] ?? '');
      index += 1;
    }
    joined.push(keyword, value);
  }
  return joined;
}

/** What stands after the last delimiter is padding, or nothing. */
function isPaired(tokens: readonly string[]): boolean {
  const count = tokens.at(-1)?.trim() === '' ? tokens.length - 1 : tokens.length;
  return count % 2 === 0;
}

/** Keywords of the standard and of BD begin so; values do not. */
function isSureKeyword(token: string | undefined): boolean {
  return token !== undefined && /^\s*(\$[A-Z]|BD\$)/i.test(token);
}

function pair(tokens: readonly string[]): Map<string, string> {
  const keywords = new Map<string, string>();
  for (let index = 0; index + 1 < tokens.length; index += 2) {
    const name = (tokens[index] ?? '').trim().toUpperCase();
    if (name !== '') keywords.set(name, tokens[index + 1] ?? '');
  }
  return keywords;
}

/** How many required keywords have a value that can be one. */
function scoreOf(keywords: ReadonlyMap<string, string>): number {
  return REQUIRED.filter((name) => {
    const value = keywords.get(name)?.trim() ?? '';
    if (name === '$PAR' || name === '$TOT') return /^\d{1,12}$/.test(value);
    return value !== '' && !value.startsWith('$');
  }).length;
}
