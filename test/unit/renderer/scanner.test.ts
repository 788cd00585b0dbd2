import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_KEY_GAP_MS, noScan, readScannerKey, type ScanState } from '../../../renderer/app/scanner.ts';
import { shownInstrument } from '../../../renderer/app/shown-instrument.ts';

function press(keys: readonly string[], gapMs: number): { scanned: string[]; held: string[] } {
  let state: ScanState = noScan;
  let atMs = 1000;
  const scanned: string[] = [];
  const held: string[] = [];
  for (const key of keys) {
    const step = readScannerKey(state, key, atMs);
    state = step.state;
    if (step.scanned !== null) scanned.push(step.scanned);
    if (step.isPartOfBurst) held.push(key);
    atMs += gapMs;
  }
  return { scanned, held };
}

const code = fc.stringMatching(/^[A-Z0-9-]{3,60}$/);

describe('a scanner', () => {
  it('is a quick burst that ends with Enter', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: 0, max: MAX_KEY_GAP_MS }), (text, gapMs) => {
        expect(press([...text, 'Enter'], gapMs).scanned).toEqual([text]);
      }),
    );
  });

  it('is not a person typing, however much', () => {
    fc.assert(
      fc.property(code, fc.integer({ min: MAX_KEY_GAP_MS + 1, max: 2000 }), (text, gapMs) => {
        expect(press([...text, 'Enter'], gapMs)).toEqual({ scanned: [], held: [] });
      }),
    );
  });

  it('is not two keys pressed at once, nor Enter alone, nor what is longer than a code', () => {
    expect(press(['a', 'b', 'Enter'], 1).scanned).toEqual([]);
    expect(press(['Enter'], 1)).toEqual({ scanned: [], held: [] });
    expect(press([...'x'.repeat(61), 'Enter'], 1).scanned).toEqual([]);
  });

  it('may press Shift between its letters, and starts anew after each scan', () => {
    expect(press(['Shift', 'E', '-', 'Shift', '4', '1', 'Enter', 'A', '1', '2', 'Enter'], 5).scanned).toEqual([
      'E-41',
      'A12',
    ]);
  });

  it('does not take what was typed before it', () => {
    let state = readScannerKey(noScan, 'q', 0).state;
    for (const [index, key] of [...'E-41'].entries()) {
      state = readScannerKey(state, key, 500 + index).state;
    }
    expect(readScannerKey(state, 'Enter', 505).scanned).toBe('E-41');
  });
});

describe('the instrument that is shown', () => {
  it('is the one in the address', () => {
    expect(shownInstrument('/instruments/0192-aa/wire')).toBe('0192-aa');
    expect(shownInstrument('/instruments/new')).toBeNull();
    expect(shownInstrument('/bench')).toBeNull();
  });
});
