import type { LinkSettings, SerialSettings, UsbIdentity } from '../../../../shared/instruments/link-settings.ts';
import type { DefinitionSummary } from '../../../../shared/modules/instruments/contract.ts';
import { TYPED_PATH } from '../../../app/port-order.ts';

export type LinkKind = LinkSettings['kind'];

/** Everything typed or chosen while an instrument is being added; nothing is saved before the last step. */
export interface AddDraft {
  readonly definition: DefinitionSummary;
  readonly kind: LinkKind;
  /** The chosen port's path, or `TYPED_PATH` when it is typed. */
  readonly portChoice: string | null;
  readonly typedPath: string;
  readonly usb: UsbIdentity | null;
  readonly serial: SerialSettings;
  readonly host: string;
  readonly tcpPort: string;
  readonly listenAddress: string;
  readonly peers: string;
  readonly file: string;
  readonly folder: string;
  readonly includesOld: boolean;
  readonly name: string;
  readonly serialNumber: string;
  readonly place: string;
}

const plainSerial: SerialSettings = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };
const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];

/** Connections a person may choose here; a capture is replayed from Set-up, not added. */
export function offeredKinds(definition: DefinitionSummary): readonly LinkKind[] {
  const kinds = definition.linkKinds.filter((kind) => kind !== 'replay');
  return kinds.includes('none') ? kinds : [...kinds, 'none'];
}

/** A fresh draft for a model: its usual settings, its model as the name. */
export function startDraft(definition: DefinitionSummary): AddDraft {
  return {
    definition,
    kind: offeredKinds(definition)[0] ?? 'none',
    portChoice: null,
    typedPath: '',
    usb: null,
    serial: definition.serialDefaults ?? plainSerial,
    host: '',
    tcpPort: definition.tcpPortDefault === null ? '' : String(definition.tcpPortDefault),
    listenAddress: '127.0.0.1',
    peers: '',
    file: '',
    folder: '',
    includesOld: false,
    name: definition.model,
    serialNumber: '',
    place: '',
  };
}

export type LinkProblem = 'port' | 'path' | 'host' | 'tcpPort' | 'peers' | 'file' | 'folder';

/** The link a draft describes, or the first field that stands in the way. */
export function readLink(draft: AddDraft): { readonly link: LinkSettings } | { readonly problem: LinkProblem } {
  switch (draft.kind) {
    case 'none':
      return { link: { kind: 'none' } };
    case 'folder': {
      const folder = draft.folder.trim();
      return folder === ''
        ? { problem: 'folder' }
        : { link: { kind: 'folder', folder, includesOld: draft.includesOld } };
    }
    case 'serial': {
      if (draft.portChoice === null) {
        return { problem: 'port' };
      }
      const path = draft.portChoice === TYPED_PATH ? draft.typedPath.trim() : draft.portChoice;
      const usb = draft.portChoice === TYPED_PATH ? null : draft.usb;
      return path === '' ? { problem: 'path' } : { link: { kind: 'serial', path, usb, serial: draft.serial } };
    }
    case 'tcp-client': {
      const host = draft.host.trim();
      const port = readPort(draft.tcpPort);
      if (host === '') {
        return { problem: 'host' };
      }
      return port === null ? { problem: 'tcpPort' } : { link: { kind: 'tcp-client', host, port } };
    }
    case 'tcp-server': {
      const address = draft.listenAddress.trim() || '127.0.0.1';
      const port = readPort(draft.tcpPort);
      const peers = draft.peers
        .split(/[\s,;]+/)
        .map((peer) => peer.trim())
        .filter(Boolean);
      if (port === null) {
        return { problem: 'tcpPort' };
      }
      // Decision 11: beyond this computer only for callers that are named.
      if (!LOOPBACK.includes(address) && peers.length === 0) {
        return { problem: 'peers' };
      }
      return { link: { kind: 'tcp-server', address, port, peers } };
    }
    case 'replay':
      return draft.file === ''
        ? { problem: 'file' }
        : { link: { kind: 'replay', file: draft.file, speed: 'recorded' } };
  }
}

function readPort(text: string): number | null {
  const port = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return port >= 1 && port <= 65_535 ? port : null;
}
