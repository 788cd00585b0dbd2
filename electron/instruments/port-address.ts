import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import { AppError } from '../../shared/kernel/errors.ts';

/**
 * Link settings of a port as it is written on the command line: `tcp://host:port`, `listen://[address]:port`, or the path
 * of a serial port.
 *
 * @throws AppError `link/port-not-understood`
 */
export function parsePort(port: string, baud: number): LinkSettings {
  const network = /^(tcp|listen):\/\/(.*):(\d{1,5})\/?$/.exec(port);
  if (network !== null) {
    const [, scheme, host = '', digits] = network;
    const number = Number(digits);
    if (number > 65_535) throw new AppError('link/port-not-understood', { port });
    if (scheme === 'tcp' && host !== '' && number > 0) return { kind: 'tcp-client', host, port: number };
    if (scheme === 'listen')
      return { kind: 'tcp-server', address: host === '' ? '127.0.0.1' : host, port: number, peers: [] };
  }
  if (port === '' || /^[a-z]+:\/\//i.test(port)) throw new AppError('link/port-not-understood', { port });
  const serial = { baud, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
  return { kind: 'serial', path: port, usb: null, serial };
}
