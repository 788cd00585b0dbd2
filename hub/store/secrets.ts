import { createHash } from 'node:crypto';

/** Crockford's letters for codes people type: no I, L, O, U. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code of four groups of four (80 bits), with dashes. */
export function makeCode(randomBytes: (count: number) => Uint8Array): string {
  const all = [...randomBytes(16)].map((byte) => letters[byte & 31]).join('');
  return all.match(/.{4}/g)!.join('-');
}

/** A code as it is compared: dashes, blanks and small letters do not matter, letters that look alike are one. */
export const plainCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');

/** What of a secret lies in the database: its SHA-256, hex. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');
