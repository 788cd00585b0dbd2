import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The physical limit every durable save is held against: append some bytes to a file and flush it. */
export class RawAppender {
  readonly #fd: number;

  constructor(folder: string) {
    this.#fd = openSync(join(folder, 'raw-appends'), 'a');
  }

  append(bytes: Uint8Array): void {
    writeSync(this.#fd, bytes);
    fdatasyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** How many times `work` can be done in a window of time, per second. */
export function ratePerSecond(windowMs: number, work: () => void): number {
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < windowMs) {
    work();
    count += 1;
  }
  return (count * 1000) / (performance.now() - start);
}
