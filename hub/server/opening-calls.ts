import type { FastifyInstance } from 'fastify';
import type * as z from 'zod';
import { isUuid } from '../../shared/kernel/ids.ts';
import { isScope } from '../../shared/records/scopes.ts';
import {
  type enrolReply,
  enrolRequest,
  heldSite,
  type helloReply,
  type sessionReply,
  sessionRequest,
} from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { enrolText, sessionText } from '../../shared/sync/signed-request.ts';
import { isTextSigned } from '../store/record-crypto.ts';
import { bodyLimits, readJson } from './bodies.ts';
import { refuse } from './refusals.ts';
import type { HubServerParts } from './server.ts';

/** The calls without a session: is it ready, whose hub is it, enrol, open a session. */
export function openingCalls(app: FastifyInstance, { store, version, now, limits, log }: HubServerParts): void {
  const { device: hub, publicKey: hubKey } = store.hub;

  app.get('/health', async (request, reply) => {
    limits.open.take(request.ip);
    const isReady = await store.isReady();
    return reply.status(isReady ? 200 : 503).send({ isReady, version, database: store.kind });
  });

  app.post('/v1/hello', { bodyLimit: bodyLimits.json }, async (request) => {
    limits.open.take(request.ip);
    const reply: z.infer<typeof helloReply> = {
      hub,
      publicKey: hubKey,
      nonce: await store.sessions.newNonce(),
      now: now().toISOString(),
      version,
    };
    return reply;
  });

  app.post('/v1/enrol', { bodyLimit: bodyLimits.enrol }, async (request) => {
    limits.open.take(request.ip);
    limits.code.take(request.ip);
    const asked = readJson(request.body, enrolRequest);
    const { device, epoch, publicKey, boxKey, label, provisional, held } = asked;
    if (!isUuid(device)) refuse('hub/bad-request', { field: 'device' });
    if (!isScope(provisional) || !provisional.startsWith('provisional:'))
      refuse('hub/bad-request', { field: 'provisional' });
    if (!(await store.sessions.takeNonce(asked.nonce))) refuse('hub/nonce-unknown');
    const text = enrolText({ hub, nonce: asked.nonce, device, epoch, publicKey, boxKey, provisional, held });
    if (!isTextSigned(publicKey, text, asked.proof)) refuse('hub/bad-signature');
    const who = { device, epoch, publicKey, boxKey, label, provisional };
    const site = held === undefined ? undefined : readJson(Buffer.from(held), heldSite);
    const enrolled = await store.enrolment.enrol(asked.code, who, site);
    log({ event: 'enrolled', device, epoch, site: enrolled.site });
    const reply: z.infer<typeof enrolReply> = {
      site: enrolled.site,
      siteName: enrolled.siteName,
      hub,
      publicKey: hubKey,
    };
    return reply;
  });

  app.post('/v1/session', { bodyLimit: bodyLimits.json }, async (request) => {
    limits.open.take(request.ip);
    const { device, epoch, nonce, proof, endorsed } = readJson(request.body, sessionRequest);
    if (!(await store.sessions.takeNonce(nonce))) refuse('hub/nonce-unknown');
    const known = await store.enrolment.device(device, epoch);
    const publicKey = known?.publicKey ?? endorsed?.publicKey;
    if (publicKey === undefined) refuse('hub/device-unknown');
    if (!isTextSigned(publicKey, sessionText({ hub, nonce, device, epoch }), proof)) refuse('hub/bad-signature');
    const certified = known ?? (await store.enrolment.endorse({ device, epoch, ...endorsed! }));
    if (certified.isRevoked) refuse('hub/device-revoked');
    // Known by another's word alone: it uses a code of its own first.
    if (!certified.mayConnect) refuse('hub/device-unknown');
    if (!known) log({ event: 'epoch-endorsed', device, epoch });
    const reply: z.infer<typeof sessionReply> = {
      session: await store.sessions.open(device, epoch, syncLimits.sessionMinutes),
      site: certified.site,
      expiresInSeconds: syncLimits.sessionMinutes * 60,
    };
    return reply;
  });
}
