import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { getBridge } from '../data/bridge.ts';
import { useFrameState } from './frame-state.ts';
import { openErrorEntry } from './overlays.ts';
import { noScan, readScannerKey } from './scanner.ts';
import { shownInstrument } from './shown-instrument.ts';

/** Turns bench mode (F11) on or off: type half as large again, no rail, the whole screen. */
export function toggleBenchMode(): void {
  const isOn = !useFrameState.getState().isBenchMode;
  useFrameState.getState().setBenchMode(isOn);
  document.documentElement.dataset.benchMode = isOn ? 'on' : 'off';
  void getBridge()?.setFullScreen(isOn);
}

/** Keys that work on every screen: Ctrl+K search, Ctrl+E enter an error, F11 bench mode, and a scanner anywhere but in a field. */
export function useFrameKeys(): void {
  const router = useRouter();
  useEffect(() => {
    const here = () => shownInstrument(router.state.location.pathname);
    const press = (event: KeyboardEvent) => {
      const isCtrl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const key = event.key.toLowerCase();
      if (isCtrl && key === 'k') {
        event.preventDefault();
        useFrameState.getState().setPaletteOpen(!useFrameState.getState().isPaletteOpen);
      } else if (isCtrl && key === 'e') {
        event.preventDefault();
        openErrorEntry({ instrumentId: here() });
      } else if (event.key === 'F11') {
        event.preventDefault();
        toggleBenchMode();
      }
    };
    let scan = noScan;
    const listenForScanner = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTakingText(event.target)) {
        scan = noScan;
        return;
      }
      const step = readScannerKey(scan, event.key, event.timeStamp);
      scan = step.state;
      if (step.isPartOfBurst) {
        // Else its Enter would press whatever has the focus.
        event.preventDefault();
        event.stopPropagation();
      }
      if (step.scanned !== null) {
        openErrorEntry({ instrumentId: here(), code: step.scanned, origin: 'scanned' });
      }
    };
    document.addEventListener('keydown', press);
    window.addEventListener('keydown', listenForScanner, { capture: true });
    return () => {
      document.removeEventListener('keydown', press);
      window.removeEventListener('keydown', listenForScanner, { capture: true });
    };
  }, [router]);
}

/** Whether keys go into a field, or a dialog is open: then a scan is simply typed there. */
function isTakingText(target: EventTarget | null): boolean {
  const isField =
    target instanceof Element &&
    target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select') !== null;
  return isField || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}
