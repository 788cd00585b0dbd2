import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { HubServerParts } from './server.ts';
import { overviewPage, readOverview, signInPage } from './supervisor-page.ts';
import { supervisorStyle } from './supervisor-style.ts';

const cookieName = 'benchside-supervisor';

/** Nothing but the hub's own style: no script runs on these pages, none of their forms leads elsewhere. */
const pagePolicy = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The supervisor's pages: to look, never to change. A code made at the hub opens them once; a cookie keeps them open. */
export function supervisorCalls(app: FastifyInstance, { store, now, limits, isTls, log }: HubServerParts): void {
  const show = (reply: FastifyReply, status: number, page: string) =>
    reply
      .status(status)
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy)
      .header('referrer-policy', 'no-referrer')
      .send(page);

  app.get('/supervisor', async (request, reply) => {
    limits.open.take(request.ip);
    const cookie = cookieOf(request);
    if (cookie === undefined || !(await store.sessions.isSupervisor(cookie)))
      return show(reply, 401, signInPage(false));
    return show(reply, 200, overviewPage(await readOverview(store), now()));
  });

  app.get('/supervisor/style.css', async (request, reply) => {
    limits.open.take(request.ip);
    return reply.header('content-type', 'text/css; charset=utf-8').send(supervisorStyle);
  });

  app.post('/supervisor/sign-in', { bodyLimit: 1024 }, async (request, reply) => {
    limits.open.take(request.ip);
    limits.code.take(request.ip);
    const form = new URLSearchParams(Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '');
    const cookie = await store.sessions.takeSupervisorCode(form.get('code') ?? '');
    if (cookie === undefined) return show(reply, 401, signInPage(true));
    log({ event: 'supervisor-signed-in' });
    const isSecure = isTls || request.protocol === 'https';
    return reply
      .header(
        'set-cookie',
        `${cookieName}=${cookie}; Path=/supervisor; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`,
      )
      .redirect('/supervisor', 303);
  });
}

function cookieOf(request: FastifyRequest): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === cookieName && value) return value;
  }
  return undefined;
}
