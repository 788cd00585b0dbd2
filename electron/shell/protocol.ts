import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

/**
 * Serves the built page below `root`, and nothing else. The files are ours and small, and are read in one go.
 *
 * By the older of the engine's two ways: the newer one speaks in the web's requests and responses, and the first of them loads the
 * engine's whole web client, a tenth of a start and several megabytes that nothing else here needs.
 */
export function servePage(session: Session, root: string): void {
  session.protocol.registerBufferProtocol(PAGE_SCHEME, (request, answer) => {
    const nonce = randomBytes(16).toString('base64');
    const refuse = (statusCode: number) =>
      answer({ statusCode, data: Buffer.alloc(0), headers: pageHeaders('text/plain; charset=utf-8', nonce) });
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const file = pageFile(root, request.url);
    const contentType = file === null ? null : contentTypeOf(file);
    if (file === null || contentType === null) return refuse(404);
    try {
      const bytes = readFileSync(file);
      const isHtml = path.extname(file) === '.html';
      const data = isHtml ? Buffer.from(withNonce(bytes.toString('utf8'), nonce)) : bytes;
      answer({ statusCode: 200, data, headers: pageHeaders(contentType, nonce) });
    } catch {
      refuse(404);
    }
  });
}
