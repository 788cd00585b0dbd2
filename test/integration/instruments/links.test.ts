import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { LinkListener, LinkProblem, OpenLink } from '../../../electron/instruments/links/link.ts';
import { openSerial } from '../../../electron/instruments/links/serial.ts';
import { openTcpClient } from '../../../electron/instruments/links/tcp-client.ts';
import { openTcpServer } from '../../../electron/instruments/links/tcp-server.ts';
import { openPtyPair, until } from '../../harness/pty.ts';

const serial = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
const onPort = (path: string) => ({ kind: 'serial', path, usb: null, serial }) as const;

/** A listener that keeps what it was told. */
function listener() {
  const told = { peers: [] as string[], text: '', disconnects: 0, problem: null as LinkProblem | null };
  const hears: LinkListener = {
    connected: (peer) => told.peers.push(peer),
    bytes: (bytes) => {
      told.text += Buffer.from(bytes).toString('latin1');
    },
    disconnected: () => {
      told.disconnects += 1;
    },
    closed: (problem) => {
      told.problem = problem;
    },
  };
  return { told, hears };
}

const closing: (() => unknown)[] = [];
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe('serial link', () => {
  it('carries bytes both ways and has no modem lines on a pseudo-terminal', async () => {
    const pair = keep(await openPtyPair());
    const [left, right] = [listener(), listener()];
    const a: OpenLink = keep(await openSerial(onPort(pair.a), left.hears));
    const b: OpenLink = keep(await openSerial(onPort(pair.b), right.hears));
    await a.write(Buffer.from('question'));
    await b.write(Buffer.from([0, 5, 255]));
    await until(() => right.told.text === 'question' && left.told.text === '\0\x05\xff', 'bytes arrive');
    expect(await a.modemLines()).toBeNull();
    expect(left.told.peers).toEqual([pair.a]);
  });

  it('says by code why a port does not open', async () => {
    const pair = keep(await openPtyPair());
    keep(await openSerial(onPort(pair.a), listener().hears));
    await expect(openSerial(onPort(pair.a), listener().hears)).rejects.toMatchObject({ code: 'link/port-busy' });
    await expect(openSerial(onPort(`${pair.a}x`), listener().hears)).rejects.toMatchObject({
      code: 'link/port-missing',
    });
    const folder = mkdtempSync(join(tmpdir(), 'bench-file-'));
    closing.push(() => rmSync(folder, { recursive: true }));
    writeFileSync(join(folder, 'file'), '');
    await expect(openSerial(onPort(join(folder, 'file')), listener().hears)).rejects.toMatchObject({
      code: 'link/not-a-serial-port',
    });
    const odd = { ...onPort(pair.b), serial: { ...serial, parity: 'mark' as const } };
    await expect(openSerial(odd, listener().hears)).rejects.toMatchObject({ code: 'link/setting-not-supported' });
  });

  it.runIf(process.getuid?.() === 0)('says when the user may not open the port', async () => {
    const pair = keep(await openPtyPair());
    const script = `import { openSerial } from ${JSON.stringify(new URL('../../../electron/instruments/links/serial.ts', import.meta.url).href)};
      process.setgid(65534); process.setuid(65534);
      await openSerial(${JSON.stringify(onPort('PATH'))}, {}).catch((error) => console.log(error.code));`;
    const { realpathSync } = await import('node:fs');
    const child = spawn(process.execPath, ['--input-type=module', '-e', script.replace('PATH', realpathSync(pair.a))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
    });
    await once(child, 'close');
    expect(said.trim()).toBe('link/no-permission');
  });

  it('notices that the port was unplugged', async () => {
    const pair = await openPtyPair();
    const { told, hears } = listener();
    const link = keep(await openSerial(onPort(pair.a), hears));
    await pair.close();
    await until(async () => {
      await link.check();
      return told.problem !== null;
    }, 'the link notices');
    expect(told.problem).toMatchObject({ state: 'port-missing', code: 'link/unplugged' });
    await expect(link.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'link/write-failed' });
  });
});

describe('TCP links', () => {
  const onServer = (peers: string[] = [], address = '127.0.0.1') =>
    ({ kind: 'tcp-server', address, port: 0, peers }) as const;
  const portOf = (link: OpenLink): number => Number(link.where.split(':').at(-1));

  it('client and server carry bytes and tell when the other end goes', async () => {
    const [serving, calling] = [listener(), listener()];
    const server = keep(await openTcpServer(onServer(), serving.hears));
    const client = await openTcpClient({ kind: 'tcp-client', host: '127.0.0.1', port: portOf(server) }, calling.hears);
    await until(() => serving.told.peers.length === 1, 'the server sees its peer');
    await client.write(Buffer.from('in'));
    await server.write(Buffer.from('out'));
    await until(() => serving.told.text === 'in' && calling.told.text === 'out', 'bytes arrive');
    await client.close();
    await until(() => serving.told.disconnects === 1, 'the server notices');
    await expect(server.write(Buffer.from('x'))).rejects.toMatchObject({ code: 'link/write-failed' });
    const again = listener();
    keep(await openTcpClient({ kind: 'tcp-client', host: '127.0.0.1', port: portOf(server) }, again.hears));
    await until(() => serving.told.peers.length === 2, 'a second conversation');
    await server.close();
    await until(() => again.told.problem !== null, 'the client notices');
    expect(again.told.problem).toMatchObject({ code: 'link/peer-closed' });
  });

  it('a peer that comes back takes its own place, another one is turned away', async () => {
    const { told, hears } = listener();
    const server = keep(await openTcpServer(onServer(), hears));
    const call = async (localAddress: string) => {
      const socket = connect({ port: portOf(server), host: '127.0.0.1', localAddress });
      socket.on('error', () => {});
      closing.push(() => socket.destroy());
      await once(socket, 'connect');
      return socket;
    };
    const first = await call('127.0.0.1');
    await until(() => told.peers.length === 1, 'first peer');
    const stranger = await call('127.0.0.2');
    if (!stranger.closed) await once(stranger, 'close');
    expect(told.peers).toHaveLength(1);
    const second = await call('127.0.0.1');
    if (!first.closed) await once(first, 'close');
    await until(() => told.peers.length === 2, 'same peer again');
    second.write('now');
    await until(() => told.text === 'now', 'the new connection speaks');
  });

  it('listens beyond this machine only for named peers, and hears only those', async () => {
    await expect(openTcpServer(onServer([], '0.0.0.0'), listener().hears)).rejects.toMatchObject({
      code: 'link/peers-required',
    });
    const { told, hears } = listener();
    const server = keep(await openTcpServer(onServer(['127.0.0.2'], '0.0.0.0'), hears));
    const wrong = connect({ port: portOf(server), host: '127.0.0.1' });
    wrong.on('error', () => {});
    await once(wrong, 'close');
    expect(told.peers).toEqual([]);
    const right = connect({ port: portOf(server), host: '127.0.0.1', localAddress: '127.0.0.2' });
    closing.push(() => right.destroy());
    await until(() => told.peers.length === 1, 'the named peer is heard');
  });

  it('says by code why a connection can not be had', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as { port: number };
    await expect(openTcpServer({ ...onServer(), port }, listener().hears)).rejects.toMatchObject({
      code: 'link/address-in-use',
    });
    blocker.close();
    await once(blocker, 'close');
    await expect(
      openTcpClient({ kind: 'tcp-client', host: '127.0.0.1', port }, listener().hears),
    ).rejects.toMatchObject({ code: 'link/refused' });
  });
});
