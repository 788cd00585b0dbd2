import { oc } from '@orpc/contract';
import * as z from 'zod';

/** Encryption of the whole data file (docs/decisions/0049-encrypted-data-file.md). */
export const encryption = z.object({
  mode: z.enum(['plain', 'encrypted']),
  /** What was ordered and is done by the next start of the host. */
  pending: z.enum(['none', 'turn-on', 'turn-off']),
  /** Code of why the last start could not carry it out (`store/disk-full`, `store/damaged`, ...), or null. */
  problem: z.string().nullable(),
  keyProvider: z.enum(['os-store', 'passphrase', 'file']),
  /** The key lies in the data folder itself: whoever has the folder has the key. Say so plainly. */
  isKeyBesideData: z.boolean(),
  /** When the printed code was last typed back without a fault (ISO), or null. */
  escrowProvedAt: z.string().nullable(),
  /** Unencrypted copies in the data folder that turning on removes: backups and files replaced earlier. */
  plainCopies: z.object({ backups: z.number(), setAside: z.number(), byteCount: z.number() }),
});
export type Encryption = z.infer<typeof encryption>;

/** Whether the host starts again by itself to carry out the order, or waits for its next start (no window). */
const ordered = z.object({ isRestarting: z.boolean() });

export const encryptionContract = {
  state: oc.output(encryption),
  /**
   * The code to print or write down: 13 groups of five characters. Makes the key when there is none yet; afterwards the same
   * code each time. Nothing is encrypted by it.
   */
  escrowCode: oc.output(z.object({ groups: z.array(z.string()) })),
  /** The code typed back. `wrongGroups` counts from 1; a code of another length has none and is not right. */
  proveEscrowCode: oc
    .input(z.object({ code: z.string().max(400) }))
    .output(z.object({ isRight: z.boolean(), wrongGroups: z.array(z.number()) })),
  /** Errors: `system/escrow-not-proved`, `system/encryption-unchanged`, `store/disk-full` (room for a second copy is needed). */
  turnOn: oc.output(ordered),
  /** Errors: `system/encryption-unchanged`, `store/disk-full`. */
  turnOff: oc.output(ordered),
  /**
   * Where all keys of this machine lie: behind a passphrase that is asked for at each start (also: another passphrase), or in
   * the key store of the computer. Forgotten, it can only be got round with the escrow code of an encrypted data file.
   * Errors: `system/keys-stay`.
   */
  usePassphrase: oc.input(z.object({ passphrase: z.string().min(12).max(200) })).output(ordered),
  useKeyStore: oc.output(ordered),
};
