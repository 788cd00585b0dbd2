import { cpSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { verifyChain } from '../../../electron/store/verify-chain.ts';
import { httpTransport } from '../../../electron/sync/hub-transport.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { draft } from '../../../shared/records/define.ts';
import { benchesOfOneSite, pack, photograph, take, theSite } from '../../harness/bundle-benches.ts';
import { engineOn, hang, join, openSyncBench, startHub } from '../../harness/hub-bench.ts';
import { lampHung, tester } from '../../harness/sample-module.ts';
import { rowsOf, testFolder } from '../../harness/store.ts';

type Bench = Awaited<ReturnType<typeof openSyncBench>>;

const tables = ({ store }: Bench) => rowsOf(store, 'lamps', 'lux');
const problemsOf = (engine: Bench['engine']) => {
  const { push, pull, blobs } = engine.state();
  return [push, pull, blobs].map(({ problem }) => problem?.code ?? null);
};
const problems = ({ engine }: Bench) => problemsOf(engine);
const calm = [null, null, null];

describe('a hub and its workstations', () => {
  test('what was written before and after joining is on all of them, and marked only by the receipt', async () => {
    const hub = await startHub();
    const [a, b] = [await openSyncBench(hub), await openSyncBench(hub)];
    const [early] = hang(a.store, 'a1', 'a2');
    hang(b.store, 'b1');
    expect(a.engine.state()).toMatchObject({ hub: null, isAllowed: true, push: { state: 'off' } });
    await join(hub, a.engine, 'Bench A');
    await join(hub, b.engine, 'Bench B');
    expect(a.store.sync.scope).toBe(hub.site);
    expect(a.store.sync.isOnHub(early!)).toBe(false);
    expect(a.store.sync.unsent().count).toBe(5);
    for (const bench of [a, b, a, b]) await bench.engine.runOnce();
    expect([problems(a), problems(b)]).toEqual([calm, calm]);
    expect(tables(a)).toEqual(tables(b));
    expect(a.store.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(3);
    expect(a.store.sync.isOnHub(early!)).toBe(true);
    expect(b.store.sync.isOnHub(early!)).toBe(true);
    expect(a.store.sync.unsent()).toEqual({ count: 0, since: null });
    const heads = await hub.store.records.heads(hub.site);
    for (const { log, seq, link } of a.store.sync.heads().filter((head) => head.isOwn)) {
      expect(heads[log]).toEqual([seq, link]);
    }
    const [status] = (await hub.store.statuses.all()).filter(({ device }) => device === a.store.keys.device);
    expect(JSON.parse(status!.text)).toMatchObject({ label: 'Bench A', site: hub.site });
    for (const { store } of [a, b])
      expect((await verifyChain(store.db, { everySignature: true })).problems).toEqual([]);
    expect((await hub.store.records.verify()).problems).toEqual([]);
  });

  test('a thousand records go in batches; a line that breaks anywhere costs nothing but the try', async () => {
    const hub = await startHub();
    const [a, b] = [await openSyncBench(hub), await openSyncBench(hub)];
    await join(hub, a.engine);
    await join(hub, b.engine);
    a.store.transaction(() => hang(a.store, ...Array.from({ length: 1200 }, (_, at) => `a${at}`)));
    const whole = hub.line;
    let left = 0;
    let isAnswerLost = false;
    hub.line = async (request) => {
      if (left-- > 0) return whole(request);
      // Half the time the request is done and only its answer is lost.
      if (isAnswerLost) await whole(request);
      throw new AppError('sync/hub-unreachable');
    };
    for (let round = 0; round < 14; round++) {
      left = round % 5;
      isAnswerLost = round % 2 === 0;
      await a.engine.runOnce();
      await b.engine.runOnce();
    }
    hub.line = whole;
    for (const bench of [a, b]) await bench.engine.runOnce();
    expect([problems(a), problems(b)]).toEqual([calm, calm]);
    expect(a.store.sync.unsent().count).toBe(0);
    expect(tables(b)).toEqual(tables(a));
    expect(b.store.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(1200);
    expect(b.store.sync.quarantined(1)).toEqual([]);
  });

  test('files follow the records that name them, in pieces, and are whole or not there', async () => {
    const hub = await startHub();
    const [a, b] = [await openSyncBench(hub), await openSyncBench(hub)];
    await join(hub, a.engine);
    await join(hub, b.engine);
    const bytes = Buffer.alloc(2_500_000, 'photo ');
    const { sha256, byteCount } = a.store.blobs.put(bytes);
    const name = JSON.stringify({ sha256, byteCount }).slice(0, 200);
    a.store.records.append([draft(lampHung, 'lamp/photo', { name, watts: 1 })], tester);
    // The record's body holds it as text here; files are found in bodies as objects.
    a.store.db
      .prepare('INSERT INTO named_blobs VALUES (?, ?, (SELECT max(lsn) FROM record_log), 0)')
      .run(sha256, byteCount);
    await a.engine.runOnce();
    await a.engine.runOnce();
    expect(await hub.store.blobs.state(hub.site, sha256)).toMatchObject({ isWhole: true, byteCount });
    await b.engine.runOnce();
    b.store.db
      .prepare('INSERT INTO named_blobs VALUES (?, ?, (SELECT max(lsn) FROM record_log), 0)')
      .run(sha256, byteCount);
    const whole = hub.line;
    let pieces = 0;
    let isBroken = true;
    hub.line = async (request) => {
      if (request.pathAndQuery.includes('/content')) pieces++;
      if (isBroken && pieces > 1) throw new AppError('sync/hub-unreachable');
      return whole(request);
    };
    await b.engine.runOnce();
    expect(b.store.blobs.has(sha256)).toBe(false);
    expect(b.store.blobs.received(sha256)).toBe(1024 * 1024);
    const sent = pieces;
    isBroken = false;
    await b.engine.runOnce();
    expect(pieces - sent).toBe(2);
    expect(Buffer.from(b.store.blobs.get(sha256)!).equals(bytes)).toBe(true);
  });

  test('a sealed photo opens on the other workstations, and on no stranger', async () => {
    const hub = await startHub();
    const [a, b, stranger] = [await openSyncBench(hub), await openSyncBench(hub), await openSyncBench(hub)];
    const sealed = a.store.keys.seal('photo', Buffer.from('a leaking probe'));
    expect(() => b.store.keys.open('photo', sealed)).toThrow('keys/cannot-open');
    await join(hub, a.engine);
    await join(hub, b.engine);
    for (const bench of [a, b, a, b]) await bench.engine.runOnce();
    expect(Buffer.from(b.store.keys.open('photo', sealed)).toString()).toBe('a leaking probe');
    expect(() => b.store.keys.open('identity', a.store.keys.seal('identity', Buffer.from('x')))).toThrow();
    const passed = b.store.records.page({ types: ['file-keys.passed-on'], limit: 5 }).records;
    expect(passed).toHaveLength(2);
    for (const { body } of passed) {
      expect(() => stranger.store.keys.openOfOther(body as never, 'photo', sealed)).toThrow('keys/cannot-open');
    }
  });

  test('a machine put back to an earlier state as a whole gets its records back and goes on in a new epoch', async () => {
    const hub = await startHub();
    const folder = testFolder('bench');
    const a = await openSyncBench(hub, folder);
    await join(hub, a.engine);
    hang(a.store, 'a1');
    await a.engine.runOnce();
    await a.engine.stop();
    await a.store.close();
    const snapshot = testFolder('snapshot');
    cpSync(folder, snapshot, { recursive: true });
    const later = await openSyncBench(hub, folder);
    hang(later.store, 'a2', 'a3');
    await later.engine.runOnce();
    expect(later.store.sync.unsent().count).toBe(0);
    const expected = tables(later);
    await later.engine.stop();
    await later.store.close();
    const back = await openSyncBench(hub, snapshot);
    expect(back.store.health().epoch).toBe(1);
    await back.engine.runOnce();
    await back.engine.runOnce();
    expect(problems(back)).toEqual(calm);
    expect(back.store.health().epoch).toBe(2);
    expect(tables(back)).toEqual(expected);
    hang(back.store, 'a4');
    await back.engine.runOnce();
    expect(back.store.sync.unsent().count).toBe(0);
    const b = await openSyncBench(hub);
    await join(hub, b.engine);
    await b.engine.runOnce();
    expect(tables(b)).toEqual(tables(back));
  });

  test('put back and written to before it met the hub again: both histories are kept in two places, and named', async () => {
    const hub = await startHub();
    const folder = testFolder('bench');
    const a = await openSyncBench(hub, folder);
    await join(hub, a.engine);
    await a.engine.stop();
    await a.store.close();
    const snapshot = testFolder('snapshot');
    cpSync(folder, snapshot, { recursive: true });
    const later = await openSyncBench(hub, folder);
    hang(later.store, 'first');
    await later.engine.runOnce();
    await later.engine.stop();
    await later.store.close();
    const back = await openSyncBench(hub, snapshot);
    hang(back.store, 'second');
    await back.engine.runOnce();
    await back.engine.runOnce();
    expect(back.store.health().epoch).toBe(2);
    expect(back.store.sync.quarantined(5).map(({ why }) => why)).toContain('records/fork');
    hang(back.store, 'third');
    await back.engine.runOnce();
    expect(problems(back)).toEqual(calm);
  });

  test('a site that lived on sticks comes to a hub with all it has; a code of another site is refused and stays good', async () => {
    const hub = await startHub();
    const [first, second, third] = await benchesOfOneSite('bench-1', 'bench-2', 'bench-3');
    const bytes = Buffer.from('a leaking probe');
    const photo = photograph(first!, bytes);
    // The record's body holds it as text here; files are found in bodies as objects.
    first!.store.db
      .prepare('INSERT INTO named_blobs VALUES (?, ?, (SELECT max(lsn) FROM record_log), 0)')
      .run(photo, bytes.length);
    hang(first!.store, 'a1');
    hang(third!.store, 'c1');
    for (const from of [second!, third!]) await take(first!, (await pack(from)).parts[0]!.path);
    await take(second!, (await pack(first!)).parts[0]!.path);
    const [a, b] = [engineOn(first!.store, hub), engineOn(second!.store, hub)];
    const ordinary = await hub.newCode();
    await expect(join(hub, a, 'A', 'http://hub.test', ordinary)).rejects.toMatchObject({ code: 'sync/other-site' });
    expect(a.state().hub).toBeNull();
    expect(await hub.store.enrolment.devices(hub.site)).toEqual([]);
    const opening = async () => (await hub.store.enrolment.newOpeningCode(1)).code;
    const fresh = await openSyncBench(hub);
    const given = await opening();
    const stranger = join(hub, fresh.engine, 'D', 'http://hub.test', given);
    await expect(stranger).rejects.toMatchObject({ code: 'sync/code-for-existing-site' });
    await join(hub, a, 'A', 'http://hub.test', given);
    for (const engine of [a, a]) await engine.runOnce();
    expect(problemsOf(a)).toEqual(calm);
    // The third bench never comes to the hub; the second comes later, and a new one that has met none of them.
    const again = join(hub, b, 'B', 'http://hub.test', await opening());
    await expect(again).rejects.toMatchObject({ code: 'sync/site-is-at-hub' });
    const ofSite = async () => (await hub.store.enrolment.newCode(theSite, 1)).code;
    await join(hub, b, 'B', 'http://hub.test', await ofSite());
    await join(hub, fresh.engine, 'D', 'http://hub.test', await ofSite());
    hang(second!.store, 'b2');
    const engines = [a, b, fresh.engine];
    for (const engine of [...engines, ...engines, ...engines]) await engine.runOnce();
    const all = [first!.store, second!.store, fresh.store];
    expect(engines.map(problemsOf)).toEqual([calm, calm, calm]);
    const [here, ...others] = all.map((store) => rowsOf(store, 'lamps', 'lux'));
    for (const rows of others) expect(rows).toEqual(here);
    const heads = await hub.store.records.heads(theSite);
    for (const store of all) {
      const held = store.sync.heads().filter(({ log }) => !log.endsWith('/org'));
      expect(Object.fromEntries(held.map(({ log, seq, link }) => [log, [seq, link]]))).toEqual(heads);
      expect(store.sync.unsent().count).toBe(0);
      expect((await verifyChain(store.db, { everySignature: true })).problems).toEqual([]);
    }
    expect(await hub.store.blobs.state(theSite, photo)).toMatchObject({ isWhole: true });
    expect((await hub.store.records.verify()).problems).toEqual([]);
    // What only the stick brought afterwards is taken as before.
    hang(third!.store, 'c2');
    expect((await take(first!, (await pack(third!)).parts[0]!.path)).report).toMatchObject({ problems: [] });
    await a.runOnce();
    expect(
      (await hub.store.records.heads(theSite))[third!.store.sync.heads().find(({ isOwn }) => isOwn)!.log]![0],
    ).toBe(third!.store.sync.heads().find(({ isOwn }) => isOwn)!.seq);
  });

  test('a revoked workstation is told so, and the others hear of it', async () => {
    const hub = await startHub();
    const [a, b] = [await openSyncBench(hub), await openSyncBench(hub)];
    await join(hub, a.engine);
    await join(hub, b.engine);
    hang(b.store, 'b1');
    await b.engine.runOnce();
    await hub.store.enrolment.revoke(b.store.keys.device, 'stolen');
    hang(b.store, 'b2');
    await b.engine.runOnce();
    expect(problems(b)[1]).toBe('sync/revoked');
    await a.engine.runOnce();
    expect(a.store.sync.devices().find(({ device }) => device === b.store.keys.device)?.isRevoked).toBe(true);
    expect(a.store.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(1);
  });
});

describe('over sockets', () => {
  const serve = async (answer: RequestListener): Promise<string> => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('a workstation joins over HTTP, and nothing goes out once the network is not allowed', async () => {
    const hub = await startHub();
    const { url } = await hub.server.listen(0, '127.0.0.1');
    let sent = 0;
    const transport = (address: string) => {
      const real = httpTransport(address);
      const send: typeof real.send = (request) => {
        sent++;
        return real.send(request);
      };
      return { ...real, send };
    };
    const a = await openSyncBench(null, undefined, { transport });
    await join(hub, a.engine, 'bench', url);
    hang(a.store, 'a1');
    await a.engine.runOnce();
    expect(problems(a)).toEqual(calm);
    expect(a.store.sync.unsent().count).toBe(0);
    expect(a.engine.state().lastContactAt).not.toBeNull();
    a.engine.setAllowed(false);
    const before = sent;
    hang(a.store, 'a2');
    await a.engine.runOnce();
    a.engine.syncNow();
    await expect(a.engine.lookUp(url)).rejects.toThrow('sync/network-off');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toBe(before);
    expect(a.engine.state().push.state).toBe('off');
    a.engine.setAllowed(true);
    await a.engine.runOnce();
    expect(a.store.sync.unsent().count).toBe(0);
  });

  test('a captive portal, another server, another hub and nobody at all are told apart, and nothing is said to them', async () => {
    const hub = await startHub();
    const a = await openSyncBench(null, undefined, { transport: httpTransport });
    const portal = await serve((_request, reply) => reply.end('<html>Log in</html>'));
    const redirect = await serve((_request, reply) =>
      reply.writeHead(302, { location: 'http://portal.example/' }).end(),
    );
    for (const address of [portal, redirect]) await expect(a.engine.lookUp(address)).rejects.toThrow('sync/not-a-hub');
    await expect(a.engine.lookUp('http://127.0.0.1:1')).rejects.toThrow('sync/hub-unreachable');
    await expect(a.engine.lookUp('ftp://hub')).rejects.toThrow('sync/bad-address');
    await expect(a.engine.lookUp('not an address')).rejects.toThrow('sync/bad-address');
    const { url } = await hub.server.listen(0, '127.0.0.1');
    const found = await a.engine.lookUp(url);
    await expect(a.engine.enrol(found, 'WRONG-CODE', 'bench')).rejects.toThrow('sync/code-refused');
    await expect(a.engine.enrol({ ...found, address: portal }, 'X', 'bench')).rejects.toThrow('sync/not-a-hub');
    const other = await startHub();
    const { url: otherUrl } = await other.server.listen(0, '127.0.0.1');
    await expect(a.engine.enrol({ ...found, address: otherUrl }, 'X', 'bench')).rejects.toThrow('sync/other-hub');
    await join(hub, a.engine, 'bench', url);
    await expect(a.engine.moveHub(otherUrl)).rejects.toThrow('sync/other-hub');
    expect(a.engine.state().hub?.address).toBe(url);
  });
});
