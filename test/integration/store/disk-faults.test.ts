import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { draft } from '../../../shared/records/define.ts';
import { type DiskFault, type FaultyRun, workOnFaultyDisk } from '../../harness/disk-faults.ts';
import { buildShim, fastFolder } from '../../harness/power-cut.ts';
import { judgeImage } from '../../harness/power-cut-check.ts';
import { lampHung, lampModule, tester } from '../../harness/sample-module.ts';

const tools = fastFolder('disk-faults');
const shim = buildShim(tools);
afterAll(() => rmSync(tools, { recursive: true, force: true }));

function run(fault: DiskFault, rounds: number): FaultyRun {
  const root = fastFolder('disk-fault');
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return workOnFaultyDisk(root, shim!, fault, rounds);
}

const judge = ({ folder, acknowledged }: FaultyRun) => judgeImage({ folder, what: '', acknowledged }, true);

describe.skipIf(!shim)('a faulty disk', () => {
  test('full: refused with its code, what was acknowledged is there, and room makes work go on', async () => {
    const faulty = run({ limitBytes: 3_000_000 }, 300);
    expect(faulty.isCrash).toBe(false);
    expect(new Set(faulty.codes)).toEqual(new Set(['store/disk-full']));
    expect(faulty.acknowledged.length).toBeGreaterThan(50);
    expect(await judge(faulty)).toMatchObject({ lost: [], problems: [] });
  });

  test('full from the first byte: the start says so and leaves nothing half made behind', async () => {
    const faulty = run({ limitBytes: 5000 }, 1);
    expect(faulty).toMatchObject({ isCrash: false, codes: ['store/disk-full'] });
    expect(await judge(faulty)).toMatchObject({ lost: [], problems: [] });
  });

  test.each([1, 4, 9, 17, 30, 61, 120, 333, 700, 1500])(
    'one failed write or sync, at step %i: nothing acknowledged is lost',
    async (failAt) => {
      const faulty = run({ failAt, onwards: false }, 25);
      expect(faulty.isCrash).toBe(false);
      for (const code of faulty.codes)
        expect(code).toMatch(/^store\/(disk-error|failed|read-only|in-use|cannot-open|damaged)$/);
      const verdict = await judge(faulty);
      expect(verdict.lost).toEqual([]);
      expect(verdict.problems).toEqual([]);
    },
  );

  test.each([40, 400])(
    'a disk that is gone from step %i on: every save is refused, none is pretended',
    async (failAt) => {
      const faulty = run({ failAt, onwards: true }, 25);
      expect(faulty.isCrash).toBe(false);
      expect(faulty.codes.length).toBeGreaterThan(0);
      const verdict = await judge(faulty);
      expect(verdict).toMatchObject({ lost: [], problems: [] });
    },
  );

  test('a folder that can only be read is told from others, and can be read', async () => {
    const root = fastFolder('read-only');
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const healthy = workOnFaultyDisk(root, shim!, { limitBytes: 1e9 }, 10);
    const again = workOnFaultyDisk(root, shim!, { isReadonly: true }, 1);
    expect(again).toMatchObject({ isCrash: false, codes: ['store/read-only'], acknowledged: [] });
    const dataFolder = join(healthy.folder, 'data');
    const options = {
      dataFolder,
      modules: [lampModule],
      keyProvider: fileKeyProvider(dataFolder),
      app: 'test',
      readonly: true,
    };
    const store = await openStore(options);
    expect(store.health().state).toBe('read-only');
    expect(store.records.count()).toBe(21);
    expect(store.wire.read({ after: 0, limit: 100 })).toHaveLength(30);
    expect(() => store.records.append([draft(lampHung, 'lamp/1', { name: 'x', watts: 1 })], tester)).toThrow(
      'store/read-only',
    );
    await expect(store.wire.append([])).rejects.toMatchObject({ code: 'store/read-only' });
    await store.close();
  });
});
