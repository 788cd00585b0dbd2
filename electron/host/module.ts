import type { ContractRouterClient } from '@orpc/contract';
import type { AnyRouter } from '@orpc/server';
import type { Contract } from '../../shared/modules/contract.ts';
import type { LabDefinitions } from '../instruments/lab-definitions.ts';
import type { KeyProvider } from '../store/keys.ts';
import type { StoreModule } from '../store/projection.ts';
import type { SiteFolders } from '../store/site-folders.ts';
import type { Store } from '../store/store.ts';
import type { StoreClock } from '../store/types.ts';
import type { AuditSource } from './audit.ts';
import type { Actor, LinkControl, SignalBatch, TopicBus } from './context.ts';
import type { DefinitionSource } from './definition-source.ts';
import type { FileGrants } from './file-grants.ts';
import type { KeyPlace } from './open-keys.ts';
import type { PeopleSource } from './people-source.ts';
import type { ReadinessSource } from './readiness.ts';
import type { AnyReportDefinition } from './report.ts';
import type { HostSession } from './session.ts';
import type { Signing } from './signing.ts';
import type { SyncControl } from './sync-control.ts';

/** What the program knows of itself, given by whoever starts the host (main, the command line, a test). */
export interface AppInfo {
  readonly appVersion: string;
  readonly build: string;
  /** Electron's version, empty under plain Node. */
  readonly electron: string;
  /** `official`, `registry fallback`, `none` (plain Node). */
  readonly electronSource: string;
}

/** Marks on the start-up clock, for the diagnostics page and the start-time measurements. */
export interface StartMarks {
  mark(name: string): void;
  readonly all: readonly { readonly name: string; readonly atMs: number }[];
}

/** Every call of every module, by module. */
export type ModuleCalls = ContractRouterClient<Contract>;

/** Everything a module may use. One object, made by `createHost`; a module keeps no other way to the outside. */
export interface HostContext {
  readonly dataFolder: string;
  /** The sites this laptop carries, one of which is open; null where the folder was opened for itself (command line, tests). */
  readonly sites: SiteFolders | null;
  /** What the program was shipped with: definitions, guided steps, the release key. */
  readonly resourcesFolder: string;
  readonly store: Store;
  readonly catalog: DefinitionSource;
  /** The lab's own definitions on the disk. */
  readonly labDefinitions: LabDefinitions;
  readonly links: LinkControl;
  /** Records over a network; `noSync` where there is none. */
  readonly sync: SyncControl;
  readonly topics: TopicBus;
  readonly clock: StoreClock;
  /** Who acts now; read it anew for every record. */
  readonly actor: Actor;
  readonly session: HostSession;
  readonly signing: Signing;
  /** Accounts, by name and rights; `noPeople` where no module keeps any. */
  readonly people: PeopleSource;
  /** Where this bench's keys lie (decision 18); the screen says which. */
  readonly keyProvider: KeyProvider['kind'];
  readonly appInfo: AppInfo;
  readonly marks: StartMarks;
  /** Puts the keys elsewhere: a new start must follow at once. Null where they stay (command line, tests). */
  readonly moveKeys: ((place: KeyPlace) => Promise<void>) | null;
  /** Asks for a new start of this host, soon after the present call; false where nobody can give it one. */
  restart(): boolean;
  /** Places a person chose in the system's dialogs: the only paths outside the data folder a call may touch. */
  readonly files: FileGrants;
  /** Every module of this host, for what goes over all of them: reports, exports. */
  readonly modules: readonly HostModule[];
  /**
   * The calls the page has, with the rights of the person who acts now: how a report reads what another module knows.
   * There from the first call on, not yet in `start`.
   */
  readonly calls: ModuleCalls;
}

/**
 * One module of the host: its share of the store, its calls, and its ear for signals.
 *
 * `onSignals` is told every stored message's signals in the order of storing, **inside the transaction that stores the
 * message**: it is synchronous, and the records it appends are kept or lost together with the message. It must not
 * throw for a broken rule; when it does throw, the message is stored without it, stays marked as unhandled, is shown as
 * a problem and is handed over again at the next start. `start` runs after every module's tables are up to date and
 * before the first link opens.
 */
export interface HostModule extends StoreModule {
  /**
   * Loads and makes what implements the module's contract, `implement(contract.<name>)...router(...)`, when the first of its
   * calls is asked: most of a host's code is schemas and calls that a start does not need.
   */
  loadHandlers(context: HostContext): Promise<AnyRouter>;
  /** Reports this module can make; the module `reports` lists, prints and records them. */
  loadReports?(): Promise<readonly AnyReportDefinition[]>;
  /** Rules this module adds to the self-audit; the module `maintenance` runs and records them. */
  loadAudits?(): Promise<readonly AuditSource[]>;
  /** What this module adds to "ready to run?"; the module `maintenance` judges it. */
  loadReadiness?(): Promise<ReadinessSource>;
  /** The one module that keeps accounts; asked once, before `start`. */
  people?(context: HostContext): PeopleSource;
  onSignals?(batch: SignalBatch, context: HostContext): void;
  start?(context: HostContext): void | Promise<void>;
  stop?(context: HostContext): void | Promise<void>;
}
