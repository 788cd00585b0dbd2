import { ORPCError } from '@orpc/client';
import { type ErrorData, isAppError } from '../../shared/kernel/errors.ts';

/** What went wrong, as the page shows it: `code` picks the sentence (`i18n/en/codes.ts`), `data` fills it. */
export interface PageError {
  readonly code: string;
  readonly data: ErrorData;
}

/** The host went away while a call was open; for a command it is not known whether it was carried out. */
export const CONNECTION_LOST = 'page/connection-lost';

/** Turns whatever a call threw into code and data. */
export function toPageError(error: unknown): PageError {
  if (isAppError(error)) {
    return { code: error.code, data: error.data };
  }
  if (error instanceof ORPCError) {
    // Codes of ours hold a slash; oRPC's own (`BAD_REQUEST`) do not.
    const code = error.code.includes('/')
      ? error.code
      : error.status === 400
        ? 'system/invalid-input'
        : 'system/internal';
    return { code, data: readData(error.data) };
  }
  if (isConnectionLoss(error)) {
    return { code: CONNECTION_LOST, data: {} };
  }
  return { code: 'kernel/unexpected', data: { what: error instanceof Error ? error.message : String(error) } };
}

/** True when the call ended because its port closed, not because the host answered with an error. */
export function isConnectionLoss(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'AbortError' || /abort|peer.*closed|closed/i.test(error.message)) &&
    !(error instanceof ORPCError)
  );
}

function readData(data: unknown): ErrorData {
  if (typeof data !== 'object' || data === null) {
    return {};
  }
  const entries = Object.entries(data).filter(
    (entry): entry is [string, string | number | boolean] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number' || typeof entry[1] === 'boolean',
  );
  return Object.fromEntries(entries);
}
