/**
 * A bar-code scanner is a keyboard that types faster than a hand and ends with Enter. This reads key presses and tells a
 * scan from typing; it knows no clock and no screen.
 */
export interface ScanState {
  readonly text: string;
  /** When the last key of the burst came, ms; null before the first. */
  readonly lastAtMs: number | null;
}

export const noScan: ScanState = { text: '', lastAtMs: null };

/** Keys of a scanner come within a few milliseconds; a fast typist needs more than 60 ms from key to key. */
export const MAX_KEY_GAP_MS = 40;
/** Shorter bursts may be two keys pressed at once. */
export const MIN_SCAN_LENGTH = 3;
/** The longest code the host takes (`errors.enter`); what is longer is not a code. */
export const MAX_SCAN_LENGTH = 60;

export interface ScanStep {
  readonly state: ScanState;
  /** The whole text when this key ended a scan. */
  readonly scanned: string | null;
  /** The key belongs to a burst: nothing else should act on it. */
  readonly isPartOfBurst: boolean;
}

/** Takes one key press. `key` is as in `KeyboardEvent.key`; keys that make no character are let through. */
export function readScannerKey(state: ScanState, key: string, atMs: number): ScanStep {
  const isQuick = state.lastAtMs !== null && atMs - state.lastAtMs <= MAX_KEY_GAP_MS;
  if (key === 'Enter') {
    const isScan = isQuick && state.text.length >= MIN_SCAN_LENGTH && state.text.length <= MAX_SCAN_LENGTH;
    return { state: noScan, scanned: isScan ? state.text : null, isPartOfBurst: isScan };
  }
  if ([...key].length !== 1) {
    // Shift comes between the letters of a scan.
    return { state, scanned: null, isPartOfBurst: false };
  }
  const text = isQuick ? `${state.text}${key}`.slice(0, MAX_SCAN_LENGTH + 1) : key;
  return { state: { text, lastAtMs: atMs }, scanned: null, isPartOfBurst: isQuick && text.length >= MIN_SCAN_LENGTH };
}
