import type { PortInfo } from '../../shared/instruments/link-settings.ts';
import { compareNames } from '../../shared/kernel/compare-names.ts';

/** Stands for "another path" in the list of ports; no port has an empty name. */
export const TYPED_PATH = '';

/** Free plugged-in (USB) ports first, then other free ones, then those in use; within each by name. */
export function sortPorts(ports: readonly PortInfo[]): PortInfo[] {
  const rank = (port: PortInfo) => (port.usedBy !== null ? 2 : port.usb === null ? 1 : 0);
  return ports.toSorted((a, b) => rank(a) - rank(b) || compareNames(a.path, b.path));
}

/** Paths that are in `now` and were not in `before`: what was just plugged in. */
export function newPorts(before: readonly PortInfo[], now: readonly PortInfo[]): readonly PortInfo[] {
  const known = new Set(before.map((port) => port.path));
  return now.filter((port) => !known.has(port.path) && port.usedBy === null);
}
