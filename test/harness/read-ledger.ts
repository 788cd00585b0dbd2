import { existsSync, readFileSync } from 'node:fs';

/** Whole lines of the ledger: the last may be cut, and is then no answer anybody saw. */
export function readLedger(file: string): string[][] {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').flatMap((line) => (line === '' ? [] : [line.split(' ')]));
}
