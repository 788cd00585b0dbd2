import { AppError } from '../../shared/kernel/errors.ts';
import { secretFromEscrow } from '../store/escrow.ts';
import { fileKeyProvider, passphraseKeyProvider } from '../store/key-providers.ts';
import type { KeyProvider } from '../store/keys.ts';
import type { HostSettings } from './main-messages.ts';

/**
 * The provider that main has chosen, opened with what a person typed where that is needed. An escrow code puts the keys back
 * into the provider: later starts go without it.
 *
 * @throws AppError `keys/locked` when the passphrase is still to be asked for, `store/escrow-code`
 */
export async function openKeys(
  { dataFolder, keyProvider, unlocking }: Pick<HostSettings, 'dataFolder' | 'keyProvider' | 'unlocking'>,
  osStore: KeyProvider,
): Promise<KeyProvider> {
  if (unlocking?.way === 'escrow-code') {
    const secret = secretFromEscrow(dataFolder, unlocking.text);
    // A passphrase nobody remembers would be asked for again: the keys then lie in the OS key store, as in a new folder.
    const home = keyProvider === 'file' ? fileKeyProvider(dataFolder) : osStore;
    await home.write(secret);
    return home;
  }
  if (keyProvider === 'os-store') return osStore;
  if (keyProvider === 'file') return fileKeyProvider(dataFolder);
  if (unlocking === null) throw new AppError('keys/locked', { store: 'passphrase' });
  return passphraseKeyProvider(dataFolder, unlocking.text);
}
