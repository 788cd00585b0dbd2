import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { syncFolder } from '../store/durable-files.ts';
import { secretFromEscrow } from '../store/escrow.ts';
import { fileKeyProvider, passphraseKeyProvider } from '../store/key-providers.ts';
import type { KeyProvider } from '../store/keys.ts';
import type { HostSettings } from './main-messages.ts';

/** Files in which the keys of a data folder may lie; the first that is there counts (`electron/shell/secrets.ts`). */
const keyFiles: Readonly<Record<KeyProvider['kind'], string>> = {
  file: 'keys.json',
  passphrase: 'keys.passphrase',
  'os-store': 'keys.os-store.json',
};

type KeySettings = Pick<HostSettings, 'dataFolder' | 'keyProvider' | 'usualKeyProvider' | 'unlocking'>;

/** Where the keys are to lie from now on. */
export type KeyPlace = { readonly passphrase: string } | 'key-store';

/** The keys of a data folder, opened; `move` puts them elsewhere, and the next start finds them there. */
export interface OpenedKeys {
  readonly provider: KeyProvider;
  move(place: KeyPlace): Promise<void>;
}

/**
 * The provider that main has chosen, opened with what a person typed where that is needed. An escrow code puts the keys back
 * into their place (those behind a forgotten passphrase into the usual one): later starts go without it.
 *
 * @throws AppError `keys/locked` when the passphrase is still to be asked for, `store/escrow-code`
 */
export async function openKeys(settings: KeySettings, osStore: KeyProvider): Promise<OpenedKeys> {
  const { dataFolder, keyProvider, unlocking } = settings;
  const usual = settings.usualKeyProvider === 'os-store' ? osStore : fileKeyProvider(dataFolder);
  const move = (provider: KeyProvider) => async (place: KeyPlace) => {
    const target = place === 'key-store' ? usual : passphraseKeyProvider(dataFolder, place.passphrase);
    const secret = await provider.read();
    if (secret !== undefined) await putInto(target, secret, dataFolder);
  };
  const opened = (provider: KeyProvider): OpenedKeys => ({ provider, move: move(provider) });

  const own = keyProvider === 'file' ? fileKeyProvider(dataFolder) : osStore;
  if (unlocking?.way === 'escrow-code') {
    const home = keyProvider === 'passphrase' ? usual : own;
    await putInto(home, secretFromEscrow(dataFolder, unlocking.text), dataFolder);
    return opened(home);
  }
  if (keyProvider !== 'passphrase') return opened(own);
  if (unlocking === null) throw new AppError('keys/locked', { store: 'passphrase' });
  return opened(passphraseKeyProvider(dataFolder, unlocking.text));
}

/** Kept in the new place before they go from the old ones. */
async function putInto(target: KeyProvider, secret: string, dataFolder: string): Promise<void> {
  await target.write(secret);
  for (const [kind, name] of Object.entries(keyFiles)) {
    if (kind !== target.kind) rmSync(join(dataFolder, name), { force: true });
  }
  syncFolder(dataFolder);
}
