import { useEffect, useRef } from 'react';
import { meaningOfKey, namesOfKey } from '../../../../shared/modules/microscopy/rules-keys.ts';
import type { CellClass } from '../../../../shared/modules/microscopy/terms.ts';
import { useScanTaker } from '../../../app/scan-taker.ts';
import { noScan, readScannerKey } from '../../../app/scanner.ts';

interface CountingKeys {
  readonly isActive: boolean;
  readonly classes: readonly CellClass[];
  readonly undoKeys: readonly string[];
  /** Whether the cell was counted. */
  readonly onCell: (index: number) => boolean;
  readonly onUndo: () => void;
  readonly onUnknown: (name: string) => void;
  readonly onScan: () => void;
}

/**
 * Keys and pedals of a count, wherever the focus is, except in a field and while a dialog is open. A key that is held down
 * counts once. A bar code scanned by mistake counts nothing: it types faster than a hand, and what its first letters
 * counted is taken back.
 */
export function useCountingKeys(keys: CountingKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useScanTaker(keys.isActive, () => latest.current.onScan());
  useEffect(() => {
    let scan = noScan;
    let countedInBurst = 0;
    const press = (event: KeyboardEvent) => {
      const { isActive, classes, undoKeys, onCell, onUndo, onUnknown, onScan } = latest.current;
      if (!isActive || event.ctrlKey || event.altKey || event.metaKey || isElsewhere(event.target)) return;
      const before = scan.text.length;
      const step = readScannerKey(scan, event.key, event.timeStamp);
      scan = step.state;
      if (scan.text.length <= before) countedInBurst = 0;
      if (step.isPartOfBurst) {
        for (; countedInBurst > 0; countedInBurst -= 1) onUndo();
        onScan();
        event.preventDefault();
        return;
      }
      const meaning = meaningOfKey(event, classes, undoKeys);
      const [name] = namesOfKey(event);
      if (meaning === null) {
        if (name !== undefined && name.length === 1) onUnknown(name);
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat) return;
      if (meaning === 'undo') onUndo();
      else if (onCell(meaning) && [...event.key].length === 1) countedInBurst += 1;
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, []);
}

/** A field takes its own keys, and so does a dialog. */
function isElsewhere(target: EventTarget | null): boolean {
  const isField =
    target instanceof Element &&
    target.closest('input:not([type="radio"], [type="checkbox"]), textarea, select') !== null;
  return isField || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}
