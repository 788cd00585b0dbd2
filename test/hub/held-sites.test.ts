import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportTo, importFrom } from '../../hub/cli/moving.ts';
import { createHubServer } from '../../hub/server/server.ts';
import type { HubStore } from '../../hub/store/hub-store.ts';
import type { HeldSite } from '../../shared/sync/hub-api.ts';
import { HubCaller } from '../harness/hub-client.ts';
import { describeHubStores } from '../harness/hub-stores.ts';
import { enrolledWriter, HubWriter } from '../harness/hub-writer.ts';

type Member = HeldSite['members'][number];

const memberOf = (writer: HubWriter, more: Partial<Member> = {}): Member => {
  const { device, epoch, publicKey } = writer;
  const scopes = [writer.provisional];
  return { device, epoch, publicKey, boxKey: publicKey, label: 'By stick', scopes, revoked: null, ...more };
};

const held = (site: string, ...members: Member[]): HeldSite => ({ site, name: 'On sticks', members });
const anySite = () => `site:${randomUUID()}`;
const openingCode = async (hub: HubStore) => (await hub.enrolment.newOpeningCode(1)).code;

describeHubStores('a site that came to be without a hub', (stores) => {
  test('is opened under its id; what its workstations wrote counts, whoever brings it', async () => {
    const hub = await stores.open();
    const site = anySite();
    const [founder, other, gone] = [new HubWriter(), new HubWriter(), new HubWriter()];
    const lost = gone.write(site, 3);
    const members = [memberOf(other), memberOf(gone, { revoked: [{ log: gone.logOf(site), seq: 2 }] })];
    await hub.enrolment.enrol(await openingCode(hub), founder.request, held(site, ...members));
    expect(await hub.enrolment.sites()).toEqual([{ site, name: 'On sticks' }]);
    const history = [
      ...founder.write(founder.provisional, 2),
      ...founder.write(site, 2),
      ...other.write(other.provisional, 2),
      ...other.write(site, 2),
      ...lost,
    ];
    const report = await hub.records.push(site, history, founder.device);
    expect(report).toMatchObject({ added: 10, problems: [{ why: 'records/revoked-device', seq: 3 }] });
    expect((await hub.records.verify()).problems).toEqual([]);
  });

  test('lets nobody in without a code of their own', async () => {
    const hub = await stores.open();
    const server = await createHubServer(hub, { version: 'test', rates: null });
    const site = anySite();
    const [founder, other] = [new HubWriter(), new HubWriter()];
    await hub.enrolment.enrol(await openingCode(hub), founder.request, held(site, memberOf(other)));
    const caller = new HubCaller(server, hub.hub.device, other);
    expect((await caller.open()).json).toMatchObject({ code: 'hub/device-unknown' });
    await expect(hub.enrolment.endorse(other.openEpoch())).rejects.toThrow('hub/device-unknown');
    other.epoch = 1;
    const { code } = await hub.enrolment.newCode(site, 1);
    // The text of the site it belongs to is signed with the rest.
    const text = JSON.stringify(held(site));
    expect((await caller.enrol(code, { held: text })).json).toMatchObject({ code: 'hub/bad-signature' });
    expect((await caller.enrol(code)).status).toBe(200);
    await caller.open();
    expect((await caller.call('GET', '/v1/heads')).status).toBe(200);
    await server.close();
  });

  test('leads into no other site, and no code of another site leads out of it; a refusal leaves the code', async () => {
    const hub = await stores.open();
    const north = await hub.enrolment.openSite('North');
    const inNorth = await enrolledWriter(hub, north);
    const [founder, second, site] = [new HubWriter(), new HubWriter(), anySite()];
    const code = await openingCode(hub);
    const attempt = (who: HubWriter, of?: HeldSite) => hub.enrolment.enrol(code, who.request, of);
    await expect(attempt(founder)).rejects.toThrow('hub/no-site-held');
    for (const scope of ['org', 'site:north', founder.provisional])
      await expect(attempt(founder, held(scope))).rejects.toThrow('hub/bad-request');
    await expect(attempt(founder, held(north))).rejects.toThrow('hub/site-is-here');
    await expect(attempt(inNorth, held(site))).rejects.toThrow('hub/device-known');
    const ordinary = (await hub.enrolment.newCode(north, 1)).code;
    await expect(hub.enrolment.enrol(ordinary, founder.request, held(site))).rejects.toThrow('hub/other-site');
    // Who is at home elsewhere, the hub itself, and a scope of another site are passed over.
    const greedy = memberOf(second, { scopes: [north, inNorth.provisional, 'org', second.provisional] });
    const itself = memberOf(new HubWriter(hub.hub.device));
    await attempt(founder, held(site, memberOf(inNorth), greedy, itself, memberOf(new HubWriter(founder.device))));
    const devices = await hub.enrolment.devices(site);
    expect(devices.map(({ device }) => device).sort()).toEqual([founder.device, second.device].sort());
    expect(devices.find(({ device }) => device === second.device)!.scopes).toEqual([site, second.provisional]);
    expect((await hub.enrolment.devices(north)).map(({ device }) => device)).toEqual([inNorth.device]);
    // Another lab with the same id by accident, and the code once more.
    await expect(hub.enrolment.enrol(await openingCode(hub), new HubWriter().request, held(site))).rejects.toThrow(
      'hub/site-is-here',
    );
    await expect(attempt(second, held(anySite()))).rejects.toThrow('hub/code-unknown');
    await expect(hub.enrolment.enrol(ordinary, second.request, held(site))).rejects.toThrow('hub/other-site');
  });

  test('moves with its hub: who may connect and who may not', async () => {
    const place = await stores.newPlace();
    const hub = await stores.open(place);
    const [founder, other, site] = [new HubWriter(), new HubWriter(), anySite()];
    await hub.enrolment.enrol(await openingCode(hub), founder.request, held(site, memberOf(other)));
    await hub.close();
    const [file, elsewhere] = [join(stores.folder(), 'hub.gz'), await stores.newFolder()];
    await exportTo(place, file);
    await importFrom(elsewhere, file);
    const again = await stores.open(elsewhere);
    expect(await again.enrolment.device(other.device, 1)).toMatchObject({ mayConnect: false });
    expect(await again.enrolment.device(founder.device, 1)).toMatchObject({ mayConnect: true });
  });
});
