import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import { type ScannerSettings, scannerSettings } from '../../shared/modules/scanner/contract.ts';
import type { SettingsStore } from '../store/store.ts';

/** Where the scanner lies among this machine's settings. */
export const scannerKey = 'scanner/settings';

/** The scanner of this workstation as it was saved; null before anyone did, or where the value can not be read. */
export function readScanner(store: SettingsStore): ScannerSettings | null {
  const read = scannerSettings.safeParse(store.get(scannerKey));
  return read.success ? read.data : null;
}

/** The settings as those of a link. */
export function scannerLink({ port, serial }: ScannerSettings): Extract<LinkSettings, { kind: 'serial' | 'none' }> {
  return port === null ? { kind: 'none' } : { kind: 'serial', ...port, serial: { ...serial, flow: 'none' } };
}
