/**
 * What the preload puts on the page as `window.benchside`: the few things only main can do. Everything else is a call of
 * the host over the MessagePort (`shared/modules/contract.ts`).
 *
 * A port can not cross the context bridge, so it arrives as a window message: call `requestHost()` once the listener is
 * set; then, and again after every restart of the host, the page receives
 * `{ type: HOST_PORT_MESSAGE, generation }` with the port in `event.ports[0]` (check `event.source === window`).
 * A new port means that every earlier one is dead.
 */
export const HOST_PORT_MESSAGE = 'benchside:host-port';

/** How the host process is. `failed`: it went down again and again, main has stopped trying until `retryHost()`. */
export interface HostState {
  readonly state: 'starting' | 'ready' | 'restarting' | 'failed';
  /** How often it has been started since the window opened; 1 is the first start. */
  readonly generation: number;
  /** Code of the reason when it could not start (`store/from-the-future`, ...) or was lost (`host/exited`), else null. */
  readonly code: string | null;
  readonly data: Readonly<Record<string, string | number | boolean>>;
  /** This laptop carries more than one site: one that does not open is no reason to open none. */
  readonly hasOtherSites: boolean;
}

/** What opens keys that the key store does not: the printed escrow code of an encrypted data file, or the passphrase. */
export interface Unlocking {
  readonly way: 'escrow-code' | 'passphrase';
  readonly text: string;
}

/** Files a person chooses in the system's own dialog. The purpose sets its title and file types. */
export type OpenPurpose = 'capture' | 'backup' | 'replay' | 'folder' | 'bundle';
export type SavePurpose = 'capture' | 'backup' | 'report' | 'export' | 'sops' | 'pack' | 'bundle';

/** A place a person chose. A call of the host takes the grant, once; the path is for showing. */
export interface ChosenFile {
  readonly grant: string;
  readonly file: string;
}

export interface Bridge {
  readonly platform: string;
  /** Asks main for a fresh port to the host (see above). */
  requestHost(): void;
  /** Starts the host again after `failed`. */
  retryHost(): Promise<void>;
  /** Opens another of the carried sites, after `failed` of this one (`hasOtherSites`). */
  openNextSite(): Promise<void>;
  /**
   * Starts the host again with what a person typed, after `failed` with `store/key-missing`, `store/wrong-key`,
   * `store/escrow-code` (escrow code) or `keys/locked` (`data.store` says which: `passphrase`, or `os-store` and then the
   * escrow code). An escrow code that fits puts the keys back into the key store; a passphrase is asked for at each start.
   */
  unlockHost(unlocking: Unlocking): Promise<void>;
  /** Calls back at once with the present state, then at every change; returns the way to stop. */
  onHostState(listener: (state: HostState) => void): () => void;
  /** What was chosen, or null when the person thought better of it. */
  chooseFileToOpen(purpose: OpenPurpose): Promise<ChosenFile | null>;
  chooseFileToSave(purpose: SavePurpose, suggestedName: string): Promise<ChosenFile | null>;
  /** Sets what the window would print (its print styles, its `@page`) as PDF; answers the id the host knows it by. */
  setPages(): Promise<string>;
  /** Opens the system's print dialog for the window's print view; false when the person closed it. */
  printPages(): Promise<boolean>;
  /** Puts text on the clipboard (the page itself has no clipboard permission). */
  copyText(text: string): Promise<void>;
  /** `system` follows the desktop. Also colours the window before the page has drawn. */
  setTheme(theme: 'system' | 'light' | 'dark'): Promise<void>;
  /** Bench mode (F11). */
  setFullScreen(isOn: boolean): Promise<void>;
  /** A mark on the start-up clock, e.g. `page-usable`; shown on the diagnostics page and in `npm run perf`. */
  mark(name: string): void;
  /** `suspend`, `resume`, `lock`, `unlock` of the machine. */
  onPower(listener: (event: PowerEvent) => void): () => void;
}

export type PowerEvent = 'suspend' | 'resume' | 'lock' | 'unlock';
