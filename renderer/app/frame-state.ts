import { create } from 'zustand';

/** UI state of the frame only; what the bench knows is in queries. */
interface FrameState {
  readonly isPaletteOpen: boolean;
  readonly isBenchMode: boolean;
  setPaletteOpen(isOpen: boolean): void;
  setBenchMode(isOn: boolean): void;
}

export const useFrameState = create<FrameState>()((set) => ({
  isPaletteOpen: false,
  isBenchMode: false,
  setPaletteOpen: (isPaletteOpen) => set({ isPaletteOpen }),
  setBenchMode: (isBenchMode) => set({ isBenchMode }),
}));
