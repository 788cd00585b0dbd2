import { countShownCharacters } from '../../mapping/identity-policy.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import type { DiatronLine } from './package.ts';
import type { DiatronMapping } from './schema.ts';

/** Lines of this protocol that hold what tells one specimen from another: their tail may show. */
const idLines: ReadonlySet<string> = new Set(['SID', 'SNO']);
const timeLines: ReadonlySet<string> = new Set(['DATE', 'TIME']);

/**
 * The value of a line as it may show: a list of what may, so that a line nobody thought of, and a name in the place of a
 * number, are hidden. Same number of characters.
 */
export function maskValue({ name, value }: DiatronLine, mapping: DiatronMapping): string {
  if (idLines.has(name)) return showTailOf(value);
  if (timeLines.has(name) || name === 'WRN') return /^[\d .:/-]*$/.test(value) ? value : hideUnknown(value);
  if (name in mapping.parameters || name in mapping.meters) {
    return /^[\d .<>*+-]*(,[A-Za-z\d*!+-]{0,4} *)*$/.test(value) ? value : hideUnknown(value);
  }
  if (mapping.settings.includes(name)) return /^[A-Za-z\d .+-]{0,16}$/.test(value) ? value : hideUnknown(value);
  return hideUnknown(value);
}

/** Whether a line's name is one this protocol is known to send; of others the name may be anything. */
export const isKnownName = (name: string, mapping: DiatronMapping): boolean =>
  idLines.has(name) ||
  timeLines.has(name) ||
  ['PID', 'NAME', 'WRN'].includes(name) ||
  name in mapping.parameters ||
  name in mapping.meters ||
  mapping.settings.includes(name);

/** One line masked, name and all. */
export function maskLine(line: DiatronLine, mapping: DiatronMapping): string {
  if (line.name === '') return hideUnknown(line.value);
  const name =
    isKnownName(line.name, mapping) || /^[A-Z]{1,4}\d{0,2}$/.test(line.name) ? line.name : hideUnknown(line.name);
  return `${name}\t${maskValue(line, mapping)}`;
}

/** A whole message masked, line by line; what is no line keeps its ends. */
export function maskMessage(message: string, mapping: DiatronMapping): string {
  return message
    .split('\n')
    .map((line) => {
      const end = line.endsWith('\r') ? '\r' : '';
      const text = line.slice(0, line.length - end.length);
      const tab = text.indexOf('\t');
      if (tab < 0) return `${hideUnknown(text)}${end}`;
      const name = text.slice(0, tab);
      const masked = maskLine({ name: name.trim(), value: text.slice(tab + 1) }, mapping);
      return `${name.trim() === name ? '' : ' '.repeat(name.length - name.trim().length)}${masked}${end}`;
    })
    .join('\n');
}

function showTailOf(padded: string): string {
  const id = padded.trim();
  const start = padded.indexOf(id);
  const shown = countShownCharacters(id);
  const hidden = '*'.repeat(id.length - shown);
  return padded.slice(0, start) + hidden + padded.slice(start + id.length - shown);
}
