import { createConnection, type Socket } from 'node:net';
import { AppError } from '../../../shared/kernel/errors.ts';
import { type LinkListener, type OpenLink, problemOf, type SettingsOf } from './link.ts';

/** A device server in the same building answers in milliseconds; after this long nobody will. */
const connectTimeoutMs = 10_000;
/** A peer that lost its power says nothing; the system asks after it this often. */
export const keepAliveMs = 15_000;

const codes: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'link/refused',
  EHOSTUNREACH: 'link/host-unreachable',
  ENETUNREACH: 'link/host-unreachable',
  ENOTFOUND: 'link/host-not-found',
  EAI_AGAIN: 'link/host-not-found',
  ETIMEDOUT: 'link/timed-out',
  EADDRINUSE: 'link/address-in-use',
  EADDRNOTAVAIL: 'link/address-not-here',
  EACCES: 'link/no-permission',
  ECONNRESET: 'link/peer-closed',
  EPIPE: 'link/peer-closed',
};

/** The link error a socket error stands for. */
export function socketError(error: NodeJS.ErrnoException, where: string): AppError {
  return new AppError(codes[error.code ?? ''] ?? 'link/failed', { where, detail: error.message }, { cause: error });
}

/** Writes and waits until the system has taken the bytes. @throws AppError `link/write-failed` */
export function writeSocket(socket: Socket, bytes: Uint8Array, where: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!socket.writable) {
      reject(new AppError('link/write-failed', { where }));
      return;
    }
    socket.write(bytes, (error) => (error ? reject(new AppError('link/write-failed', { where })) : resolve()));
  });
}

/**
 * Connects to an analyzer or device server.
 *
 * @throws AppError `link/refused`, `link/host-unreachable`, `link/host-not-found`, `link/timed-out`, `link/failed`
 */
export async function openTcpClient(settings: SettingsOf<'tcp-client'>, listener: LinkListener): Promise<OpenLink> {
  const where = `${settings.host}:${settings.port}`;
  const socket = createConnection({ host: settings.host, port: settings.port, noDelay: true });
  socket.setKeepAlive(true, keepAliveMs);
  await new Promise<void>((resolve, reject) => {
    const timeout = setTimeout(() => {
      socket.destroy();
      reject(new AppError('link/timed-out', { where }));
    }, connectTimeoutMs);
    socket.once('connect', () => {
      clearTimeout(timeout);
      resolve();
    });
    socket.once('error', (error) => {
      clearTimeout(timeout);
      reject(socketError(error, where));
    });
  });
  let isOver = false;
  const end = (error: AppError): void => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    listener.closed(problemOf(error));
  };
  socket.on('data', (bytes) => {
    if (!isOver) listener.bytes(bytes);
  });
  socket.on('error', (error) => end(socketError(error, where)));
  socket.on('close', () => end(new AppError('link/peer-closed', { where })));
  listener.connected(where);
  return {
    where,
    write: (bytes) => writeSocket(socket, bytes, where),
    check: async () => {
      if (socket.destroyed) end(new AppError('link/peer-closed', { where }));
    },
    modemLines: async () => null,
    close: async () => {
      isOver = true;
      socket.destroy();
    },
  };
}
