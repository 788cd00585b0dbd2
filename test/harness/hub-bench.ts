import { onTestFinished } from 'vitest';
import type { RunningStore } from '../../electron/store/running-store.ts';
import { systemClock } from '../../electron/store/system-clock.ts';
import { createSyncEngine, type SyncEngine } from '../../electron/sync/engine.ts';
import type { HttpTransport, HubTransport } from '../../electron/sync/hub-transport.ts';
import type { OwnStatus } from '../../electron/sync/report-status.ts';
import { createHubServer, type HubServer } from '../../hub/server/server.ts';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { openHubStore } from '../../hub/store/open-hub-store.ts';
import { draft } from '../../shared/records/define.ts';
import { lampHung, tester } from './sample-module.ts';
import { openTestStore, testFolder } from './store.ts';

/** A real hub in this process, with one site. */
export interface TestHub {
  readonly store: HubStore;
  readonly server: HubServer;
  readonly site: string;
  /** What stands between a workstation and the hub; tests put themselves in its place. */
  line: HubTransport;
  newCode(): Promise<string>;
}

export async function startHub(folder = testFolder('hub')): Promise<TestHub> {
  const store = await openHubStore({ folder });
  const server = await createHubServer(store, { version: 'test', rates: null });
  onTestFinished(async () => {
    await server.close();
    await store.close();
  });
  const [known] = await store.enrolment.sites();
  const site = known?.site ?? (await store.enrolment.openSite('North wing'));
  return {
    store,
    server,
    site,
    line: (request) => server.inject(request),
    newCode: async () => (await store.enrolment.newCode(site, 24)).code,
  };
}

/** A workstation's store and its engine on a line to the hub. Nothing runs by itself: `engine.runOnce()` is a round. */
export async function openSyncBench(
  hub: TestHub | null,
  folder = testFolder('bench'),
  options: EngineOptions = {},
): Promise<{ store: RunningStore; engine: SyncEngine; folder: string }> {
  const store = await openTestStore(folder);
  return { store, engine: engineOn(store, hub, options), folder };
}

interface EngineOptions {
  readonly transport?: (address: string) => HttpTransport;
  readonly ownStatus?: () => Promise<OwnStatus>;
}

/** An engine on an open store, on a line to the hub. */
export function engineOn(store: RunningStore, hub: TestHub | null, options: EngineOptions = {}): SyncEngine {
  const transport = (): HttpTransport => ({
    send: (request) => (request.signal?.aborted ? Promise.reject(new Error('aborted')) : hub!.line(request)),
    close: () => undefined,
  });
  const never = 1_000_000_000;
  const engine = createSyncEngine({
    store,
    clock: systemClock(),
    app: 'test 1',
    transport: hub ? transport : undefined,
    paces: { pullMs: never, idleMs: never, afterSaveMs: never },
    onFault: (error) => process.stderr.write(`${String((error as Error).stack)}\n`),
    ...options,
  } as Parameters<typeof createSyncEngine>[0]);
  engine.start();
  onTestFinished(() => engine.stop());
  return engine;
}

/** Joins the hub, as a person does who was given a code. */
export async function join(
  hub: TestHub,
  engine: SyncEngine,
  label = 'bench',
  address = 'http://hub.test',
  code?: string,
): Promise<void> {
  const found = await engine.lookUp(address);
  await engine.enrol(found, code ?? (await hub.newCode()), label);
}

export function hang(store: RunningStore, ...lamps: string[]): string[] {
  return lamps.map(
    (lamp) => store.records.append([draft(lampHung, `lamp/${lamp}`, { name: lamp, watts: 40 })], tester)[0]!.hash,
  );
}
