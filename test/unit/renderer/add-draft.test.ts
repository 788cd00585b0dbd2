import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newPorts, sortPorts, TYPED_PATH } from '../../../renderer/app/port-order.ts';
import {
  type AddDraft,
  offeredKinds,
  readLink,
  startDraft,
} from '../../../renderer/modules/instruments/parts/add-draft.ts';
import { linkSettings, type PortInfo } from '../../../shared/instruments/link-settings.ts';
import type { DefinitionSummary } from '../../../shared/modules/instruments/contract.ts';

const definition: DefinitionSummary = {
  key: 'maker-model',
  dialectOf: null,
  formatName: '',
  version: '1',
  hash: 'h',
  maker: 'Maker',
  model: 'Model',
  instrumentClass: 'analyzer',
  searchWords: [],
  linkKinds: ['serial', 'replay', 'tcp-server'],
  serialDefaults: { baud: 19_200, dataBits: 7, parity: 'even', stopBits: 1, flow: 'none' },
  tcpPortDefault: 5150,
  defaultsAreUncertain: false,
  conversation: 'receiver',
  carries: [],
  errorBookIsEmpty: false,
  origin: 'shipped',
};
const draft = (more: Partial<AddDraft>): AddDraft => ({ ...startDraft(definition), ...more });
const port = (path: string, more: Partial<PortInfo> = {}): PortInfo => ({
  path,
  manufacturer: null,
  usb: null,
  usedBy: null,
  ...more,
});
const usb = { vendorId: '0403', productId: '6001', serialNumber: null };

describe('a draft', () => {
  it('starts with what the definition knows and offers no replay', () => {
    expect(startDraft(definition)).toMatchObject({ kind: 'serial', tcpPort: '5150', name: 'Model' });
    expect(startDraft(definition).serial.baud).toBe(19_200);
    expect(offeredKinds(definition)).toEqual(['serial', 'tcp-server', 'none']);
  });

  it('names the field in the way', () => {
    expect(readLink(draft({}))).toEqual({ problem: 'port' });
    expect(readLink(draft({ portChoice: TYPED_PATH, typedPath: '  ' }))).toEqual({ problem: 'path' });
    expect(readLink(draft({ kind: 'tcp-client' }))).toEqual({ problem: 'host' });
    expect(readLink(draft({ kind: 'tcp-client', host: 'h', tcpPort: '0' }))).toEqual({ problem: 'tcpPort' });
    expect(readLink(draft({ kind: 'tcp-client', host: 'h', tcpPort: '65536' }))).toEqual({ problem: 'tcpPort' });
    expect(readLink(draft({ kind: 'tcp-server', listenAddress: '0.0.0.0' }))).toEqual({ problem: 'peers' });
  });

  it('keeps the USB identity of a chosen port, not of a typed path', () => {
    expect(readLink(draft({ portChoice: '/dev/ttyUSB0', usb }))).toMatchObject({ link: { usb } });
    expect(readLink(draft({ portChoice: TYPED_PATH, typedPath: ' COM4 ', usb }))).toMatchObject({
      link: { path: 'COM4', usb: null },
    });
  });

  it('listens on loopback without a list of callers, elsewhere only with one', () => {
    expect(readLink(draft({ kind: 'tcp-server' }))).toEqual({
      link: { kind: 'tcp-server', address: '127.0.0.1', port: 5150, peers: [] },
    });
    expect(readLink(draft({ kind: 'tcp-server', listenAddress: '0.0.0.0', peers: '10.0.0.5, 10.0.0.6' }))).toEqual({
      link: { kind: 'tcp-server', address: '0.0.0.0', port: 5150, peers: ['10.0.0.5', '10.0.0.6'] },
    });
  });

  it('never makes a link that the contract refuses', () => {
    fc.assert(
      fc.property(
        fc.record({
          kind: fc.constantFrom('serial', 'tcp-client', 'tcp-server', 'none' as const),
          portChoice: fc.option(fc.constantFrom('', '/dev/ttyUSB0')),
          typedPath: fc.string({ maxLength: 260 }),
          host: fc.string({ maxLength: 60 }),
          tcpPort: fc.oneof(fc.string({ maxLength: 8 }), fc.integer().map(String)),
          listenAddress: fc.string({ maxLength: 40 }),
          peers: fc.string({ maxLength: 120 }),
        }),
        (changes) => {
          const read = readLink(draft(changes as Partial<AddDraft>));
          expect('problem' in read || linkSettings.safeParse(read.link).success).toBe(true);
        },
      ),
    );
  });
});

describe('ports', () => {
  it('come plugged-in ones first, those in use last, in the order people count', () => {
    const ports = [
      port('/dev/ttyS1'),
      port('/dev/ttyUSB10', { usb }),
      port('/dev/ttyUSB0', { usb, usedBy: 'XN' }),
      port('/dev/ttyUSB2', { usb }),
    ];
    expect(sortPorts(ports).map(({ path }) => path)).toEqual([
      '/dev/ttyUSB2',
      '/dev/ttyUSB10',
      '/dev/ttyS1',
      '/dev/ttyUSB0',
    ]);
  });

  it('are new when they were not there before and nobody uses them', () => {
    const before = [port('a')];
    expect(newPorts(before, [port('a'), port('b'), port('c', { usedBy: 'XN' })]).map(({ path }) => path)).toEqual([
      'b',
    ]);
  });
});
