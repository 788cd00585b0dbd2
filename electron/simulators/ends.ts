import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { closeSync, constants, existsSync, lstatSync, openSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import type { OpenLink } from '../instruments/links/link.ts';
import { openSerial } from '../instruments/links/serial.ts';
import { openTcpClient } from '../instruments/links/tcp-client.ts';
import { openTcpServer } from '../instruments/links/tcp-server.ts';
import { parsePort } from '../instruments/port-address.ts';

/** The simulated instrument's end of a line. */
export interface LineEnd {
  readonly where: string;
  write(bytes: Uint8Array): Promise<void>;
  /** The baud rate the host has set on its end, or null where that cannot be known. */
  hostBaud(): Promise<number | null>;
  /** Takes the cable away, and puts it back. */
  unplug(): Promise<void>;
  plug(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the end a simulator speaks on.
 *
 * `onConnected` is called when somebody new is at the other end, where that can be known (TCP).
 *
 * @param port `pty:<path>` makes a serial line at that path and holds its master side; a path opens that port;
 * `tcp://host:port` connects; `listen://[address]:port` waits for the host
 * @throws AppError `simulate/path-not-possible`, `simulate/path-taken`, `simulate/socat-missing`, `simulate/pty-failed`, or a
 * `link/...` code
 */
export async function openEnd(
  port: string,
  baud: number,
  { onBytes, onConnected }: { onBytes: (bytes: Uint8Array) => void; onConnected: () => void },
): Promise<LineEnd> {
  if (port.startsWith('pty:')) return openHeldPty(port.slice('pty:'.length), onBytes);
  return openLinkEnd(parsePort(port, baud), onBytes, onConnected);
}

async function openLinkEnd(
  settings: LinkSettings,
  onBytes: (bytes: Uint8Array) => void,
  onConnected: () => void,
): Promise<LineEnd> {
  let link: OpenLink | null = null;
  const open = async (): Promise<OpenLink> => {
    const listener = {
      connected: onConnected,
      bytes: onBytes,
      disconnected: () => {},
      closed: () => {
        link = null;
      },
    };
    switch (settings.kind) {
      case 'serial':
        return openSerial(settings, listener);
      case 'tcp-client':
        return openTcpClient(settings, listener);
      case 'tcp-server':
        return openTcpServer(settings, listener);
      default:
        throw new AppError('link/port-not-understood', { port: settings.kind });
    }
  };
  link = await open();
  const { where } = link;
  return {
    where,
    // Nobody at the other end: what is sent is lost, as on a real cable.
    write: async (bytes) => link?.write(bytes).catch(() => {}),
    hostBaud: async () => null,
    async unplug() {
      await link?.close();
      link = null;
    },
    async plug() {
      link ??= await open();
    },
    async close() {
      await link?.close();
      link = null;
    },
  };
}

/**
 * A pseudo-terminal whose master side the simulator holds (through `socat`), so that it can read the baud rate the host
 * sets and take the "cable" away: closing the master hangs the slave up, as pulling a USB adapter does.
 */
async function openHeldPty(path: string, onBytes: (bytes: Uint8Array) => void): Promise<LineEnd> {
  let socat: ChildProcessByStdio<Writable, Readable, null> | null = null;
  /** Our own hold on the slave: without it the master would end when the host closes its end. */
  let slave = -1;

  const plug = async (): Promise<void> => {
    if (socat !== null) return;
    makeRoom(path);
    const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
      'socat',
      [`pty,raw,echo=0,link=${path}`, 'stdio'],
      { stdio: ['pipe', 'pipe', 'ignore'] },
    );
    let fault: Error | null = null;
    child.once('error', (error) => {
      fault = error;
    });
    child.stdin.on('error', () => {});
    child.stdout.on('data', onBytes);
    while (!existsSync(path)) {
      if (fault !== null) throw new AppError('simulate/socat-missing', { path });
      if (child.exitCode !== null) throw new AppError('simulate/pty-failed', { path });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    slave = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
    socat = child;
  };
  const unplug = async (): Promise<void> => {
    const child = socat;
    if (child === null) return;
    socat = null;
    closeSync(slave);
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await gone;
    }
  };
  await plug();
  return {
    where: path,
    async write(bytes) {
      const child = socat;
      if (child === null) return;
      await new Promise<void>((resolve) => child.stdin.write(bytes, () => resolve()));
    },
    hostBaud: () => (socat === null ? Promise.resolve(null) : readBaud(slave)),
    unplug,
    plug,
    close: unplug,
  };
}

/**
 * `socat` replaces whatever stands at the path of its link, so nothing may stand there but a link that a line left behind.
 *
 * @throws AppError `simulate/path-not-possible`, `simulate/path-taken`
 */
function makeRoom(path: string): void {
  // Signs that mean something in an address of socat.
  if (path === '' || /[,!"'\\(){}[\]]/.test(path)) throw new AppError('simulate/path-not-possible', { path });
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() && !existsSync(path)) unlinkSync(path);
  else if (found !== undefined) throw new AppError('simulate/path-taken', { path });
  if (!existsSync(dirname(path))) throw new AppError('simulate/path-not-possible', { path });
}

/** `stty` tells a terminal's speed on its own standard input, which spares opening the port once more. */
function readBaud(terminal: number): Promise<number | null> {
  return new Promise((resolve) => {
    const child = spawn('stty', ['speed'], { stdio: [terminal, 'pipe', 'ignore'] });
    let text = '';
    child.stdout?.on('data', (bytes) => {
      text += bytes;
    });
    child.once('error', () => resolve(null));
    child.once('close', () => resolve(Number.parseInt(text, 10) || null));
  });
}
