import type { IncomingMessage } from 'node:http';
import { AppError } from '../../shared/kernel/errors.ts';
import { syncLimits } from '../../shared/sync/limits.ts';

export interface HubRequest {
  readonly method: string;
  /** As it stands in the request line: it is part of what is signed. */
  readonly pathAndQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
  /** Breaks the request off. */
  readonly signal?: AbortSignal | undefined;
}

export interface HubReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The way to a hub. Over HTTP in the product; a hub in the same process in tests. @throws AppError `sync/hub-unreachable` */
export type HubTransport = (request: HubRequest) => Promise<HubReply>;

export interface HttpTransport {
  readonly send: HubTransport;
  /** Ends idle connections. */
  close(): void;
}

/** Nothing moved for so long: the line is gone (sleep, a pulled cable), whatever the socket says. */
const silentMs = 60_000;
/** A batch of records or a piece of a file, packed badly; a captive portal's page is far below it. */
const longestReply = 2 * syncLimits.blobChunkBytes;

/**
 * HTTP(S) to one address, with the proxies of the environment (`HTTPS_PROXY`, `NO_PROXY`, ...; Node 24.5). Redirections are not
 * followed: a hub has none, a captive portal has, and what it shows is not the hub's.
 */
export function httpTransport(address: string): HttpTransport {
  const base = hubAddress(address);
  const isTls = base.protocol === 'https:';
  const options = { keepAlive: true, maxSockets: 4, proxyEnv: process.env };
  // Loaded with the first hub: a bench that meets none starts without them.
  const { Agent, request: start } = isTls
    ? process.getBuiltinModule('node:https')
    : process.getBuiltinModule('node:http');
  const agent = new Agent(options);
  const prefix = base.pathname.replace(/\/$/, '');
  return {
    send: ({ method, pathAndQuery, headers, body, signal }) =>
      new Promise<HubReply>((resolve, reject) => {
        const fail = (error: unknown) => reject(unreachable(error));
        const asked = start(
          {
            agent,
            method,
            hostname: base.hostname.replace(/^\[|\]$/g, ''),
            port: base.port === '' ? (isTls ? 443 : 80) : Number(base.port),
            path: prefix + pathAndQuery,
            headers: { ...headers, ...(body ? { 'content-length': String(body.length) } : {}) },
            timeout: silentMs,
            ...(signal ? { signal } : {}),
          },
          (reply) => collect(reply).then(resolve, fail),
        );
        asked.on('timeout', () => asked.destroy(new Error('silent')));
        asked.on('error', fail);
        asked.end(body ?? undefined);
      }),
    close: () => agent.destroy(),
  };
}

/** What an address without a scheme is read as. */
const withoutScheme = 'https:';

/** The address a person typed; without a scheme it is https. @throws AppError `sync/bad-address` */
export function hubAddress(text: string): URL {
  const typed = text.trim();
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(typed) ? typed : `${withoutScheme}//${typed}`);
  } catch {
    throw new AppError('sync/bad-address', { address: typed.slice(0, 100) });
  }
  const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!['http:', 'https:'].includes(url.protocol) || !isPlain) {
    throw new AppError('sync/bad-address', { address: typed.slice(0, 100) });
  }
  return url;
}

async function collect(reply: IncomingMessage): Promise<HubReply> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of reply as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > longestReply) {
      reply.destroy();
      throw new AppError('sync/not-a-hub', { why: 'too long' });
    }
    pieces.push(piece);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers)) if (typeof value === 'string') headers[name] = value;
  return { status: reply.statusCode ?? 0, headers, body: Buffer.concat(pieces) };
}

function unreachable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  const why = String(typeof code === 'string' && code !== '' ? code : (message ?? '')).slice(0, 100);
  return new AppError('sync/hub-unreachable', { why }, { cause: error });
}
