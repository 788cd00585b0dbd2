import { copyFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { createHost, type Host } from '../../electron/host/host.ts';
import { type Simulator, startSimulator } from '../../electron/simulators/simulator.ts';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import type { Contract } from '../../shared/modules/contract.ts';
import { projectRoot } from '../runtime.ts';
import { openBaths } from './baths.ts';
import { openBinder } from './binder.ts';
import { type DemoCalibrations, openCalibrations } from './calibrations.ts';
import { openCytometry } from './cytometry.ts';
import { type MessageSource, openMessages } from './messages.ts';
import { openMicroscopy } from './microscopy.ts';
import { openRuns } from './procedure-runs.ts';
import { openProcedures } from './procedures.ts';

export type HostCalls = ContractRouterClient<Contract>;

/** What stands on the demo's bench and has a wire: six instruments on serial lines (pseudo-terminals), one on the network. */
const bench = [
  {
    key: 'core',
    definition: 'sysmex-xn-1000',
    name: 'XN core lab',
    serialNumber: '14718',
    place: 'Core lab',
    line: 'serial',
  },
  {
    key: 'night',
    definition: 'sysmex-xn-1000',
    name: 'XN night bench',
    serialNumber: '20933',
    place: 'Night lab',
    line: 'serial',
  },
  {
    key: 'chemistry',
    definition: 'generic-lis02',
    name: 'Chemistry',
    serialNumber: '77120',
    place: 'Core lab',
    line: 'serial',
  },
  {
    key: 'balance',
    definition: 'mettler-toledo-mt-sics',
    name: 'Balance',
    serialNumber: 'B123456789',
    place: 'Reagent room',
    line: 'serial',
  },
  {
    key: 'network',
    definition: 'generic-lis02',
    name: 'Immunology',
    serialNumber: '3311',
    place: 'Second floor',
    line: 'tcp',
  },
  {
    key: 'cellDyn',
    definition: 'abbott-cell-dyn-3700',
    name: 'CELL-DYN',
    serialNumber: '37211AZ',
    place: 'Core lab',
    line: 'serial',
  },
  {
    key: 'coagulation',
    definition: 'sysmex-ca-7000',
    name: 'Coagulation',
    serialNumber: 'A2207',
    place: 'Coagulation bench',
    line: 'serial',
  },
] as const;
export type StationKey = (typeof bench)[number]['key'];

/** What has no wire: everything about it is typed, scanned or counted at the bench. */
const manual = [
  {
    key: 'microscope',
    definition: 'nikon-eclipse-ci-u',
    name: 'Microscope',
    serialNumber: '720144',
    place: 'Morphology',
  },
  {
    key: 'processor',
    definition: 'thermo-shandon-citadel-2000',
    name: 'Tissue processor',
    serialNumber: 'CT2K0712',
    place: 'Histology',
  },
] as const;
export type ManualKey = (typeof manual)[number]['key'];

/** A line that was put back is open again within seconds; longer means that something is wrong. */
const DELIVER_WITHIN_MS = 20_000;

/** What the demo leaves as it is offered when an instrument is registered. */
const registered = { assetNumber: '', firmware: '', notes: '', silenceMinutes: 30 } as const;

const plainSerial = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;

export interface Station {
  readonly key: StationKey;
  readonly name: string;
  readonly definition: string;
  readonly instrumentId: string;
  readonly where: string;
  readonly simulator: Simulator;
  readonly messages: MessageSource | null;
  /** Messages the bench has acknowledged (a balance is only asked). */
  deliveredCount: number;
}

export interface Lab {
  readonly dataFolder: string;
  readonly stations: Readonly<Record<StationKey, Station>>;
  /** The folder into which the cytometer's programs write, and a way to drop its files there. */
  readonly cytometer: { readonly instrumentId: string; readonly name: string; drop(): void };
  readonly manual: Readonly<Record<ManualKey, { readonly instrumentId: string; readonly name: string }>>;
  /** Null where the bench does not answer: then nothing can be calibrated from the line. */
  readonly calibrations: DemoCalibrations | null;
  /** Sends the next message of a capture and waits until the bench has acknowledged it. */
  send(station: StationKey, capture: string, place?: number): Promise<void>;
  /** An analyzer that was plugged in and belongs to no instrument yet: the path of its port, and a way to make it talk. */
  plugInAnother(): Promise<{ path: string; talk(): Promise<void>; close(): Promise<void> }>;
  close(): Promise<void>;
}

/** The host under plain Node, as the command line starts it; for registering before the window opens and for counting after. */
export async function openHostCalls(dataFolder: string): Promise<{ calls: HostCalls; host: Host }> {
  const host = await createHost({
    dataFolder,
    resourcesFolder: path.join(projectRoot, 'resources'),
    appVersion: 'demo',
    build: '',
    electronSource: 'none',
  });
  return { host, calls: createRouterClient(host.router, { context: {} }) as HostCalls };
}

/** Sends until the bench has acknowledged it: an analyzer that is not answered tries again, as the real ones do. */
async function deliver(station: Station, name: string, records: Parameters<Simulator['send']>[1]): Promise<void> {
  const end = performance.now() + DELIVER_WITHIN_MS;
  for (;;) {
    const { outcome, reason } = await station.simulator.send(`${station.key} ${name}`, records);
    if (outcome === 'delivered') break;
    if (outcome === 'rejected' || performance.now() > end) {
      throw new Error(`${station.name} could not deliver ${name}: ${outcome}, ${reason}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  station.deliveredCount += 1;
}

/** The calibrations of the demo: replicates and weights come over the lines, as they will when the window is open. */
async function calibrateOnTheLines(
  calls: HostCalls,
  { core, night, balance }: Partial<Record<StationKey, Station>>,
): Promise<DemoCalibrations | null> {
  if (core === undefined || night === undefined || balance === undefined) return null;
  const device = balance.simulator.balance;
  return await openCalibrations(calls, {
    analyzerId: core.instrumentId,
    serialNumber: bench[0].serialNumber,
    otherId: night.instrumentId,
    balanceId: balance.instrumentId,
    hear: (records) =>
      deliver(
        core,
        'calibrator run',
        records.map((record) => new TextEncoder().encode(record)),
      ),
    weigh:
      device === null
        ? null
        : (grams) => {
            device.weight = grams;
          },
  });
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

/** Makes the data folder, registers the instruments through the host's own calls, and puts a simulator on each line. */
export async function makeLab(dataFolder: string, lineFolder: string, { isAnswering = true } = {}): Promise<Lab> {
  rmSync(dataFolder, { recursive: true, force: true });
  mkdirSync(dataFolder, { recursive: true });
  mkdirSync(lineFolder, { recursive: true });
  const { calls, host } = await openHostCalls(dataFolder);
  const stations: Partial<Record<StationKey, Station>> = {};
  const byHand: Partial<Record<ManualKey, { instrumentId: string; name: string }>> = {};
  const exports = path.join(lineFolder, 'exports');
  mkdirSync(exports, { recursive: true });
  const cytometer = { definition: 'bd-facscalibur', name: 'Cytometer', serialNumber: 'E97300412', place: 'Cytometry' };
  let cytometerId = '';
  let calibrations: DemoCalibrations | null = null;
  const analyzer = host.context.catalog.get('sysmex-xn-1000');
  try {
    for (const { key, definition, name, serialNumber, place, line } of bench) {
      const port = line === 'tcp' ? await freePort() : 0;
      const device = path.join(lineFolder, key);
      const known = host.context.catalog.get(definition);
      if (known === undefined) throw new Error(`The definition ${definition} is not there.`);
      const simulator = await startSimulator({
        definition: known,
        // The analyzer on the network waits for the bench to call, as one behind a device server does.
        port: line === 'tcp' ? `listen://127.0.0.1:${port}` : `pty:${device}`,
        speed: 'max',
        patience: 0.2,
      });
      const offered = known.links.find((each) => each.kind === 'serial');
      const link: LinkSettings =
        line === 'tcp'
          ? { kind: 'tcp-client', host: '127.0.0.1', port }
          : {
              kind: 'serial',
              path: device,
              usb: null,
              serial: offered?.kind === 'serial' ? offered.settings : plainSerial,
            };
      const { instrumentId } = await calls.instruments.add({
        ...registered,
        ...{ definitionKey: definition, name, serialNumber, place, link },
      });
      if (known.conversation === 'receiver' && isAnswering) {
        await calls.instruments.setAnswering({ instrumentId, isAnswering: true, reason: 'Demo: there is no LIS.' });
      }
      stations[key] = {
        key,
        name,
        definition,
        instrumentId,
        where: line === 'tcp' ? `127.0.0.1:${port}` : device,
        simulator,
        messages: known.conversation === 'receiver' ? await openMessages(known, serialNumber) : null,
        deliveredCount: 0,
      };
    }
    for (const { key, definition, name, serialNumber, place } of manual) {
      const { instrumentId } = await calls.instruments.add({
        ...registered,
        ...{ definitionKey: definition, name, serialNumber, place, link: { kind: 'none' } },
      });
      byHand[key] = { instrumentId, name };
    }
    if (byHand.microscope !== undefined) await openMicroscopy(calls, byHand.microscope.instrumentId);
    if (byHand.processor !== undefined) await openBaths(calls, byHand.processor.instrumentId);
    const { instrumentId: filed } = await calls.instruments.add({
      ...registered,
      ...{ definitionKey: cytometer.definition, name: cytometer.name },
      ...{ serialNumber: cytometer.serialNumber, place: cytometer.place },
      link: { kind: 'folder', folder: exports, includesOld: true },
    });
    cytometerId = filed;
    await openCytometry(calls, cytometerId);
    if (stations.core !== undefined) {
      await openBinder(calls, stations.core.instrumentId);
      await openRuns(calls, stations.core.instrumentId);
      await openProcedures(calls);
    }
    if (isAnswering) calibrations = await calibrateOnTheLines(calls, stations);
  } finally {
    await host.stop();
  }
  const all = stations as Record<StationKey, Station>;
  return {
    dataFolder,
    stations: all,
    manual: byHand as Lab['manual'],
    cytometer: {
      instrumentId: cytometerId,
      name: cytometer.name,
      drop() {
        const captures = path.join(projectRoot, 'resources/instruments', cytometer.definition, 'captures');
        for (const file of readdirSync(captures).filter((name) => /\.(exp|fcs)$/i.test(name))) {
          copyFileSync(path.join(captures, file), path.join(exports, file));
        }
      },
    },
    calibrations,
    async send(key, capture, place) {
      const station = all[key];
      if (station.messages === null) return;
      const { name, records } = station.messages.next(capture, place);
      await deliver(station, name, records);
    },
    async plugInAnother() {
      if (analyzer === undefined) throw new Error('The definition of the analyzer is not there.');
      const device = path.join(lineFolder, 'new');
      const port = `pty:${device}`;
      const simulator = await startSimulator({ definition: analyzer, port, speed: 'max', isOneWay: true });
      const messages = await openMessages(analyzer, '31007');
      return {
        path: device,
        async talk() {
          const { name, records } = messages.next('01-patient-normal');
          await simulator.send(`new ${name}`, records);
        },
        close: () => simulator.close(),
      };
    },
    async close() {
      for (const { simulator } of Object.values(all)) await simulator.close();
      rmSync(lineFolder, { recursive: true, force: true });
    },
  };
}
