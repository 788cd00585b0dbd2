import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createLine, type Server } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { httpTransport } from '../../../electron/sync/hub-transport.ts';
import { hang, join, openSyncBench, startHub } from '../../harness/hub-bench.ts';

const listening = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

/** A proxy as hospitals have them: plain requests are passed on, for TLS a tunnel is opened. */
async function startProxy(tunnelTo: () => number) {
  const asked: string[] = [];
  const pass = (from: IncomingMessage, reply: ServerResponse) => {
    asked.push(from.url!);
    const to = new URL(from.url!);
    const { method, headers } = from;
    const onward = request(to, { method: method!, headers }, (answer) => {
      reply.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(reply);
    });
    from.pipe(onward);
  };
  const server = createServer(pass);
  server.on('connect', ({ url }: IncomingMessage, socket) => {
    asked.push(`CONNECT ${url}`);
    const line = connect(tunnelTo(), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      line.pipe(socket).pipe(line);
    });
    for (const end of [line, socket]) end.on('error', () => end.destroy());
  });
  const port = await listening(server);
  return { asked, url: `http://127.0.0.1:${port}` };
}

test('records go through the proxy of the environment, and past it where the environment says so', async () => {
  const hub = await startHub();
  const { url } = await hub.server.listen(0, '127.0.0.1');
  const firstBytes: number[] = [];
  const tls = createLine((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (bytes) => {
      firstBytes.push(bytes[0]!);
      socket.destroy();
    });
  });
  const tlsPort = await listening(tls);
  const proxy = await startProxy(() => tlsPort);
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, undefined);
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('HTTPS_PROXY', proxy.url);
  onTestFinished(() => void vi.unstubAllEnvs());

  const a = await openSyncBench(null, undefined, { transport: httpTransport });
  await join(hub, a.engine, 'bench', url);
  hang(a.store, 'a1');
  await a.engine.runOnce();
  expect(a.store.sync.unsent().count).toBe(0);
  expect(proxy.asked).toContain(`${url}/v1/push`);

  // TLS is spoken with the hub itself, inside a tunnel: the proxy sees its name and nothing else.
  await expect(a.engine.lookUp('https://hub.example:8443')).rejects.toThrow('sync/hub-unreachable');
  expect(proxy.asked.filter((one) => !one.startsWith(url))).toEqual(['CONNECT hub.example:8443']);
  expect(firstBytes).toEqual([0x16]);

  vi.stubEnv('NO_PROXY', '127.0.0.1');
  const seen = proxy.asked.length;
  expect((await a.engine.lookUp(url)).device).toBe(hub.store.hub.device);
  expect(proxy.asked).toHaveLength(seen);
});
