import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createInstrumentsModule } from '../../../electron/modules/instruments/module.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import {
  background,
  control,
  failedSample,
  goodSample,
  type ModuleBench,
  nextOf,
  openModuleBench,
} from '../../harness/module-bench.ts';

const xn = 'sysmex-xn-1000';
let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;

beforeEach(async () => {
  folder = temporaryFolder('modules');
  bench = await openModuleBench(folder.path);
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const restart = async () => {
  await bench.close();
  bench = await openModuleBench(folder.path);
};
const card = async (id: string) => (await bench.page.instruments.cards({})).find((one) => one.id === id)!;
const timeline = async (instrumentId: string) =>
  (await bench.page.instruments.timeline({ instrumentId, before: null, limit: 50 })).entries;

describe('the register', () => {
  test('given an empty bench, when an instrument is added, then it listens only and is on the Bench after a restart', async () => {
    const id = await bench.register(xn, { name: 'XN left', serialNumber: '14718' });
    await restart();
    expect(await card(id)).toMatchObject({
      name: 'XN left',
      maker: 'Sysmex',
      isAnswering: false,
      serviceStatus: 'in-service',
    });
    const detail = await bench.page.instruments.get({ instrumentId: id });
    expect(detail.definition.carries).toContain('instruments.carries.results');
  });

  test('changes are records of the person at the bench, with base, and the story tells them newest first', async () => {
    const id = await bench.register(xn);
    await bench.page.instruments.setServiceStatus({
      instrumentId: id,
      serviceStatus: 'restricted',
      reason: 'QC pending',
    });
    await bench.page.instruments.setExpectedInUse({ instrumentId: id, isExpectedInUse: true, until: null });
    const entries = await timeline(id);
    expect(entries.map((entry) => entry.key)).toEqual([
      'timeline.instruments.expected-use-changed-yes',
      'timeline.instruments.service-status-changed',
      'timeline.instruments.instrument-registered',
    ]);
    expect(entries[0]!.actor).toBe(bench.host.context.actor.name);
    const record = bench.host.context.store.records.byHash(entries[0]!.hash)!;
    expect(record.base).toBe(entries[1]!.hash);
  });

  test('the story is paged without a gap or a double', async () => {
    const id = await bench.register(xn);
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await bench.page.instruments.edit({
        ...{ instrumentId: id, name, serialNumber: '', assetNumber: '', place: '', firmware: '', notes: '' },
        silenceMinutes: 15,
        reason: '',
      });
    }
    const seen: string[] = [];
    let before: string | null = null;
    do {
      const page = await bench.page.instruments.timeline({ instrumentId: id, before, limit: 2 });
      seen.push(...page.entries.map((entry) => String(entry.data.changes ?? entry.data.name)));
      before = page.next;
    } while (before !== null);
    expect(seen).toHaveLength(6);
    expect(seen[0]).toContain('to "e"');
    expect(new Set(seen).size).toBe(6);
  });

  test('what cannot be is refused by code', async () => {
    const id = await bench.register(xn);
    const { instruments } = bench.page;
    const rejects = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code });
    await rejects(instruments.get({ instrumentId: 'nobody' }), 'instruments/not-found');
    await rejects(
      instruments.changeDefinition({ instrumentId: id, definitionKey: 'no-such', reason: 'r' }),
      'instruments/unknown-definition',
    );
    await rejects(
      instruments.setAnswering({ instrumentId: id, isAnswering: true, reason: '' }),
      'instruments/answering-not-possible',
    );
    await rejects(
      instruments.changeLink({
        instrumentId: id,
        link: { kind: 'tcp-server', address: '0.0.0.0', port: 5150, peers: [] },
        reason: '',
      }),
      'instruments/peers-missing',
    );
  });

  test('answering is chosen for a line, recorded, shown, and not carried over to another definition', async () => {
    const link = { kind: 'tcp-server' as const, address: '127.0.0.1', port: 0, peers: [] };
    const id = await bench.register('generic-lis02', { link });
    await expect.poll(async () => (await card(id)).link.state).toBe('open');
    await bench.page.instruments.setAnswering({ instrumentId: id, isAnswering: true, reason: 'no LIS here' });
    expect((await card(id)).isAnswering).toBe(true);
    await bench.page.instruments.changeDefinition({ instrumentId: id, definitionKey: xn, reason: 'it is an XN' });
    expect((await card(id)).isAnswering).toBe(false);
    expect((await timeline(id)).map((entry) => entry.key)).toContain('timeline.instruments.answering-changed-yes');
  });

  test('retiring closes the line and takes the card off the Bench', async () => {
    const link = { kind: 'tcp-server' as const, address: '127.0.0.1', port: 0, peers: [] };
    const id = await bench.register('generic-lis02', { link });
    await bench.page.instruments.setServiceStatus({ instrumentId: id, serviceStatus: 'retired', reason: 'sold' });
    expect(await card(id)).toBeUndefined();
    expect((await bench.page.instruments.cards({ withRetired: true })).map((one) => one.id)).toEqual([id]);
    await expect.poll(() => bench.host.context.links.snapshot(id).state).toBe('off');
  });

  test('definitions are found by any of their words', async () => {
    const found = await bench.page.instruments.definitions({ search: 'sysmex 1000' });
    expect(found[0]?.key).toBe(xn);
    const { catalog } = bench.host.context;
    expect(await bench.page.instruments.definitions({ search: '' })).toHaveLength(catalog.list().length);
  });
});

describe('what the wire reports', () => {
  test('a patient result is a message and never a record', async () => {
    const id = await bench.register(xn);
    const before = bench.host.context.store.records.count();
    await bench.hear(id, goodSample('S-123456'));
    await bench.hear(id, goodSample('S-123457'));
    // Who the instrument says it is, once; nothing of the results.
    expect(bench.host.context.store.records.count()).toBe(before + 1);
    expect((await timeline(id))[0]!.key).toBe('timeline.instruments.identity-reported');
    expect(await card(id)).toMatchObject({ messageCountToday: 2 });
  });

  test('a background copies raw values and limits into its record, once, whatever is sent again', async () => {
    const id = await bench.register(xn);
    await bench.hear(id, background('1'));
    const count = bench.host.context.store.records.count();
    await bench.hear(id, background('1'));
    expect(bench.host.context.store.records.count()).toBe(count);
    expect((await card(id)).lastBackground).toMatchObject({ verdict: 'pass' });
    const [entry] = await timeline(id);
    const { body } = bench.host.context.store.records.byHash(entry!.hash)!;
    expect(body).toMatchObject({ verdict: 'pass', checksum: 'ok' });
    expect((body as { readings: unknown[] }).readings[3]).toMatchObject({
      rawValue: '1',
      limit: '10',
      verdict: 'pass',
    });
  });

  test('a cut background is no evidence of anything; the whole one is', async () => {
    const id = await bench.register(xn);
    await bench.hear(id, background('1').slice(0, 5), { isPartial: true });
    expect(await card(id)).toMatchObject({ lastBackground: null, partialMessageCount: 1 });
    await bench.hear(id, background('1'));
    expect(await card(id)).toMatchObject({ lastBackground: { verdict: 'pass' }, partialMessageCount: 0 });
  });

  test('a control copies its values and its lot', async () => {
    const id = await bench.register(xn);
    await bench.hear(id, control('QC-61130801', '7.05'));
    const [entry] = await timeline(id);
    expect(entry).toMatchObject({ key: 'timeline.instruments.qc-recorded' });
    const { body } = bench.host.context.store.records.byHash(entry!.hash)!;
    expect(body).toMatchObject({ readings: [{ rawValue: '7.05' }, { rawValue: '4.38' }] });
  });

  test('another serial number on the wire than in the register is shown', async () => {
    const id = await bench.register(xn, { serialNumber: '99999' });
    await bench.hear(id, goodSample('S-1'));
    expect((await bench.page.instruments.get({ instrumentId: id })).reported).toMatchObject({
      serialNumber: '11001',
      model: 'XN-10',
    });
    await bench.page.instruments.edit({
      ...{ instrumentId: id, name: 'n', serialNumber: '0 11001', assetNumber: '', place: '', firmware: '', notes: '' },
      silenceMinutes: 15,
      reason: '',
    });
    expect((await card(id)).next.key).not.toBe('instruments.next.other-serial-number');
  });

  test('the cable of another instrument of this bench is named, warned of, and decided about by a person', async () => {
    const id = await bench.register(xn, { serialNumber: '99999', name: 'A' });
    await bench.register(xn, { serialNumber: '11001', name: 'Night lab XN' });
    await bench.hear(id, goodSample('S-1'));
    const detail = () => bench.page.instruments.get({ instrumentId: id });
    expect((await detail()).identityDoubt).toMatchObject({ kind: 'other-registered', otherName: 'Night lab XN' });
    const source = (await createInstrumentsModule().loadReadiness?.())!;
    const reasons = () => source.reasonsOf(bench.host.context, id)!;
    expect(reasons()).toMatchObject([{ code: 'other-registered', tone: 'amber', goesTo: 'set-up' }]);
    const said = { instrumentId: id, model: 'XN-10', serialNumber: '11001' };
    await bench.page.instruments.judgeIdentity({ ...said, isSame: false, reason: 'Cable swapped' });
    expect((await detail()).identityDoubt).not.toBeNull();
    await bench.page.instruments.judgeIdentity({ ...said, isSame: true, reason: 'Main board was replaced' });
    expect((await detail()).identityDoubt).toBeNull();
    expect(reasons()).toEqual([]);
    expect((await timeline(id))[0]?.key).toBe('timeline.instruments.identity-judged-yes');
  });

  test('no record and no table holds a patient or a readable specimen id', async () => {
    const id = await bench.register(xn);
    await bench.hear(id, failedSample('TOPSECRET77'));
    const { db } = bench.host.context.store;
    const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    for (const table of tables) {
      const rows = db.prepare(`SELECT * FROM "${table}"`).all();
      const text = JSON.stringify(rows);
      expect({ table, leaks: /TOPSECRET|Doe|19800101/.test(text) }).toEqual({ table, leaks: false });
    }
  });
});

describe('live cards', () => {
  test('one push with all cards, then only those that changed', async () => {
    const left = await bench.register(xn, { name: 'left' });
    const right = await bench.register(xn, { name: 'right' });
    const end = new AbortController();
    const stream = await bench.page.instruments.live(undefined, { signal: end.signal });
    const next = () => nextOf(stream);
    expect((await next()).cards.map((one) => one.id).sort()).toEqual([left, right].sort());
    await bench.page.instruments.setServiceStatus({
      instrumentId: right,
      serviceStatus: 'out-of-service',
      reason: 'r',
    });
    expect((await next()).cards).toMatchObject([{ id: right, tone: 'stop' }]);
    await bench.page.instruments.setServiceStatus({ instrumentId: right, serviceStatus: 'retired', reason: 'r' });
    expect(await next()).toMatchObject({ cards: [], removed: [right] });
    end.abort();
    await stream.return?.(undefined);
  });

  test('a burst of messages is one push', async () => {
    const id = await bench.register(xn);
    const end = new AbortController();
    const stream = await bench.page.instruments.live(undefined, { signal: end.signal });
    await nextOf(stream);
    for (let number = 0; number < 30; number += 1) await bench.hear(id, goodSample(`S-${number}`));
    expect((await nextOf(stream)).cards).toMatchObject([{ id, messageCountToday: 30 }]);
    end.abort();
    await stream.return?.(undefined);
  });
});

describe('a line that speaks', () => {
  test('its messages are counted on the card, and the wire view shows each line once', async () => {
    const file = fileURLToPath(
      new URL('../../../resources/instruments/generic-lis02/captures/01-results-and-controls.jsonl', import.meta.url),
    );
    const link = { kind: 'none' as const };
    const id = await bench.register('generic-lis02', { link });
    expect(await card(id)).toMatchObject({ tone: 'unknown', next: { key: 'instruments.next.no-line' } });
    const end = new AbortController();
    const wire = await bench.page.wire.live({ instrumentId: id }, { signal: end.signal });
    await nextOf(wire);
    await bench.page.instruments.changeLink({
      instrumentId: id,
      link: { kind: 'replay', file, speed: 'max' },
      reason: '',
    });
    await expect.poll(async () => (await card(id)).messageCountToday, { timeout: 20_000 }).toBeGreaterThan(0);
    const ids: number[] = [];
    while (ids.length < 3) ids.push(...(await nextOf(wire)).lines.map((line) => line.id));
    expect(new Set(ids).size).toBe(ids.length);
    end.abort();
    expect((await card(id)).lastHeardAt).not.toBeNull();
  });
});
