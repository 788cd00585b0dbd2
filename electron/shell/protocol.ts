import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type Session } from 'electron';
import { contentTypeOf, PAGE_SCHEME, pageFile } from './page-address.ts';
import { pageHeaders, withNonce } from './page-policy.ts';

/** Must run before `ready`. `codeCache` keeps compiled scripts between starts. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: PAGE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page below `root`, and nothing else. */
export function servePage(session: Session, root: string): void {
  session.protocol.handle(PAGE_SCHEME, async (request) => {
    const nonce = randomBytes(16).toString('base64');
    const refuse = (status: number) =>
      new Response('', { status, headers: pageHeaders('text/plain; charset=utf-8', nonce) });
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const file = pageFile(root, request.url);
    const contentType = file === null ? null : contentTypeOf(file);
    if (file === null || contentType === null) return refuse(404);
    try {
      const isHtml = path.extname(file) === '.html';
      const body = isHtml ? withNonce(await readFile(file, 'utf8'), nonce) : new Uint8Array(await readFile(file));
      return new Response(body, { headers: pageHeaders(contentType, nonce) });
    } catch {
      return refuse(404);
    }
  });
}
