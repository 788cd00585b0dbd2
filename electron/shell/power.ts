import { powerMonitor } from 'electron';
import type { PowerEvent } from '../../shared/shell/bridge.ts';

/** Tells of the machine's sleep and of its locked screen. The links close before sleep and re-open after it. */
export function watchPower(listener: (event: PowerEvent) => void): void {
  powerMonitor.on('suspend', () => listener('suspend'));
  powerMonitor.on('resume', () => listener('resume'));
  powerMonitor.on('lock-screen', () => listener('lock'));
  powerMonitor.on('unlock-screen', () => listener('unlock'));
}
