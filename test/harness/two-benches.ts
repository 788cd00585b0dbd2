import { expect } from 'vitest';
import type { Host, HostOptions } from '../../electron/host/host.ts';
import { temporaryFolder } from './bench.ts';
import { handClock } from './maintenance-bench.ts';
import { type ModuleBench, openModuleBench } from './module-bench.ts';

/** Everything one host holds, taken by another that trusts it under a name. */
export function carryRecords(from: Host, to: Host, label: string): void {
  const { keys, sync } = from.context.store;
  const key = { device: keys.device, epoch: keys.epoch, publicKey: keys.publicKey, boxKey: sync.boxKey };
  to.context.store.sync.trust({ ...key, label, source: 'inviter' });
  for (const { log } of sync.heads()) {
    for (let next = 1; ; ) {
      const records = sync.read(log, next);
      if (records.length === 0) break;
      expect(to.context.store.sync.take(records, 'test')).toMatchObject({ quarantined: 0, problems: [] });
      next += records.length;
    }
  }
}

/** Two hosts on folders of their own that know each other's keys; what one wrote is carried to the other by hand. */
export async function openTwoBenches(options: Partial<HostOptions> = {}) {
  const folders = [temporaryFolder('bench-a'), temporaryFolder('bench-b')] as const;
  const time = handClock('2026-11-22T10:00:00Z');
  const open = (at: 0 | 1) => openModuleBench(folders[at].path, { clock: time.clock, ...options });
  const a = await open(0);
  const b = await open(1);
  const carry = (from: ModuleBench, to: ModuleBench): void =>
    carryRecords(from.host, to.host, from === a ? 'Bench A' : 'Bench B');
  return {
    a,
    b,
    time,
    carry,
    meet() {
      carry(a, b);
      carry(b, a);
    },
    async close() {
      await a.close();
      await b.close();
      for (const folder of folders) folder.remove();
    },
  };
}
