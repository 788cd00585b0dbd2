import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { app, BrowserWindow, clipboard, safeStorage, session, type UtilityProcess } from 'electron';
import type { HostState, PowerEvent } from '../../shared/shell/bridge.ts';
import { START_LOG } from '../../shared/shell/start-log.ts';
import type { KeepCompiled } from '../boot/compiled-code.ts';
import { giveBackMemory } from '../boot/give-back.ts';
import {
  deleteLeft,
  finishLeaving,
  listSites,
  type OpeningSite,
  openingSite,
  openSiteNext,
} from '../store/site-folders.ts';
import { showAttention } from './desktop-attention.ts';
import { chooseFileToOpen, chooseFileToSave, type GrantFile } from './dialogs.ts';
import { HostSupervisor } from './host-supervisor.ts';
import { openChannels } from './ipc.ts';
import { setMenu } from './menu.ts';
import { PAGE_ADDRESS } from './page-address.ts';
import { watchPower } from './power.ts';
import { pagesOf, printWithDialog } from './printing.ts';
import { servePage } from './protocol.ts';
import { readRuntimeFacts } from './runtime-facts.ts';
import { chooseKeyProvider, osKeyStore, type SealingStore, usualKeyProvider } from './secrets.ts';
import { confineSession } from './security.ts';
import type { StartClock } from './start-clock.ts';
import { keepStartMarks } from './start-log.ts';
import type { StartArguments } from './start-settings.ts';
import { type BenchWindow, openWindow } from './window.ts';
import { recallWindow } from './window-memory.ts';

/** Filled in by the build: the commit it was made from. */
declare const BENCHSIDE_BUILD: string;

/** Compiled code is kept, and memory given back, when the person has the window and the machine is at rest. */
const AT_REST_AFTER_MS = 2_000;

export interface Bench {
  readonly start: StartArguments;
  /** Where main's own built file lies; host, preload and page lie beside it. */
  readonly built: string;
  /** Folder of the first site; further ones lie below it. */
  readonly dataFolder: string;
  /** The window's own folder: what the browser engine keeps, and nothing of value. */
  readonly windowFolder: string;
  readonly clock: StartClock;
  readonly keepCompiled: KeepCompiled;
  /** Makes a host process; the first one is under way before this code is loaded. */
  readonly fork: () => UtilityProcess;
}

/** Opens the window and joins it with the host. Resolves when both are under way. */
export async function runBench(parts: Bench): Promise<void> {
  const { start, built, dataFolder, windowFolder, clock } = parts;
  const runtimeFile = app.isPackaged
    ? path.join(process.resourcesPath, 'runtime.json')
    : path.join(app.getAppPath(), '.runtime', 'runtime.json');
  const memoryFile = path.join(windowFolder, 'window.json');
  const [runtime, memory] = await Promise.all([readRuntimeFacts(runtimeFile), recallWindow(memoryFile)]);

  let bench: BenchWindow | null = null;
  const tellPage = (announcement: 'host:changed' | 'power', value: unknown) => {
    if (bench !== null && !bench.window.isDestroyed()) bench.window.webContents.send(announcement, value);
  };

  const sealing: SealingStore = safeStorage;
  let site: OpeningSite = { id: '', folder: dataFolder, problem: null };
  let shownSite = '';
  // Asked anew for each start of the host: another site may be next, the first answer may have made a key store of a new
  // folder, or moved the keys.
  const settings = async () => {
    site = nextSite(dataFolder);
    const { id, folder, problem } = site;
    return {
      ...fixedSettings,
      dataFolder: folder,
      site: { root: dataFolder, id, problem },
      keyProvider: await chooseKeyProvider(folder, start.keys, sealing),
      usualKeyProvider: await usualKeyProvider(start.keys, sealing),
    };
  };
  const fixedSettings = {
    resourcesFolder: app.isPackaged
      ? path.join(process.resourcesPath, 'resources')
      : path.join(app.getAppPath(), 'resources'),
    // Only an older Node-API needs an add-on of its own; elsewhere the shipped one is the tested one.
    sqliteBinding:
      Number(process.versions.napi) < 10 ? (process.env.BENCHSIDE_SQLITE_BINDING ?? runtime.sqliteBinding) : null,
    appVersion: app.getVersion(),
    build: BENCHSIDE_BUILD,
    electronSource: runtime.source,
  };
  const hostState = (): HostState => ({
    ...supervisor.state,
    hasOtherSites: listSites(dataFolder, site.id).length > 1,
  });
  const supervisor = new HostSupervisor({
    fork: parts.fork,
    keyStore: {
      read: () => osKeyStore(site.folder, sealing).read(),
      write: (secret) => osKeyStore(site.folder, sealing).write(secret),
    },
    settings,
    onMark: (name, at) => clock.mark(name, at),
    onAttention: showAttention(() => showWindow()),
    onState: (state) => {
      tellPage('host:changed', hostState());
      const isOther = (state.state === 'ready' || state.state === 'failed') && site.id !== shownSite;
      // Nothing a page has read of one site stays in view of another: it is loaded anew, and asks for its own port.
      if (isOther && shownSite !== '') void bench?.window.loadURL(PAGE_ADDRESS);
      if (isOther) shownSite = site.id;
      if (state.state !== 'ready') return;
      supervisor.tell({ type: 'marks', marks: [...clock.all] });
      if (state.generation > 1 && !isOther) grantPort();
    },
    // At the first start the page's first questions wait in the port; after a loss it gets one when the host is ready, so
    // that "reconnecting" is said exactly as long as it is so.
    onStarted: () => {
      if (supervisor.state.generation === 1) grantPort();
    },
  });
  clock.onMark((mark) => {
    // A host that is not ready yet gets all of them at once when it is.
    if (supervisor.state.state === 'ready') supervisor.tell({ type: 'marks', marks: [mark] });
  });

  let isHostWanted = false;
  const grantPort = () => {
    if (!isHostWanted || bench === null || bench.window.isDestroyed()) return;
    const opened = supervisor.openPort();
    if (opened === null) return;
    bench.window.webContents.postMessage('host:port', { generation: opened.generation }, [opened.port]);
  };

  const windowOf = (contents: Electron.WebContents): BrowserWindow => {
    const window = BrowserWindow.fromWebContents(contents);
    if (window === null) throw new Error('shell/not-allowed');
    return window;
  };
  const grantFile: GrantFile = (grant) => supervisor.grant({ type: 'file-grant', grant });
  openChannels(
    {
      'host:request': () => {
        isHostWanted = true;
        grantPort();
      },
      'host:retry': () => supervisor.retry(),
      'host:unlock': (_sender, unlocking) => supervisor.unlock(unlocking),
      'host:next-site': () => {
        if (supervisor.state.state !== 'failed') return;
        const carried = listSites(dataFolder, site.id);
        const at = carried.findIndex(({ id }) => id === site.id);
        const next = carried[(at + 1) % carried.length];
        if (next !== undefined) openSiteNext(dataFolder, next.id);
        supervisor.retry();
      },
      'host:state': hostState,
      'dialog:open': (sender, purpose) => chooseFileToOpen(windowOf(sender), grantFile, purpose),
      'dialog:save': (sender, purpose, name) => chooseFileToSave(windowOf(sender), grantFile, purpose, name),
      'print:set': async (sender) => {
        const parcel = { id: randomUUID(), bytes: await pagesOf(sender) };
        await supervisor.grant({ type: 'parcel', parcel });
        return parcel.id;
      },
      'print:dialog': (sender) => printWithDialog(sender),
      'clipboard:write': (_sender, text) => clipboard.writeText(text),
      'window:theme': (_sender, theme) => bench?.setTheme(theme),
      'window:full-screen': (sender, isOn) => windowOf(sender).setFullScreen(isOn),
      'start:mark': (_sender, name) => {
        clock.mark(name);
        // Losing them is no loss anyone must hear of.
        if (name !== 'page-usable') return;
        keepStartMarks(path.join(windowFolder, START_LOG), clock.all).catch(() => undefined);
        setTimeout(() => {
          parts.keepCompiled();
          giveBackMemory();
        }, AT_REST_AFTER_MS).unref();
      },
    },
    (contents) => bench !== null && contents === bench.window.webContents,
  );

  confineSession(session.defaultSession, { allowsDevTools: !app.isPackaged });
  servePage(session.defaultSession, path.join(built, '../renderer'));
  setMenu({ isMac: process.platform === 'darwin', hasDevTools: !app.isPackaged });

  supervisor.start();
  bench = openWindow({
    preload: path.join(built, '../preload/preload.cjs'),
    memory,
    memoryFile,
    onShown: () => clock.mark('window-shown'),
  });
  clock.mark('window-created');
  watchPower((event: PowerEvent) => {
    supervisor.power(event);
    tellPage('power', event);
  });

  const showWindow = (): void => {
    if (bench === null || bench.window.isDestroyed()) return;
    if (bench.window.isMinimized()) bench.window.restore();
    bench.window.focus();
  };
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => app.quit());
  let isStopped = false;
  app.on('before-quit', (event) => {
    if (isStopped) return;
    event.preventDefault();
    void supervisor.stop().then(() => {
      isStopped = true;
      app.quit();
    });
  });
}

/** The site that opens now; those that were left are out of the way first, and are deleted meanwhile. */
function nextSite(root: string): OpeningSite {
  const problem = finishLeaving(root);
  const opening = openingSite(root);
  // What stays is taken up at the next start.
  deleteLeft(root).catch(() => undefined);
  return problem === null ? opening : { ...opening, problem };
}
