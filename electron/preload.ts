import { contextBridge, ipcRenderer } from 'electron';
import {
  type Bridge,
  type ChosenFile,
  HOST_PORT_MESSAGE,
  type HostState,
  type PowerEvent,
} from '../shared/shell/bridge.ts';
import type { Announcement, Channel, ChannelInput } from './shell/channels.ts';

/** The two things of the page's world used here; the process folders are compiled without the DOM. */
declare const window: {
  readonly location: { readonly origin: string };
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

// Names of channels are types here, not values: zod and the table stay out of the page's start.
const call = <C extends Channel>(channel: C, ...input: ChannelInput<C>): Promise<unknown> =>
  ipcRenderer.invoke(channel, ...input);
const send = <C extends Channel>(channel: C, ...input: ChannelInput<C>): void => ipcRenderer.send(channel, ...input);

function on(announcement: Announcement, listener: (value: unknown) => void): () => void {
  const heard = (_event: unknown, value: unknown) => listener(value);
  ipcRenderer.on(announcement, heard);
  return () => ipcRenderer.off(announcement, heard);
}

// A MessagePort can not pass the context bridge; a window message is the one way that keeps both worlds apart.
ipcRenderer.on('host:port' satisfies Announcement, (event, value: { generation: number }) => {
  window.postMessage({ type: HOST_PORT_MESSAGE, generation: value.generation }, window.location.origin, event.ports);
});

const bridge: Bridge = {
  platform: process.platform,
  requestHost: () => send('host:request'),
  retryHost: async () => {
    await call('host:retry');
  },
  openNextSite: async () => {
    await call('host:next-site');
  },
  unlockHost: async (unlocking) => {
    await call('host:unlock', unlocking);
  },
  onHostState: (listener) => {
    const stop = on('host:changed', (state) => listener(state as HostState));
    call('host:state').then(
      (state) => listener(state as HostState),
      () => undefined,
    );
    return stop;
  },
  chooseFileToOpen: (purpose) => call('dialog:open', purpose) as Promise<ChosenFile | null>,
  chooseFileToSave: (purpose, suggestedName) =>
    call('dialog:save', purpose, suggestedName) as Promise<ChosenFile | null>,
  setPages: () => call('print:set') as Promise<string>,
  printPages: () => call('print:dialog') as Promise<boolean>,
  copyText: async (text) => {
    await call('clipboard:write', text);
  },
  setTheme: async (theme) => {
    await call('window:theme', theme);
  },
  setFullScreen: async (isOn) => {
    await call('window:full-screen', isOn);
  },
  mark: (name) => send('start:mark', name),
  onPower: (listener) => on('power', (event) => listener(event as PowerEvent)),
};

contextBridge.exposeInMainWorld('benchside', bridge);
