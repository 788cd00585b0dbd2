/** Escapes of HL7 v2 leaves (HL7 v2.5.1 chapter 2.7): `\F\ \S\ \T\ \R\ \E\ \Xhh..\`, highlighting `\H\ \N\`. */

export interface Hl7Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repeat: string;
  readonly escapeSign: string;
  readonly subcomponent: string;
}

export const DEFAULT_HL7_DELIMITERS: Hl7Delimiters = {
  field: '|',
  component: '^',
  repeat: '~',
  escapeSign: '\\',
  subcomponent: '&',
};

type Pair = readonly [code: string, character: string];

function pairsOf({ field, component, repeat, escapeSign, subcomponent }: Hl7Delimiters): readonly Pair[] {
  return [
    ['F', field],
    ['S', component],
    ['T', subcomponent],
    ['R', repeat],
    ['E', escapeSign],
  ];
}

/**
 * The text a leaf stands for. Highlighting carries no text and goes; hex is read as Latin-1; an unknown sequence stays as
 * it is, so that nothing of a value is lost.
 */
export function unescapeHl7(text: string, delimiters: Hl7Delimiters = DEFAULT_HL7_DELIMITERS): string {
  const { escapeSign } = delimiters;
  const pairs = new Map(pairsOf(delimiters));
  const parts = text.split(escapeSign);
  let plain = parts[0] ?? '';
  let index = 1;
  while (index < parts.length) {
    const code = parts[index]!;
    const isClosed = index + 1 < parts.length;
    const meant = isClosed ? meaningOf(code, pairs) : null;
    if (meant === null) {
      plain += escapeSign + code;
      index += 1;
    } else {
      plain += meant + parts[index + 1]!;
      index += 2;
    }
  }
  return plain;
}

/** The reverse. Characters above ASCII stay: the message's code page carries them. */
export function escapeHl7(text: string, delimiters: Hl7Delimiters = DEFAULT_HL7_DELIMITERS): string {
  const codes = new Map(pairsOf(delimiters).map(([code, character]) => [character, code]));
  let escaped = '';
  for (const character of text) {
    const code = codes.get(character);
    escaped += code === undefined ? character : delimiters.escapeSign + code + delimiters.escapeSign;
  }
  return escaped;
}

function meaningOf(code: string, pairs: ReadonlyMap<string, string>): string | null {
  if (code === 'H' || code === 'N') return '';
  if (/^X(?:[0-9A-Fa-f]{2})+$/.test(code)) {
    return code.slice(1).replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)));
  }
  return pairs.get(code) ?? null;
}
