import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { recordCrypto } from '../../hub/store/record-crypto.ts';
import { hashOf, linkOf, readEnvelope } from '../../shared/records/envelope.ts';
import { describeHubStores } from '../harness/hub-stores.ts';
import { enrolledWriter, envelopeText, HubWriter } from '../harness/hub-writer.ts';

describeHubStores('the hub takes records', (stores) => {
  const start = async () => {
    const hub = await stores.open();
    const site = await hub.enrolment.openSite('North lab');
    return { hub, site, writer: await enrolledWriter(hub, site) };
  };
  const whys = (report: { problems: readonly { why: string }[] }) => report.problems.map(({ why }) => why);

  test('once, exactly as they were signed, in any order, from any carrier', async () => {
    const { hub, site, writer } = await start();
    const records = writer.write(site, 6, (seq) => ({ seq, text: `μL "${seq}" \u2028 😀` }));
    const late = await hub.records.push(site, [records[4]!, records[3]!, records[5]!], 'bundle');
    expect(late).toMatchObject({ added: 0, duplicate: 0, pending: 3, problems: [], heads: {} });
    expect(await hub.records.push(site, records.slice(4), 'again')).toMatchObject({ added: 0, pending: 2 });
    const all = await hub.records.push(site, records.slice(0, 3), writer.device);
    expect(all).toMatchObject({ added: 6, duplicate: 0, pending: 0, problems: [] });
    const log = writer.logOf(site);
    expect(all.heads).toEqual({ [log]: [6, expect.any(String)] });
    const again = await hub.records.push(site, records, 'someone else');
    expect(again).toEqual({ ...all, added: 0, duplicate: 6 });
    expect(await hub.records.readLog(log, 3, 2)).toEqual(records.slice(2, 4).map(plain));
    const pulled = await hub.records.pull(site, 0, 500);
    expect(pulled).toEqual({ records: records.map(plain), next: 6, isMore: false });
    expect(await hub.records.heads(site)).toEqual(all.heads);
    expect(await hub.records.verify()).toMatchObject({ problems: [] });
  });

  test('a batch in any order inside itself', async () => {
    const { hub, site, writer } = await start();
    const records = writer.write(site, 40);
    const shuffled = [...records].reverse();
    shuffled.push(records[7]!);
    expect(await hub.records.push(site, shuffled, 'bundle')).toMatchObject({ added: 40, duplicate: 1, pending: 0 });
    expect((await hub.records.pull(site, 0, 500)).records).toHaveLength(40);
  });

  test('pages end at the limit and go on where they ended', async () => {
    const { hub, site, writer } = await start();
    await hub.records.push(site, writer.write(site, 300), 'x');
    const first = await hub.records.pull(site, 0, 250);
    expect([first.records.length, first.next, first.isMore]).toEqual([250, 250, true]);
    const second = await hub.records.pull(site, first.next, 250);
    expect([second.records.length, second.next, second.isMore]).toEqual([50, 300, false]);
    expect(await hub.records.pull(site, 300, 250)).toEqual({ records: [], next: 300, isMore: false });
    const long = writer.write(site, 40, () => 'x'.repeat(60_000));
    await hub.records.push(site, long, 'x');
    const page = await hub.records.pull(site, 300, 250);
    expect(page.records.length).toBe(17);
    expect(page.isMore).toBe(true);
  });

  test('forged, foreign and forked ones are set aside, and the others of the batch go in', async () => {
    const { hub, site, writer } = await start();
    const records = writer.write(site, 5);
    const stranger = new HubWriter();
    const forged = { raw: records[2]!.raw.replace('"seq":3}', '"seq":4}'), sig: records[2]!.sig };
    const asHim = stranger.sign(envelopeText({ log: writer.logOf(site), seq: 6, prev: 'A'.repeat(43) }));
    const report = await hub.records.push(
      site,
      [...records, forged, asHim, ...stranger.write(site, 1), { raw: 'no record', sig: new Uint8Array(64) }],
      writer.device,
    );
    expect(report).toMatchObject({ added: 5, duplicate: 0, pending: 0 });
    expect(whys(report)).toEqual([
      'records/bad-signature',
      'records/bad-signature',
      'records/unknown-device',
      'records/not-json',
    ]);
    const fork = writer.sign(records[2]!.raw.replace('"seq":3}', '"seq":4}'));
    expect(whys(await hub.records.push(site, [fork], 'x'))).toEqual(['records/fork']);
    const elsewhere = writer.sign(envelopeText({ log: writer.logOf(site), seq: 6, prev: 'B'.repeat(43) }));
    expect(whys(await hub.records.push(site, [elsewhere], 'x'))).toEqual(['records/broken-chain']);
    expect((await hub.records.pull(site, 0, 500)).records).toEqual(records.map(plain));
    expect(await hub.records.verify()).toMatchObject({ problems: [] });
  });

  test('one damaged record in the middle of a run stops its log there and nothing else', async () => {
    const { hub, site, writer } = await start();
    const other = await enrolledWriter(hub, site);
    const records = writer.write(site, 10);
    const theirs = other.write(site, 3);
    const damaged = records.map((one, at) => (at === 4 ? { ...one, raw: one.raw.replace('ida', 'eva') } : one));
    const report = await hub.records.push(site, [...damaged, ...theirs], 'x');
    expect(report).toMatchObject({ added: 7, pending: 5 });
    expect(report.problems).toEqual([{ why: 'records/bad-signature', log: writer.logOf(site), seq: 5 }]);
    expect(await hub.records.push(site, [records[4]!], 'x')).toMatchObject({ added: 6, pending: 0 });
  });

  test('of the right site and scope only', async () => {
    const { hub, site, writer } = await start();
    const south = await hub.enrolment.openSite('South lab');
    const there = await enrolledWriter(hub, south);
    expect(whys(await hub.records.push(site, there.write(south, 1), 'x'))).toEqual(['records/other-site']);
    expect(whys(await hub.records.push(site, writer.write(south, 1), 'x'))).toEqual(['records/wrong-scope']);
    expect(whys(await hub.records.push(site, writer.write('org', 1), 'x'))).toEqual(['records/wrong-scope']);
    expect(whys(await hub.records.push(site, writer.write(`provisional:${randomUUID()}`, 1), 'x'))).toEqual([
      'records/wrong-scope',
    ]);
    expect(await hub.records.push(site, writer.write(writer.provisional, 3), 'x')).toMatchObject({ added: 3 });
    expect(Object.keys(await hub.records.heads(site))).toEqual([writer.logOf(writer.provisional)]);
    expect(await hub.records.heads(south)).toEqual({});
    await expect(hub.records.push('site:nowhere', [], 'x')).rejects.toThrow('hub/scope-unknown');
  });

  test('of its own log from itself alone', async () => {
    const { hub, site } = await start();
    const own = (await hub.records.pull('org', 0, 500)).records;
    expect(await hub.records.push(site, own, 'x')).toMatchObject({ added: 0, duplicate: own.length, problems: [] });
    const types = own.map(({ raw }) => (readEnvelope(raw) as { envelope: { type: string } }).envelope.type);
    expect(types).toEqual(['log.opened', 'site.opened', 'workstation.enrolled']);
    const log = `${hub.hub.device}/1/org`;
    const forged = new HubWriter().sign(envelopeText({ log, seq: own.length + 1, prev: 'A'.repeat(43) }));
    expect(whys(await hub.records.push(site, [forged], 'x'))).toEqual(['records/bad-signature']);
  });

  test('over a hole that its own writer declared lost', async () => {
    const { hub, site, writer } = await start();
    const records = writer.write(site, 8);
    const log = writer.logOf(site);
    const kept = [...records.slice(0, 3), ...records.slice(5)];
    expect(await hub.records.push(site, kept, 'x')).toMatchObject({ added: 3, pending: 3 });
    const stranger = await enrolledWriter(hub, site);
    const missing = [{ log, from: 4, to: 5 }];
    const body = { recoveredCount: 6, missing, report: 'report.json' };
    const lie = stranger.writeOne(site, { type: 'log.recovered', body });
    expect((await hub.records.push(site, [lie], 'x')).heads[log]).toBeUndefined();
    expect((await hub.records.heads(site))[log]![0]).toBe(3);
    await hub.enrolment.endorse(writer.openEpoch());
    const truth = writer.writeOne(site, { type: 'log.recovered', body });
    expect(await hub.records.push(site, [truth], 'x')).toMatchObject({ added: 4, pending: 0 });
    expect((await hub.records.heads(site))[log]![0]).toBe(8);
    expect(whys(await hub.records.push(site, [records[3]!], 'x'))).toEqual(['records/behind-a-loss']);
    expect(await hub.records.verify()).toMatchObject({ problems: [] });
  });

  test('over a hole as large as numbers go, at once', async () => {
    const { hub, site, writer } = await start();
    const log = writer.logOf(site);
    const last = Number.MAX_SAFE_INTEGER;
    const body = { recoveredCount: 0, missing: [{ log, from: 2, to: last - 1 }], report: '' };
    const first = writer.writeOne(site, { type: 'log.recovered', body });
    const far = writer.sign(envelopeText({ log, seq: last, prev: 'B'.repeat(43) }));
    expect(await hub.records.push(site, [far, first], 'x')).toMatchObject({ added: 2, pending: 0, problems: [] });
    expect((await hub.records.heads(site))[log]![0]).toBe(last);
    expect(await hub.records.verify()).toMatchObject({ problems: [] });
  });

  test('with every text that is a record elsewhere, whatever the database thinks of it', async () => {
    const { hub, site, writer } = await start();
    const bodies = [
      '"\\ud800"',
      '1e99999',
      `${'['.repeat(5000)}${']'.repeat(5000)}`,
      '{"a":1.10,"a":2}',
      '"\\\\u0000"',
    ];
    const records = bodies.map((body) => {
      const raw = writer.writeOne(site, { body: '?' }).raw;
      return raw.replace('"body":"?"', `"body":${body}`);
    });
    let prev = 'A'.repeat(43);
    for (const [at, text] of records.entries()) {
      const record = writer.sign(text.replace(/"prev":"[^"]*"/, `"prev":"${prev}"`));
      const report = await hub.records.push(site, [record], 'x');
      expect(report).toMatchObject({ added: 1, problems: [] });
      prev = report.heads[writer.logOf(site)]![1];
      expect((await hub.records.readLog(writer.logOf(site), at + 1, 1))[0]).toEqual(plain(record));
    }
    expect(await hub.records.verify()).toMatchObject({ problems: [] });
  });

  test('and proves later, one by one, what it took on the word of a run', async () => {
    const { hub, site, writer } = await start();
    await hub.records.push(site, writer.write(site, 30), 'x');
    // A record whose own signature is none: the next one names it all the same, and signs for it.
    const crooked = { ...writer.writeOne(site), sig: new Uint8Array(64) };
    const log = writer.logOf(site);
    const head = (await hub.records.heads(site))[log]![1];
    expect(crooked.raw).toContain(head);
    const next = writer.sign(
      envelopeText({ log, seq: 32, prev: linkOf(recordCrypto, hashOf(recordCrypto, crooked.raw), crooked.sig) }),
    );
    expect(await hub.records.push(site, [crooked, next], 'x')).toMatchObject({ added: 2, problems: [] });
    expect(await hub.records.audit(20)).toMatchObject({ checkedCount: 20, problems: [], isDone: false });
    const rest = await hub.records.audit(500);
    expect(rest).toEqual({
      checkedCount: 14,
      problems: [{ log, seq: 31, why: 'records/bad-signature' }],
      isDone: true,
    });
    expect(await hub.records.audit(500)).toEqual({ checkedCount: 0, problems: [], isDone: true });
    expect((await hub.records.verify()).problems).toEqual([{ log, seq: 31, why: 'records/bad-signature' }]);
  });

  const plain = ({ raw, sig }: { raw: string; sig: Uint8Array }) => ({ raw, sig: Buffer.from(sig) });
});
