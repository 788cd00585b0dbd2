import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the disk does; see `power-cut-shim.c`. */
export type DiskFault = { limitBytes: number } | { isReadonly: true } | { failAt: number; onwards: boolean };

export interface FaultyRun {
  readonly folder: string;
  readonly acknowledged: readonly string[];
  /** Codes of the errors the work met, in order. */
  readonly codes: readonly string[];
  readonly isCrash: boolean;
}

/** Runs `power-cut-work.ts` on a disk with a fault; the work notes each refusal's code and goes on. */
export function workOnFaultyDisk(root: string, shim: string, fault: DiskFault, rounds: number): FaultyRun {
  const folder = join(root, 'faulty');
  mkdirSync(folder, { recursive: true });
  const script = new URL('./power-cut-work.ts', import.meta.url).pathname;
  const done = spawnSync(process.execPath, [script, folder, 'FULL', String(rounds), join(root, 'ledger')], {
    env: { ...process.env, ...environmentOf(fault), LD_PRELOAD: shim, BENCHSIDE_POWER_CUT_FOLDER: folder },
    encoding: 'utf8',
    timeout: 120_000,
  });
  const lines = existsSync(join(root, 'ledger'))
    ? readFileSync(join(root, 'ledger'), 'utf8').split('\n').filter(Boolean)
    : [];
  return {
    folder,
    acknowledged: lines.filter((line) => !line.startsWith('refused ')),
    codes: lines.filter((line) => line.startsWith('refused ')).map((line) => line.slice('refused '.length)),
    isCrash: done.signal !== null || (done.status ?? 0) > 3,
  };
}

function environmentOf(fault: DiskFault): Record<string, string> {
  if ('limitBytes' in fault) return { BENCHSIDE_DISK_LIMIT: String(fault.limitBytes) };
  if ('failAt' in fault) return { BENCHSIDE_DISK_FAIL: `${fault.failAt}${fault.onwards ? '-' : ''}` };
  return { BENCHSIDE_DISK_READONLY: '1' };
}
