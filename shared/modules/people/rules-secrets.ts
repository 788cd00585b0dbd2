import { AppError } from '../../kernel/errors.ts';

/** What a password, a PIN, a badge and a recovery key must be. Pure. */

/** NIST SP 800-63B asks for length and against known passwords, and for no rules of composition. */
export const passwordLeast = 12;
/** Tries until the door closes, and for how long (`mission.md` C.14). */
export const lockOutTries = 5;
export const lockOutMinutes = 30;

/** The same text however a keyboard composed it. */
export function normalizeSecret(secret: string): string {
  return secret.normalize('NFKC');
}

/** Words that open most of the world's doors, and this one's name; with digits and signs around them they still do. */
const usual = [
  'password',
  'passwort',
  'welcome',
  'letmein',
  'qwerty',
  'qwertz',
  'asdfgh',
  'iloveyou',
  'admin',
  'benchside',
  'laboratory',
  'hematology',
];

/** @throws AppError `people/weak-password-short`, `people/weak-password-name`, `people/weak-password-common` */
export function checkNewPassword(password: string, signInName: string): void {
  const text = normalizeSecret(password);
  if ([...text].length < passwordLeast) throw new AppError('people/weak-password-short', { atLeast: passwordLeast });
  const plain = text.toLowerCase();
  const name = signInName.trim().toLowerCase();
  if (name.length >= 3 && plain.includes(name)) throw new AppError('people/weak-password-name');
  const rest = usual.reduce((left, word) => left.replaceAll(word, ''), plain).replace(/[^\p{L}]/gu, '');
  const isRepetition = new Set(plain).size <= 4;
  const isRow = '01234567890123456789abcdefghijklmnopqrstuvwxyz'.includes(plain);
  if (isRepetition || isRow || (rest.length < 4 && /[a-z]/.test(plain)))
    throw new AppError('people/weak-password-common');
}

/** @throws AppError `people/weak-pin` */
export function checkNewPin(pin: string): void {
  const isRow = '01234567890123456789'.includes(pin) || '98765432109876543210'.includes(pin);
  if (!/^\d{6,8}$/.test(pin) || new Set(pin).size <= 2 || isRow) throw new AppError('people/weak-pin');
}

/** @throws AppError `people/weak-badge` */
export function checkNewBadge(badge: string): void {
  if (badge.trim().length < 6) throw new AppError('people/weak-badge');
}

/** Crockford's base32 (crockford.com/base32.html): no I, L, O, U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const keyCharacters = 32;

/** A recovery key as it is printed: 160 random bits as eight groups of four. @throws RangeError unless given 20 bytes */
export function printRecoveryKey(bytes: Uint8Array): string {
  if (bytes.length !== 20) throw new RangeError('a recovery key has 20 bytes');
  let text = '';
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return text.match(/.{4}/g)?.join('-') ?? text;
}

/** A typed recovery key in the form that is hashed, or undefined when it is none. */
export function readRecoveryKey(typed: string): string | undefined {
  const text = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  return text.length === keyCharacters && [...text].every((one) => alphabet.includes(one)) ? text : undefined;
}
