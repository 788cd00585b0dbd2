import { readdir, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LinkSettings, PortInfo, UsbIdentity } from '../../shared/instruments/link-settings.ts';
import { AppError } from '../../shared/kernel/errors.ts';

export interface PortList {
  readonly ports: PortInfo[];
  /** `link/udevadm-missing` or `link/cannot-list-ports`: the page then also asks for a typed path. */
  readonly problem: string | null;
}

/** Where the list of ports comes from. Tests play plug, unplug and rename through it (decision 13). */
export interface PortLister {
  list(): Promise<PortList>;
  /** A cheap text that changes whenever a port comes or goes; without it `list` is asked each time. */
  signature?(): Promise<string>;
}

const portName = /^(tty(USB|ACM|S|AMA|MFD|XRUSB|WCH|O)\d+|rfcomm\d+|cu\..+|tty\..+)$/;

/** Ports as the operating system names them. */
export const systemPorts: PortLister = {
  async list() {
    try {
      const { SerialPort } = await import('serialport');
      const found = await SerialPort.list();
      const ports = found.map((port) => ({
        path: port.path,
        manufacturer: port.manufacturer ?? null,
        usb: usbOf(port.vendorId, port.productId, port.serialNumber),
        usedBy: null,
      }));
      return { ports: await withoutPhantoms(ports), problem: null };
    } catch (error) {
      if (process.platform !== 'linux') return { ports: [], problem: 'link/cannot-list-ports' };
      // node-serialport asks `udevadm`, which small systems lack; the kernel itself knows nearly as much.
      const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
      const ports = await portsFromKernel();
      return { ports, problem: isMissing ? 'link/udevadm-missing' : 'link/cannot-list-ports' };
    }
  },
  ...(process.platform === 'win32'
    ? {}
    : {
        async signature() {
          const names = await readdir('/dev').catch(() => []);
          return names.filter((name) => portName.test(name)).join(' ');
        },
      }),
};

function usbOf(vendorId?: string, productId?: string, serialNumber?: string): UsbIdentity | null {
  if (!vendorId && !productId) return null;
  return {
    vendorId: vendorId?.toLowerCase() ?? null,
    productId: productId?.toLowerCase() ?? null,
    serialNumber: serialNumber ?? null,
  };
}

/** Linux lists 32 built-in ports whether there is hardware behind them or not; `type` 0 means that there is none. */
async function withoutPhantoms(ports: PortInfo[]): Promise<PortInfo[]> {
  if (process.platform !== 'linux') return ports;
  const isReal = await Promise.all(
    ports.map(async ({ path }) => {
      if (!/\/ttyS\d+$/.test(path)) return true;
      const type = await readText(join('/sys/class/tty', path.slice('/dev/'.length), 'type'));
      return type !== '0';
    }),
  );
  return ports.filter((_, index) => isReal[index]);
}

const readText = async (file: string): Promise<string | null> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch {
    return null;
  }
};

async function portsFromKernel(): Promise<PortInfo[]> {
  const names = await readdir('/sys/class/tty').catch(() => []);
  const ports: PortInfo[] = [];
  for (const name of names.filter((each) => portName.test(each))) {
    try {
      const device = await realpath(join('/sys/class/tty', name, 'device'));
      ports.push({ path: `/dev/${name}`, ...(await usbOfDevice(device)), usedBy: null });
    } catch {
      // No device behind the name: nothing could be plugged into it.
    }
  }
  return withoutPhantoms(ports);
}

/** The USB device is the nearest folder above the port's that has an `idVendor`. */
async function usbOfDevice(device: string): Promise<Pick<PortInfo, 'usb' | 'manufacturer'>> {
  for (let folder = device; folder.length > '/sys/devices'.length; folder = dirname(folder)) {
    const vendorId = await readText(join(folder, 'idVendor'));
    if (vendorId === null) continue;
    const [productId, serialNumber, manufacturer] = await Promise.all(
      ['idProduct', 'serial', 'manufacturer'].map((file) => readText(join(folder, file))),
    );
    return {
      manufacturer: manufacturer ?? null,
      usb: { vendorId, productId: productId ?? null, serialNumber: serialNumber ?? null },
    };
  }
  return { manufacturer: null, usb: null };
}

const isSame = (left: UsbIdentity, right: UsbIdentity): boolean =>
  left.vendorId?.toLowerCase() === right.vendorId?.toLowerCase() &&
  left.productId?.toLowerCase() === right.productId?.toLowerCase() &&
  left.serialNumber === right.serialNumber;

/**
 * The path a serial port has now. A port is remembered by its USB identity, so it is found under whatever name it has
 * today, and a different adapter that took its name is not opened. Where ports can not be listed, or the port has no
 * USB identity, the remembered path counts.
 *
 * @throws AppError `link/port-missing` when the identity is not plugged in, `link/port-ambiguous` when several adapters
 * without serial numbers fit and none of them has the remembered path
 */
export function resolvePath(link: Extract<LinkSettings, { kind: 'serial' }>, list: PortList): string {
  const { usb, path } = link;
  if (usb === null || (list.problem !== null && list.ports.length === 0)) return path;
  const fitting = list.ports.filter((port) => port.usb !== null && isSame(port.usb, usb));
  const [only] = fitting;
  if (only === undefined) throw new AppError('link/port-missing', { path });
  if (fitting.length === 1) return only.path;
  if (fitting.some((port) => port.path === path)) return path;
  throw new AppError('link/port-ambiguous', { path, count: fitting.length });
}
