import { matchesAny } from '../../instruments/mapping/pattern.ts';

/** Is the analyzer on the line the one in the register? Pure; a person decides what it means. */

/** What the wire last said of the instrument itself. */
export interface SaidIdentity {
  readonly model: string;
  readonly serialNumber: string;
}

export interface IdentityDoubt {
  /** `other-registered`: the serial number is that of another instrument of this bench. */
  readonly kind: 'other-registered' | 'other-serial-number' | 'other-model';
  readonly reportedModel: string;
  readonly reportedSerialNumber: string;
  /** The instrument of the register that carries the reported serial number; empty where none does. */
  readonly otherName: string;
}

export interface IdentityFacts {
  readonly registeredSerialNumber: string;
  /** Models the definition is written for, as patterns; empty takes any. */
  readonly models: readonly string[];
  readonly reported: SaidIdentity | null;
  /** The newest decision of a person about exactly what was reported; null where there is none. */
  readonly isJudgedSame: boolean | null;
  /** The other instruments of the register that are not retired. */
  readonly others: readonly { readonly name: string; readonly serialNumber: string }[];
}

/** Blanks, case and leading zeros are no difference between two serial numbers. */
export const normalSerialNumber = (text: string): string => text.replace(/\s+/g, '').replace(/^0+/, '').toUpperCase();

/**
 * What speaks against the register, or null: nothing was reported, nothing differs, or a person decided that it is this
 * instrument all the same. A blank says nothing on either side.
 */
export function doubtIdentity(facts: IdentityFacts): IdentityDoubt | null {
  const { reported, models } = facts;
  if (reported === null || facts.isJudgedSame === true) return null;
  const said = normalSerialNumber(reported.serialNumber);
  const own = normalSerialNumber(facts.registeredSerialNumber);
  const isOtherModel = models.length > 0 && reported.model.trim() !== '' && !matchesAny(models, reported.model);
  const doubt = { reportedModel: reported.model, reportedSerialNumber: reported.serialNumber };
  if (said !== '' && said !== own) {
    const other = facts.others.find(({ serialNumber }) => normalSerialNumber(serialNumber) === said);
    if (other !== undefined) return { ...doubt, kind: 'other-registered', otherName: other.name };
    if (own !== '') return { ...doubt, kind: 'other-serial-number', otherName: '' };
  }
  return isOtherModel ? { ...doubt, kind: 'other-model', otherName: '' } : null;
}
