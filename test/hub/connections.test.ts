import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createHubServer, type HubLogEntry, type HubServer, type HubServerOptions } from '../../hub/server/server.ts';
import { until } from '../harness/app.ts';
import { hubStores } from '../harness/hub-stores.ts';

// Real sockets: what holds a connection and gives nothing for it.
describe('connections to the hub', () => {
  const stores = hubStores('sqlite');
  const sockets: Socket[] = [];
  const servers: HubServer[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const server of servers.splice(0)) await server.close();
  });
  const start = async (options: HubServerOptions) => {
    const logged: HubLogEntry[] = [];
    const server = await createHubServer(await stores.open(), { ...options, log: (entry) => logged.push(entry) });
    servers.push(server);
    return { server, logged, ...(await server.listen(0, '127.0.0.1')) };
  };
  const open = async (port: number, first = '') => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.resume();
    await once(socket, 'connect');
    if (first !== '') socket.write(first);
    return socket;
  };

  test('that say nothing, or a letter at a time, are ended; the others are answered meanwhile', async () => {
    const { port, url } = await start({ timeouts: { headersMs: 400, requestMs: 800, checkMs: 100 } });
    const silent = await Promise.all(Array.from({ length: 150 }, () => open(port)));
    const slow = await Promise.all(Array.from({ length: 150 }, () => open(port, 'POST /v1/hello HT')));
    const headed = 'POST /v1/push HTTP/1.1\r\nhost: hub\r\ncontent-length: 1000\r\n\r\n';
    const bodyless = await Promise.all(Array.from({ length: 20 }, () => open(port, headed)));
    const drip = setInterval(() => {
      for (const socket of slow) if (!socket.destroyed) socket.write('T');
    }, 50);
    try {
      expect((await fetch(`${url}/health`)).status).toBe(200);
      await until('the slow ones to be gone', () => [...silent, ...slow, ...bodyless].every(({ closed }) => closed));
      expect((await fetch(`${url}/health`)).status).toBe(200);
    } finally {
      clearInterval(drip);
    }
  });

  test('are counted, of all and of one address; those over it are ended at once', async () => {
    const { port, url, logged } = await start({ connections: { all: 100, perAddress: 5 } });
    const held = await Promise.all(Array.from({ length: 5 }, () => open(port)));
    const more = await open(port);
    await until('the sixth to be gone', () => more.closed);
    expect(logged).toContainEqual({ event: 'connection-refused', why: 'address' });
    for (const socket of held) socket.destroy();
    await until('room again', async () => (await fetch(`${url}/health`).catch(() => null))?.status === 200);
  });

  test('may ask so much a minute, and codes may be tried far less often', async () => {
    const { url } = await start({ rates: { openPerMinute: 30, codePerMinute: 3, devicePerMinute: 1 } });
    const form = { method: 'POST', body: new URLSearchParams({ code: '0000-0000-0000-0000' }) };
    const tries = [];
    for (let time = 0; time < 5; time++) tries.push((await fetch(`${url}/supervisor/sign-in`, form)).status);
    expect(tries).toEqual([401, 401, 401, 429, 429]);
    let refused = await fetch(`${url}/health`);
    for (let time = 0; time < 40 && refused.status === 200; time++) refused = await fetch(`${url}/health`);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ code: 'hub/too-many-requests' });
  });

  test('behind a trusted proxy each is whom the proxy names; nobody else is believed', async () => {
    const rates = { openPerMinute: 3, codePerMinute: 3, devicePerMinute: 3 };
    const statuses = async (url: string) => {
      const seen = [];
      for (let at = 1; at <= 5; at++) {
        seen.push((await fetch(`${url}/health`, { headers: { 'x-forwarded-for': `10.0.0.${at}` } })).status);
      }
      return seen;
    };
    expect(await statuses((await start({ rates, trustedProxies: ['127.0.0.1'] })).url)).toEqual([
      200, 200, 200, 200, 200,
    ]);
    expect(await statuses((await start({ rates })).url)).toEqual([200, 200, 200, 429, 429]);
  });

  test('end with the hub: a running request first', async () => {
    const { server, port } = await start({});
    const socket = await open(port, 'POST /v1/hello HTTP/1.1\r\nhost: hub\r\ncontent-length: 2\r\n\r\n{');
    const answer = once(socket, 'data');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closed = server.close(5000);
    socket.write('}');
    expect(String((await answer)[0])).toContain('HTTP/1.1 200 OK');
    await closed;
    await expect(open(port)).rejects.toThrow();
    const held = await start({});
    await open(held.port, 'POST /v1/hello HTTP/1.1\r\nhost: hub\r\ncontent-length: 2\r\n\r\n{');
    await held.server.close(100);
  });

  test.skipIf(!hasOpenSsl())('speak TLS with the certificate it was given', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchside-tls-'));
    const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
        .concat(['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'])
        .concat(['-keyout', keyFile, '-out', certFile]),
      { stdio: 'ignore' },
    );
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    rmSync(folder, { recursive: true });
    const { port, url } = await start({ tls: { cert, key } });
    expect(url).toMatch(/^https:/);
    const asked = request({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      ca: cert,
      path: '/health',
      agent: false,
    });
    asked.end();
    const [reply] = await once(asked, 'response');
    expect(reply.statusCode).toBe(200);
    reply.resume();
    const plain = await open(port, 'GET /health HTTP/1.1\r\nhost: hub\r\n\r\n');
    await until('plain HTTP to be refused', () => plain.closed);
  });
});

function hasOpenSsl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stderr.write('There is no openssl here: TLS of the hub is not tried.\n');
    return false;
  }
}
