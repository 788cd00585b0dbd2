/** The key of the meta element that react-aria reads its style nonce from (`getNonce` of react-aria). */
const NONCE_META = 'csp-nonce';

/**
 * The page's content security policy. The nonce is new for every load and lets in the one style element react-aria puts
 * into the head (decision 28); nothing else is looser than `'self'`.
 */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
}

/** Headers of every answer of the page's scheme. */
export function pageHeaders(contentType: string, nonce: string): Record<string, string> {
  return {
    'content-type': contentType,
    'content-security-policy': contentSecurityPolicy(nonce),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
}

/** Tells the page's scripts the nonce of this load. */
export function withNonce(html: string, nonce: string): string {
  return html.replace('<head>', `<head><meta property="${NONCE_META}" nonce="${nonce}">`);
}
