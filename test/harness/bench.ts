import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SignalBatch, SupervisedInstrument } from '../../electron/host/context.ts';
import { createHost, type Host, type HostOptions } from '../../electron/host/host.ts';
import type { HostModule } from '../../electron/host/module.ts';
import type { LinkSettings, SerialSettings } from '../../shared/instruments/link-settings.ts';
import type { Signal } from '../../shared/instruments/signals.ts';
import { runCache } from './run-cache.ts';

export const resourcesFolder = resolve(import.meta.dirname, '../../resources');

/** A folder of its own that goes away with `remove`. */
export function temporaryFolder(name: string): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `bench-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A running host that remembers every batch its modules were told. */
export interface TestBench {
  readonly host: Host;
  readonly dataFolder: string;
  readonly batches: SignalBatch[];
  readonly faults: unknown[];
  signals<Kind extends Signal['kind']>(kind: Kind): Extract<Signal, { kind: Kind }>[];
  close(): Promise<void>;
}

/** Starts a real host on a folder, with one module that only listens in place of the product's own. */
export async function openBench(dataFolder: string, options: Partial<HostOptions> = {}): Promise<TestBench> {
  const batches: SignalBatch[] = [];
  const faults: unknown[] = [];
  const ear: HostModule = {
    name: 'ear',
    records: [],
    projections: [],
    loadHandlers: async () => ({}),
    onSignals: (batch) => void batches.push(batch),
  };
  const host = await createHost({
    dataFolder,
    resourcesFolder,
    appVersion: '0.0.0',
    build: 'test',
    electronSource: 'none',
    modules: [ear],
    ballastBytes: 4096,
    ...runCache(),
    onFault: (error) => void faults.push(error),
    ...options,
  });
  return {
    host,
    dataFolder,
    batches,
    faults,
    signals: <Kind extends Signal['kind']>(kind: Kind) =>
      batches
        .flatMap((batch) => batch.signals)
        .filter((signal): signal is Extract<Signal, { kind: Kind }> => signal.kind === kind),
    close: () => host.stop(),
  };
}

export const plainSerial: SerialSettings = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' };

export const serialLink = (path: string, serial: SerialSettings = plainSerial): LinkSettings => ({
  kind: 'serial',
  path,
  usb: null,
  serial,
});

/** An instrument as the supervisor is told of it. */
export function instrumentOn(link: LinkSettings, more: Partial<SupervisedInstrument> = {}): SupervisedInstrument {
  return {
    instrumentId: 'analyzer',
    definitionKey: 'generic-lis02',
    link,
    isAnswering: true,
    isExpectedInUse: false,
    silenceMinutes: 5,
    ...more,
  };
}

const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** Records of one small message; every `number` gives another one. */
export function messageRecords(number: number, resultCount = 5): Uint8Array[] {
  const results = Array.from(
    { length: resultCount },
    (_, index) => `R|${index + 1}|^^^^T${index}^1|${number}.${index}|10*3/uL||N||F||||20260102030405`,
  );
  return [
    'H|\\^&|||Simulated^1.0^77||||||||LIS02-A2|20260102030405',
    'P|1||||Tester^Jane',
    `O|1||^^SPECIMEN${String(number).padStart(6, '0')}|^^^^CBC`,
    ...results,
    'L|1|N',
  ].map(latin1);
}
