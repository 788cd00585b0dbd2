import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { escrowGroups, readEscrowCode } from '../../shared/kernel/escrow-code.ts';
import { plainCopies, requireRoom } from './encrypt-folder.ts';
import type { DataFileKey, Keyring } from './keyring.ts';
import { mainFileName } from './main-file.ts';
import type { StoreEncryption } from './store.ts';

/**
 * The switch of the data file's encryption (decision 24). It only keeps what was ordered, with the keys; the next start of
 * the store carries it out, when nothing has the files open (`carryOutOrder`).
 */
export function dataFileEncryption(options: {
  dataFolder: string;
  keyring: Keyring;
  keyProvider: StoreEncryption['keyProvider'];
  isEncrypted: boolean;
  wallMs: () => number;
  isReadonly: boolean;
  problem: string | null;
}): StoreEncryption {
  const { dataFolder, isEncrypted } = options;
  let { keyring } = options;

  async function keep(next: DataFileKey): Promise<void> {
    if (options.isReadonly) throw new AppError('store/read-only', { path: dataFolder });
    keyring = await keyring.keepDataFile(next);
  }

  async function order(what: 'turn-on' | 'turn-off'): Promise<void> {
    const known = keyring.dataFile;
    const isWanted = what === 'turn-on';
    if (!known || known.isOn === isWanted) {
      // An order that was not carried out yet is taken back by its opposite.
      if (known && known.order !== 'none') return keep({ ...known, order: 'none' });
      throw new AppError(isWanted && !known ? 'system/escrow-not-proved' : 'system/encryption-unchanged', {});
    }
    if (isWanted && known.escrowProvedAt === null) throw new AppError('system/escrow-not-proved', {});
    requireRoom(dataFolder, [join(dataFolder, mainFileName)]);
    await keep({ ...known, order: what });
  }

  return {
    keyProvider: options.keyProvider,
    state() {
      const { backups, setAside, byteCount } = plainCopies(dataFolder);
      return {
        mode: isEncrypted ? 'encrypted' : 'plain',
        pending: keyring.dataFile?.order ?? 'none',
        escrowProvedAt: keyring.dataFile?.escrowProvedAt ?? null,
        problem: options.problem,
        plainCopies: { backups: backups.length, setAside: setAside.length, byteCount },
      };
    },
    async escrowGroups() {
      if (!keyring.dataFile) {
        await keep({ key: randomBytes(32), isOn: false, order: 'none', escrowProvedAt: null });
      }
      return escrowGroups(keyring.dataFile!.key);
    },
    async prove(code) {
      const known = keyring.dataFile;
      const { key, wrongGroups } = readEscrowCode(code);
      const isRight = known !== undefined && key !== undefined && Buffer.compare(key, known.key) === 0;
      if (isRight) await keep({ ...known, escrowProvedAt: new Date(options.wallMs()).toISOString() });
      return { isRight, wrongGroups };
    },
    order,
  };
}
