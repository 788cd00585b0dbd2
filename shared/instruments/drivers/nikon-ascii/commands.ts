/**
 * The ASCII commands of Nikon stands (seen for the TE2000 hub and the LV150), as public drivers and one manual restate them.
 * A line is a type, three capitals and data: `r` reads, `c` and `f` move or switch something. Only `r` is known here.
 */

/** Commands that only ask. Nothing else is ever sent. */
export const NIKON_READ_COMMANDS = [
  'rVER',
  'rVTR',
  'rRAR',
  'rRCR',
  'rHAR',
  'rFAR',
  'rSPR',
  'rSJR',
  'rPAR',
  'rALR',
  'rLSR',
  'rLVR',
  'rLCR',
  'rSSR',
] as const;

type NikonReply =
  /** `aRAR3`: the answer to a question. */
  | { readonly kind: 'data'; readonly command: string; readonly data: string }
  /** `oRDM`, `qRDM`: something another program asked for was done. */
  | { readonly kind: 'done'; readonly command: string; readonly data: string }
  /** `nRARa`: refused, with the code the stand gives; what stands before the code may be missing. */
  | { readonly kind: 'refused'; readonly command: string; readonly code: string }
  /** `s...`: pushed when somebody turns the nosepiece. */
  | { readonly kind: 'pushed'; readonly command: string; readonly data: string }
  | { readonly kind: 'other' };

const reply = /^([aoqs])([A-Z]{3})([\x20-\x7e]*)$/;
/** A TE2000 gives a number behind `n`, an LV150 one character; either may repeat the command first. */
const refusal = /^n([A-Z]{3})?([0-9]{1,6}|[a-z0-9])$/;
const kinds = { a: 'data', o: 'done', q: 'done', s: 'pushed' } as const;

/** What one line says. A line of no known form is `other`. Never throws. */
export function parseNikonReply(line: string): NikonReply {
  const text = line.trim();
  const refused = refusal.exec(text);
  if (refused) return { kind: 'refused', command: refused[1] ?? '', code: refused[2] ?? '' };
  const said = reply.exec(text);
  if (!said) return { kind: 'other' };
  const [, type = '', command = '', data = ''] = said;
  return { kind: kinds[type as keyof typeof kinds], command, data: data.trim() };
}

/** Does a line answer the question under way? A refusal may name no command, and then belongs to what was asked last. */
export function answersNikon(command: string, line: string): boolean {
  const said = parseNikonReply(line);
  if (said.kind === 'refused') return said.command === '' || said.command === command.slice(1);
  return said.kind === 'data' && said.command === command.slice(1);
}
