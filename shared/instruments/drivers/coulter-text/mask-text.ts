import { latin1ToText } from '../../../kernel/bytes.ts';
import { countShownCharacters } from '../../mapping/identity-policy.ts';
import { hideUnknown } from '../../mapping/mask-value.ts';
import { joinBlocks } from './blocks.ts';
import { isTestLine, RULE, readTagLine, SKIPPED } from './lines.ts';
import type { CoulterTextMapping } from './schema.ts';

/**
 * A record, or a part of one, as it may be seen, character for character. A list of what may show: the opening line, tags the
 * definition knows with their numbers, the tail of an id. Every other line is hidden, since it may be a name.
 */
export function maskCoulterBytes(bytes: Uint8Array, mapping: CoulterTextMapping): string {
  const all = latin1ToText(bytes);
  const { text, places, marks } = joinBlocks(bytes);
  const shown = [...all.replace(/[^\p{Cc}]+/gu, hideUnknown)];
  for (const place of marks) if (/[0-9A-F]/.test(all[place] ?? '')) shown[place] = all[place] ?? '';
  const masked = maskCoulterText(text, mapping);
  for (const [index, place] of places.entries()) shown[place] = masked[index] ?? '*';
  return shown.join('');
}

/** The same for text without blocks. */
export function maskCoulterText(text: string, mapping: CoulterTextMapping): string {
  return text.replace(/[^\r\n]+/g, (line, at: number) => maskLine(line, at + line.length === text.length, mapping));
}

/** @param isCut the line has no end: what stands last in it may be the middle of an id */
function maskLine(line: string, isCut: boolean, mapping: CoulterTextMapping): string {
  if (/^-+[ \t]*$/.test(line) && line.startsWith(RULE)) return line;
  const found = line.includes(SKIPPED) ? null : readTagLine(line);
  if (found === null || !(isKnownTag(found.tag, mapping) || isTestLine(found))) return hideUnknown(line);
  if (isCut && mapping.specimen.includes(found.tag)) return line.slice(0, found.at) + hideUnknown(line.slice(found.at));
  return (
    line.slice(0, found.at) + line.slice(found.at).replace(/[^ \t].*/, (rest) => maskValue(found.tag, rest, mapping))
  );
}

function maskValue(tag: string, padded: string, mapping: CoulterTextMapping): string {
  const value = padded.trimEnd();
  const blanks = padded.slice(value.length);
  if (mapping.specimen.includes(tag)) {
    const hidden = value.length - countShownCharacters(value);
    return '*'.repeat(hidden) + value.slice(hidden) + blanks;
  }
  return (isPlainValue(value) || isPlace(tag, value, mapping) ? value : hideUnknown(value)) + blanks;
}

/** A number with its marks, a mark in its place, or a date: nothing of it can be a name. */
export const isPlainValue = (value: string): boolean => /^[\d .,+*<>=!/-]*[A-Z]?$/.test(value);

const isPlace = (tag: string, value: string, { place }: CoulterTextMapping): boolean =>
  tag === place && /^[A-Z0-9]{1,6}\/[A-Z0-9]{1,4}$/i.test(value);

/** Whether the definition says what a tag holds. */
export function isKnownTag(tag: string, mapping: CoulterTextMapping): boolean {
  const { specimen, date, place, histograms, analytes, groups } = mapping;
  return (
    tag === date ||
    tag === place ||
    specimen.includes(tag) ||
    histograms.includes(tag) ||
    Object.hasOwn(analytes, tag) ||
    groups.some((group) => group.codes.includes(tag))
  );
}
