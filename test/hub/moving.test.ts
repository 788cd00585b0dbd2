import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { exportHub } from '../../hub/store/export-hub.ts';
import { importHub } from '../../hub/store/import-hub.ts';
import { type HubPlace, openNextEpoch } from '../../hub/store/open-hub-store.ts';
import { isSignedBy, publicKeyOf, recordCrypto } from '../../hub/store/record-crypto.ts';
import { type Envelope, readEnvelope } from '../../shared/records/envelope.ts';
import { epochText } from '../../shared/sync/signed-request.ts';
import { describeHubStores } from '../harness/hub-stores.ts';
import { enrolledWriter, HubWriter } from '../harness/hub-writer.ts';

describeHubStores('a hub moves out of its place', (stores) => {
  test('with everything: other database, same hub, same heads, same cursors', async () => {
    const old = await lived();
    const lines = await exported(old.place);
    const there = await stores.newFolder();
    const report = await importHub(there, those(lines));
    expect(report).toEqual({ siteCount: 2, logCount: 4, recordCount: 60 });
    // Broken off and begun again: nothing changes.
    expect(await importHub(there, those(lines))).toEqual(report);
    const hub = await stores.open(there);
    expect(hub.hub).toEqual(old.hub);
    for (const scope of ['org', old.site, old.south]) {
      expect(await hub.records.pull(scope, 3, 500)).toEqual(old.pages.get(scope));
      expect(await hub.records.heads(scope)).toEqual(old.heads.get(scope));
    }
    expect(await hub.enrolment.devices(old.site)).toEqual(old.devices);
    expect(await hub.statuses.all()).toHaveLength(1);
    expect(Buffer.from((await hub.blobs.read(old.site, old.sha, 0, 5000))!).equals(old.file)).toBe(true);
    // What waited goes on waiting, what was set aside is still there to be tried again.
    expect(await hub.records.push(old.site, old.gap, 'x')).toMatchObject({ added: 3 });
    const { code } = await hub.enrolment.newCode(old.site, 1);
    await hub.enrolment.enrol(code, old.stranger.request);
    expect((await hub.records.heads(old.site))[old.stranger.logOf(old.stranger.provisional)]![0]).toBe(2);
  });

  test('and back again', async () => {
    const old = await lived();
    const middle = await stores.newFolder();
    const lines = await exported(old.place);
    await importHub(middle, those(lines));
    expect(await exported(middle)).toEqual(lines);
    const back = await stores.newPlace();
    await importHub(back, those(lines));
    expect(await exported(back)).toEqual(lines);
  });

  test('never into another hub, never damaged, never half', async () => {
    const old = await lived();
    const lines = await exported(old.place);
    const taken = await stores.newPlace();
    await (await stores.open(taken)).close();
    await expect(importHub(taken, those(lines))).rejects.toThrow('hub/not-empty');
    const half = lines.slice(0, Math.floor(lines.length / 2));
    await expect(importHub(await stores.newFolder(), those(half))).rejects.toThrow('hub/move-damaged');
    for (const at of [0, 2, 5, lines.length - 2, lines.length - 1]) {
      const damaged = lines.map((line, number) => (number === at ? line.replace(/[0-9a-f]/, 'z') : line));
      await expect(importHub(await stores.newFolder(), those(damaged)), `line ${at}`).rejects.toThrow('hub/');
    }
  });

  test('while it runs: what comes meanwhile is not in the file, and nothing is torn', async () => {
    const old = await lived();
    const hub = await stores.open(old.place);
    const writer = await enrolledWriter(hub, old.site);
    const lines: string[] = [];
    for await (const line of exportHub(old.place)) {
      await hub.records.push(old.site, writer.write(old.site, 1), 'x');
      lines.push(...line.slice(0, -1).split('\n'));
    }
    const there = await stores.newFolder();
    // One more record than before: the enrolment.
    expect(await importHub(there, those(lines))).toEqual({ siteCount: 2, logCount: 4, recordCount: 61 });
    await hub.close();
    expect((await importHub(await stores.newFolder(), those(await exported(old.place)))).recordCount).toBeGreaterThan(
      70,
    );
  });

  test('and goes on after an old backup was put back: a further log, no number twice', async () => {
    const old = await lived();
    expect(await openNextEpoch(old.place)).toBe(2);
    const hub = await stores.open(old.place);
    const seen = old.pages.get('org')!.next;
    const writer = await enrolledWriter(hub, old.site);
    const page = await hub.records.pull('org', seen + 5, 500);
    const envelopes = page.records.map(({ raw }) => (readEnvelope(raw) as { envelope: Envelope }).envelope);
    const log = `${hub.hub.device}/2/org`;
    expect(envelopes).toMatchObject([
      { log, seq: 1, type: 'log.opened', body: { epoch: 2, reason: 'restored', publicKey: hub.hub.publicKey } },
      { log, seq: 2, type: 'workstation.enrolled', body: { device: writer.device } },
    ]);
    const { endorsement, before } = envelopes[0]!.body as { endorsement: string; before: unknown[] };
    expect(before).toHaveLength(1);
    const text = epochText({ device: hub.hub.device, epoch: 2, publicKey: hub.hub.publicKey });
    const isGood = isSignedBy(
      publicKeyOf(hub.hub.publicKey)!,
      recordCrypto.hashText(text),
      Buffer.from(endorsement, 'base64url'),
    );
    expect(isGood).toBe(true);
    await hub.records.push(old.site, writer.write(old.site, 1), 'x');
    expect((await hub.records.pull(old.site, old.pages.get(old.site)!.next + 9, 500)).records).toHaveLength(1);
    expect(await hub.records.verify()).toMatchObject({ problems: [] });
    await hub.close();
    const there = await stores.newFolder();
    await importHub(there, those(await exported(old.place)));
    const moved = await stores.open(there);
    expect(await moved.records.pull('org', seen + 5, 500)).toEqual(page);
    await moved.enrolment.openSite('West');
    expect(Object.keys(await moved.records.heads('org'))).toHaveLength(2);
  });

  const lived = async () => {
    const place = await stores.newPlace();
    const hub = await stores.open(place);
    const [site, south] = [await hub.enrolment.openSite('North'), await hub.enrolment.openSite('South')];
    const writer = await enrolledWriter(hub, site);
    const other = await enrolledWriter(hub, south);
    const stranger = new HubWriter();
    for (let batch = 0; batch < 5; batch++) {
      await hub.records.push(site, writer.write(site, 6), `carrier ${batch}`);
      await hub.records.push(south, other.write(south, 2), other.device);
    }
    await hub.records.push(site, writer.write(writer.provisional, 14), writer.device);
    await hub.enrolment.revoke(other.device, 'broken');
    const gap = writer.write(site, 3);
    await hub.records.push(site, [gap[2]!, ...stranger.write(stranger.provisional, 2)], 'x');
    const file = randomBytes(5000);
    const sha = createHash('sha256').update(file).digest('hex');
    await hub.blobs.append(site, sha, 5000, 0, file.subarray(0, 3000));
    await hub.blobs.append(site, sha, 5000, 3000, file.subarray(3000));
    await hub.statuses.keep(site, writer.device, '{}', new Uint8Array(64), '2026-11-23T08:00:00.000Z');
    const pages = new Map<string, Awaited<ReturnType<typeof hub.records.pull>>>();
    const heads = new Map();
    for (const scope of ['org', site, south]) {
      pages.set(scope, await hub.records.pull(scope, 3, 500));
      heads.set(scope, await hub.records.heads(scope));
    }
    const devices = await hub.enrolment.devices(site);
    await hub.close();
    return { place, hub: hub.hub, site, south, stranger, gap: gap.slice(0, 2), file, sha, pages, heads, devices };
  };
});

/** Lines without their line ends. */
async function exported(place: HubPlace): Promise<string[]> {
  let text = '';
  for await (const line of exportHub(place)) text += line;
  return text.slice(0, -1).split('\n');
}

async function* those(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}
