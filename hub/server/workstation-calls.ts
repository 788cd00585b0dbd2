import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import {
  type blobState,
  type pullHead,
  type pushReply,
  type receiptBody,
  signedStatus,
  statusBody,
  type Vector,
} from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { readAuthorization, receiptText, requestText, statusText } from '../../shared/sync/signed-request.ts';
import type { HubDevice } from '../store/hub-store.ts';
import { isTextSigned, recordCrypto } from '../store/record-crypto.ts';
import { bodyLimits, packRecords, readJson, readRecords, readShape } from './bodies.ts';
import { refuse } from './refusals.ts';
import type { HubServerParts } from './server.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose request this is, once its signature is proved. */
    device: HubDevice | null;
    /** The code it was refused with, for the log. */
    refusal: string | undefined;
  }
}

const wholeNumber = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const limitQuery = wholeNumber.max(syncLimits.batchRecords).default(syncLimits.batchRecords);
const pullQuery = z.object({ after: wholeNumber, scope: z.enum(['site', 'org']), limit: limitQuery });
const logQuery = z.object({ log: z.string().max(160), from: wholeNumber.min(1), limit: limitQuery });
const pieceQuery = z.object({ at: wholeNumber, of: wholeNumber });
const contentQuery = z.object({ at: wholeNumber.default(0) });
const sha256Path = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** The calls of an enrolled workstation. Each proves itself before anything of it is looked at. */
export function workstationCalls(app: FastifyInstance, parts: HubServerParts): void {
  app.decorateRequest('device', null);
  app.decorateRequest('refusal', undefined);
  void app.register(async (calls) => {
    // Before the body is read: whoever has no session at all sends none of it.
    calls.addHook('onRequest', async (request) => {
      const header = readAuthorization(request.headers.authorization ?? '');
      if (!header) refuse('hub/no-session');
      const holder = await parts.store.sessions.holder(header.session);
      if (!holder) refuse('hub/no-session');
      parts.limits.device.take(holder.device);
    });
    calls.addHook('preHandler', async (request) => {
      request.device = await proveRequest(request, parts);
    });
    recordCalls(calls, parts);
    blobCalls(calls, parts);
  });
}

/**
 * Whose request it is: signature first, then the counter, so that nobody without the key moves it.
 *
 * @throws AppError `hub/no-session`, `hub/bad-signature`, `hub/device-revoked`, `hub/replayed`
 */
async function proveRequest(request: FastifyRequest, { store }: HubServerParts): Promise<HubDevice> {
  const { session, counter, sig } = readAuthorization(request.headers.authorization ?? '') ?? refuse('hub/no-session');
  const holder = (await store.sessions.holder(session)) ?? refuse('hub/no-session');
  const device = (await store.enrolment.device(holder.device, holder.epoch)) ?? refuse('hub/device-unknown');
  const text = requestText({
    hub: store.hub.device,
    session,
    counter,
    method: request.method,
    pathAndQuery: request.raw.url ?? '',
    bodySha256: createHash('sha256')
      .update(Buffer.isBuffer(request.body) ? request.body : '')
      .digest('hex'),
  });
  if (!isTextSigned(device.publicKey, text, sig)) refuse('hub/bad-signature');
  if (device.isRevoked) refuse('hub/device-revoked');
  const moved = await store.sessions.advance(session, counter);
  if (moved === undefined) refuse('hub/no-session');
  if (moved === 'replayed') refuse('hub/replayed');
  return device;
}

function recordCalls(app: FastifyInstance, { store, now }: HubServerParts): void {
  app.post('/v1/push', { bodyLimit: bodyLimits.records }, async (request) => {
    const { device, site } = request.device!;
    const { records, badLines } = await readRecords(request.body);
    const report = await store.records.push(site, records, device);
    const body: z.infer<typeof receiptBody> = {
      hub: store.hub.device,
      device,
      at: now().toISOString(),
      heads: report.heads,
    };
    const receipt = JSON.stringify(body);
    const reply: z.infer<typeof pushReply> = {
      receipt,
      sig: Buffer.from(store.sign(recordCrypto.hashText(receiptText(receipt)))).toString('base64url'),
      added: report.added,
      duplicate: report.duplicate,
      pending: report.pending,
      problems: [...report.problems, ...badLines.map((line) => ({ why: 'sync/bad-line', log: '', seq: line }))],
    };
    return reply;
  });

  app.get('/v1/heads', async (request): Promise<Vector> => {
    const [own, org] = await Promise.all([store.records.heads(request.device!.site), store.records.heads('org')]);
    return { ...own, ...org };
  });

  app.get('/v1/pull', async (request, reply) => {
    const { after, scope, limit } = readShape(request.query, pullQuery);
    const page = await store.records.pull(scope === 'org' ? 'org' : request.device!.site, after, limit);
    const head: z.infer<typeof pullHead> = { next: page.next, isMore: page.isMore };
    reply.header('content-type', 'application/gzip');
    return packRecords(page.records, JSON.stringify(head));
  });

  app.get('/v1/log', async (request, reply) => {
    const { log, from, limit } = readShape(request.query, logQuery);
    const [own, org] = await Promise.all([store.records.heads(request.device!.site), store.records.heads('org')]);
    // A log of another site and a log that is not there look the same.
    if (!Object.hasOwn(own, log) && !Object.hasOwn(org, log)) refuse('hub/not-found');
    reply.header('content-type', 'application/gzip');
    return packRecords(await store.records.readLog(log, from, limit));
  });

  app.post('/v1/status', { bodyLimit: bodyLimits.json }, async (request, reply) => {
    const { device, site, publicKey } = request.device!;
    const signed = readJson(request.body, signedStatus);
    if (!isTextSigned(publicKey, statusText(signed.text), signed.sig)) refuse('hub/bad-signature');
    const said = readJson(Buffer.from(signed.text), statusBody);
    if (said.device !== device || said.site !== site) refuse('hub/other-site');
    await store.statuses.keep(site, device, signed.text, Buffer.from(signed.sig, 'base64url'), now().toISOString());
    return reply.status(204).send();
  });
}

function blobCalls(app: FastifyInstance, { store }: HubServerParts): void {
  app.get('/v1/blobs/:sha256', async (request): Promise<z.infer<typeof blobState>> => {
    const { sha256 } = readShape(request.params, sha256Path);
    return store.blobs.state(request.device!.site, sha256);
  });

  app.put('/v1/blobs/:sha256', { bodyLimit: bodyLimits.blob }, async (request): Promise<z.infer<typeof blobState>> => {
    const { sha256 } = readShape(request.params, sha256Path);
    const { at, of } = readShape(request.query, pieceQuery);
    if (of > syncLimits.blobBytes) refuse('hub/blob-too-large', { most: syncLimits.blobBytes });
    const piece = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const kept = await store.blobs.append(request.device!.site, sha256, of, at, piece);
    return { byteCount: of, ...kept };
  });

  app.get('/v1/blobs/:sha256/content', async (request, reply) => {
    const { sha256 } = readShape(request.params, sha256Path);
    const { at } = readShape(request.query, contentQuery);
    const piece = await store.blobs.read(request.device!.site, sha256, at, syncLimits.blobChunkBytes);
    if (!piece) refuse('hub/not-found');
    reply.header('content-type', 'application/octet-stream');
    return reply.send(Buffer.from(piece));
  });
}
