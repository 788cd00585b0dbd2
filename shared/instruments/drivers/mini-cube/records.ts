/** One tube of the DATA of a frame, as sent. */
export interface TubeRecord {
  readonly barcode: string;
  /** DDMMYY and hhmm; empty where they are no digits. */
  readonly date: string;
  readonly time: string;
  /** Four characters, right-aligned: `  12`, `>140`, `   0` on an error. */
  readonly esr: string;
  /** Bits of FLAGS; see `tubeBits`. */
  readonly bits: number;
  readonly rack: string;
  readonly position: string;
  /** What stands behind the columns of a tube: in a control's frame its lot, expiry and limits. */
  readonly rest: string;
}

export const tubeBits = { high: 1, low: 2, noTube: 4, readingError: 8, controlPassed: 16, controlFailed: 32 } as const;

/** 0x10 closes a bar code; it stands here as a line feed, which a record can not hold. */
const END_OF_CODE = '\u0010';
const tube = /^([ -~]{0,15})\n(\d{6})(\d{4})([ >\d]{4})([0-9A-Fa-f]{2})([ -~]{4})([ -~]{2})/;

/**
 * The tubes of a result frame, or the one of a control frame; null where they do not come out whole. Takes any text.
 *
 * @param isControl a control's record is longer by fields of unknown width, so only one is read
 */
export function readTubes(data: string, isControl: boolean): TubeRecord[] | null {
  const count = /^[0-9A-Fa-f]{2}/.test(data) ? Number.parseInt(data.slice(0, 2), 16) : 0;
  const tubes: TubeRecord[] = [];
  if (data.includes('\n')) return null;
  let rest = data.slice(2).replaceAll(END_OF_CODE, '\n');
  while (rest !== '') {
    const found = tube.exec(rest);
    if (found === null) return null;
    const [whole = '', barcode = '', date = '', time = '', esr = '', flags = '', rack = '', position = ''] = found;
    rest = rest.slice(whole.length);
    const bits = Number.parseInt(flags, 16);
    tubes.push({ barcode: barcode.trim(), date, time, esr, bits, rack, position, rest: isControl ? rest : '' });
    if (isControl) break;
  }
  return tubes.length === count && count > 0 ? tubes : null;
}
