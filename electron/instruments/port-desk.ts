import { stat } from 'node:fs/promises';
import { type LinkSettings, type PortInfo, scannerHolder } from '../../shared/instruments/link-settings.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import type { KeeperState } from './link-keeper.ts';
import { type LinkListener, type OpenLink, type SettingsOf, whereOf } from './links/link.ts';
import { openLink } from './links/open-link.ts';
import { type PortList, type PortLister, resolvePath } from './port-list.ts';

/** What holds a port, or waits for one: an instrument's line, or the keeper of the scanner's port. */
interface PortWaiter {
  readonly state: KeeperState;
  readonly settings: LinkSettings;
  portsChanged(): void;
}

interface PortDeskParts {
  readonly lister: PortLister;
  /** Everything that may have a port open, by whom it is: an instrument's id, or `scannerHolder`. */
  readonly holders: () => Iterable<readonly [string, PortWaiter]>;
  /** Further lines that wait for ports without holding them by name: listen tests. */
  readonly tested: () => Iterable<PortWaiter>;
}

/** The serial ports of this machine: which there are, who has which open, and what comes and goes. */
export class PortDesk {
  readonly #parts: PortDeskParts;
  readonly #listeners = new Set<(list: PortList) => void>();
  #seen = '';

  constructor(parts: PortDeskParts) {
    this.#parts = parts;
  }

  /**
   * Opens a serial port wherever it is now, for one holder (null: a test that belongs to nobody).
   *
   * @throws AppError `link/port-used-here`, `link/port-used-by-scanner`, `link/port-of-instrument`, and whatever
   * `resolvePath` and `openSerial` throw
   */
  async open(settings: SettingsOf<'serial'>, listener: LinkListener, holder: string | null): Promise<OpenLink> {
    const path = settings.usb === null ? settings.path : resolvePath(settings, await this.#parts.lister.list());
    const user = this.#userOf(path);
    // Opening it again would change the line's settings under whoever has it.
    if (user !== null && user !== holder) throw new AppError(refusalOf(user, holder), { path });
    return openLink({ ...settings, path }, listener);
  }

  /** The ports there are now, each with who has it open. */
  async list(): Promise<PortList> {
    const list = await this.#parts.lister.list();
    const ports = list.ports.map((port): PortInfo => ({ ...port, usedBy: this.#userOf(port.path) }));
    return { ports, problem: list.problem };
  }

  /** Tells of ports that come and go. Answers how to stop. */
  onPorts(listener: (list: PortList) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks once whether ports came or went, and lets what waits for one try at once. */
  async watch(): Promise<void> {
    const all = [...[...this.#parts.holders()].map(([, waiter]) => waiter), ...this.#parts.tested()];
    const waiting = all.filter(
      (waiter) => waiter.settings.kind === 'serial' && !['open', 'opening', 'off'].includes(waiter.state.state),
    );
    if (waiting.length === 0 && this.#listeners.size === 0) return;
    const { lister } = this.#parts;
    const signature = lister.signature ? await lister.signature() : signatureOf(await lister.list());
    const paths = waiting.map((waiter) => whereOf(waiter.settings));
    const present = await Promise.all(paths.map((path) => stat(path).then(String, () => '')));
    const seen = `${signature}|${present.map((each, index) => (each ? paths[index] : '')).join(' ')}`;
    if (seen === this.#seen) return;
    this.#seen = seen;
    for (const waiter of waiting) waiter.portsChanged();
    if (this.#listeners.size === 0) return;
    const list = await this.list();
    for (const listener of this.#listeners) listener(list);
  }

  #userOf(path: string): string | null {
    for (const [holder, { settings, state }] of this.#parts.holders()) {
      if (settings.kind === 'serial' && state.state === 'open' && state.where === path) return holder;
    }
    return null;
  }
}

function refusalOf(user: string, holder: string | null): string {
  if (user === scannerHolder) return 'link/port-used-by-scanner';
  return holder === scannerHolder ? 'link/port-of-instrument' : 'link/port-used-here';
}

const signatureOf = (list: PortList): string =>
  list.ports.map(({ path, usb }) => `${path} ${usb?.serialNumber ?? ''}`).join(' ');
