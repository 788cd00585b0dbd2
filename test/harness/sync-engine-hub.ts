import { createSyncEngine, type SyncEngine } from '../../electron/sync/engine.ts';
import type { HttpTransport } from '../../electron/sync/hub-transport.ts';
import { createHubServer, type HubServer } from '../../hub/server/server.ts';
import { openHubStore } from '../../hub/store/open-hub-store.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import type { SyncBench } from './sync-bench.ts';
import { hubFolder, SyncHub } from './sync-hub.ts';
import type { HubFault } from './sync-steps.ts';

/** Longer than any history: the loops run when they are told to. */
const never = 1_000_000_000;
const address = 'http://hub.test';

/** The hub behind its real server, asked by the real engine of each workstation; only the wire between is a function call. */
export class SyncEngineHub extends SyncHub {
  #server: HubServer | undefined;

  static override async start(folder: string): Promise<SyncEngineHub> {
    const hub = new SyncEngineHub(hubFolder(folder), await openHubStore({ folder: hubFolder(folder) }));
    await hub.openSite();
    return hub;
  }

  override async restart(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
    await super.restart();
  }

  override async close(): Promise<void> {
    await this.#server?.close();
    await super.close();
  }

  override async enrol(bench: SyncBench): Promise<void> {
    const { store } = bench;
    const { hub, enrolment } = this.store;
    const { device, epoch } = store.keys;
    const isEnrolled = (await enrolment.device(device, epoch))?.scopes.includes(store.sync.scope) === true;
    const isPinned = store.sync.devices().some((one) => one.device === hub.device);
    if (isEnrolled && isPinned && store.sync.scope === this.site) return;
    const { code } = await enrolment.newCode(this.site, 1);
    const engine = await this.#engine(bench, []);
    const found = await engine.lookUp(address);
    await engine.enrol(found, code, `Bench ${bench.number}`);
    await engine.stop();
  }

  override async meet(bench: SyncBench, faults: readonly HubFault[]): Promise<void> {
    const line = { isDown: false };
    const engine = await this.#engine(bench, faults, line);
    engine.start();
    await engine.runOnce();
    await engine.stop();
    if (line.isDown) await bench.reopen();
  }

  async #engine(bench: SyncBench, faults: readonly HubFault[], line = { isDown: false }): Promise<SyncEngine> {
    this.#server ??= await createHubServer(this.store, { rates: null });
    const server = this.#server;
    return createSyncEngine({
      store: bench.store,
      clock: bench.clock,
      app: 'history',
      transport: () => faultyTransport(server, [...faults], line),
      paces: { pullMs: never, idleMs: never, afterSaveMs: never },
    });
  }
}

/** Loses requests and answers; once the workstation has stopped, nothing more gets through. */
function faultyTransport(server: HubServer, faults: HubFault[], line: { isDown: boolean }): HttpTransport {
  const lost = () => new AppError('sync/hub-unreachable', { reason: 'lost' });
  return {
    close: () => undefined,
    async send(request) {
      const fault = faults.shift() ?? 'none';
      if (fault === 'stop-before') line.isDown = true;
      if (line.isDown || fault === 'request-lost') throw lost();
      const answer = await server.inject(request);
      if (fault === 'twice') await server.inject(request);
      if (fault === 'stop-after') line.isDown = true;
      if (line.isDown || fault === 'answer-lost') throw lost();
      return answer;
    },
  };
}
