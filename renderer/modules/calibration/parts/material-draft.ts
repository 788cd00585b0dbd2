import type { Material, ProcedureTerms } from '../../../../shared/modules/calibration/terms.ts';
import { isCivilDay } from '../../../i18n/civil-day.ts';
import { decimalOf, isDecimalOrEmpty, wholeOf } from './decimals.ts';
import type { FieldTexts } from './use-form-draft.ts';

export type MaterialRole = Material['role'];

/** Fields of the material's sheet as texts: what a draft keeps. */
export function textsOfMaterial(material: Material): FieldTexts {
  const texts: Record<string, string> = {
    level: material.level,
    rangePart: material.rangePart,
    name: material.name,
    maker: material.maker,
    lot: material.lot,
    expiresOn: material.expiresOn ?? '',
    openedOn: material.openedOn ?? '',
    openDays: material.openDays === null ? '' : String(material.openDays),
    traceability: material.traceability,
    source: material.source,
  };
  for (const { parameter, assigned, uncertainty, low, high } of material.values) {
    texts[`assigned ${parameter}`] = assigned ?? '';
    texts[`uncertainty ${parameter}`] = uncertainty ?? '';
    texts[`low ${parameter}`] = low ?? '';
    texts[`high ${parameter}`] = high ?? '';
  }
  return texts;
}

const isDayOrEmpty = (text: string) => text.trim() === '' || isCivilDay(text.trim());
const numbers = ['assigned', 'uncertainty', 'low', 'high'] as const;

/** The material that was typed, or null while something in it can not be read. */
export function materialOf(
  of: (field: string) => string,
  about: { readonly materialKey: string; readonly role: MaterialRole },
  terms: ProcedureTerms,
): Material | null {
  const openDays = of('openDays').trim() === '' ? null : wholeOf(of('openDays'), 0, 400);
  const isReadable =
    of('name').trim() !== '' &&
    isDayOrEmpty(of('expiresOn')) &&
    isDayOrEmpty(of('openedOn')) &&
    (of('openDays').trim() === '' || openDays !== null) &&
    terms.parameters.every(({ key }) => numbers.every((name) => isDecimalOrEmpty(of(`${name} ${key}`))));
  if (!isReadable) return null;
  const part = of('rangePart');
  return {
    ...about,
    level: of('level').trim(),
    rangePart: part === 'low' || part === 'mid' || part === 'high' ? part : 'none',
    name: of('name').trim(),
    maker: of('maker').trim(),
    lot: of('lot').trim(),
    expiresOn: of('expiresOn').trim() || null,
    openedOn: of('openedOn').trim() || null,
    openDays,
    traceability: of('traceability').trim(),
    source: of('source').trim(),
    values: terms.parameters.map(({ key, unit }) => ({
      parameter: key,
      unit,
      assigned: decimalOf(of(`assigned ${key}`)),
      uncertainty: decimalOf(of(`uncertainty ${key}`)),
      low: decimalOf(of(`low ${key}`)),
      high: decimalOf(of(`high ${key}`)),
    })),
  };
}

/** A key no other material of the session has: `calibrator`, `level-2`. */
export function newMaterialKey(role: MaterialRole, taken: readonly string[]): string {
  for (let number = 1; ; number += 1) {
    const key = number === 1 && role === 'calibrator' ? role : `${role}-${number}`;
    if (!taken.includes(key)) return key;
  }
}
