import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeHubStores } from '../harness/hub-stores.ts';
import { enrolledWriter } from '../harness/hub-writer.ts';

describeHubStores('the hub keeps', (stores) => {
  test('nonces and sessions: each good once, in turn, for its time', async () => {
    let now = Date.parse('2026-11-23T08:00:00Z');
    const hub = await stores.open(undefined, { wallMs: () => now });
    const { sessions } = hub;
    const nonce = await sessions.newNonce();
    expect(nonce).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(await sessions.takeNonce('made-up')).toBe(false);
    expect(await sessions.takeNonce(nonce)).toBe(true);
    expect(await sessions.takeNonce(nonce)).toBe(false);
    const old = await sessions.newNonce();
    now += 60_000;
    expect(await sessions.takeNonce(old)).toBe(false);
    const session = await sessions.open('device', 2, 15);
    expect(await sessions.holder(session)).toEqual({ device: 'device', epoch: 2 });
    expect(await sessions.advance(session, 1)).toEqual({ device: 'device', epoch: 2 });
    expect(await sessions.advance(session, 1)).toBe('replayed');
    expect(await sessions.advance(session, 900)).toEqual({ device: 'device', epoch: 2 });
    expect(await sessions.advance(session, 899)).toBe('replayed');
    expect(await sessions.advance('made-up', 1)).toBeUndefined();
    now += 15 * 60_000;
    expect(await sessions.advance(session, 901)).toBeUndefined();
    expect(await sessions.holder(session)).toBeUndefined();
  });

  test('a supervisor in by a code that is good once', async () => {
    let now = Date.parse('2026-11-23T08:00:00Z');
    const hub = await stores.open(undefined, { wallMs: () => now });
    const { sessions } = hub;
    const code = await sessions.newSupervisorCode(10);
    expect(await sessions.isSupervisor(code)).toBe(false);
    const cookie = await sessions.takeSupervisorCode(code.toLowerCase());
    expect(await sessions.takeSupervisorCode(code)).toBeUndefined();
    expect(await sessions.isSupervisor(cookie!)).toBe(true);
    expect(await sessions.isSupervisor('made-up')).toBe(false);
    expect(await sessions.takeSupervisorCode(cookie!)).toBeUndefined();
    const late = await sessions.newSupervisorCode(10);
    now += 9 * 3_600_000;
    expect(await sessions.takeSupervisorCode(late)).toBeUndefined();
    expect(await sessions.isSupervisor(cookie!)).toBe(false);
  });

  test('files by content: in pieces, resumed, never half, of one site each', async () => {
    const hub = await stores.open();
    const [site, other] = [await hub.enrolment.openSite('North'), await hub.enrolment.openSite('South')];
    const { blobs } = hub;
    const mebi = 1024 * 1024;
    const file = randomBytes(2 * mebi + 77);
    const sha = createHash('sha256').update(file).digest('hex');
    const piece = (at: number, to: number) => blobs.append(site, sha, file.length, at, file.subarray(at, to));
    expect(await blobs.state(site, sha)).toEqual({ byteCount: 0, received: 0, isWhole: false });
    expect(await piece(0, mebi)).toEqual({ received: mebi, isWhole: false });
    expect(await blobs.read(site, sha, 0, 10)).toBeUndefined();
    await expect(piece(0, mebi)).rejects.toThrow('hub/blob-gap');
    await expect(piece(2 * mebi, file.length)).rejects.toThrow('hub/blob-gap');
    await expect(blobs.append(site, sha, file.length + 1, mebi, file.subarray(0, 5))).rejects.toThrow('hub/blob-gap');
    expect(await piece(mebi, 2 * mebi)).toEqual({ received: 2 * mebi, isWhole: false });
    expect(await piece(2 * mebi, file.length)).toEqual({ received: file.length, isWhole: true });
    expect(await blobs.state(site, sha)).toEqual({ byteCount: file.length, received: file.length, isWhole: true });
    const middle = await blobs.read(site, sha, mebi - 3, 1000);
    expect(Buffer.from(middle!).equals(file.subarray(mebi - 3, mebi + 997))).toBe(true);
    expect((await blobs.read(site, sha, 2 * mebi, mebi))!.length).toBe(77);
    expect(await blobs.read(other, sha, 0, 10)).toBeUndefined();
    expect(await piece(0, 1)).toEqual({ received: file.length, isWhole: true });

    const wrong = 'ab'.repeat(32);
    await expect(blobs.append(site, wrong, 3, 0, Buffer.from('abc'))).rejects.toThrow('hub/blob-damaged');
    expect(await blobs.state(site, wrong)).toMatchObject({ received: 0 });
    await expect(blobs.append(site, '../../etc/passwd', 3, 0, Buffer.from('abc'))).rejects.toThrow(
      'hub/blob-too-large',
    );
    await expect(blobs.append(site, wrong, 51 * mebi, 0, Buffer.from('abc'))).rejects.toThrow('hub/blob-too-large');
    await expect(blobs.append(site, wrong, 5 * mebi, 0, Buffer.alloc(mebi + 1))).rejects.toThrow('hub/blob-too-large');
  });

  test('the newest status of each workstation', async () => {
    const hub = await stores.open();
    const site = await hub.enrolment.openSite('North');
    await hub.statuses.keep(site, 'device', 'first', new Uint8Array(64), '2026-11-23T08:00:00.000Z');
    await hub.statuses.keep(site, 'device', 'second', new Uint8Array(64), '2026-11-23T09:00:00.000Z');
    expect(await hub.statuses.all()).toEqual([
      { site, device: 'device', text: 'second', receivedAt: '2026-11-23T09:00:00.000Z' },
    ]);
  });

  test('everything, over a stop: same key, same records, same cursors', async () => {
    const place = await stores.newPlace();
    const hub = await stores.open(place);
    const site = await hub.enrolment.openSite('North lab');
    const writer = await enrolledWriter(hub, site);
    const report = await hub.records.push(site, writer.write(site, 20), 'x');
    const session = await hub.sessions.open(writer.device, 1, 15);
    await hub.close();
    if (stores.kind === 'postgresql') stores.server().crash();
    const again = await stores.open(place);
    expect(again.kind).toBe(stores.kind);
    expect(again.hub).toEqual(hub.hub);
    expect(await again.isReady()).toBe(true);
    expect(await again.records.heads(site)).toEqual(report.heads);
    expect(await again.sessions.holder(session)).toEqual({ device: writer.device, epoch: 1 });
    expect(await again.records.push(site, writer.write(site, 1), 'x')).toMatchObject({ added: 1 });
    expect((await again.records.pull(site, 20, 500)).records).toHaveLength(1);
  });

  test('its key to itself, and never makes a second one for the same records', async () => {
    const place = await stores.newPlace();
    const keyFile = 'folder' in place ? join(place.folder, 'hub-key.json') : place.keyFile;
    await (await stores.open(place)).close();
    if (process.platform !== 'win32') expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(readFileSync(keyFile, 'utf8').length).toBeGreaterThan(40);
    rmSync(keyFile);
    await expect(stores.open(place)).rejects.toThrow('hub/key-missing');
  });
});
