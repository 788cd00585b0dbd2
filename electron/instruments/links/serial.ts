import { readFile, stat } from 'node:fs/promises';
import type { SerialPort as SerialPortClass } from 'serialport';
import { AppError } from '../../../shared/kernel/errors.ts';
import { transferDirectly } from './direct-transfer.ts';
import { type LinkListener, type ModemLines, type OpenLink, problemOf, type SettingsOf } from './link.ts';

/** What tells one device node from another that later took its name. */
interface NodeIdentity {
  readonly inode: number;
  readonly device: number;
  readonly changedMs: number;
}

async function identify(path: string): Promise<NodeIdentity | null> {
  try {
    const found = await stat(path);
    return { inode: found.ino, device: found.rdev, changedMs: found.ctimeMs };
  } catch {
    return null;
  }
}

/**
 * True when some program holds node-serialport's kind of lock on the port (Linux only). Asked before opening, because
 * node-serialport changes the line's settings before it finds out that the port is locked.
 */
async function isLocked(path: string): Promise<boolean> {
  try {
    const [locks, found] = await Promise.all([readFile('/proc/locks', 'utf8'), stat(path)]);
    const device = found.dev;
    const place = `${hex(Math.floor(device / 256) & 0xfff)}:${hex(device & 0xff)}:${found.ino}`;
    return locks.split('\n').some((line) => line.includes('FLOCK') && line.includes(` ${place} `));
  } catch {
    return false;
  }
}

const hex = (number: number): string => number.toString(16).padStart(2, '0');

/** Words of the operating systems for the reasons a port does not open; node-serialport passes them on as text. */
const reasons: readonly (readonly [RegExp, string])[] = [
  [/no such file|file not found|cannot find/i, 'link/port-missing'],
  [/permission denied/i, 'link/no-permission'],
  [/cannot lock port|resource busy|access( is)? denied/i, 'link/port-busy'],
  [/inappropriate ioctl|not a typewriter|not a tty|is a directory/i, 'link/not-a-serial-port'],
  [/invalid (parity|stop bits|data bits)|baud rate|unknown error code 87/i, 'link/setting-not-supported'],
  [/input\/output error|no such device|device not configured/i, 'link/port-missing'],
];

function openingError(error: Error, path: string): AppError {
  const code = reasons.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'link/failed';
  return new AppError(code, { path, detail: error.message }, { cause: error });
}

/**
 * Opens a serial port exclusively, with any settings the driver takes.
 *
 * @throws AppError `link/port-missing`, `link/port-busy`, `link/no-permission`, `link/not-a-serial-port`,
 * `link/setting-not-supported`, `link/failed`
 */
export async function openSerial(settings: SettingsOf<'serial'>, listener: LinkListener): Promise<OpenLink> {
  const { path, serial } = settings;
  if (serial.stopBits === 1.5 && process.platform !== 'win32') {
    throw new AppError('link/setting-not-supported', { path, detail: '1.5 stop bits' });
  }
  if (await isLocked(path)) throw new AppError('link/port-busy', { path });
  // Loaded at first use: the add-on is not needed to show a window, and some benches have no serial instrument.
  const { SerialPort } = await import('serialport');
  const port: SerialPortClass = new SerialPort({
    path,
    baudRate: serial.baud,
    dataBits: serial.dataBits,
    parity: serial.parity,
    stopBits: serial.stopBits,
    rtscts: serial.flow === 'hardware',
    xon: serial.flow === 'software',
    xoff: serial.flow === 'software',
    lock: true,
    autoOpen: false,
  });
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error ? reject(openingError(error, path)) : resolve()));
  });
  transferDirectly(port);
  const identity = await identify(path);
  let isOver = false;
  const end = (error: unknown): void => {
    if (isOver) return;
    isOver = true;
    void release(port).then(() => listener.closed(problemOf(error)));
  };
  port.on('data', (bytes: Uint8Array) => {
    if (!isOver) listener.bytes(bytes);
  });
  port.on('close', () => end(new AppError('link/unplugged', { path })));
  port.on('error', (error: Error) => end(openingError(error, path)));
  listener.connected(path);

  return {
    where: path,
    write: (bytes) => writeAll(port, bytes, path),
    async check() {
      if (isOver) return;
      if (!port.isOpen) end(new AppError('link/unplugged', { path }));
      // Windows has no device nodes; there the read fails by itself.
      if (identity === null || process.platform === 'win32') return;
      const now = await identify(path);
      const isOther = now === null || now.inode !== identity.inode || now.device !== identity.device;
      // Unplugged and back within a second: same name and numbers, but no longer the node our lock is on.
      const isBackAgain =
        !isOther && process.platform === 'linux' && now.changedMs !== identity.changedMs && !(await isLocked(path));
      if (isOther || isBackAgain) end(new AppError('link/unplugged', { path }));
    },
    modemLines: () => readModemLines(port),
    async close() {
      isOver = true;
      await release(port);
    },
  };
}

function release(port: SerialPortClass): Promise<void> {
  if (!port.isOpen) return Promise.resolve();
  return new Promise((resolve) => port.close(() => resolve()));
}

function writeAll(port: SerialPortClass, bytes: Uint8Array, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (!port.isOpen) {
      // node-serialport would keep the bytes for a later opening, when nobody waits for them any more.
      reject(new AppError('link/write-failed', { path }));
      return;
    }
    port.write(Buffer.from(bytes), (error) => {
      if (error) reject(new AppError('link/write-failed', { path }, { cause: error }));
      else resolve();
    });
  });
}

function readModemLines(port: SerialPortClass): Promise<ModemLines | null> {
  if (!port.isOpen) return Promise.resolve(null);
  return new Promise((resolve) => {
    // A PTY answers ENOTTY: it has no modem lines, which is no error.
    port.get((error, status) => resolve(error || !status ? null : modemStatus(status)));
  });
}

const modemStatus = ({ cts, dsr, dcd }: ModemLines): ModemLines => ({ cts, dsr, dcd });
