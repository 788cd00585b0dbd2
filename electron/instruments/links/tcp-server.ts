import { createServer, isIP, type Socket } from 'node:net';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type LinkListener, type OpenLink, problemOf, type SettingsOf } from './link.ts';
import { keepAliveMs, socketError, writeSocket } from './tcp-client.ts';

const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);

/** `::ffff:10.0.0.5` is how a dual-stack socket names `10.0.0.5`. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

/**
 * Waits for an analyzer to connect. Without a list of peers only loopback is allowed, as address and as peer
 * (decision 11).
 *
 * One conversation at a time: a second connection from the same address takes the first one's place (the analyzer lost
 * its end and came back), one from another address is closed at once, so that two analyzers can never be mixed.
 *
 * @throws AppError `link/peers-required`, `link/address-in-use`, `link/address-not-here`, `link/no-permission`
 */
export async function openTcpServer(settings: SettingsOf<'tcp-server'>, listener: LinkListener): Promise<OpenLink> {
  const { address, port, peers } = settings;
  if (!isLoopback(address) && peers.length === 0) throw new AppError('link/peers-required', { address });
  const allowed = new Set(peers.filter((peer) => isIP(peer) !== 0).map(plainAddress));
  const isAllowed = (peer: string): boolean => allowed.has(peer) || (peers.length === 0 && isLoopback(peer));

  let current: { socket: Socket; from: string } | null = null;
  let isOver = false;
  const server = createServer({ noDelay: true }, (socket) => {
    const from = plainAddress(socket.remoteAddress ?? '');
    socket.on('error', () => socket.destroy());
    if (isOver || !isAllowed(from) || (current !== null && current.from !== from)) {
      socket.destroy();
      return;
    }
    if (current !== null) leave(current.socket);
    current = { socket, from };
    socket.setKeepAlive(true, keepAliveMs);
    socket.on('data', (bytes) => {
      if (!isOver && current?.socket === socket) listener.bytes(bytes);
    });
    socket.on('close', () => leave(socket));
    listener.connected(`${from}:${socket.remotePort ?? 0}`);
  });
  const leave = (socket: Socket): void => {
    if (current?.socket !== socket) return;
    current = null;
    socket.destroy();
    if (!isOver) listener.disconnected();
  };
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(socketError(error, `${address}:${port}`)));
    server.listen({ host: address, port, exclusive: true }, resolve);
  });
  const bound = server.address();
  const where = `${address}:${typeof bound === 'object' && bound !== null ? bound.port : port}`;
  server.on('error', (error) => {
    if (isOver) return;
    isOver = true;
    current?.socket.destroy();
    server.close();
    listener.closed(problemOf(socketError(error, where)));
  });
  return {
    where,
    write: async (bytes) => {
      if (current === null) throw new AppError('link/write-failed', { where });
      await writeSocket(current.socket, bytes, where);
    },
    check: async () => {},
    modemLines: async () => null,
    close: () =>
      new Promise((resolve) => {
        isOver = true;
        current?.socket.destroy();
        server.close(() => resolve());
      }),
  };
}
