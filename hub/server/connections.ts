import type { Server, Socket } from 'node:net';
import type { HubLogEntry } from './server.ts';

/**
 * Ends connections over the limits at once: one machine that opens thousands and sends nothing takes no room from others.
 * Behind a proxy every connection is the proxy's; give it a limit of its own there.
 */
export function limitConnections(
  server: Server,
  most: { readonly all: number; readonly perAddress: number },
  log: (entry: HubLogEntry) => void,
): void {
  server.maxConnections = most.all;
  const open = new Map<string, number>();
  const refuse = (socket: Socket, why: string) => {
    log({ event: 'connection-refused', why });
    socket.destroy();
  };
  server.on('drop', () => log({ event: 'connection-refused', why: 'all' }));
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    open.set(address, count);
    socket.once('close', () => {
      const left = open.get(address)! - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
    if (count > most.perAddress) refuse(socket, 'address');
  });
}
