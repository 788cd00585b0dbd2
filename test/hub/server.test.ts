import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedBy, publicKeyOf, recordCrypto } from '../../electron/store/record-crypto.ts';
import { createHubServer } from '../../hub/server/server.ts';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { pushReply, receiptBody } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { receiptText, statusText } from '../../shared/sync/signed-request.ts';
import { HubCaller, hashesOf } from '../harness/hub-client.ts';
import { describeHubStores } from '../harness/hub-stores.ts';
import { HubWriter } from '../harness/hub-writer.ts';

describeHubStores('the hub over HTTP', (stores) => {
  const start = async (store: HubStore) => {
    const server = await createHubServer(store, { version: '1.2.3', rates: null });
    const site = await store.enrolment.openSite('North lab');
    const join = async () => {
      const caller = new HubCaller(server, store.hub.device, new HubWriter());
      const { code } = await store.enrolment.newCode(site, 1);
      const enrolled = await caller.enrol(code);
      expect(enrolled.json).toEqual({
        site,
        siteName: 'North lab',
        hub: store.hub.device,
        publicKey: store.hub.publicKey,
      });
      expect((await caller.open()).json).toMatchObject({ site, expiresInSeconds: 900 });
      return caller;
    };
    return { server, site, join };
  };

  test('a record of one workstation reaches the other, with the hub’s signature for it', async () => {
    const store = await stores.open();
    const { server, site, join } = await start(store);
    expect(
      JSON.parse(
        Buffer.from(
          (await server.inject({ method: 'GET', pathAndQuery: '/health', headers: {}, body: null })).body,
        ).toString(),
      ),
    ).toEqual({ isReady: true, version: '1.2.3', database: stores.kind });
    const [one, two] = [await join(), await join()];
    const before = one.writer.write(one.writer.provisional, 2);
    const records = one.writer.write(site, 7);
    const pushed = pushReply.parse((await one.push([...before, ...records])).json);
    expect(pushed).toMatchObject({ added: 9, duplicate: 0, pending: 0, problems: [] });
    const hubKey = publicKeyOf(store.hub.publicKey);
    const hash = recordCrypto.hashText(receiptText(pushed.receipt));
    expect(isSignedBy(hubKey, hash, Buffer.from(pushed.sig, 'base64url'))).toBe(true);
    const receipt = receiptBody.parse(JSON.parse(pushed.receipt));
    expect(receipt).toMatchObject({ hub: store.hub.device, device: one.writer.device });
    expect(receipt.heads[one.writer.logOf(site)]![0]).toBe(7);
    expect((await one.push(records)).json).toMatchObject({ added: 0, duplicate: 7 });

    const first = await two.pull('site', 0, 4);
    expect(first).toMatchObject({ isMore: true });
    const rest = await two.pull('site', first.next);
    expect(rest.isMore).toBe(false);
    expect(hashesOf([...first.records, ...rest.records])).toEqual(hashesOf([...before, ...records]));
    expect((await two.pull('org')).records.length).toBeGreaterThanOrEqual(3);
    const heads = await two.heads();
    expect(heads[one.writer.logOf(site)]).toEqual(receipt.heads[one.writer.logOf(site)]);
    expect(Object.keys(heads)).toContain(`${store.hub.device}/1/org`);
    await server.close();
  });

  test('a file in pieces, a status for the supervisor, and a new epoch by the word of the one before', async () => {
    const store = await stores.open();
    const { server, join } = await start(store);
    const [one, two] = [await join(), await join()];
    const file = randomBytes(syncLimits.blobChunkBytes + 1000);
    const sha256 = createHash('sha256').update(file).digest('hex');
    const at = (from: number) => `/v1/blobs/${sha256}?at=${from}&of=${file.length}`;
    expect((await one.call('GET', `/v1/blobs/${sha256}`)).json).toEqual({ byteCount: 0, received: 0, isWhole: false });
    const firstPiece = file.subarray(0, syncLimits.blobChunkBytes);
    await one.call('PUT', at(0), firstPiece);
    expect((await one.call('PUT', at(0), firstPiece)).json).toMatchObject({ code: 'hub/blob-gap' });
    expect((await two.call('GET', `/v1/blobs/${sha256}/content?at=0`)).status).toBe(404);
    const whole = await one.call('PUT', at(firstPiece.length), file.subarray(firstPiece.length));
    expect(whole.json).toEqual({ byteCount: file.length, received: file.length, isWhole: true });
    const parts = [];
    for (const from of [0, firstPiece.length]) {
      parts.push((await two.call('GET', `/v1/blobs/${sha256}/content?at=${from}`)).body);
    }
    expect(Buffer.concat(parts).equals(file)).toBe(true);

    const text = JSON.stringify({
      device: one.writer.device,
      site: one.site,
      at: '2026-11-23T08:00:00.000Z',
      app: '0.1.0',
      label: 'Night room',
      unsentCount: 3,
      unsentSince: '2026-11-22T08:00:00.000Z',
      overdueCount: 2,
      conflictCount: 0,
      quarantineCount: 0,
    });
    const signed = Buffer.from(JSON.stringify({ text, sig: one.sign(statusText(text)) }));
    expect((await one.call('POST', '/v1/status', signed)).status).toBe(204);
    expect(await store.statuses.all()).toMatchObject([{ site: one.site, device: one.writer.device, text }]);

    const { publicKey, boxKey, sig } = one.writer.openEpoch();
    expect((await one.open()).json).toMatchObject({ code: 'hub/device-unknown' });
    expect((await one.open({ endorsed: { publicKey, boxKey, sig } })).status).toBe(200);
    expect((await one.push(one.writer.write(one.site, 1))).json).toMatchObject({ added: 1 });
    await server.close();
  });

  test('many servers stand before one store: what one opened, the other honours', async () => {
    const place = await stores.newPlace();
    const [left, right] = [await stores.open(place), await stores.open(place)];
    const { server, site, join } = await start(left);
    const other = await createHubServer(right, { rates: null });
    const here = await join();
    const there = new HubCaller(other, right.hub.device, here.writer);
    there.session = here.session;
    expect((await there.push(here.writer.write(site, 3))).json).toMatchObject({ added: 3 });
    // The counter is one for both: what was used there is used here.
    expect((await here.heads()).code).toBe('hub/replayed');
    expect((await here.pull('site')).records).toHaveLength(3);
    await Promise.all([server.close(), other.close()]);
  });
});
