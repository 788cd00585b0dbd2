import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import type { HubStore } from '../store/hub-store.ts';
import { limitConnections } from './connections.ts';
import { openingCalls } from './opening-calls.ts';
import { createRateLimit, defaultRates, type RateLimit, type Rates } from './rates.ts';
import { type Refusal, refusalOf } from './refusals.ts';
import { supervisorCalls } from './supervisor-calls.ts';
import { workstationCalls } from './workstation-calls.ts';

/** One line of the hub's log. Never a body, a code, a key or a session: who, what, how it ended. */
export interface HubLogEntry {
  readonly event: string;
  readonly [field: string]: string | number | boolean | undefined;
}

export interface HubServerOptions {
  /** Shown to workstations, e.g. "0.1.0". */
  readonly version?: string;
  readonly log?: (entry: HubLogEntry) => void;
  /** The wall clock; answers and receipts carry it. */
  readonly now?: () => Date;
  /** Requests a minute; null for none (simulations). */
  readonly rates?: Rates | null;
  /** PEM texts: the hub speaks TLS itself. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Addresses of proxies whose `x-forwarded-for` counts, e.g. `127.0.0.1`. */
  readonly trustedProxies?: readonly string[];
  /** Milliseconds; see docs/operating-the-hub.md for the values of the product. */
  readonly timeouts?: HubTimeouts;
  /** Connections at once, of all and of one address. */
  readonly connections?: { readonly all: number; readonly perAddress: number };
}

export interface HubTimeouts {
  /** Until the headers of a request are there. */
  readonly headersMs: number;
  /** Until all of a request is there: 1 MiB over 64 kbit/s takes 131 s. */
  readonly requestMs: number;
  /** How often connections are looked at. */
  readonly checkMs: number;
}

/** What every call needs. */
export interface HubServerParts {
  readonly store: HubStore;
  readonly version: string;
  readonly now: () => Date;
  readonly log: (entry: HubLogEntry) => void;
  readonly limits: { readonly open: RateLimit; readonly code: RateLimit; readonly device: RateLimit };
  /** True when pages and cookies travel over TLS. */
  readonly isTls: boolean;
}

/** A request as a workstation sends it, and the hub's answer: the seam between sync and HTTP. */
export interface InjectedRequest {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}
export interface InjectedReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface HubServer {
  /** Listens; answers the address to reach it at. Port 0 takes a free one. */
  listen(port: number, host: string): Promise<{ readonly url: string; readonly port: number }>;
  /** The same calls without a socket. */
  inject(request: InjectedRequest): Promise<InjectedReply>;
  /** Takes no new request, lets the running ones end for so long, closes. The store stays open. */
  close(graceMs?: number): Promise<void>;
}

const defaultTimeouts: HubTimeouts = { headersMs: 15_000, requestMs: 300_000, checkMs: 5_000 };
const noLimit: RateLimit = { take: () => undefined };

/**
 * The hub over HTTP: the calls of `shared/sync/hub-api.ts`, on any store. It keeps nothing itself: many of these may stand
 * before one PostgreSQL.
 */
export async function createHubServer(store: HubStore, options: HubServerOptions = {}): Promise<HubServer> {
  const log = options.log ?? (() => undefined);
  const rates = options.rates === undefined ? defaultRates : options.rates;
  const limitOf = (perMinute: number | undefined) =>
    perMinute === undefined ? noLimit : createRateLimit(perMinute, () => performance.now());
  const parts: HubServerParts = {
    store,
    version: options.version ?? '',
    now: options.now ?? (() => new Date()),
    log,
    limits: {
      open: limitOf(rates?.openPerMinute),
      code: limitOf(rates?.codePerMinute),
      device: limitOf(rates?.devicePerMinute),
    },
    isTls: options.tls !== undefined,
  };
  const app = openFastify(options);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  answerErrors(app, parts);
  openingCalls(app, parts);
  workstationCalls(app, parts);
  supervisorCalls(app, parts);
  await app.ready();
  if (options.connections) limitConnections(app.server, options.connections, log);

  return {
    async listen(port, host) {
      await app.listen({ port, host });
      const bound = (app.server.address() as AddressInfo).port;
      const name = host.includes(':') ? `[${host}]` : host;
      return { url: `${parts.isTls ? 'https' : 'http'}://${name}:${bound}`, port: bound };
    },
    async inject({ method, pathAndQuery, headers, body }) {
      const reply = await app.inject({
        method: method as 'GET',
        url: pathAndQuery,
        headers: { ...headers },
        ...(body ? { payload: Buffer.from(body) } : {}),
      });
      return {
        status: reply.statusCode,
        headers: Object.fromEntries(
          Object.entries(reply.headers).map(([name, value]) => [
            name,
            Array.isArray(value) ? value.join(', ') : `${value}`,
          ]),
        ),
        body: new Uint8Array(reply.rawPayload),
      };
    },
    async close(graceMs = 10_000) {
      // A connection whose last request has just ended is kept for more by both sides: there is no more.
      const idle = setInterval(() => app.server.closeIdleConnections(), 50);
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close();
      clearInterval(idle);
      clearTimeout(cut);
    },
  };
}

function openFastify(options: HubServerOptions): FastifyInstance {
  const { headersMs, requestMs, checkMs } = options.timeouts ?? defaultTimeouts;
  const http = {
    connectionsCheckingInterval: checkMs,
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: 65_000,
    maxHeaderSize: 8 * 1024,
  };
  const common = {
    // Our own lines: Fastify's would carry addresses and whole headers.
    logger: false as const,
    requestTimeout: requestMs,
    // Without this Fastify cuts idle connections only; a stop waits for the running ones.
    forceCloseConnections: 'idle' as const,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    ...(options.trustedProxies?.length ? { trustProxy: [...options.trustedProxies] } : {}),
  };
  if (options.tls) {
    const https = { ...http, ...options.tls, minVersion: 'TLSv1.2' as const };
    return fastify({ ...common, https }) as unknown as FastifyInstance;
  }
  return fastify({ ...common, http });
}

function answerErrors(app: FastifyInstance, parts: HubServerParts): void {
  const { store, log } = parts;
  app.addHook('onRequest', async (_request, reply) => {
    // A hotel's sign-in page has no such line: a workstation knows whether its hub answered.
    reply.header('benchside-hub', store.hub.device);
    reply.header('cache-control', 'no-store');
    reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async (request, reply) => {
    log({
      event: 'request',
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      device: request.device?.device,
      refused: request.refusal,
    });
  });
  const answer = (refusal: Refusal, reply: { status(code: number): { send(body: unknown): unknown } }) =>
    reply.status(refusal.status).send({ code: refusal.code, data: refusal.data });
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    request.refusal = refusal.code;
    if (refusal.code === 'hub/internal') {
      log({
        event: 'error',
        route: request.routeOptions.url ?? '(none)',
        message: String((error as Error).stack ?? error),
      });
    }
    if (refusal.code === 'hub/too-many-requests') reply.header('retry-after', String(refusal.data.seconds));
    return answer(refusal, reply);
  });
  app.setNotFoundHandler((request, reply) => {
    request.refusal = 'hub/not-found';
    return answer({ status: 404, code: 'hub/not-found', data: {} }, reply);
  });
}
