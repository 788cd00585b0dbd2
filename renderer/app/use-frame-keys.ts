import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { SessionState } from '../../shared/modules/people/contract.ts';
import { getBridge } from '../data/bridge.ts';
import { useClient } from '../data/data-layer.tsx';
import { useFrameState } from './frame-state.ts';
import { mayNobodyAct } from './may-nobody-act.ts';
import { openErrorEntry, setWhoOpen, useOverlays } from './overlays.ts';
import { fieldOf, isDialogOpen } from './scan-field.ts';
import { noScan, readScannerKey } from './scanner.ts';
import { shownInstrument } from './shown-instrument.ts';
import type { TakeScan } from './use-take-scan.ts';

/** Turns bench mode (F11) on or off: type half as large again, no rail, the whole screen. */
export function toggleBenchMode(): void {
  const isOn = !useFrameState.getState().isBenchMode;
  useFrameState.getState().setBenchMode(isOn);
  document.documentElement.dataset.benchMode = isOn ? 'on' : 'off';
  void getBridge()?.setFullScreen(isOn);
}

/**
 * Keys that work on every screen: Ctrl+K search, Ctrl+E enter an error, Ctrl+U who acts, Ctrl+L lock, F11 bench mode, and a
 * scanner anywhere but in a field. While nobody may act there is only bench mode.
 */
export function useFrameKeys(session: SessionState | undefined, takeScan: TakeScan): void {
  const router = useRouter();
  const client = useClient();
  const latest = useRef(session);
  latest.current = session;
  useEffect(() => {
    const here = () => shownInstrument(router.state.location.pathname);
    const isActive = () => latest.current?.state === 'active';
    const press = (event: KeyboardEvent) => {
      if (latest.current !== undefined && mayNobodyAct(latest.current) && event.key !== 'F11') {
        return;
      }
      const isCtrl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const key = event.key.toLowerCase();
      if (isCtrl && key === 'k') {
        event.preventDefault();
        useFrameState.getState().setPaletteOpen(!useFrameState.getState().isPaletteOpen);
      } else if (isCtrl && key === 'e') {
        event.preventDefault();
        openErrorEntry({ instrumentId: here() });
      } else if (isCtrl && key === 'u') {
        event.preventDefault();
        setWhoOpen(!useOverlays.getState().isWhoOpen);
      } else if (isCtrl && key === 'l' && isActive()) {
        event.preventDefault();
        client.people.lock().catch(() => setWhoOpen(true));
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
        void takeScan(step.scanned, 'keyboard');
      }
    };
    document.addEventListener('keydown', press);
    window.addEventListener('keydown', listenForScanner, { capture: true });
    return () => {
      document.removeEventListener('keydown', press);
      window.removeEventListener('keydown', listenForScanner, { capture: true });
    };
  }, [router, client, takeScan]);
}

/** Whether keys go into a field, or a dialog is open: then a scan is simply typed there. */
function isTakingText(target: EventTarget | null): boolean {
  return fieldOf(target) !== null || isDialogOpen();
}
