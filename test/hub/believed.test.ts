import { describe, expect, test } from 'vitest';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { openNextEpoch } from '../../hub/store/open-hub-store.ts';
import { hubStores } from '../harness/hub-stores.ts';
import { enrolledWriter } from '../harness/hub-writer.ts';
import { openTestStore, testFolder } from '../harness/store.ts';

describe('what a workstation believes of its hub', () => {
  const stores = hubStores('sqlite');

  test('the records of its own log, whoever it enrolled, and its next log after a restored backup', async () => {
    const place = await stores.newPlace();
    const hub = await stores.open(place);
    const site = await hub.enrolment.openSite('North lab');
    const [first, second] = [await enrolledWriter(hub, site), await enrolledWriter(hub, site)];
    await hub.records.push(site, [...first.write(site, 5), ...second.write(second.provisional, 3)], 'x');
    const bench = await openTestStore(testFolder('bench'));
    bench.sync.trust({
      device: hub.hub.device,
      epoch: 1,
      publicKey: hub.hub.publicKey,
      boxKey: null,
      label: 'hub',
      source: 'hub',
    });
    const pull = async (from: HubStore) => {
      // The site first: what it can not believe yet waits for the hub's word.
      const pages = [await from.records.pull(site, 0, 500), await from.records.pull('org', 0, 500)];
      return pages.map(({ records }) => bench.sync.take(records, 'hub').problems.map(({ why }) => why));
    };
    expect(await pull(hub)).toEqual([Array(8).fill('records/unknown-device'), []]);
    expect(bench.sync.quarantined(10)).toEqual([]);
    expect(bench.sync.devices().map(({ device }) => device)).toEqual(
      expect.arrayContaining([first.device, second.device]),
    );
    await hub.close();
    await openNextEpoch(place);
    const restored = await stores.open(place);
    const third = await enrolledWriter(restored, site);
    await restored.records.push(site, third.write(site, 4), 'x');
    await pull(restored);
    expect(bench.sync.quarantined(10)).toEqual([]);
    const heads = new Map(bench.sync.heads().map(({ log, seq }) => [log, seq]));
    expect(heads.get(third.logOf(site))).toBe(4);
    expect(heads.get(`${hub.hub.device}/2/org`)).toBe(2);
  });
});
