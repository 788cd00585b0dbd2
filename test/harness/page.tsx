import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel as NodeMessageChannel } from 'node:worker_threads';
import { createMemoryHistory } from '@tanstack/react-router';
import { act, cleanup, configure, render, waitFor } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import axe from 'axe-core';
import { createHost, type Host, type HostOptions } from '../../electron/host/host.ts';
import { type ClientPort, createServer } from '../../electron/host/serve.ts';
import { App } from '../../renderer/app/app.tsx';
import { useFrameState } from '../../renderer/app/frame-state.ts';
import { closeErrorEntry, setWhoOpen } from '../../renderer/app/overlays.ts';
import { type AppRouter, createAppRouter } from '../../renderer/app/router.tsx';
import { closeSigning } from '../../renderer/app/signing.ts';
import { createHostClient, type HostClient } from '../../renderer/data/client.ts';
import { createDataLayer, type DataLayer } from '../../renderer/data/data-layer.tsx';
import { HostConnection } from '../../renderer/data/host-connection.ts';
import { createHearing, type Hear } from './hear.ts';
import { runCache } from './run-cache.ts';

/** What jsdom has not, because it paints nothing: the page asks for these and must get some answer. */
window.matchMedia = ((query: string) => ({
  matches: false,
  media: query,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
})) as unknown as typeof window.matchMedia;
window.scrollTo = () => undefined;
Element.prototype.scrollTo = () => undefined;
Element.prototype.scrollIntoView = () => undefined;
// Nothing has a size here; a list that draws what is in view must have a view.
Object.defineProperties(Element.prototype, {
  clientHeight: { configurable: true, get: () => 600 },
  clientWidth: { configurable: true, get: () => 800 },
});

// A screen's code is loaded when it is first shown, and these machines are busy.
configure({ asyncUtilTimeout: 20_000 });

const projectRoot = path.resolve(import.meta.dirname, '../..');

/** The page as it is, over a MessageChannel to a host as it is, with a data folder of its own. */
export interface PageUnderTest {
  readonly host: Host;
  readonly layer: DataLayer;
  readonly router: AppRouter;
  readonly user: UserEvent;
  /** Faults the host reported; a test that expects none checks it. */
  readonly faults: unknown[];
  /** A second client of the same host: what another window, or the instrument itself, does meanwhile. */
  readonly client: HostClient;
  /** Registers an instrument without a wire; answers its id. */
  addByHand(more?: Partial<NewInstrument>): Promise<string>;
  /** Lets an instrument say one whole message. */
  readonly hear: Hear;
  /** Goes to a path and waits until it is drawn. */
  goTo(address: string): Promise<void>;
  /** Cuts the connection, as when the host is killed, and after `meanwhile` joins again. */
  reconnect(meanwhile?: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Draws the page at `address` against a real host; `options` are the host's. */
export async function openPage(address = '/bench', options: Partial<HostOptions> = {}): Promise<PageUnderTest> {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-dom-'));
  const faults: unknown[] = [];
  const onFault = (error: unknown) => faults.push(error);
  const host = await createHost({
    dataFolder,
    resourcesFolder: path.join(projectRoot, 'resources'),
    appVersion: '0.0.0-test',
    build: 'test',
    electronSource: 'none',
    ballastBytes: 0,
    ...runCache(),
    ports: noPorts,
    onFault,
    ...options,
  });
  const serve = createServer(host.router, { onFault });
  const layer = createDataLayer();
  const join = () => {
    const { port1, port2 } = new NodeMessageChannel();
    serve(port1 as unknown as ClientPort);
    layer.connection.accept(port2 as unknown as MessagePort);
  };
  join();
  const aside = new HostConnection();
  const { port1, port2 } = new NodeMessageChannel();
  serve(port1 as unknown as ClientPort);
  aside.accept(port2 as unknown as MessagePort);
  const client = createHostClient(aside);
  const router = createAppRouter(layer, createMemoryHistory({ initialEntries: [address] }));
  render(<App layer={layer} router={router} />);
  return {
    host,
    layer,
    router,
    user: userEvent.setup(),
    faults,
    client,
    async addByHand(more = {}) {
      const { instrumentId } = await client.instruments.add({ ...byHand, ...more });
      return instrumentId;
    },
    hear: createHearing(host, async (instrumentId) => (await client.instruments.get({ instrumentId })).definitionKey),
    goTo: (to) => act(() => router.navigate({ to })),
    async reconnect(meanwhile) {
      act(() => layer.connection.lose());
      await meanwhile?.();
      act(join);
    },
    async close() {
      cleanup();
      // What is open over the screen is the window's, not the screen's.
      closeErrorEntry();
      setWhoOpen(false);
      closeSigning();
      useFrameState.getState().setPaletteOpen(false);
      // react-aria's announcements outlive the page they were about.
      document.querySelector('[data-live-announcer]')?.remove();
      layer.connection.lose();
      aside.lose();
      await host.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

type NewInstrument = Parameters<HostClient['instruments']['add']>[0];

const byHand: NewInstrument = {
  definitionKey: 'generic-lis02',
  name: 'By hand',
  serialNumber: '',
  assetNumber: '',
  place: '',
  firmware: '',
  notes: '',
  link: { kind: 'none' },
  silenceMinutes: 30,
};

/** A machine without serial ports. */
const noPorts: NonNullable<HostOptions['ports']> = { list: async () => ({ ports: [], problem: null }) };

/**
 * What axe finds on the whole page, serious and critical only. Contrast is left to test/unit/renderer/contrast.test.ts:
 * there is no paint here to measure.
 */
export async function findSeriousFaults(): Promise<string[]> {
  // What was just announced names an element that may be gone since: the announcer's own, not on the screen.
  const page = { include: [['body']], exclude: [['[data-live-announcer]']] };
  const { violations } = await axe.run(page, { rules: { 'color-contrast': { enabled: false } } });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
}

/** A field for a password takes the focus by itself, a frame after it came; no hand is quicker, but a test is. */
export const passwordHasFocus = (): Promise<void> =>
  waitFor(() => {
    const holder = document.activeElement;
    if (!(holder instanceof HTMLInputElement) || holder.type !== 'password')
      throw new Error('No password is asked for.');
  });
