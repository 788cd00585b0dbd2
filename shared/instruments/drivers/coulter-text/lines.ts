/** Lines of a record: a tag and what stands behind it, parted by blanks or by a comma. */

/** A line of the record, by its tag. */
export interface TagLine {
  readonly tag: string;
  /** As sent, without the blanks around it. */
  readonly value: string;
  /** Where the value begins in the line. */
  readonly at: number;
}

/** A line that begins so opens or closes a record. */
export const RULE = '--------';

/** A line that holds this character is skipped (DC1). */
export const SKIPPED = '\u0011';

const TAG_LINE = /^[ \t]*([A-Z][A-Z0-9#%/]{0,11})(?:[ \t]*,[ \t]*|[ \t]+|$)/;

/** Tags as two independent drivers list them; a lab's definition may know more. */
const KNOWN = new Set(
  'DATE ID1 ID2 CASS/POS WBC RBC HGB HCT MCV MCH MCHC RDW PLT MPV LY# MO# NE# EO# BA# NRBC# LY% MO% NE% EO% BA% NRBC% PDW PCT'.split(
    ' ',
  ),
);

/** The tag of a line and its value, or null where a line begins with none. Takes any text. */
export function readTagLine(line: string): TagLine | null {
  const found = TAG_LINE.exec(line);
  if (found === null) return null;
  const [head, tag = ''] = found;
  return { tag, value: line.slice(head.length).trim(), at: head.length };
}

/** Whether a line, or its first characters, is one of a record. */
export function isKnownTagLine(line: string): boolean {
  const found = readTagLine(line);
  return found !== null && KNOWN.has(found.tag);
}

/** A tag with # or % and a number behind it is a test nobody listed; no name looks like that. */
export const isTestLine = ({ tag, value }: TagLine): boolean => /[#%]$/.test(tag) && /^[\d.+*-]{1,12}$/.test(value);
