import type { FileBlock } from '../../../shared/instruments/files/byte-source.ts';
import type { LinkSettings, LinkState } from '../../../shared/instruments/link-settings.ts';
import { AppError, type ErrorData } from '../../../shared/kernel/errors.ts';

/** Why a link is not open, as the card and the advice name it. */
export interface LinkProblem {
  readonly state: LinkState;
  /** `link/what-is-wrong`. */
  readonly code: string;
  readonly data: ErrorData;
}

/** What a link tells its session. Nothing is called any more once `closed` was, or once the owner has closed it. */
export interface LinkListener {
  /** Someone is on the line: the port is open, or a peer has connected. Bytes come after this only. */
  connected(peer: string): void;
  bytes(bytes: Uint8Array): void;
  /** A message that came whole, out of a file; resolves once it is stored, rejects when it could not be. */
  block?(block: FileBlock): Promise<void>;
  /** A file that is none of this instrument's. */
  unread?(reason: string, byteCount: number): void;
  /** The peer went away but the link waits for the next one (TCP server only). */
  disconnected(): void;
  /** The link is gone by itself; it must be opened anew. */
  closed(problem: LinkProblem): void;
}

/** An open serial port, socket or capture. */
export interface OpenLink {
  /** `/dev/ttyUSB0`, `10.0.0.5:5150`, a file name: what a person would call the place. */
  readonly where: string;
  /** Resolves when the system has taken the bytes; rejects with `link/write-failed` when it never will. */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Looks whether the link is really still there, and calls `closed` when it is not. Asked once a second, because
   * neither node-serialport's close event nor a silent TCP peer can be relied on.
   */
  check(): Promise<void>;
  /** CTS, DSR and DCD, or null where the port has none (a PTY, TCP, many adapters). */
  modemLines(): Promise<ModemLines | null>;
  /** Lets go of everything; safe to call twice. */
  close(): Promise<void>;
}

export interface ModemLines {
  readonly cts: boolean;
  readonly dsr: boolean;
  readonly dcd: boolean;
}

/** The settings of one kind of link. */
export type SettingsOf<Kind extends LinkSettings['kind']> = Extract<LinkSettings, { kind: Kind }>;

const stateByCode: Readonly<Record<string, LinkState>> = {
  'link/port-missing': 'port-missing',
  'link/port-ambiguous': 'port-missing',
  'link/unplugged': 'port-missing',
  'link/port-busy': 'port-busy',
  'link/port-used-here': 'port-busy',
  'link/port-used-by-scanner': 'port-busy',
  'link/port-of-instrument': 'port-busy',
  'link/address-in-use': 'port-busy',
  'link/no-permission': 'no-permission',
  'link/folder-missing': 'port-missing',
  'link/folder-not-readable': 'no-permission',
  'link/refused': 'refused',
  'link/peers-required': 'refused',
  'link/peer-closed': 'waiting-to-reopen',
  'link/asleep': 'waiting-to-reopen',
  'link/replay-finished': 'off',
};

/** The problem an error of opening or holding a link stands for; an unknown error is `link/failed`. */
export function problemOf(error: unknown): LinkProblem {
  if (error instanceof AppError) {
    return { state: stateByCode[error.code] ?? 'failed', code: error.code, data: error.data };
  }
  return { state: 'failed', code: 'link/failed', data: { detail: error instanceof Error ? error.message : 'unknown' } };
}

/** A link nobody holds open, and why where there is a reason. */
export function offSnapshot(since: string, reason: string | null) {
  return { state: 'off', reason, where: '', since, lastHeardAt: null, silentMinutes: null } as const;
}

/** Where the settings point, for the card, also while nothing is open. */
export function whereOf(settings: LinkSettings): string {
  switch (settings.kind) {
    case 'serial':
      return settings.path;
    case 'tcp-client':
      return `${settings.host}:${settings.port}`;
    case 'tcp-server':
      return `${settings.address}:${settings.port}`;
    case 'replay':
      return settings.file;
    case 'folder':
      return settings.folder;
    case 'none':
      return '';
  }
}
