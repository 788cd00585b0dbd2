import type { App, Session, WebContents, WebPreferences } from 'electron';
import { isPageAddress } from './page-address.ts';

/** Web preferences of every window: a page without Node, behind one preload, that does not learn to spell from the network. */
export function safeWebPreferences(preload: string): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    // Files come through main's dialogs or a file field, devices through the host: the page needs none of these by itself.
    disableBlinkFeatures: 'FileSystemAccessLocal,Serial,WebUSB,WebHID,WebBluetooth',
  };
}

/** Switches that must be set before `ready`: the browser engine makes no connection of its own. */
export function quietEngine(app: App): void {
  // It takes `--no-sandbox` back, and for root (build machines) the engine's helpers then refuse to start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('dns-prefetch-disable');
  // No name is ever looked up by the window: the host, not the page, talks to instruments.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // WebRTC would open sockets without a request that could be refused: to its servers, and one that answers to mDNS.
  const off = [app.commandLine.getSwitchValue('disable-features'), 'WebRtcHideLocalIpsWithMdns'].filter(Boolean);
  app.commandLine.appendSwitch('disable-features', off.join(','));
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
}

/** Nothing leads out of the page: no navigation, no window, no web view, in whatever frame or window it is tried. */
export function confineContents(app: App): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** No permission, no device, no download, no request but for the page's own files. */
export function confineSession(session: Session, options: { allowsDevTools: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, callback) => {
    const isDevTools = options.allowsDevTools && details.url.startsWith('devtools://');
    callback({ cancel: !isPageAddress(details.url) && !isDevTools });
  });
}
