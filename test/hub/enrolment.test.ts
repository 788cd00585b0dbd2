import { expect, test } from 'vitest';
import { readEnvelope } from '../../shared/records/envelope.ts';
import { describeHubStores } from '../harness/hub-stores.ts';
import { enrolledWriter, HubWriter } from '../harness/hub-writer.ts';

describeHubStores('the hub enrols', (stores) => {
  test('by a code that is good once, for its site, for its hours, however it is typed', async () => {
    let now = Date.parse('2026-11-23T08:00:00Z');
    const hub = await stores.open(undefined, { wallMs: () => now });
    const site = await hub.enrolment.openSite('North lab');
    expect(await hub.enrolment.sites()).toEqual([{ site, name: 'North lab' }]);
    const first = new HubWriter();
    const { code, expiresAt } = await hub.enrolment.newCode(site, 24);
    expect(expiresAt).toBe('2026-11-24T08:00:00.000Z');
    const typed = ` ${code.replaceAll('-', '').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `;
    const enrolled = await hub.enrolment.enrol(typed, first.request);
    const { provisional, ...request } = first.request;
    expect(enrolled).toEqual({
      ...request,
      site,
      siteName: 'North lab',
      scopes: [site, provisional],
      mayConnect: true,
      isRevoked: false,
    });
    const { siteName, ...certificate } = enrolled;
    expect(await hub.enrolment.device(first.device, 1)).toEqual(certificate);
    expect(await hub.enrolment.devices(site)).toEqual([certificate]);
    await expect(hub.enrolment.enrol(code, new HubWriter().request)).rejects.toThrow('hub/code-unknown');
    const late = await hub.enrolment.newCode(site, 24);
    now += 24 * 3_600_000;
    await expect(hub.enrolment.enrol(late.code, new HubWriter().request)).rejects.toThrow('hub/code-unknown');
    await expect(hub.enrolment.newCode('org', 1)).rejects.toThrow('hub/scope-unknown');
    const body = (await bodies(hub)).at(-1);
    expect(body).toMatchObject({ device: first.device, site, scopes: [site, provisional], mayEnrol: false });
  });

  test('one key for one device and epoch, one site for one device, one site for one scope', async () => {
    const hub = await stores.open();
    const [north, south] = [await hub.enrolment.openSite('North'), await hub.enrolment.openSite('South')];
    const writer = await enrolledWriter(hub, north);
    const attempt = async (site: string, who: HubWriter['request']) => {
      const { code } = await hub.enrolment.newCode(site, 1);
      return hub.enrolment.enrol(code, who);
    };
    const impostor = new HubWriter(writer.device);
    await expect(attempt(north, impostor.request)).rejects.toThrow('hub/device-known');
    await expect(attempt(south, writer.request)).rejects.toThrow('hub/device-known');
    const greedy = new HubWriter();
    await expect(attempt(south, { ...greedy.request, provisional: north })).rejects.toThrow('hub/scope-taken');
    await expect(attempt(south, { ...greedy.request, provisional: writer.provisional })).rejects.toThrow(
      'hub/scope-taken',
    );
    await expect(attempt(north, { ...greedy.request, publicKey: 'short' })).rejects.toThrow('hub/bad-request');
    // The answer was lost: the same bench asks again.
    await expect(attempt(north, writer.request)).resolves.toMatchObject({ device: writer.device });
    await hub.enrolment.revoke(writer.device, 'lost');
    await expect(attempt(north, writer.request)).rejects.toThrow('hub/device-revoked');
    const { code } = await hub.enrolment.newCode(north, 1);
    await expect(hub.enrolment.enrol(code, impostor.request)).rejects.toThrow('hub/device-known');
    // A refusal leaves the code to whom it was meant for.
    await expect(hub.enrolment.enrol(code, greedy.request)).resolves.toMatchObject({ device: greedy.device });
  });

  test('a device whose records somebody carried before: they count from then on', async () => {
    const hub = await stores.open();
    const site = await hub.enrolment.openSite('North lab');
    const writer = new HubWriter();
    const early = writer.write(writer.provisional, 3);
    expect((await hub.records.push(site, early, 'bundle')).problems).toHaveLength(3);
    const { code } = await hub.enrolment.newCode(site, 1);
    await hub.enrolment.enrol(code, writer.request);
    expect((await hub.records.heads(site))[writer.logOf(writer.provisional)]![0]).toBe(3);
  });

  test('a further epoch by the word of the key before', async () => {
    const hub = await stores.open();
    const site = await hub.enrolment.openSite('North lab');
    const writer = await enrolledWriter(hub, site);
    const endorsed = writer.openEpoch();
    const thief = { ...endorsed, publicKey: new HubWriter().publicKey };
    await expect(hub.enrolment.endorse(thief)).rejects.toThrow('hub/device-unknown');
    await expect(hub.enrolment.endorse({ ...endorsed, epoch: 3 })).rejects.toThrow('hub/device-unknown');
    const certificate = await hub.enrolment.endorse(endorsed);
    expect(certificate).toMatchObject({ device: writer.device, epoch: 2, site, isRevoked: false });
    expect(await hub.enrolment.endorse(endorsed)).toEqual(certificate);
    expect((await bodies(hub)).filter((body) => 'mayEnrol' in body)).toHaveLength(2);
    expect(await hub.records.push(site, writer.write(site, 2), 'x')).toMatchObject({ added: 2 });
    await hub.enrolment.revoke(writer.device, 'stolen');
    await expect(hub.enrolment.endorse(writer.openEpoch())).rejects.toThrow('hub/device-revoked');
  });

  test('until it is revoked: what came before stands, what comes after is set aside', async () => {
    const hub = await stores.open();
    const site = await hub.enrolment.openSite('North lab');
    const writer = await enrolledWriter(hub, site);
    const records = writer.write(site, 5);
    await hub.records.push(site, records.slice(0, 3), 'x');
    const session = await hub.sessions.open(writer.device, 1, 15);
    await hub.enrolment.revoke(writer.device, 'laptop stolen');
    await hub.enrolment.revoke(writer.device, 'twice');
    expect(await hub.sessions.holder(session)).toBeUndefined();
    const report = await hub.records.push(site, records, 'bundle');
    expect(report).toMatchObject({ added: 0, duplicate: 3 });
    expect(report.problems.map(({ why }) => why)).toEqual(['records/revoked-device', 'records/revoked-device']);
    expect((await hub.records.push(site, writer.write(writer.provisional, 1), 'x')).problems[0]!.why).toBe(
      'records/revoked-device',
    );
    expect(await hub.enrolment.device(writer.device, 1)).toMatchObject({ isRevoked: true });
    const revoked = (await bodies(hub)).filter((body) => 'last' in body);
    expect(revoked).toEqual([
      { device: writer.device, reason: 'laptop stolen', last: [{ log: writer.logOf(site), seq: 3 }] },
    ]);
    await expect(hub.enrolment.revoke(new HubWriter().device, 'x')).rejects.toThrow('hub/device-unknown');
  });

  const bodies = async (hub: Awaited<ReturnType<typeof stores.open>>) =>
    (await hub.records.pull('org', 0, 500)).records.map(
      ({ raw }) => (readEnvelope(raw) as { envelope: { body: Record<string, unknown> } }).envelope.body,
    );
});
