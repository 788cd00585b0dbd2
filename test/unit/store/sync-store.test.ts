import { describe, expect, test } from 'vitest';
import { recordCrypto } from '../../../electron/store/record-crypto.ts';
import type { RunningStore } from '../../../electron/store/running-store.ts';
import { verifyChain } from '../../../electron/store/verify-chain.ts';
import { siteAdopted } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { hashOf } from '../../../shared/records/envelope.ts';
import type { Vector } from '../../../shared/sync/hub-api.ts';
import type { TravellingRecord } from '../../../shared/sync/record-lines.ts';
import { workstationEnrolled, workstationRevoked } from '../../../shared/sync/records.ts';
import { lampHung, lampSwitched, tester } from '../../harness/sample-module.ts';
import { HandClock, openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

const site = 'site:0199aaaa-bbbb-7ccc-8ddd-0123456789ab';

const hang = (store: RunningStore, ...lamps: string[]) =>
  lamps.map((lamp) => store.records.append([draft(lampHung, `lamp/${lamp}`, { name: lamp, watts: 40 })], tester)[0]!);

/** Every record a bench has, log by log, as it travels. */
const everything = (store: RunningStore): TravellingRecord[] =>
  store.sync.heads().flatMap(({ log, seq }) => {
    const all: TravellingRecord[] = [];
    while (all.length < seq) all.push(...store.sync.read(log, all.length + 1));
    return all;
  });

const enrol = (by: RunningStore, who: RunningStore, mayEnrol = false) =>
  by.records.append(
    [
      draft(workstationEnrolled, `workstation/${who.keys.device}`, {
        device: who.keys.device,
        epoch: who.keys.epoch,
        publicKey: who.keys.publicKey,
        boxKey: who.keys.boxKey,
        label: 'bench',
        site,
        scopes: [site, who.keys.adoptions[0]?.provisional ?? who.keys.scope],
        mayEnrol,
      }),
    ],
    tester,
  );

const pin = (on: RunningStore, root: RunningStore) =>
  on.sync.trust({
    device: root.keys.device,
    epoch: 1,
    publicKey: root.keys.publicKey,
    boxKey: root.keys.boxKey,
    label: 'first bench',
    source: 'inviter',
  });

const vectorOf = (store: RunningStore): Vector =>
  Object.fromEntries(store.sync.heads().map(({ log, seq, link }) => [log, [seq, link]]));

const tables = (store: RunningStore) => rowsOf(store, 'lamps', 'lux');

describe('a log read from anywhere', () => {
  test('in batches of any size, with others written in between', async () => {
    const a = await openTestStore(testFolder('a'));
    const b = await openTestStore(testFolder('b'));
    a.db.prepare("INSERT INTO device_keys VALUES (?, 1, ?, 'test')").run(b.keys.device, b.keys.publicKey);
    for (let round = 0; round < 5; round++) {
      hang(a, ...Array.from({ length: 40 }, (_, at) => `a${round}-${at}`));
      hang(b, ...Array.from({ length: round * 30 }, (_, at) => `b${round}-${at}`));
      a.sync.take(everything(b), 'stick');
    }
    for (const { log, seq } of a.sync.heads()) {
      for (const from of [1, 2, 63, 64, 65, 66, 128, 129, 200, seq, seq + 1]) {
        const read = a.sync.read(log, from, { records: 70 }).map(({ raw }) => (JSON.parse(raw) as { seq: number }).seq);
        const length = Math.max(0, Math.min(70, seq - from + 1));
        expect(read).toEqual(Array.from({ length }, (_, at) => from + at));
      }
      expect(a.sync.read(log, 1, { bytes: 2000 }).length).toBeLessThan(5);
      expect(a.sync.read(log, 1, { bytes: 1 })).toHaveLength(1);
    }
    expect(a.sync.read('nothing', 1)).toEqual([]);
  });
});

describe('who is trusted', () => {
  test('a stranger waits until one the bench trusts says who it is; then nothing is missing', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => openTestStore(testFolder(name))));
    hang(b!, 'b1', 'b2');
    expect(c!.sync.take(everything(b!), 'stick')).toMatchObject({ added: 0, quarantined: 3 });
    expect(c!.sync.quarantined(5)).toMatchObject([{ why: 'records/unknown-device', via: 'stick' }, {}, {}]);
    expect(pin(c!, a!)).toMatchObject({ added: 0 });
    enrol(a!, b!);
    const report = c!.sync.take(everything(a!), 'stick');
    expect(report).toMatchObject({ added: 2 + 3, quarantined: 0 });
    expect(c!.sync.quarantined(5)).toEqual([]);
    expect(c!.sync.devices()).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ device: a!.keys.device, source: 'inviter', mayEnrol: true }),
        expect.objectContaining({ device: b!.keys.device, source: `enrolled:${a!.keys.device}`, label: 'bench' }),
      ]),
    );
    // What a bench says of another counts for itself at once.
    a!.sync.take(everything(b!), 'stick');
    expect(a!.records.byHash(b!.records.page({ limit: 1 }).records[0]!.hash)).toBeDefined();
    expect((await verifyChain(c!.db, { everySignature: true })).problems).toEqual([]);
  });

  test('the word of one who may not enrol counts for nothing', async () => {
    const [a, b, stranger, c] = await Promise.all(['a', 'b', 'x', 'c'].map((name) => openTestStore(testFolder(name))));
    pin(c!, a!);
    enrol(a!, b!);
    enrol(b!, stranger!);
    hang(stranger!, 'x1');
    c!.sync.take([...everything(a!), ...everything(b!)], 'stick');
    expect(c!.sync.take(everything(stranger!), 'stick').problems[0]).toMatchObject({ why: 'records/unknown-device' });
    enrol(a!, b!, true);
    expect(c!.sync.take(everything(a!), 'stick')).toMatchObject({ added: 1 + everything(stranger!).length });
  });

  test('a bench of a site takes nothing of another site, and no log its certificate does not name', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => openTestStore(testFolder(name))));
    await c!.sync.joinSite('site:0199aaaa-bbbb-7ccc-8ddd-0123456789ff', 'Elsewhere');
    pin(c!, a!);
    enrol(a!, b!);
    hang(b!, 'b1');
    c!.sync.take(everything(a!), 'stick');
    expect(c!.sync.take(everything(b!), 'stick').problems[0]).toMatchObject({ why: 'records/other-site' });
    await b!.sync.joinSite('site:0199aaaa-bbbb-7ccc-8ddd-0123456789fe', 'A third');
    expect(c!.sync.take(everything(b!), 'stick').problems.at(-1)).toMatchObject({ why: 'records/wrong-scope' });
    await c!.sync.joinSite(site, 'Here');
    expect(c!.sync.quarantined(10).map(({ why }) => why)).toEqual(expect.arrayContaining(['records/wrong-scope']));
    expect(c!.sync.quarantined(10).map(({ why }) => why)).not.toContain('records/other-site');
    expect(c!.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(1);
  });

  test('a new epoch is trusted where the key before it vouches for it, on a bench that meets it first, too', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => openTestStore(testFolder(name))));
    hang(b!, 'b1');
    await b!.sync.openEpoch('rolled-back');
    hang(b!, 'b2');
    expect(b!.keys.epoch).toBe(2);
    expect(c!.sync.take(everything(b!), 'stick').quarantined).toBe(4);
    pin(c!, a!);
    a!.records.append(
      [
        draft(workstationEnrolled, `workstation/${b!.keys.device}`, {
          device: b!.keys.device,
          epoch: 1,
          publicKey: b!.keys.epochs[0]!.publicKey,
          boxKey: b!.keys.boxKey,
          label: 'bench',
          site,
          scopes: [b!.keys.scope],
          mayEnrol: false,
        }),
      ],
      tester,
    );
    expect(c!.sync.take(everything(a!), 'stick').added).toBe(6);
    expect(tables(c!)).toEqual(tables(b!));
    const unsigned = await openTestStore(testFolder('clone'));
    expect(unsigned.sync.take(everything(b!), 'stick').added).toBe(0);
  });
});

describe('revoked', () => {
  test('it does not matter to the tables whether the last records or the revocation came first', async () => {
    const [a, b, early, late] = await Promise.all(
      ['a', 'b', 'early', 'late'].map((name) => openTestStore(testFolder(name))),
    );
    for (const bench of [early!, late!]) pin(bench, a!);
    enrol(a!, b!);
    hang(b!, 'b1', 'b2');
    const good = everything(b!);
    const { log, seq } = b!.sync.heads()[0]!;
    b!.records.append([draft(lampSwitched, 'lamp/b1', { isOn: true })], tester);
    hang(b!, 'b3');
    early!.sync.take([...everything(a!), ...everything(b!)], 'stick');
    expect(early!.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(3);
    const body = { device: b!.keys.device, last: [{ log, seq }], reason: 'stolen' };
    a!.records.append([draft(workstationRevoked, `workstation/${b!.keys.device}`, body)], tester);
    early!.sync.take(everything(a!), 'stick');
    late!.sync.take([...everything(a!), ...everything(b!)], 'stick');
    expect(tables(early!)).toEqual(tables(late!));
    expect(early!.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(2);
    for (const bench of [early!, late!]) {
      expect(bench.sync.quarantined(9).map(({ why, log: of }) => [why, of])).toEqual([
        ['records/revoked-device', log],
        ['records/revoked-device', log],
      ]);
      expect(bench.sync.devices().find(({ device }) => device === b!.keys.device)?.isRevoked).toBe(true);
    }
    expect(late!.sync.heads().find((head) => head.log === log)).toMatchObject({ seq: good.length });
    expect(early!.sync.heads().find((head) => head.log === log)).toMatchObject({ seq: good.length + 2, lastGood: seq });
  });

  test('tables rebuilt from the log leave out the same', async () => {
    const [a, b] = await Promise.all(['a', 'b'].map((name) => openTestStore(testFolder(name))));
    const folder = testFolder('c');
    const c = await openTestStore(folder);
    pin(c, a!);
    enrol(a!, b!);
    hang(b!, 'b1');
    c.sync.take([...everything(a!), ...everything(b!)], 'stick');
    const body = { device: b!.keys.device, last: [], reason: 'lost' };
    a!.records.append([draft(workstationRevoked, `workstation/${b!.keys.device}`, body)], tester);
    c.sync.take(everything(a!), 'stick');
    const before = tables(c);
    await c.close();
    const again = await openTestStore(folder, { fullCheck: true });
    expect(tables(again)).toEqual(before);
    expect(again.db.prepare('SELECT count(*) FROM lamps').pluck().get()).toBe(0);
  });
});

describe('receipts', () => {
  test('only a link that is ours moves what counts as held elsewhere', async () => {
    const clock = new HandClock();
    const a = await openTestStore(testFolder('a'), { clock });
    const [first] = hang(a, 'a1');
    const held = vectorOf(a);
    const saved = new Date(clock.now).toISOString();
    clock.pass(60_000);
    const [second] = hang(a, 'a2');
    expect(a.sync.unsent()).toEqual({ count: 3, since: saved });
    const [log] = Object.keys(held) as [string];
    const wrong: Vector = { [log]: [1, held[log]![1]] };
    expect(a.sync.acknowledge({ device: 'h', kind: 'hub' }, wrong)).toEqual({ contradicted: [log] });
    expect(a.sync.unsent().count).toBe(3);
    expect(a.sync.acknowledge({ device: 'h', kind: 'hub' }, { ...held, 'x/1/org': [9, held[log]![1]] })).toEqual({
      contradicted: [],
    });
    expect(a.sync.unsent()).toEqual({ count: 1, since: new Date(clock.now).toISOString() });
    expect([first, second].map((one) => a.sync.isOnHub(one!.hash))).toEqual([true, false]);
    expect(a.sync.acknowledge({ device: 'b', kind: 'bench' }, vectorOf(a))).toEqual({ contradicted: [] });
    expect(a.sync.unsent()).toEqual({ count: 0, since: null });
    expect(a.sync.isOnHub(second!.hash)).toBe(false);
  });
});

describe('a site', () => {
  test('is joined once: the new log begins with the adoption of the old scope', async () => {
    const folder = testFolder('a');
    const a = await openTestStore(folder);
    hang(a, 'a1');
    const provisional = a.sync.scope;
    await a.sync.joinSite(site, 'North wing');
    await a.sync.joinSite(site, 'North wing');
    hang(a, 'a2');
    const log = `${a.keys.device}/1/${site}`;
    expect(a.sync.heads().map((head) => [head.log, head.seq])).toEqual([
      [`${a.keys.device}/1/${provisional}`, 2],
      [log, 3],
    ]);
    const bodies = a.sync.read(log, 1).map(({ raw }) => JSON.parse(raw) as { type: string; body: unknown });
    expect(bodies.map(({ type }) => type)).toEqual(['log.opened', siteAdopted.type, 'lamp.hung']);
    expect(bodies[1]!.body).toEqual({ provisional, site, name: 'North wing' });
    await a.close();
    const again = await openTestStore(folder);
    expect(again.sync.scope).toBe(site);
    expect(again.sync.heads()).toHaveLength(2);
    expect(again.health().epoch).toBe(1);
  });
});

describe('preview', () => {
  test('says what would be taken, by whom, and what would be in conflict; keeps nothing', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((name) => openTestStore(testFolder(name))));
    pin(c!, a!);
    hang(a!, 'shared');
    c!.sync.take(everything(a!), 'stick');
    enrol(a!, b!);
    hang(a!, 'a2');
    a!.records.append([draft(lampSwitched, 'lamp/shared', { isOn: true })], tester);
    c!.records.append([draft(lampSwitched, 'lamp/shared', { isOn: false })], tester);
    hang(b!, 'b1');
    const [forged] = everything(b!);
    const count = c!.records.count();
    const all = everything(a!);
    const report = c!.sync.preview([...all, ...everything(b!), { raw: forged!.raw, sig: new Uint8Array(64) }]);
    expect(report).toMatchObject({ total: all.length + 3, fresh: 3, duplicate: 2, pending: 0, conflictCount: 1 });
    expect(report.problems.map(({ why }) => why)).toEqual(Array(3).fill('records/unknown-device'));
    expect(report.conflicts).toMatchObject([{ stream: 'lamp/shared', type: 'lamp.switched' }]);
    expect(report.groups.find(({ type }) => type === 'lamp.hung')).toMatchObject({ device: a!.keys.device, count: 1 });
    expect(c!.sync.quarantined(1)).toEqual([]);
    expect(c!.records.count()).toBe(count);
    expect(c!.sync.take(all, 'stick')).toMatchObject({ added: 3, duplicate: 2 });
  });
});

describe('one check for a run', () => {
  test('a record that its successors do not vouch for is looked at itself', async () => {
    const a = await openTestStore(testFolder('a'));
    const c = await openTestStore(testFolder('c'));
    pin(c, a);
    hang(a, 'a1', 'a2', 'a3', 'a4');
    const good = everything(a);
    const changed = { raw: good[2]!.raw.replace('lamp/a2', 'lamp/b2'), sig: good[2]!.sig };
    const wrongSig = { raw: good[4]!.raw, sig: a.keys.sign(hashOf(recordCrypto, 'x')) };
    const report = c.sync.take([good[0]!, good[1]!, changed, good[3]!, wrongSig], 'stick');
    expect(report).toMatchObject({ added: 2, pending: 1, quarantined: 2 });
    expect(report.problems.map(({ why, seq }) => [why, seq])).toEqual([
      ['records/bad-signature', 3],
      ['records/bad-signature', 5],
    ]);
    expect(c.sync.take(good, 'stick')).toMatchObject({ added: 3, duplicate: 3 });
  });
});
