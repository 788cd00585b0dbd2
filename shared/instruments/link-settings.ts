import * as z from 'zod';

/** How a link is reached. A serial port is remembered by its USB identity; the path is where it was last seen. */
export const usbIdentity = z.object({
  vendorId: z.string().nullable(),
  productId: z.string().nullable(),
  serialNumber: z.string().nullable(),
});
export type UsbIdentity = z.infer<typeof usbIdentity>;

export const serialSettings = z.object({
  baud: z.number().int().min(50).max(4_000_000),
  dataBits: z.union([z.literal(5), z.literal(6), z.literal(7), z.literal(8)]),
  parity: z.enum(['none', 'even', 'odd', 'mark', 'space']),
  stopBits: z.union([z.literal(1), z.literal(1.5), z.literal(2)]),
  flow: z.enum(['none', 'hardware', 'software']),
});
export type SerialSettings = z.infer<typeof serialSettings>;

export const linkSettings = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('serial'),
    path: z.string().min(1).max(260),
    usb: usbIdentity.nullable(),
    serial: serialSettings,
  }),
  z.object({
    kind: z.literal('tcp-client'),
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535),
  }),
  z.object({
    kind: z.literal('tcp-server'),
    /** Loopback unless an address and a list of peers are given (decision 11). */
    address: z.string().min(1).max(253),
    port: z.number().int().min(0).max(65_535),
    peers: z.array(z.string().max(253)).max(64),
  }),
  z.object({ kind: z.literal('replay'), file: z.string().min(1).max(4096), speed: z.enum(['recorded', 'max']) }),
  /** Files another program writes into a folder, which is only ever read. */
  z.object({
    kind: z.literal('folder'),
    folder: z.string().min(1).max(4096),
    /** False: what lies there when the folder is first looked at is left alone. */
    includesOld: z.boolean(),
  }),
  /** No wire: a manual instrument, whose codes are typed or scanned. */
  z.object({ kind: z.literal('none') }),
]);
export type LinkSettings = z.infer<typeof linkSettings>;

/** What a link is doing. `port-busy` and `no-permission` are states of their own because each has its own advice. */
export const linkState = z.enum([
  'off',
  'opening',
  'open',
  'waiting-to-reopen',
  'port-missing',
  'port-busy',
  'no-permission',
  'refused',
  'failed',
]);
export type LinkState = z.infer<typeof linkState>;

/** One port the machine offers now. */
export const portInfo = z.object({
  path: z.string(),
  manufacturer: z.string().nullable(),
  usb: usbIdentity.nullable(),
  /** The instrument that already uses it, or `scannerHolder`, if any. */
  usedBy: z.string().nullable(),
});
export type PortInfo = z.infer<typeof portInfo>;

/** Stands for the bar-code scanner of this workstation where a port says who uses it; no instrument has such an id. */
export const scannerHolder = 'scanner/port';

type SerialPlace = Pick<Extract<LinkSettings, { kind: 'serial' }>, 'path' | 'usb'>;

/**
 * Whether two remembered places are one port. A USB identity with a serial number is one adapter under whatever name;
 * without a serial number several adapters look alike, and the name decides.
 */
export function isSamePort(one: SerialPlace, other: SerialPlace): boolean {
  if (one.usb === null || other.usb === null) return one.path === other.path;
  const isSameKind =
    one.usb.vendorId === other.usb.vendorId &&
    one.usb.productId === other.usb.productId &&
    one.usb.serialNumber === other.usb.serialNumber;
  return isSameKind && (one.usb.serialNumber !== null || one.path === other.path);
}
