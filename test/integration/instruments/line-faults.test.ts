import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { instrumentOn, messageRecords, openBench, serialLink, temporaryFolder } from '../../harness/bench.ts';
import { openPtyPair, until } from '../../harness/pty.ts';
import { checkNothingLost, lossesOf } from '../../soak/check-nothing-lost.ts';
import { runNoise, runUnplug } from '../../soak/line-faults.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const folderOf = (name: string): string => {
  const made = temporaryFolder(name);
  closing.push(() => made.remove());
  return made.path;
};
const names = new Map([['analyzer', 'analyzer']]);

describe('faults of the line', () => {
  // A checksum of one byte lets about one frame in 256 through that was damaged twice, and at this rate of noise a run meets
  // about one such frame: a second run, which meets other noise, must be clean.
  it('noise: every message arrives complete in the end, none wrong', { timeout: 180_000, retry: 1 }, async () => {
    const folder = folderOf('noise');
    const bench = await openBench(join(folder, 'data'));
    const options = { host: bench.host, folder, instrumentId: 'analyzer', messageCount: 120, resultCount: 12, seed: 5 };
    // Five times the noise of the requirement, so that a short run meets as much of it as a longer one.
    const { traffic } = await runNoise(options, 0.0005, 'sent');
    await bench.close();
    const report = await checkNothingLost(bench.dataFolder, [traffic], names, 12);
    // A doubled ENQ is answered twice, and the sender takes the second ACK for that of its first frame: what it believes
    // acknowledged is no measure on a noisy line, what arrives is.
    expect(lossesOf({ ...report, missingFrames: [] })).toEqual([]);
    expect(report.storedMessageCount).toBe(120);
    expect(bench.signals('frame-rejected').length).toBeGreaterThan(10);
    expect(bench.faults).toEqual([]);
  });

  it('unplugged at each state of the protocol: resumed within 5 s, nothing lost', { timeout: 180_000 }, async () => {
    const folder = folderOf('unplug');
    const bench = await openBench(join(folder, 'data'));
    const options = { host: bench.host, folder, instrumentId: 'analyzer', messageCount: 40, resultCount: 4, seed: 5 };
    const { traffic, resumedMs } = await runUnplug(options);
    await bench.close();
    const report = await checkNothingLost(bench.dataFolder, [traffic], names, 4);
    expect(lossesOf(report)).toEqual([]);
    expect(report.storedMessageCount).toBe(40);
    expect(resumedMs.length).toBeGreaterThanOrEqual(9);
    expect(resumedMs.at(-1)).toBeLessThan(5_000);
    expect(report.partialCount).toBe(0);
    expect(report.completedLaterCount).toBeGreaterThan(3);
  });
});

const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    const folder = folderOf('mount');
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  }
})();
if (!canMount) process.stderr.write('\n*** SKIPPED: a full disk (needs root and the right to mount) ***\n');

describe.runIf(canMount)('a full disk', () => {
  it('refuses what it can not store, says so, and takes it when there is room', { timeout: 60_000 }, async () => {
    const folder = folderOf('full');
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk]);
    closing.push(() => execFileSync('umount', ['-l', disk]));
    const bench = await openBench(join(disk, 'data'));
    closing.push(() => bench.close());
    const pair = await openPtyPair();
    closing.push(() => pair.close());
    const { links, catalog, store, topics } = bench.host.context;
    const announced: string[] = [];
    topics.subscribe((topic) => announced.push(topic));
    links.start(instrumentOn(serialLink(pair.a)));
    await until(() => links.snapshot('analyzer').state === 'open', 'it opens');
    const definition = catalog.get('generic-lis02')!;
    const simulator = await startSimulator({ definition, port: pair.b, patience: 0.05 });
    closing.push(() => simulator.close());
    expect(await simulator.send('0', messageRecords(0))).toMatchObject({ outcome: 'delivered' });

    const filler = join(disk, 'filler');
    expect(() => writeFileSync(filler, Buffer.alloc(8 * 1024 * 1024))).toThrow(/ENOSPC/);
    const outcomes: string[] = [];
    for (let number = 1; number < 200 && outcomes.at(-1) !== 'failed'; number += 1) {
      outcomes.push((await simulator.send(String(number), messageRecords(number, 40))).outcome);
    }
    expect(outcomes.at(-1)).toBe('failed');
    const refused = outcomes.length;
    expect(store.health().state).toBe('disk-full');
    expect(announced).toContain('system');

    rmSync(filler);
    await until(
      async () => (await simulator.send(`again ${refused}`, messageRecords(refused, 40))).outcome === 'delivered',
      'there is room again',
    );
    await until(() => store.messages.count({}) === refused + 1, 'every message is stored once');
    expect(store.wire.unfinished()).toEqual([]);
    expect(store.health().state).toBe('ok');
  });
});
