import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHubServer, type HubLogEntry, type HubServer } from '../../hub/server/server.ts';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { firstLink } from '../../shared/records/envelope.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import { statusText } from '../../shared/sync/signed-request.ts';
import { HubCaller, hashesOf, packed } from '../harness/hub-client.ts';
import { hubStores } from '../harness/hub-stores.ts';
import { envelopeText, HubWriter } from '../harness/hub-writer.ts';

// Whatever is sent: it is refused with a code, logged, nothing is changed, and the hub answers the next one.
describe('hostile requests', () => {
  const stores = hubStores('sqlite');
  let store: HubStore;
  let server: HubServer;
  let north: string;
  let south: string;
  let one: HubCaller;
  let stranger: HubCaller;
  let logged: HubLogEntry[] = [];
  let before: unknown;

  const everything = async () => ({
    org: hashesOf((await store.records.pull('org', 0, 500)).records),
    heads: [await store.records.heads(north), await store.records.heads(south)],
    devices: [await store.enrolment.devices(north), await store.enrolment.devices(south)],
    sites: await store.enrolment.sites(),
    statuses: await store.statuses.all(),
  });
  const join = async (site: string) => {
    const caller = new HubCaller(server, store.hub.device, new HubWriter());
    expect((await caller.enrol((await store.enrolment.newCode(site, 1)).code)).status).toBe(200);
    expect((await caller.open()).status).toBe(200);
    return caller;
  };
  const refused = (answer: { status: number; json: unknown }, status: number, code: string) => {
    expect(answer.json).toMatchObject({ code });
    expect(answer.status).toBe(status);
    expect(logged.at(-1)).toMatchObject({ event: 'request', status, refused: code });
  };

  beforeAll(async () => {
    const { openHubStore } = await import('../../hub/store/open-hub-store.ts');
    store = await openHubStore({ folder: stores.folder() });
    server = await createHubServer(store, { rates: null, log: (entry) => logged.push(entry) });
    [north, south] = [await store.enrolment.openSite('North lab'), await store.enrolment.openSite('South lab')];
    one = await join(north);
    await one.push(one.writer.write(north, 3));
    const other = await join(south);
    await other.push(other.writer.write(south, 2));
    stranger = new HubCaller(server, store.hub.device, new HubWriter());
    before = await everything();
  });
  afterEach(async () => {
    expect(await everything()).toEqual(before);
    // The hub is up, and the session of the honest workstation is as good as before.
    expect((await one.call('GET', '/v1/heads')).status).toBe(200);
    expect(logged.filter(({ event }) => event === 'error')).toEqual([]);
    logged = [];
  });
  afterAll(async () => {
    await server.close();
    await store.close();
  });

  test('without enrolment nothing can be read, and no code is known in advance', async () => {
    for (const [method, path] of [
      ['GET', '/v1/heads'],
      ['GET', '/v1/pull?after=0&scope=site'],
      ['GET', '/v1/pull?after=0&scope=org'],
      ['GET', `/v1/log?log=${one.writer.logOf(north)}&from=1`],
      ['GET', `/v1/blobs/${'0'.repeat(64)}`],
      ['GET', `/v1/blobs/${'0'.repeat(64)}/content`],
      ['PUT', `/v1/blobs/${'0'.repeat(64)}?at=0&of=1`],
      ['POST', '/v1/push'],
      ['POST', '/v1/status'],
    ] as const) {
      refused(await stranger.send({ method, pathAndQuery: path, headers: {}, body: null }), 401, 'hub/no-session');
      stranger.session = 'made-up';
      refused(await stranger.call(method, path), 401, 'hub/no-session');
    }
    refused(await stranger.open(), 403, 'hub/device-unknown');
    for (const code of ['', '0000-0000-0000-0000', 'admin', 'x'.repeat(60)]) {
      refused(await stranger.enrol(code), 403, 'hub/code-unknown');
    }
    for (const path of ['/supervisor', '/health', '/', '/v1', '/admin', '/.env']) {
      const answer = await stranger.send({ method: 'GET', pathAndQuery: path, headers: {}, body: null });
      expect(Buffer.from(answer.body).toString()).not.toMatch(/North|South|site:/);
      expect(answer.status).toBe(path === '/health' ? 200 : path === '/supervisor' ? 401 : 404);
    }
  });

  test('forged signatures: of an enrolment, a session, a request, a status, a record', async () => {
    const { code } = await store.enrolment.newCode(north, 1);
    const forger = new HubWriter();
    refused(await stranger.enrol(code, { publicKey: forger.publicKey }), 401, 'hub/bad-signature');
    refused(await stranger.enrol(code, { provisional: `provisional:${randomUUID()}` }), 401, 'hub/bad-signature');
    const asOne = new HubCaller(server, store.hub.device, one.writer);
    refused(await asOne.open({}, forger), 401, 'hub/bad-signature');
    const counted = one.signed('GET', '/v1/heads', null, forger);
    refused(await one.send(counted), 401, 'hub/bad-signature');

    const text = JSON.stringify({ device: one.writer.device, site: north });
    const status = (sig: string) => Buffer.from(JSON.stringify({ text, sig }));
    const forged = one.sign(statusText(text), forger);
    refused(await one.call('POST', '/v1/status', status(forged)), 401, 'hub/bad-signature');
    // A signature for another purpose is none for this one.
    refused(await one.call('POST', '/v1/status', status(one.sign(text))), 401, 'hub/bad-signature');

    const log = one.writer.logOf(north);
    const head = (await store.records.heads(north))[log]!;
    const next = forger.sign(envelopeText({ log, seq: 4, prev: head[1] }));
    const pushed = (await one.push([next])).json as { added: number; problems: { why: string }[] };
    expect(pushed).toMatchObject({ added: 0, problems: [{ log, seq: 4 }] });
    // The hub's own log is the hub's.
    const own = `${store.hub.device}/1/org`;
    const asHub = forger.sign(envelopeText({ log: own, seq: 99, prev: head[1] }));
    expect((await one.push([asHub])).json).toMatchObject({ added: 0 });
  });

  test('requests said again, changed, or meant for another hub', async () => {
    const call = one.signed('GET', '/v1/pull?after=0&scope=site');
    expect((await one.send(call)).status).toBe(200);
    refused(await one.send(call), 409, 'hub/replayed');
    refused(
      await one.send({ ...one.signed('GET', '/v1/heads'), pathAndQuery: '/v1/pull?after=0&scope=org' }),
      401,
      'hub/bad-signature',
    );
    const push = one.signed('POST', '/v1/push', packed([]));
    refused(
      await one.send({ ...push, body: packed(one.writer.write(one.writer.provisional, 1)) }),
      401,
      'hub/bad-signature',
    );
    refused(await one.send({ ...push, method: 'PUT' }), 404, 'hub/not-found');
    const elsewhere = new HubCaller(server, randomUUID(), one.writer);
    refused(await elsewhere.open(), 401, 'hub/bad-signature');
    const nonce = await one.nonce();
    refused(await stranger.enrol('x', { nonce }), 401, 'hub/bad-signature');
    refused(await stranger.enrol('x', { nonce }), 401, 'hub/nonce-unknown');
    refused(await stranger.open({ nonce: randomBytes(32).toString('base64url') }), 401, 'hub/nonce-unknown');
  });

  test('another site: its logs, its files, its name', async () => {
    const [log] = Object.keys(await store.records.heads(south));
    refused(await one.call('GET', `/v1/log?log=${encodeURIComponent(log!)}&from=1`), 404, 'hub/not-found');
    const page = await one.pull('site');
    expect(page.records.some(({ raw }) => raw.includes(south))).toBe(false);
    refused(await one.call('GET', `/v1/pull?after=0&scope=${south}`), 400, 'hub/bad-request');
    const { records } = await store.records.pull(south, 0, 500);
    // Not a word of how far their logs are, whether the records are real or made up.
    expect(receiptOf(await one.push(records))).toMatchObject({ added: 0, heads: {} });
    const madeUp = new HubWriter().sign(envelopeText({ log: log!, seq: 1, prev: firstLink }));
    expect(receiptOf(await one.push([madeUp]))).toMatchObject({ added: 0, heads: {} });
    const intoSouth = new HubWriter(one.writer.device);
    expect((await one.push(intoSouth.write(south, 1))).json).toMatchObject({ added: 0 });
    const text = JSON.stringify({
      device: one.writer.device,
      site: south,
      at: '',
      app: '',
      label: '',
      unsentCount: 0,
      unsentSince: null,
      overdueCount: 0,
      conflictCount: 0,
      quarantineCount: 0,
    });
    const status = Buffer.from(JSON.stringify({ text, sig: one.sign(statusText(text)) }));
    refused(await one.call('POST', '/v1/status', status), 403, 'hub/other-site');
  });

  test('too much: bytes, records, pieces, headers, paths; and bombs that unpack to much more', async () => {
    const megabyte = 1024 * 1024;
    refused(await one.call('POST', '/v1/push', randomBytes(2 * megabyte)), 413, 'hub/too-large');
    refused(await one.call('POST', '/v1/status', Buffer.alloc(20_000, 32)), 413, 'hub/too-large');
    refused(await stranger.json('POST', '/v1/enrol', { code: 'x'.repeat(450_000) }), 413, 'hub/too-large');
    refused(await one.call('POST', '/v1/push', gzipSync('\n'.repeat(501))), 413, 'hub/too-large');
    const blob = `/v1/blobs/${'a'.repeat(64)}`;
    refused(await one.call('PUT', `${blob}?at=0&of=9`, randomBytes(megabyte + 1)), 413, 'hub/too-large');
    const tooLong = syncLimits.blobBytes + 1;
    refused(await one.call('PUT', `${blob}?at=0&of=${tooLong}`, randomBytes(9)), 413, 'hub/blob-too-large');
    refused(await one.call('PUT', `${blob}?at=5&of=9`, randomBytes(4)), 409, 'hub/blob-gap');
    refused(await one.call('PUT', `${blob}?at=-1&of=9`, randomBytes(4)), 400, 'hub/bad-request');
    refused(await one.call('GET', `/v1/pull?after=0&scope=site&limit=100000`), 400, 'hub/bad-request');
    refused(await one.call('GET', `/v1/pull?after=${'9'.repeat(400)}&scope=site`), 400, 'hub/bad-request');

    const bomb = gzipSync(Buffer.alloc(100 * megabyte));
    expect(bomb.length).toBeLessThan(megabyte);
    const resident = process.memoryUsage().rss;
    for (let time = 0; time < 5; time++) {
      refused(await one.call('POST', '/v1/push', bomb), 413, 'hub/unpacks-too-large');
    }
    expect(process.memoryUsage().rss - resident).toBeLessThan(60 * megabyte);
    const nested = gzipSync(bomb);
    expect((await one.call('POST', '/v1/push', nested)).status).toBeGreaterThanOrEqual(400);
  });

  test('names that lead out of a folder', async () => {
    for (const name of [
      '..%2f..%2fhub-key.json',
      '..%5c..%5chub.sqlite',
      '%2e%2e',
      `${'a'.repeat(63)}.`,
      'A'.repeat(64),
      '%00',
    ]) {
      for (const path of [`/v1/blobs/${name}`, `/v1/blobs/${name}/content?at=0`]) {
        const answer = await one.call('GET', path);
        expect([400, 404]).toContain(answer.status);
        expect(answer.json).toHaveProperty('code');
      }
    }
    for (const path of [
      '/supervisor/../../package.json',
      '/supervisor/%2e%2e/hub-key.json',
      '/supervisor/style.css/..',
    ]) {
      const answer = await one.send({ method: 'GET', pathAndQuery: path, headers: {}, body: null });
      expect(answer.status).toBe(404);
    }
    refused(await one.call('GET', '/v1/log?log=../../hub.sqlite&from=1'), 404, 'hub/not-found');
    refused(await one.call('GET', '/v1/log?log=__proto__&from=1'), 404, 'hub/not-found');
  });

  test('bodies that are not what they say', async () => {
    refused(await one.call('POST', '/v1/push', Buffer.from('plain text')), 400, 'hub/not-packed');
    refused(await one.call('POST', '/v1/push', gzipSync(Buffer.from([0xff, 0xfe, 0x80]))), 400, 'hub/not-text');
    refused(await one.call('POST', '/v1/push'), 400, 'hub/not-packed');
    refused(await stranger.json('POST', '/v1/session', { device: {} }), 400, 'hub/bad-request');
    refused(await stranger.json('POST', '/v1/session', null), 400, 'hub/bad-request');
    const whole = packed(one.writer.write(one.writer.provisional, 1));
    for (let length = 0; length < whole.length; length += 7) {
      expect((await one.call('POST', '/v1/push', whole.slice(0, length))).status).toBe(400);
    }
    const lines = gzipSync(`=\n~abc\t{}\n=${'A'.repeat(86)}\t{"v":1}\n`);
    const answer = await one.call('POST', '/v1/push', lines);
    expect(answer.json).toMatchObject({ added: 0 });
    expect((answer.json!.problems as unknown[]).length).toBe(3);
  });

  test('any bytes, anywhere: never a fault of the hub’s own', async () => {
    const path = fc.constantFrom(
      '/v1/push',
      '/v1/status',
      '/v1/enrol',
      '/v1/session',
      '/v1/hello',
      '/supervisor/sign-in',
    );
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.json().map((text) => Buffer.from(text)),
      fc.string({ maxLength: 600 }).map((text) => new Uint8Array(gzipSync(text))),
    );
    await fc.assert(
      fc.asyncProperty(path, body, async (pathAndQuery, bytes) => {
        const { status } = await one.send(one.signed('POST', pathAndQuery, bytes));
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 150 },
    );
  });
});

function receiptOf({ json }: { json: Record<string, unknown> | null }): { added: unknown; heads: unknown } {
  return { added: json!.added, heads: (JSON.parse(json!.receipt as string) as { heads: unknown }).heads };
}
