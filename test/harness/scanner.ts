import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import type { Scan, ScannerSettings } from '../../shared/modules/scanner/contract.ts';
import { scannerDefault } from '../../shared/modules/scanner/rules.ts';

/** The other end of a scanner's line: what it sends, and whatever the bench would send to it. */
export interface ScannerEnd {
  send(text: string): void;
  /** Bytes that came from the bench so far. */
  heard(): number;
  close(): void;
}

/** Takes the far end of a pair of terminals, as a scanner would. */
export function openScannerEnd(path: string): ScannerEnd {
  const file = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  let count = 0;
  return {
    send: (text) => void writeSync(file, Buffer.from(text, 'latin1')),
    heard() {
      const buffer = Buffer.alloc(256);
      try {
        count += readSync(file, buffer);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      }
      return count;
    },
    close: () => closeSync(file),
  };
}

/** Settings of a scanner on this path. */
export const scannerOn = (path: string, more: Partial<ScannerSettings> = {}): ScannerSettings => ({
  ...scannerDefault,
  port: { path, usb: null },
  ...more,
});

/** What a window would be told from now on: codes, and the names of refusals. */
export function gatherScans(stream: AsyncIterable<{ scans: Scan[] }>): string[] {
  const gathered: string[] = [];
  void (async () => {
    for await (const { scans } of stream) {
      gathered.push(...scans.map((scan) => (scan.kind === 'code' ? scan.code : scan.problem)));
    }
  })().catch(() => undefined);
  return gathered;
}
