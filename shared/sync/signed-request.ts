/**
 * What is signed when a workstation speaks to its hub. Each text begins with a name of its own, so that a signature made for
 * one purpose is none for another; each is hashed (SHA-256 over UTF-8) and the hash signed with Ed25519.
 */

/** Said when a workstation asks to be enrolled. */
export const enrolText = (of: {
  readonly hub: string;
  readonly nonce: string;
  readonly device: string;
  readonly epoch: number;
  readonly publicKey: string;
  readonly boxKey: string;
  readonly provisional: string;
  readonly held?: string | undefined;
}): string =>
  [
    'bs-enrol-1',
    ...[of.hub, of.nonce, of.device, of.epoch, of.publicKey, of.boxKey, of.provisional],
    ...(of.held === undefined ? [] : [of.held]),
  ].join('\n');

/** Said when a session is opened. */
export const sessionText = (of: {
  readonly hub: string;
  readonly nonce: string;
  readonly device: string;
  readonly epoch: number;
}): string => ['bs-session-1', of.hub, of.nonce, of.device, of.epoch].join('\n');

/**
 * Said with every request of a session. `counter` grows with each request of the session: one that is not above the last is
 * a replay. `bodySha256` is hex, of the bytes as sent; `pathAndQuery` as in the request line.
 */
export const requestText = (of: {
  readonly hub: string;
  readonly session: string;
  readonly counter: number;
  readonly method: string;
  readonly pathAndQuery: string;
  readonly bodySha256: string;
}): string => ['bs-request-1', of.hub, of.session, of.counter, of.method, of.pathAndQuery, of.bodySha256].join('\n');

/** Said by the hub of what it holds, and by a bench of what it took from a bundle. */
export const receiptText = (receipt: string): string => `bs-receipt-1\n${receipt}`;

/** Said by a workstation of itself. */
export const statusText = (status: string): string => `bs-status-1\n${status}`;

/** Said by a machine's present key of its next one: records of the new epoch need no new enrolment. */
export const epochText = (of: {
  readonly device: string;
  readonly epoch: number;
  readonly publicKey: string;
}): string => ['bs-epoch-1', of.device, of.epoch, of.publicKey].join('\n');

/** The `authorization` header of a request. */
export function writeAuthorization(of: {
  readonly session: string;
  readonly counter: number;
  readonly sig: string;
}): string {
  return `Benchside ${of.session}.${of.counter}.${of.sig}`;
}

/** The parts of that header, or undefined. */
export function readAuthorization(header: string): { session: string; counter: number; sig: string } | undefined {
  const match = /^Benchside ([A-Za-z0-9_-]{1,60})\.(\d{1,15})\.([A-Za-z0-9_-]{86})$/.exec(header);
  return match ? { session: match[1]!, counter: Number(match[2]), sig: match[3]! } : undefined;
}
