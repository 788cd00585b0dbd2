import type { Signature } from '../../../../shared/modules/people/contract.ts';
import type { SignatureRow } from '../../../../shared/reports/document.ts';
import type { HostContext } from '../../../host/module.ts';
import { say, sayKey } from '../say.ts';

/** Records one call of the people module takes. */
const hashesAtOnce = 500;

/**
 * The signature manifest of a set of records: every signature that names one of them, those that no longer count too, with
 * printed name, meaning, and the signer's time with its zone (21 CFR 11.50).
 *
 * @param whatOf what a record is, by its hash, in words
 */
export async function signaturesOf(
  context: HostContext,
  hashes: readonly string[],
  whatOf: (signature: Signature) => string,
): Promise<SignatureRow[]> {
  const all = new Map<string, Signature>();
  const unique = [...new Set(hashes)];
  for (let from = 0; from < unique.length; from += hashesAtOnce) {
    const found = await context.calls.people.signatures({ hashes: unique.slice(from, from + hashesAtOnce) });
    for (const signature of found) all.set(signature.hash, signature);
  }
  return [...all.values()].map((signature) => ({
    printedName: signature.printedName,
    role: sayKey(`people.role.${signature.role}`),
    meaning: sayKey(`people.meaning.${signature.meaning}`),
    at: `${signedAt(signature.at)}${signature.timeZone === '' ? '' : ` (${signature.timeZone})`}`,
    what: [whatOf(signature), signature.statement].filter(Boolean).join('. ').slice(0, 300),
    hash: signature.targets[0]?.hash ?? '',
    counts: signature.counts,
    why: signature.counts ? '' : say('signature.replaced'),
  }));
}

/** The signer's own wall time and offset, as they were signed: `2026-11-22T15:04:05.000+01:00`. */
const signedAt = (at: string): string =>
  at.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*?([+-]\d\d:\d\d|Z)?$/, '$1 $2 $3').trim();
