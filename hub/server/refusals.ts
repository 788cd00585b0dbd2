import { AppError, isAppError } from '../../shared/kernel/errors.ts';

/** What the hub says no with, and the HTTP status of it. A workstation decides by the code, a proxy by the status. */
const statusOfCode: Readonly<Record<string, number>> = {
  'hub/bad-request': 400,
  'hub/not-text': 400,
  'hub/bad-length': 400,
  'hub/not-packed': 400,
  'hub/blob-damaged': 400,
  'hub/no-session': 401,
  'hub/bad-signature': 401,
  'hub/nonce-unknown': 401,
  'hub/code-unknown': 403,
  'hub/device-unknown': 403,
  'hub/device-revoked': 403,
  'hub/other-site': 403,
  'hub/scope-taken': 403,
  'hub/no-site-held': 403,
  'hub/site-is-here': 403,
  'hub/not-found': 404,
  'hub/scope-unknown': 404,
  'hub/too-slow': 408,
  'hub/replayed': 409,
  'hub/device-known': 409,
  'hub/blob-gap': 409,
  'hub/too-large': 413,
  'hub/unpacks-too-large': 413,
  'hub/blob-too-large': 413,
  'hub/too-many-requests': 429,
  'hub/not-ready': 503,
};

/** Fastify's own refusals in our words. */
const codeOfFastify: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'hub/too-large',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'hub/bad-length',
  FST_ERR_BAD_URL: 'hub/not-found',
  FST_ERR_ROUTE_NOT_FOUND: 'hub/not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'hub/not-found',
};

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly data: Readonly<Record<string, string | number | boolean>>;
}

/** The answer to any error: a known refusal as it is; anything else says nothing about the inside (`hub/internal`, 500). */
export function refusalOf(error: unknown): Refusal {
  if (isAppError(error) && statusOfCode[error.code] !== undefined) {
    return { status: statusOfCode[error.code]!, code: error.code, data: error.data };
  }
  const fastifyCode = (error as { code?: unknown } | null)?.code;
  const code = typeof fastifyCode === 'string' ? codeOfFastify[fastifyCode] : undefined;
  if (code) return { status: statusOfCode[code]!, code, data: {} };
  return { status: 500, code: 'hub/internal', data: {} };
}

/** Throws the refusal. @throws AppError `code` */
export function refuse(code: string, data: Readonly<Record<string, string | number | boolean>> = {}): never {
  throw new AppError(code, data);
}
