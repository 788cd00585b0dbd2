import { create } from 'zustand';

/** What "Enter an error" starts with: all empty from the rail or Ctrl+E, filled in from a screen or a scanner. */
export interface ErrorEntryStart {
  readonly instrumentId: string | null;
  readonly code: string;
  readonly origin: 'typed' | 'scanned';
}

interface OverlayState {
  readonly errorEntry: ErrorEntryStart | null;
  /** The sheet of who acts: switch, account, lock, sign out. */
  readonly isWhoOpen: boolean;
}

export const useOverlays = create<OverlayState>()(() => ({ errorEntry: null, isWhoOpen: false }));

/** Opens the sheet to enter an error code, over any screen. */
export function openErrorEntry(start: Partial<ErrorEntryStart> = {}): void {
  useOverlays.setState({ errorEntry: { instrumentId: null, code: '', origin: 'typed', ...start } });
}

export function closeErrorEntry(): void {
  useOverlays.setState({ errorEntry: null });
}

export function setWhoOpen(isWhoOpen: boolean): void {
  useOverlays.setState({ isWhoOpen });
}
