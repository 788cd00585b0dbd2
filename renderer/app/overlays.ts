import { create } from 'zustand';

/** What "Enter an error" starts with: all empty from the rail or Ctrl+E, filled in from a screen or a scanner. */
export interface ErrorEntryStart {
  readonly instrumentId: string | null;
  readonly code: string;
  readonly origin: 'typed' | 'scanned';
}

interface OverlayState {
  readonly errorEntry: ErrorEntryStart | null;
}

export const useOverlays = create<OverlayState>()(() => ({ errorEntry: null }));

/** Opens the sheet to enter an error code, over any screen. */
export function openErrorEntry(start: Partial<ErrorEntryStart> = {}): void {
  useOverlays.setState({ errorEntry: { instrumentId: null, code: '', origin: 'typed', ...start } });
}

export function closeErrorEntry(): void {
  useOverlays.setState({ errorEntry: null });
}
