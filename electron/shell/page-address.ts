import path from 'node:path';

/** The page's own scheme and host; its origin is `app://benchside`. */
export const PAGE_SCHEME = 'app';
export const PAGE_HOST = 'benchside';
export const PAGE_ADDRESS = `${PAGE_SCHEME}://${PAGE_HOST}/index.html`;

/** Kinds of file a page may be made of. Anything else under the root is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
};

export function contentTypeOf(file: string): string | null {
  return contentTypes[path.extname(file).toLowerCase()] ?? null;
}

/** True for an address inside the page. `new URL('app://x').origin` is `"null"` in Node, so scheme and host are held apart. */
export function isPageAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return url.protocol === `${PAGE_SCHEME}:` && url.host === PAGE_HOST && url.username === '' && url.password === '';
}

/**
 * Turns an address into a file below `root`, or null where there is none to serve: another scheme or host, a path that
 * leaves the root once its escapes are read (`..%2f`), a NUL, a backslash, or a kind of file a page is not made of.
 */
export function pageFile(root: string, address: string): string | null {
  if (!isPageAddress(address)) return null;
  let decoded: string;
  try {
    decoded = decodeURIComponent(new URL(address).pathname);
  } catch {
    return null;
  }
  if (/[\0\\]/.test(decoded)) return null;
  const base = path.resolve(root);
  const file = path.resolve(base, `.${decoded.endsWith('/') ? `${decoded}index.html` : decoded}`);
  const below = path.relative(base, file);
  if (below === '' || below.startsWith('..') || path.isAbsolute(below)) return null;
  return contentTypeOf(file) === null ? null : file;
}
