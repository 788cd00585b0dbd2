import { useEffect } from 'react';
import { getBridge } from '../data/bridge.ts';
import { useFrameState } from './frame-state.ts';
import { openErrorEntry } from './overlays.ts';

/** Turns bench mode (F11) on or off: type half as large again, no rail, the whole screen. */
export function toggleBenchMode(): void {
  const isOn = !useFrameState.getState().isBenchMode;
  useFrameState.getState().setBenchMode(isOn);
  document.documentElement.dataset.benchMode = isOn ? 'on' : 'off';
  void getBridge()?.setFullScreen(isOn);
}

/** Keys that work on every screen: Ctrl+K search, Ctrl+E enter an error, F11 bench mode. */
export function useFrameKeys(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isCtrl = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      const key = event.key.toLowerCase();
      if (isCtrl && key === 'k') {
        event.preventDefault();
        useFrameState.getState().setPaletteOpen(!useFrameState.getState().isPaletteOpen);
      } else if (isCtrl && key === 'e') {
        event.preventDefault();
        openErrorEntry();
      } else if (event.key === 'F11') {
        event.preventDefault();
        toggleBenchMode();
      }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}
