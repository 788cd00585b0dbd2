import { AppError, type ErrorData, isAppError } from '../../shared/kernel/errors.ts';

/**
 * The store's plain code for what SQLite or the file system reported: `store/disk-full`, `store/read-only`,
 * `store/damaged`, `store/in-use`, `store/cannot-open`, `store/disk-error`, or `store/failed` for anything else.
 * An AppError passes through.
 */
export function toStoreError(error: unknown, data: ErrorData = {}): AppError {
  if (isAppError(error)) return error;
  const code = typeof error === 'object' && error !== null ? String((error as { code?: unknown }).code ?? '') : '';
  return new AppError(storeCode(code), { ...data, sqlite: code }, { cause: error });
}

function storeCode(code: string): string {
  if (code === 'ENOSPC' || code === 'EDQUOT' || code.startsWith('SQLITE_FULL')) return 'store/disk-full';
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM') return 'store/read-only';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_PERM')) return 'store/read-only';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'store/damaged';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'store/in-use';
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'ENOENT') return 'store/cannot-open';
  if (code.startsWith('SQLITE_IOERR') || code === 'EIO' || code === 'EFBIG') return 'store/disk-error';
  return 'store/failed';
}
