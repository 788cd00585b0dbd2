/**
 * Where the machine's secrets lie: the OS key store through main (asynchronous), behind a passphrase, or in a 0600 file
 * for demo, command line and tests (decision 18). A provider only keeps one opaque text.
 */
export interface KeyProvider {
  readonly kind: 'os-store' | 'passphrase' | 'file';
  /** The kept text, or undefined when there is none yet. @throws AppError `keys/locked`, `keys/unreadable` */
  read(): Promise<string | undefined>;
  /** Durable when it resolves. */
  write(secret: string): Promise<void>;
}

/** What the store may do with the keys; nobody sees the keys themselves. */
export interface StoreKeys {
  readonly device: string;
  readonly epoch: number;
  /** Ed25519 public key of this epoch, base64url. */
  readonly publicKey: string;
  /** Ed25519 over the 32-byte hash. */
  sign(hash: Uint8Array): Uint8Array;
  /** AES-256-GCM with a key derived per `purpose`: 12-byte nonce, cipher text, 16-byte tag. */
  seal(purpose: string, bytes: Uint8Array): Uint8Array;
  /** @throws AppError `keys/cannot-open` when the bytes were changed or belong to another key. */
  open(purpose: string, sealed: Uint8Array): Uint8Array;
  /** Keyed hash of a specimen id with the site key, base64url: for matching only (decision 3). */
  specimenHash(specimenId: string): string;
}
