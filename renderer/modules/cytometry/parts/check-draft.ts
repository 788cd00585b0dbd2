import type { CheckRow } from '../../../../shared/modules/cytometry/contract.ts';
import type { CheckTerms } from '../../../../shared/modules/cytometry/terms.ts';
import { isDayOrEmpty } from '../../../app/typed-fields.tsx';

/** What is typed while a check is entered. */
export interface CheckDraft {
  readonly beads: readonly { readonly name: string; readonly lot: string; readonly expiresOn: string }[];
  readonly detectors: readonly TypedDetector[];
  readonly compensation: string;
  readonly reportSays: CheckTerms['reportSays'] | null;
  readonly note: string;
}

export interface TypedDetector {
  readonly detector: string;
  readonly voltage: string;
  readonly separation: string;
  readonly least: string;
}

/** Detectors of a FACSCalibur with four colours; one that is left blank was not tested. */
const DETECTORS = ['FSC', 'SSC', 'FL1', 'FL2', 'FL3', 'FL4'];

/** A new draft: bead lots and limits of the last check, nothing that is measured. */
export function startCheck(last: CheckRow | null): CheckDraft {
  const beads = last?.beads.map(({ name, lot, expiresOn }) => ({ name, lot, expiresOn: expiresOn ?? '' })) ?? [];
  const leastOf = (detector: string) => last?.detectors.find((row) => row.detector === detector)?.least ?? '';
  return {
    beads: beads.length > 0 ? beads : [{ name: 'CaliBRITE 3', lot: '', expiresOn: '' }],
    detectors: DETECTORS.map((detector) => ({ detector, voltage: '', separation: '', least: leastOf(detector) })),
    compensation: '',
    reportSays: null,
    note: '',
  };
}

/** What was typed as a number, with a point; empty stays empty, null is no number. */
export function numberOf(text: string): string | null {
  const written = text.trim().replace(',', '.');
  return written === '' || /^-?\d{1,9}(\.\d{1,6})?$/.test(written) ? written : null;
}

/** Pairs with their percentages, one a line; null where a line is none. */
export function readCompensation(text: string): CheckTerms['compensation'] | null {
  const rows = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => /^(\S.*?)[\s:=]+(-?\d+(?:[.,]\d+)?)\s*%?$/.exec(line))
    .map((match) => (match === null ? null : { pair: match[1] ?? '', percent: (match[2] ?? '').replace(',', '.') }));
  return rows.some((row) => row === null) ? null : rows.filter((row) => row !== null);
}

/** The check as it would be recorded, or null while something typed can not be taken. */
export function readCheck(draft: CheckDraft): CheckTerms | null {
  const compensation = readCompensation(draft.compensation);
  const typed = draft.detectors.flatMap(({ voltage, separation, least }) => [voltage, separation, least]);
  if (compensation === null || typed.some((text) => numberOf(text) === null)) return null;
  if (draft.beads.some(({ expiresOn }) => !isDayOrEmpty(expiresOn))) return null;
  const orNull = (text: string): string | null => numberOf(text) || null;
  return {
    beads: draft.beads
      .filter(({ name, lot }) => name.trim() !== '' && lot.trim() !== '')
      .map(({ name, lot, expiresOn }) => ({ name: name.trim(), lot: lot.trim(), expiresOn: expiresOn.trim() || null })),
    detectors: draft.detectors.map(({ detector, voltage, separation, least }) => ({
      detector,
      voltage: orNull(voltage),
      separation: orNull(separation),
      // A limit nobody measured against says nothing about today.
      least: separation.trim() === '' ? null : orNull(least),
    })),
    compensation,
    reportSays: draft.reportSays ?? 'not-stated',
    note: draft.note.trim(),
  };
}
