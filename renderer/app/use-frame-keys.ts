import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { SessionState } from '../../shared/modules/people/contract.ts';
import { getBridge } from '../data/bridge.ts';
import { useClient } from '../data/data-layer.tsx';
import { toPageError } from '../data/page-error.ts';
import { useFrameState } from './frame-state.ts';
import { mayNobodyAct } from './may-nobody-act.ts';
import { openErrorEntry, setWhoOpen, useOverlays } from './overlays.ts';
import { scanTaker } from './scan-taker.ts';
import { noScan, readScannerKey } from './scanner.ts';
import { shownInstrument } from './shown-instrument.ts';

/** The host takes no shorter code for a badge, so a shorter one is not asked for. */
const LEAST_BADGE_LENGTH = 6;

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
export function useFrameKeys(session: SessionState | undefined): void {
  const router = useRouter();
  const client = useClient();
  const latest = useRef(session);
  latest.current = session;
  useEffect(() => {
    const here = () => shownInstrument(router.state.location.pathname);
    const isActive = () => latest.current?.state === 'active';
    const takeScan = async (scanned: string) => {
      if (isActive() && scanned.trim().length >= LEAST_BADGE_LENGTH) {
        try {
          await client.people.switchByBadge({ badge: scanned });
          return;
        } catch (error) {
          // A badge of somebody who may not act now is a badge all the same.
          if (toPageError(error).code !== 'people/unknown-badge') {
            setWhoOpen(true);
            return;
          }
        }
      }
      const take = scanTaker();
      if (take === null) {
        openErrorEntry({ instrumentId: here(), code: scanned, origin: 'scanned' });
      } else {
        take(scanned);
      }
    };
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
        void takeScan(step.scanned);
      }
    };
    document.addEventListener('keydown', press);
    window.addEventListener('keydown', listenForScanner, { capture: true });
    return () => {
      document.removeEventListener('keydown', press);
      window.removeEventListener('keydown', listenForScanner, { capture: true });
    };
  }, [router, client]);
}

/** Whether keys go into a field, or a dialog is open: then a scan is simply typed there. */
function isTakingText(target: EventTarget | null): boolean {
  const isField =
    target instanceof Element &&
    target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select') !== null;
  return isField || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}
