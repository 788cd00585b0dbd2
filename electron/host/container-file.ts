import { createHash } from 'node:crypto';
import { type Container, containerLimits, readContainer, writeContainer } from '../../shared/kernel/container.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { writeFileDurably } from '../store/durable-files.ts';
import { saveChosen } from './save-chosen.ts';

/** `.benchside` files as bytes: read whole and bounded, written whole or not at all. */

/** SHA-256 of a text or of bytes, 64 hex characters. */
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/**
 * A file of one kind from its bytes, with the hash of what was looked at.
 *
 * @param notText code of the error for bytes that are no UTF-8
 * @throws AppError those of `readContainer`, `notText`
 */
export function readContainerBytes(
  bytes: Uint8Array,
  kind: string,
  notText = 'container/not-a-container',
): { readonly file: Container; readonly sha256: string } {
  if (bytes.length > containerLimits.fileBytes) {
    throw new AppError('container/too-large', { megabytes: containerLimits.fileBytes / (1024 * 1024) });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError(notText, {}, { cause });
  }
  return { file: readContainer(text, kind, sha256), sha256: sha256(bytes) };
}

/** Writes items to the place a person chose. @throws AppError those of `saveChosen` */
export async function saveContainer(
  path: string,
  made: Parameters<typeof writeContainer>[0],
  items: readonly unknown[],
): Promise<{ readonly byteCount: number; readonly sha256: string }> {
  const bytes = new TextEncoder().encode(writeContainer(made, items, sha256));
  await saveChosen(path, async (part) => writeFileDurably(part, bytes));
  return { byteCount: bytes.length, sha256: sha256(bytes) };
}
