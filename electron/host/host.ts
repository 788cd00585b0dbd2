import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { type AnyRouter, createRouterClient } from '@orpc/server';
import { AppError, isAppError } from '../../shared/kernel/errors.ts';
import { createIdSource } from '../../shared/kernel/ids.ts';
import { loadCatalog } from '../instruments/catalog.ts';
import { loadCachedCatalog } from '../instruments/catalog-cache.ts';
import { createLabDefinitions } from '../instruments/lab-definitions.ts';
import { liveCatalog } from '../instruments/live-catalog.ts';
import { MessageKeeper } from '../instruments/message-keeper.ts';
import { type PortLister, systemPorts } from '../instruments/port-list.ts';
import { Supervisor } from '../instruments/supervisor.ts';
import { hostModules } from '../modules/all.ts';
import { finishFolders } from '../store/durable-folders.ts';
import { fileKeyProvider } from '../store/key-providers.ts';
import type { KeyProvider } from '../store/keys.ts';
import { mainFileName } from '../store/main-file.ts';
import { openStore } from '../store/open-store.ts';
import type { SiteFolders } from '../store/site-folders.ts';
import type { Store, StoreOptions } from '../store/store.ts';
import { systemClock } from '../store/system-clock.ts';
import type { StoreClock } from '../store/types.ts';
import { createSyncEngine, type SyncEngineOptions } from '../sync/engine.ts';
import type { Actor, SignalBatch } from './context.ts';
import { FileGrants } from './file-grants.ts';
import { guardRouter } from './guard.ts';
import { lazily } from './lazily.ts';
import type { HostContext, HostModule, ModuleCalls } from './module.ts';
import type { KeyPlace } from './open-keys.ts';
import { noPeople, type PeopleSource } from './people-source.ts';
import { HostSession } from './session.ts';
import { createSigning } from './signing.ts';
import { noSync } from './sync-control.ts';
import { createTopicBus } from './topic-bus.ts';

/** Everything a host must be told; what is left out has a working default. */
export interface HostOptions {
  readonly dataFolder: string;
  /** Where the shipped definitions lie: `instruments/` and `guides/` below it. */
  readonly resourcesFolder: string;
  /** Path of the SQLite add-on where the shipped one does not fit, else null. */
  readonly sqliteBinding?: string | null;
  /** Null or left out: a 0600 file in the data folder (demo, command line, tests). */
  readonly keyProvider?: KeyProvider | null;
  /** Puts the keys elsewhere, for the next start; left out where they stay. */
  readonly moveKeys?: (place: KeyPlace) => Promise<void>;
  readonly appVersion: string;
  readonly build: string;
  /** `official`, `registry fallback`, `none` (plain Node). */
  readonly electronSource: string;
  readonly clock?: StoreClock;
  readonly actor?: Actor;
  /** Tests play plug and unplug through it. */
  readonly ports?: PortLister;
  readonly modules?: readonly HostModule[];
  readonly ballastBytes?: number;
  /** Another way to hubs than HTTP, and other paces (tests). */
  readonly sync?: Pick<SyncEngineOptions, 'transport' | 'paces'>;
  /**
   * Where definitions, once read and checked, are kept between starts; left out, they are read each time. Only for the
   * built host, whose file name changes with its code.
   */
  readonly catalogCacheFolder?: string;
  /** Opens the folder for looking alone. A folder that can only be read is opened so by itself. */
  readonly readonly?: boolean;
  /** The sites this laptop carries; left out where the folder is opened for itself (command line, tests). */
  readonly sites?: SiteFolders;
  /** Ends this host and starts another on the folder that is to open next; left out where nobody does. */
  readonly onRestartWanted?: () => void;
  /** Told each mark; who listens keeps the clock and hands all marks back through `takeMarks`. */
  readonly onMark?: (name: string) => void;
  /** Faults of our own that nobody waits for; to stderr by default. */
  readonly onFault?: (error: unknown) => void;
}

const restartAfterMs = 300;

/** A running host. The same one serves the page, the command line and the tests. */
export interface Host {
  /** Implements the contract of `shared/modules/contract.ts`. */
  readonly router: AnyRouter;
  readonly context: HostContext;
  readonly messages: MessageKeeper;
  /** What the operating system says of the machine: sleep rests the links, sleep and its own lock close the session. */
  power(event: 'suspend' | 'resume' | 'lock' | 'unlock'): Promise<void>;
  /** Marks of main and of the page, for the diagnostics page. */
  takeMarks(marks: readonly { name: string; atMs: number }[]): void;
  /** Closes every link and the store. */
  stop(): Promise<void>;
}

/**
 * Composes store, definitions, links and modules. Imports no Electron: it runs in the utility process, under the command
 * line and in tests alike.
 *
 * @throws AppError whatever `openStore` throws, and `catalog/...` when the shipped definitions can not be read
 */
export async function createHost(options: HostOptions): Promise<Host> {
  const clock = options.clock ?? systemClock();
  const onFault = options.onFault ?? ((error) => process.stderr.write(`[host] ${describe(error)}\n`));
  const marks = createMarks(options.onMark);
  const modules = options.modules ?? hostModules;
  const sqliteBinding = options.sqliteBinding ?? null;
  const keyProvider = options.keyProvider ?? fileKeyProvider(options.dataFolder);
  const store = await openForUse({
    ...(options.readonly === undefined ? {} : { readonly: options.readonly }),
    dataFolder: options.dataFolder,
    modules,
    keyProvider,
    app: `${options.appVersion} ${options.build}`.trim(),
    clock,
    ...(sqliteBinding === null ? {} : { nativeBinding: sqliteBinding }),
    ...(options.ballastBytes === undefined ? {} : { ballastBytes: options.ballastBytes }),
  });
  marks.mark('store-open');
  try {
    const definitionFolders = {
      shipped: options.resourcesFolder,
      lab: join(options.dataFolder, 'instruments'),
    };
    await finishFolders(definitionFolders.lab);
    const catalog = liveCatalog(
      options.catalogCacheFolder === undefined
        ? await loadCatalog(definitionFolders)
        : await loadCachedCatalog(definitionFolders, {
            folder: options.catalogCacheFolder,
            code: basename(import.meta.filename),
          }),
    );
    const topics = createTopicBus(onFault);
    const messages = new MessageKeeper({
      store,
      clock,
      onBatch: (batch: SignalBatch) => {
        for (const module of modules) module.onSignals?.(batch, context);
      },
      onFault,
      announce: topics.announce,
    });
    const links = new Supervisor({
      clock,
      newId: createIdSource({ wallMs: clock.wallMs, randomBytes }),
      wire: store.wire,
      ports: options.ports ?? systemPorts,
      messages,
      definition: (key) => {
        const definition = catalog.get(key);
        if (definition === undefined) throw new AppError('instruments/definition-unknown', { key });
        return definition;
      },
      onFault,
      restsBecause: store.isReadonly ? 'store/read-only' : null,
    });
    let router: AnyRouter = {};
    let handlers: Record<string, AnyRouter> = {};
    const sync = store.isReadonly
      ? undefined
      : createSyncEngine({
          ...options.sync,
          store,
          clock,
          app: `${options.appVersion} ${options.build}`.trim(),
          onFault,
          async ownStatus() {
            if (!handlers.maintenance) return { overdueCount: 0 };
            // Without the guard: the bench reports itself, also while nobody is signed in.
            const calls = createRouterClient(handlers as AnyRouter, { context: {} }) as unknown as ModuleCalls;
            const { counts } = await calls.maintenance.agenda.counts();
            return { overdueCount: counts.overdue };
          },
        });
    let people: PeopleSource = noPeople;
    const session = new HostSession({
      people: () => people,
      monoMs: clock.monoMs,
      osActor: options.actor ?? osUser(),
      onChange: () => topics.announce('people'),
    });
    const context: HostContext = {
      dataFolder: options.dataFolder,
      sites: options.sites ?? null,
      resourcesFolder: options.resourcesFolder,
      store,
      catalog,
      labDefinitions: createLabDefinitions({
        shippedFolder: definitionFolders.shipped,
        labFolder: definitionFolders.lab,
        current: () => catalog,
        use(next) {
          catalog.use(next);
          links.definitionsChanged(next.get);
          topics.announce('instruments', 'definitions');
        },
      }),
      links,
      sync: sync ?? noSync,
      topics,
      clock,
      get actor() {
        return session.actor;
      },
      get people() {
        return people;
      },
      session,
      signing: createSigning({ people: () => people, session, store, clock }),
      keyProvider: keyProvider.kind,
      appInfo: {
        appVersion: options.appVersion,
        build: options.build,
        electron: process.versions.electron ?? '',
        electronSource: options.electronSource,
      },
      marks,
      moveKeys: options.moveKeys ?? null,
      restart: () => {
        if (options.onRestartWanted === undefined) return false;
        // The answer to the call that asked goes out first.
        setTimeout(options.onRestartWanted, restartAfterMs);
        return true;
      },
      files: new FileGrants(clock.monoMs),
      modules,
      get calls() {
        return createRouterClient(router, { context: {} }) as unknown as ModuleCalls;
      },
    };
    const topicOf = topicsByTable(modules);
    store.onCommitted(({ tables }) => topics.announce(...new Set(tables.map((table) => topicOf.get(table) ?? table))));
    links.onChange(() => topics.announce('instruments'));
    people = modules.find((module) => module.people)?.people?.(context) ?? noPeople;
    if (!store.isReadonly) {
      messages.handOverRest();
      for (const module of modules) await module.start?.(context);
    }
    marks.mark('host-ready');
    handlers = Object.fromEntries(modules.map((module) => [module.name, lazily(() => module.loadHandlers(context))]));
    router = guardRouter(handlers as AnyRouter, session);
    sync?.start();
    return {
      router,
      context,
      messages,
      async power(event) {
        if (event === 'suspend' || event === 'lock') session.lock('machine');
        if (event === 'suspend') await links.suspend();
        if (event === 'resume') {
          links.resume();
          sync?.wake();
        }
      },
      takeMarks: (more) => marks.take(more),
      async stop() {
        session.close();
        await sync?.stop();
        await links.close();
        // What was never started (jobs that write) has nothing to finish.
        if (!store.isReadonly) for (const module of [...modules].reverse()) await module.stop?.(context);
        await store.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A folder that can not be written to is still a bench to browse: nothing is kept, no line is opened. */
async function openForUse(options: StoreOptions): Promise<Store> {
  try {
    return await openStore(options);
  } catch (error) {
    const isRefused = isAppError(error) && error.code === 'store/read-only' && !options.readonly;
    const hasData = existsSync(join(options.dataFolder, mainFileName));
    if (!isRefused || !hasData) throw error;
    return openStore({ ...options, readonly: true });
  }
}

function createMarks(onMark: ((name: string) => void) | undefined) {
  const all: { name: string; atMs: number }[] = [];
  return {
    all,
    mark(name: string) {
      if (onMark === undefined) all.push({ name, atMs: performance.now() });
      else onMark(name);
    },
    take(more: readonly { name: string; atMs: number }[]) {
      all.push(...more);
    },
  };
}

/** Touched tables are announced under the name of their module, which is what queries name. */
function topicsByTable(modules: readonly HostModule[]): Map<string, string> {
  const entries = modules.flatMap(({ name, projections }) =>
    projections.flatMap(({ tables }) => tables.map((table) => [table, name] as const)),
  );
  return new Map(entries);
}

function osUser(): Actor {
  try {
    const { username } = userInfo();
    return { id: `os:${username}`, name: username, kind: 'os-user' };
  } catch {
    // A container may run under a number that has no name.
    const id = String(process.getuid?.() ?? 'unknown');
    return { id: `os:${id}`, name: id, kind: 'os-user' };
  }
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
