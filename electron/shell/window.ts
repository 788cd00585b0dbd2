import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import { PAGE_ADDRESS } from './page-address.ts';
import { safeWebPreferences } from './security.ts';
import { isReachable, rememberWindow, type WindowMemory } from './window-memory.ts';

/** The two grounds of the design's tokens: what shows before the page has drawn. */
const ground = { light: '#F5F6F8', dark: '#0E1319' } as const;

export interface BenchWindow {
  readonly window: BrowserWindow;
  setTheme(theme: WindowMemory['theme']): void;
}

export interface WindowOptions {
  readonly preload: string;
  readonly memory: WindowMemory;
  readonly memoryFile: string;
  readonly onShown: () => void;
}

/** Opens the one window. It shows itself once the page's skeleton is drawn; nothing here waits for the host. */
export function openWindow(options: WindowOptions): BenchWindow {
  let memory = options.memory;
  nativeTheme.themeSource = memory.theme;
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const place = isReachable(memory, areas) ? { x: memory.x ?? 0, y: memory.y ?? 0 } : {};
  const window = new BrowserWindow({
    title: app.getName(),
    width: memory.width,
    height: memory.height,
    ...place,
    minWidth: 640,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: safeWebPreferences(options.preload),
  });
  window.once('ready-to-show', () => {
    if (memory.isMaximized) window.maximize();
    window.show();
    options.onShown();
  });

  const keep = (change: Partial<WindowMemory> = {}) => {
    const bounds = window.getNormalBounds();
    memory = { ...memory, ...bounds, isMaximized: window.isMaximized(), ...change };
    // Losing a window's place is no loss anyone must hear of.
    rememberWindow(options.memoryFile, memory).catch(() => undefined);
  };
  window.on('close', () => keep());
  // The page's title belongs to the page; the window's says which program this is.
  window.on('page-title-updated', (event) => event.preventDefault());
  // A page that crashed is loaded again: nothing of value lives in it.
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) void window.loadURL(PAGE_ADDRESS);
  });
  void window.loadURL(PAGE_ADDRESS);

  return {
    window,
    setTheme(theme) {
      nativeTheme.themeSource = theme;
      window.setBackgroundColor(nativeTheme.shouldUseDarkColors ? ground.dark : ground.light);
      keep({ theme });
    },
  };
}
