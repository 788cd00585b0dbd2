import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { Store } from '../../electron/store/store.ts';
import { importBundle, previewBundle } from '../../electron/sync/bundle/import-bundle.ts';
import { writeBundle } from '../../electron/sync/bundle/write-bundle.ts';
import type { SoakSuite } from '../../scripts/soak-suite.ts';
import { draft } from '../../shared/records/define.ts';
import { lampMeasured, lampModule, tester } from '../harness/sample-module.ts';
import { mostGrowthMib, watchMemory } from './walk-memory.ts';

const site = 'site:0192b3c4-0000-7000-8000-00000000000b';

export const suite: SoakSuite = {
  flag: 'bundle-records',
  says: 'records of one bundle looked at and taken, in memory that does not grow with them',
  usualCount: 1_000_000,
  async run(count, { print }) {
    const folder = mkdtempSync(join(tmpdir(), 'benchside-soak-bundle-'));
    const failures: string[] = [];
    const [maker, taker] = [await openBench(join(folder, 'maker')), await openBench(join(folder, 'taker'))];
    try {
      for (let at = 0; at < count; at += 500) {
        const drafts = Array.from({ length: Math.min(500, count - at) }, (_, n) =>
          draft(lampMeasured, `lamp/${(at + n) % 5000}`, { lux: at + n }),
        );
        maker.records.append(drafts, tester);
        if (at % 100_000 === 0) print(`  ${at} of ${count} written`);
      }
      const { device, epoch, publicKey } = maker.keys;
      taker.sync.trust({ device, epoch, publicKey, boxKey: maker.sync.boxKey, label: 'maker', source: 'inviter' });
      const path = join(folder, 'all.benchside');
      const about = { passphrase: null, label: 'maker', madeBy: 'soak', madeAt: new Date().toISOString() };
      const written = await writeBundle({
        store: maker,
        path,
        what: 'all',
        to: [],
        newId: () => crypto.randomUUID(),
        ...about,
      });
      const memory = watchMemory(written.records, { every: 20 });
      const asked = { store: taker, paths: [path], onProgress: memory.note };
      const { mark, records } = await previewBundle(asked);
      memory.begin();
      const startMs = performance.now();
      const report = await importBundle({ ...asked, mark });
      const perSecond = Math.round((report.added * 1000) / (performance.now() - startMs));
      if (report.added !== written.records || records.fresh !== written.records) {
        failures.push(`${report.added} of ${written.records} taken, ${records.fresh} foreseen`);
      }
      const again = await importBundle({ ...asked, mark });
      if (again.added !== 0 || again.duplicate !== written.records) failures.push('taken twice it changed something');
      const growth = Math.round(memory.growthMib());
      if (growth > mostGrowthMib) failures.push(`memory grew by ${growth} MiB`);
      return { figures: { records: report.added, 'per second': perSecond, 'MiB grown': growth }, failures };
    } finally {
      await maker.close();
      await taker.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function openBench(dataFolder: string): Promise<Store> {
  const keyProvider = fileKeyProvider(dataFolder);
  const options = { dataFolder, keyProvider, modules: [lampModule], app: 'soak', ballastBytes: 0, backupEveryMs: 0 };
  const store = await openStore(options);
  await store.sync.joinSite(site, 'Soak');
  return store;
}
