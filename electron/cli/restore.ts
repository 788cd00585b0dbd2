import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { storeModules } from '../modules/all.ts';
import { readNote } from '../store/backup.ts';
import { fileKeyProvider } from '../store/key-providers.ts';
import type { KeyProvider } from '../store/keys.ts';
import { restoreBackup } from '../store/restore.ts';
import { asPackedBackup, passphraseOption, passphraseUsage } from './benchside-backup.ts';
import { exitCodes, print, runCommand } from './command.ts';
import { escrowOption, escrowUsage, keysOf } from './escrow.ts';
import { readOptions } from './options.ts';

const usage = `npm run --silent restore -- <backup file> --to <data folder> [--without-newer] [--escrow-code-file <file>] [--passphrase-file <file>]

Puts a backup in the place of the data folder's main file. Close Benchside first.
Records that are newer than the backup are brought back from the present file, unless --without-newer is given; the
replaced files are set aside in the data folder, never deleted. The bench goes on in a new epoch.

${escrowUsage};
  a folder without keys gets them from it (the backup brings a sealed copy along)
${passphraseUsage}`;

async function restore(): Promise<number> {
  const { what: file, options } = readOptions(
    { to: { type: 'string' }, 'without-newer': { type: 'boolean' }, ...escrowOption, ...passphraseOption },
    usage,
  );
  if (options.to === undefined) throw new AppError('usage/missing', { usage });
  const dataFolder = resolve(options.to);
  if (!existsSync(dataFolder)) throw new AppError('usage/no-such-folder', { folder: dataFolder });
  const backup = resolve(file);
  if (!existsSync(backup)) throw new AppError('link/file-missing', { file: backup, detail: 'it is not there' });
  const packed = await asPackedBackup(backup, dataFolder, options['passphrase-file']);
  try {
    return await restoreFrom(packed.file);
  } finally {
    packed.remove();
  }

  async function restoreFrom(file: string): Promise<number> {
    const keyProvider = keysOf(dataFolder, options['escrow-code-file'], { copies: [readNote(file)?.escrow ?? ''] });
    await keepKeys(dataFolder, keyProvider);
    const report = await restoreBackup({
      dataFolder,
      file,
      keyProvider,
      modules: storeModules,
      wallMs: Date.now,
      bringBack: options['without-newer'] !== true,
    });
    await print(`Restored ${report.recordCount} records from ${backup}.`);
    await print(`Brought back from the present file: ${report.broughtBack} newer records.`);
    await print(`The replaced files are in ${report.setAside}.`);
    return exitCodes.done;
  }
}

/** Keys that an escrow code opened stay in a folder that has none, so that its next start finds them. */
async function keepKeys(dataFolder: string, opened: KeyProvider): Promise<void> {
  const own = fileKeyProvider(dataFolder);
  const secret = await opened.read();
  const hasKeys = ['keys.json', 'keys.os-store.json', 'keys.passphrase'].some((name) =>
    existsSync(join(dataFolder, name)),
  );
  if (secret !== undefined && !hasKeys) await own.write(secret);
}

await runCommand(restore);
