import { useEffect, useRef } from 'react';
import { noScan, readScannerKey } from '../../../app/scanner.ts';

/**
 * Takes a scan wherever the focus is, in a field too: the field shows what was scanned, its Enter comes here. `onScan` may
 * find that it was only fast typing, and then does what Enter would have done.
 */
export function useBadgeScan(onScan: (scanned: string) => void): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    let scan = noScan;
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Tab' || event.ctrlKey || event.metaKey || event.altKey) {
        scan = noScan;
        return;
      }
      const step = readScannerKey(scan, event.key, event.timeStamp);
      scan = step.state;
      if (step.scanned !== null) {
        event.preventDefault();
        event.stopPropagation();
        latest.current(step.scanned);
      }
    };
    window.addEventListener('keydown', listen, { capture: true });
    return () => window.removeEventListener('keydown', listen, { capture: true });
  }, []);
}
