import { AppError, isAppError } from '../../shared/kernel/errors.ts';
import { workstationEnrolled } from '../../shared/sync/records.ts';
import type { EngineState } from '../../shared/sync/state.ts';
import type { FoundHub, SyncControl } from '../host/sync-control.ts';
import { passFileKeysOn } from '../store/file-keys.ts';
import type { Store } from '../store/store.ts';
import type { StoreClock } from '../store/types.ts';
import { type AskedBlobs, exchangeBlobs } from './exchange-blobs.ts';
import { enrolAt, greet, HubClient } from './hub-client.ts';
import { type HttpTransport, httpTransport, hubAddress } from './hub-transport.ts';
import { Loop, type LoopOptions } from './loop.ts';
import type { LoopWork } from './loop-work.ts';
import { compareWithHub, pullRecords } from './pull-records.ts';
import { pushRecords, type RefusedLogs } from './push-records.ts';
import { type OwnStatus, reportStatus } from './report-status.ts';
import { witnessHeads } from './witness-heads.ts';

export interface SyncEngineOptions {
  readonly store: Store;
  readonly clock: StoreClock;
  /** Version and build, for the supervisor's page. */
  readonly app: string;
  /** The way to an address; over HTTP when left out. */
  readonly transport?: (address: string) => HttpTransport;
  /** What the supervisor's page at the hub shows beside what the store knows; asked before each report. */
  readonly ownStatus?: () => Promise<OwnStatus>;
  readonly onFault?: (error: unknown) => void;
  /** Milliseconds between two looks at the hub, and after a save until it is brought there. */
  readonly paces?: { readonly pullMs: number; readonly idleMs: number; readonly afterSaveMs: number };
}

export interface SyncEngine extends SyncControl {
  /** Begins, when a hub was joined and the network is allowed. */
  start(): void;
  /** Breaks off what runs and waits for it to end. */
  stop(): Promise<void>;
  /** The machine woke up: sockets of before are dead, and what waited may try. */
  wake(): void;
  /** One run of each loop, one after the other, finished when it resolves (tests, command line). Failures are in `state`. */
  runOnce(): Promise<void>;
}

interface KeptHub {
  readonly address: string;
  readonly device: string;
  readonly publicKey: string;
  readonly siteName: string;
}

const keys = {
  allowed: 'sync.isAllowed',
  hub: 'sync.hub',
  label: 'sync.label',
  contact: 'sync.lastContactAt',
} as const;
const usualPaces = { pullMs: 60_000, idleMs: 300_000, afterSaveMs: 1_000 };
const dayMs = 86_400_000;
/** Contact is written down this often at most. */
const contactNoteMs = 60_000;

/** Brings records and files to a hub and takes those of others, in three loops that never wait for each other. */
export function createSyncEngine(options: SyncEngineOptions): SyncEngine {
  const { store, clock } = options;
  const { settings } = store;
  const paces = options.paces ?? usualPaces;
  const open = options.transport ?? httpTransport;
  const onFault = options.onFault ?? (() => undefined);
  const listeners = new Set<() => void>();
  const refused: RefusedLogs = new Map();
  const asked: AskedBlobs = new Map();
  let hub = readHub(settings.get(keys.hub));
  let isAllowed = settings.get(keys.allowed) !== false;
  let isStarted = false;
  let line: { address: string; transport: HttpTransport } | undefined;
  let lastContactAt = textOrNull(settings.get(keys.contact));
  let comparedAt: number | undefined;
  let passing: NodeJS.Timeout | undefined;
  let stopListening: () => void = () => undefined;

  const changed = () => {
    for (const listener of listeners) listener();
  };

  function transportTo(address: string): HttpTransport {
    if (line?.address !== address) {
      line?.transport.close();
      line = { address, transport: open(address) };
    }
    return line.transport;
  }

  function noteContact(): void {
    const before = lastContactAt === null ? Number.NEGATIVE_INFINITY : Date.parse(lastContactAt);
    const now = clock.wallMs();
    lastContactAt = new Date(now).toISOString();
    if (Math.abs(now - before) > contactNoteMs) settings.set(keys.contact, lastContactAt);
  }

  /** A loop with a session of its own, kept from run to run. */
  function loopOf(everyMs: number, work: (work: LoopWork) => Promise<void>): Loop {
    let client: HubClient | undefined;
    let clientOf: KeptHub | undefined;
    let signal: AbortSignal | undefined;
    const run: LoopOptions['run'] = async (told) => {
      if (!hub) throw new AppError('sync/no-hub', {});
      const pinned = hub;
      ({ signal } = told);
      if (!client || clientOf !== pinned) {
        const send = (request: Parameters<HttpTransport['send']>[0]) =>
          transportTo(pinned.address).send({ ...request, signal });
        client = new HubClient({ send, hub: pinned, signer: store.sync.signer, onContact: noteContact });
        clientOf = pinned;
      }
      const site = await client.site();
      // Enrolled, and stopped before the site was kept with the keys.
      if (store.sync.scope.startsWith('provisional:')) await store.sync.joinSite(site, pinned.siteName);
      if (site !== store.sync.scope) throw new AppError('sync/other-site', { site });
      await work({ store, client, hub: pinned, progress: told.progress, note: told.note });
      noteContact();
    };
    const said: LoopOptions['run'] = (told) => run(told).catch((error) => Promise.reject(inWords(error, hub?.address)));
    return new Loop({ run: said, everyMs, wallMs: clock.wallMs, onChange: changed, onFault });
  }

  const push = loopOf(paces.idleMs, async (work) => {
    witnessHeads(store, clock.wallMs());
    await pushRecords(work, refused, clock.monoMs);
    blobs.poke();
    const own = (await options.ownStatus?.()) ?? { overdueCount: 0 };
    await reportStatus(work, clock, { ...own, app: options.app });
  });
  const pull = loopOf(paces.pullMs, async (work) => {
    const { added } = await pullRecords(work);
    const now = clock.monoMs();
    if (comparedAt === undefined || now - comparedAt > dayMs) {
      await compareWithHub(work);
      comparedAt = now;
    }
    if (added > 0) blobs.poke();
  });
  const blobs = loopOf(paces.idleMs, (work) => exchangeBlobs(work, asked, clock.monoMs));
  const loops = [push, pull, blobs];

  function update(): void {
    const isOn = isStarted && isAllowed && hub !== null;
    if (isOn) for (const loop of loops) loop.start();
    else {
      line?.transport.close();
      line = undefined;
      for (const loop of loops) void loop.stop();
    }
    changed();
  }

  /** Workstations hear of each other through a stick as well: not a matter of the loops. */
  function passKeysSoon(): void {
    passing ??= setTimeout(() => {
      passing = undefined;
      try {
        passFileKeysOn(store);
      } catch (error) {
        onFault(error);
      }
    }, paces.afterSaveMs);
    passing.unref();
  }

  async function lookUp(address: string): Promise<FoundHub> {
    if (!isAllowed) throw new AppError('sync/network-off', {});
    const url = hubAddress(address);
    const shown = url.href.replace(/\/$/, '');
    const transport = open(shown);
    try {
      const hello = await greet(transport.send).catch((error) => Promise.reject(inWords(error, shown)));
      return { address: shown, device: hello.hub, publicKey: hello.publicKey };
    } finally {
      transport.close();
    }
  }

  function keepHub(next: KeptHub): void {
    hub = next;
    settings.set(keys.hub, next);
    comparedAt = undefined;
    refused.clear();
  }

  return {
    state: (): EngineState => ({
      isAllowed,
      hub: hub && { address: hub.address, device: hub.device, publicKey: hub.publicKey },
      lastContactAt,
      push: push.state,
      pull: pull.state,
      blobs: blobs.state,
    }),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    syncNow() {
      comparedAt = undefined;
      refused.clear();
      asked.clear();
      for (const loop of loops) loop.poke(0, true);
    },
    setAllowed(next) {
      if (next === isAllowed) return;
      settings.set(keys.allowed, next);
      isAllowed = next;
      update();
    },
    lookUp,
    async enrol(found, code, label) {
      if (!isAllowed) throw new AppError('sync/network-off', {});
      const transport = open(found.address);
      try {
        // Enrolled once more (its data was put back to before): the scope it wrote before the site still belongs to it.
        const { provisional } = store.sync;
        const who = { code, label, provisional, held: store.sync.heldSite() };
        const reply = await enrolAt(transport.send, found, store.sync.signer, who).catch((error) =>
          Promise.reject(inWords(error, found.address)),
        );
        // The hub refuses it before; whatever it says, a log of one site is none of another's.
        if (store.sync.scope.startsWith('site:') && store.sync.scope !== reply.site)
          throw new AppError('sync/other-site', {});
        store.transaction(() => {
          const { device, publicKey } = found;
          store.sync.trust({ device, epoch: 1, publicKey, boxKey: null, label: found.address, source: 'hub' });
          settings.set(keys.label, label);
          keepHub({ address: found.address, device, publicKey, siteName: reply.siteName });
        });
        await store.sync.joinSite(reply.site, reply.siteName);
        noteContact();
        update();
        return { site: reply.site, siteName: reply.siteName };
      } finally {
        transport.close();
      }
    },
    async moveHub(address) {
      if (!hub) throw new AppError('sync/no-hub', {});
      const found = await lookUp(address);
      if (found.device !== hub.device || found.publicKey !== hub.publicKey)
        throw new AppError('sync/other-hub', { address: found.address });
      keepHub({ ...hub, address: found.address });
      for (const loop of loops) loop.poke(0, true);
      changed();
    },
    start() {
      isStarted = true;
      stopListening = store.onCommitted(({ records }) => {
        if (records.length > 0) push.poke(paces.afterSaveMs);
        if (records.some(({ type }) => type === workstationEnrolled.type)) passKeysSoon();
      });
      passKeysSoon();
      update();
    },
    async stop() {
      isStarted = false;
      stopListening();
      clearTimeout(passing);
      passing = undefined;
      line?.transport.close();
      line = undefined;
      await Promise.all(loops.map((loop) => loop.stop()));
    },
    wake() {
      line?.transport.close();
      line = undefined;
      for (const loop of loops) loop.poke(0, true);
    },
    async runOnce() {
      passFileKeysOn(store);
      for (const loop of [pull, push, blobs]) await loop.runNow();
    },
  };
}

/** What a hub or the line to it said, as a sentence of ours can say it. */
function inWords(error: unknown, address = ''): unknown {
  if (!isAppError(error)) return error;
  const { code, data } = error;
  if (code === 'hub/device-revoked') return new AppError('sync/revoked', {});
  if (code === 'hub/too-many-requests') return new AppError('sync/hub-busy', data);
  if (code.startsWith('hub/')) return new AppError('sync/hub-refused', { ...data, code, address });
  return code.startsWith('sync/') ? new AppError(code, { address, ...data }, { cause: error }) : error;
}

function readHub(kept: unknown): KeptHub | null {
  const { address, device, publicKey, siteName } = (kept ?? {}) as Partial<Record<keyof KeptHub, unknown>>;
  const isWhole = [address, device, publicKey, siteName].every((one) => typeof one === 'string');
  return isWhole ? (kept as KeptHub) : null;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
