import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { escrowKeyProvider } from '../store/escrow.ts';
import { fileKeyProvider } from '../store/key-providers.ts';
import type { KeyProvider } from '../store/keys.ts';

/** Longer than any way of writing the code down. */
const mostCharacters = 1000;

/** The option of every command that opens a data file. A file, so that the code stands in no history and no process list. */
export const escrowOption = { 'escrow-code-file': { type: 'string' } } as const;

export const escrowUsage =
  '  --escrow-code-file <file>   opens an encrypted data file with the printed escrow code, written in that file';

/**
 * The keys of a data folder for one command: those that lie in it, or those the escrow code opens.
 *
 * @throws AppError `usage/escrow-file`, `store/escrow-code`
 */
export function keysOf(
  dataFolder: string,
  escrowFile: string | undefined,
  { readonly = false, copies = [] as readonly string[] } = {},
): KeyProvider {
  if (escrowFile === undefined) return fileKeyProvider(dataFolder, { readonly });
  let code: string;
  try {
    code = readFileSync(resolve(escrowFile), 'utf8').slice(0, mostCharacters);
  } catch (error) {
    throw new AppError('usage/escrow-file', { file: escrowFile }, { cause: error });
  }
  return escrowKeyProvider(dataFolder, code, copies);
}
