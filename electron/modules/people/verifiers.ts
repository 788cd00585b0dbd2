import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { Credential } from '../../../shared/modules/people/records.ts';
import { normalizeSecret } from '../../../shared/modules/people/rules-secrets.ts';
import type { Store } from '../../store/store.ts';

/** Loaded when a secret is first made or checked: no start needs it. */
const argon2 = () => import('@node-rs/argon2');

/** The package's number for argon2id; its own name for it is a `const enum`, which type stripping can not read. */
const argon2id = 2;
/**
 * RFC 9106 section 4, second recommended option: argon2id, 3 passes, 4 lanes, 64 MiB, 128-bit salt, 256-bit tag. Above the
 * least of the OWASP password storage cheat sheet (19 MiB, 2 passes, 1 lane). Measured here at 50 to 100 ms.
 */
export const usualCost = {
  algorithm: argon2id,
  memoryCost: 65_536,
  timeCost: 3,
  parallelism: 4,
  outputLen: 32,
} as const;
export type SecretCost = { readonly [Part in keyof typeof usualCost]: number };

const shape = z.object({
  credentialId: z.string(),
  personId: z.string(),
  credential: z.enum(['password', 'pin', 'badge']),
  /** The PHC string of argon2id; for a badge, salt and keyed hash. */
  verifier: z.string(),
});
type Verifier = z.infer<typeof shape>;

const sealedFor = 'people verifiers';
const keyOf = (credentialId: string) => `people/verifier/${credentialId}`;

/**
 * What secrets are checked against: each sealed with the bench's key, in no record but sealed to another workstation's (decision 41).
 * A copied data file without the key holds nothing that could be tried.
 */
export class Verifiers {
  readonly #store: Pick<Store, 'settings' | 'keys'>;
  readonly #cost: SecretCost;
  readonly #decoy: string;

  constructor(store: Pick<Store, 'settings' | 'keys'>, cost: SecretCost) {
    this.#store = store;
    this.#cost = cost;
    this.#decoy = decoyVerifier(cost);
  }

  /** Makes the verifier of a new secret; `keep` stores it, inside the transaction of its record. */
  async make(
    credentialId: string,
    personId: string,
    credential: Credential,
    secret: string,
  ): Promise<{ keep(): void }> {
    const verifier = credential === 'badge' ? badgeVerifier(secret) : await this.#hash(secret);
    return { keep: () => this.#write({ credentialId, personId, credential, verifier }) };
  }

  /** A verifier as another workstation can take it, or undefined where it is not here. PINs are not passed on. */
  toPassOn(credentialId: string): Uint8Array | undefined {
    const known = this.#read(credentialId);
    return known && known.credential !== 'pin' ? Buffer.from(JSON.stringify(known)) : undefined;
  }

  /** Keeps what another workstation passed on; false when it is not the verifier it says it is. */
  takeOver(credentialId: string, personIds: readonly string[], bytes: Uint8Array): boolean {
    let verifier: Verifier;
    try {
      verifier = shape.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    } catch {
      return false;
    }
    const isMeant = verifier.credentialId === credentialId && personIds.includes(verifier.personId);
    if (!isMeant || verifier.credential === 'pin' || this.has(credentialId)) return false;
    this.#write(verifier);
    return true;
  }

  /** Overwrites a verifier that no longer counts. */
  forget(credentialIds: readonly string[]): void {
    for (const id of credentialIds) this.#store.settings.set(keyOf(id), null);
  }

  has(credentialId: string): boolean {
    return this.#read(credentialId) !== undefined;
  }

  /** Whether the secret opens one of these verifiers. Takes its time also when there is none. */
  async opens(credentialIds: readonly string[], credential: Credential, secret: string): Promise<boolean> {
    const known = credentialIds.flatMap((id) => this.#read(id) ?? []).filter((one) => one.credential === credential);
    if (credential === 'badge') return known.some((one) => isBadge(one.verifier, secret));
    const { verify } = await argon2();
    // As long as checking a real one takes, so that the time does not tell which names exist.
    if (known.length === 0) await verify(this.#decoy, normalizeSecret(secret)).catch(() => false);
    let isRight = false;
    for (const one of known) {
      if (await verify(one.verifier, normalizeSecret(secret)).catch(() => false)) isRight = true;
    }
    return isRight;
  }

  async #hash(secret: string): Promise<string> {
    const { hash } = await argon2();
    return hash(normalizeSecret(secret), this.#cost);
  }

  #write(verifier: Verifier): void {
    const sealed = this.#store.keys.seal(sealedFor, Buffer.from(JSON.stringify(verifier)));
    this.#store.settings.set(keyOf(verifier.credentialId), Buffer.from(sealed).toString('base64url'));
  }

  /** A verifier that is missing, changed, of another bench or put in another's place counts as none. */
  #read(credentialId: string): Verifier | undefined {
    const sealed = this.#store.settings.get(keyOf(credentialId));
    if (typeof sealed !== 'string') return undefined;
    try {
      const opened = this.#store.keys.open(sealedFor, Buffer.from(sealed, 'base64url'));
      const read = shape.parse(JSON.parse(Buffer.from(opened).toString('utf8')));
      return read.credentialId === credentialId ? read : undefined;
    } catch {
      return undefined;
    }
  }
}

/**
 * A verifier that no secret opens and that takes as long to check as any: salt and tag are random, so that nothing has to be
 * computed for it (64 MiB and a tenth of a second of every start else).
 */
export function decoyVerifier({ memoryCost, timeCost, parallelism, outputLen }: SecretCost): string {
  const random = (bytes: number) => randomBytes(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$${random(16)}$${random(outputLen)}`;
}

/** A badge's code is scanned, not remembered, and must be found among all badges at once: a salted hash, sealed like the rest. */
function badgeVerifier(badge: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('base64url')}.${badgeHash(salt, badge).toString('base64url')}`;
}

function isBadge(verifier: string, badge: string): boolean {
  const [salt, expected] = verifier.split('.').map((part) => Buffer.from(part, 'base64url'));
  return salt !== undefined && expected?.length === 32 && timingSafeEqual(expected, badgeHash(salt, badge));
}

const badgeHash = (salt: Uint8Array, badge: string): Buffer =>
  createHmac('sha256', salt).update(normalizeSecret(badge).trim()).digest();
