import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { resourcesFolder } from '../../harness/definitions.ts';
import { openModuleBench } from '../../harness/module-bench.ts';

const captures = join(resourcesFolder, 'instruments', 'bd-facscalibur', 'captures');
const terms = {
  beads: [{ name: 'CaliBRITE 3', lot: 'B1', expiresOn: null }],
  detectors: [{ detector: 'FL1', voltage: '550', separation: '200', least: '150' }],
  compensation: [{ pair: 'FL1-%FL2', percent: '0.8' }],
  reportSays: 'pass' as const,
  note: '',
};

test('a daily check is judged, kept over a restart, and can be declared void', async () => {
  const folder = temporaryFolder('cytometry');
  let bench = await openModuleBench(folder.path);
  try {
    const instrumentId = await bench.register('bd-facscalibur');
    const nothing = { ...terms, detectors: [] };
    await expect(bench.page.cytometry.record({ requestId: 'r0', instrumentId, terms: nothing })).rejects.toMatchObject({
      code: 'cytometry/nothing-entered',
    });
    const made = await bench.page.cytometry.record({ requestId: 'r1', instrumentId, terms });
    expect(made).toMatchObject({ verdict: 'pass', beads: [{ lot: 'B1' }] });
    // Sent twice, recorded once.
    await bench.page.cytometry.record({ requestId: 'r1', instrumentId, terms });
    await bench.close();
    bench = await openModuleBench(folder.path);
    expect(await bench.page.cytometry.checks({ instrumentId, limit: 9 })).toMatchObject([{ checkId: 'r1' }]);
    expect(await bench.page.cytometry.voltages({ instrumentId, days: 30 })).toMatchObject([
      { detector: 'FL1', value: '550', origin: 'check' },
    ]);
    await bench.page.cytometry.void({ checkId: 'r1', reason: 'wrong day' });
    expect(await bench.page.cytometry.checks({ instrumentId, limit: 9 })).toEqual([]);
  } finally {
    await bench.close();
    folder.remove();
  }
  expect(bench.faults).toEqual([]);
});

test('voltages of dropped data files become one record for each way they stood', async () => {
  const folder = temporaryFolder('voltages');
  const drop = join(folder.path, 'drop');
  mkdirSync(drop);
  const bench = await openModuleBench(join(folder.path, 'data'));
  try {
    const link = { kind: 'folder' as const, folder: drop, includesOld: true };
    const instrumentId = await bench.register('bd-facscalibur', { link });
    for (const name of ['03-cellquest.fcs', '04-not-as-the-standard.fcs', '05-fcs3-offsets-in-text.fcs']) {
      copyFileSync(join(captures, name), join(drop, name));
    }
    const voltages = () => bench.page.cytometry.voltages({ instrumentId, days: 3_700 });
    await vi.waitFor(async () => expect((await voltages()).length).toBe(12), { timeout: 20_000, interval: 200 });
    const fl1 = (await voltages()).filter(({ detector }) => detector === 'FL1');
    expect(fl1.map(({ value }) => value)).toEqual(['552', '560.0']);
    expect(fl1[0]).toMatchObject({ on: '2026-07-24', at: '2026-07-24T08:20:31', unit: 'V', origin: 'file' });
  } finally {
    await bench.close();
    folder.remove();
  }
  expect(bench.faults).toEqual([]);
}, 40_000);
