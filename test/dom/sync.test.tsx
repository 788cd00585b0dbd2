import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHubServer } from '../../hub/server/server.ts';
import { openHubStore } from '../../hub/store/open-hub-store.ts';
import type { Bridge } from '../../shared/shell/bridge.ts';
import { fingerprintWords } from '../../shared/sync/fingerprint.ts';
import { chooseFile } from '../harness/choose-file.ts';
import { type ModuleBench, openModuleBench } from '../harness/module-bench.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let folder: string;
const ends: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchside-sync-'));
});
afterEach(async () => {
  Reflect.deleteProperty(window, 'benchside');
  await page.close();
  for (const end of ends.splice(0).reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

/** A hub as it is, on loopback, with a site and a code. */
async function startHub() {
  const store = await openHubStore({ folder: join(folder, 'hub') });
  const { code } = await store.enrolment.newCode(await store.enrolment.openSite('St Anne'), 1);
  const server = await createHubServer(store, { rates: null });
  ends.push(
    () => store.close(),
    () => server.close(),
  );
  const { url } = await server.listen(0, '127.0.0.1');
  const fingerprint = fingerprintWords(createHash('sha256').update(store.hub.publicKey).digest());
  return { url, code, fingerprint, server };
}

/** The stick: every dialog chooses the same file on it. */
function withStick(name: string): void {
  const choose = async (purpose: string) => {
    const file = join(folder, name);
    return { grant: chooseFile(page.host, file, purpose), file };
  };
  const bridge: Partial<Bridge> = {
    onHostState: () => () => undefined,
    onPower: () => () => undefined,
    setTheme: async () => undefined,
    chooseFileToOpen: choose,
    chooseFileToSave: choose,
  };
  Object.defineProperty(window, 'benchside', { configurable: true, value: bridge });
}

/** A second bench; closed with the test. */
async function openOther(): Promise<ModuleBench> {
  const other = await openModuleBench(join(folder, 'other'));
  ends.push(() => other.close());
  return other;
}

const button = (name: string | RegExp) => screen.findByRole('button', { name });
/** A button rests while a bundle is worked on; it is pressed when it can be. */
const press = async (name: string | RegExp) => {
  await waitFor(async () => expect((await button(name)).hasAttribute('disabled')).toBe(false));
  await page.user.click(await button(name));
};
const type = async (label: string, text: string) => {
  const field = await screen.findByRole('textbox', { name: label });
  await page.user.clear(field);
  await page.user.type(field, text);
};

describe('Sync', () => {
  it('of a bench alone says that its records are here alone, which they are, and how to join', async () => {
    page = await openPage('/sync');
    await page.addByHand({ name: 'Alpha' });
    await screen.findByText(/^Records are on this workstation alone/);
    await screen.findByRole('cell', { name: 'Instrument added' });
    await screen.findByText(/^No hub is named yet/);
    expect((await button(/^Sync now/)).hasAttribute('disabled')).toBe(true);
    await screen.findByText('Everything that came was taken.');
    expect(await findSeriousFaults()).toEqual([]);
    expect(page.faults).toEqual([]);
  });

  it('joins a hub whose six words were compared, sends what is here, and says so; switched off it sends nothing', async () => {
    const hub = await startHub();
    page = await openPage('/sync');
    await page.addByHand({ name: 'Alpha' });
    await type('Address of the hub', `${hub.url}`);
    await press('Look for the hub');
    await screen.findByText(hub.fingerprint);
    await type('Code', 'AAAA-AAAA-AAAA-AAAA');
    await press('Join');
    await screen.findByText(/does not take this code/);
    await type('Code', hub.code);
    await type('What this workstation is called', 'Bench 2');
    await press('Join');
    await screen.findByText('Everything saved here is held somewhere else, too.');
    await screen.findByText('Nothing waits.');
    expect(screen.getByText('St Anne')).toBeTruthy();
    await page.user.click(screen.getByRole('switch', { name: 'This workstation may use the network for sync' }));
    await screen.findByText(/^This workstation uses no network/);
    expect((await button(/^Sync now/)).hasAttribute('disabled')).toBe(true);
    await page.addByHand({ name: 'Beta' });
    await screen.findByText(/set to use no network/);
    await screen.findByRole('cell', { name: 'Instrument added' });
    await page.user.click(screen.getByRole('switch', { name: 'This workstation may use the network for sync' }));
    await press(/^Sync now/);
    await screen.findByText('Everything saved here is held somewhere else, too.');
    expect(await findSeriousFaults()).toEqual([]);
    expect(page.faults).toEqual([]);
  });

  it('a hub out of reach is a state, on every screen, and nothing is lost', async () => {
    const hub = await startHub();
    page = await openPage('/sync');
    await type('Address of the hub', `${hub.url}`);
    await press('Look for the hub');
    await type('Code', hub.code);
    await press('Join');
    await screen.findByText('Everything saved here is held somewhere else, too.');
    await hub.server.close();
    await page.addByHand({ name: 'Alpha' });
    await screen.findByText(/^The hub cannot be reached/);
    await page.goTo('/bench');
    await screen.findByRole('link', { name: /^offline, \d+ unsent$/ });
  });
});

describe('a stick', () => {
  it('brings an invited bench in and its records over: compared, previewed, taken, and proved by a receipt', async () => {
    const other = await openOther();
    await other.register('nikon-eclipse-ci-u', { name: 'Microscope' });
    page = await openPage('/sync/workstations');
    const file = (name: string) => new File([readFileSync(join(folder, name))], `${name}.benchside`);
    const give = (name: string) => chooseFile(other.host, join(folder, name), 'bundle');
    const upload = (label: string, name: string) =>
      page.user.upload(document.querySelector<HTMLInputElement>(`input[aria-label="${label}"]`)!, file(name));

    const { workstations, bundles } = other.page.sync;
    await workstations.writeRequest({ grant: give('request'), label: 'Laptop' });
    await button('Choose its request');
    withStick('invitation');
    await upload('Choose its request', 'request');
    await screen.findByText('Laptop asks to join.');
    await screen.findByText((await other.page.sync.state()).workstation.fingerprint);
    await type('Name of the site', 'St Anne');
    await press(/write the invitation$/);
    await screen.findByText(/^The invitation is in invitation/);
    await screen.findByRole('cell', { name: 'Laptop' });
    expect(await findSeriousFaults()).toEqual([]);
    const invited = await workstations.readInvitation({
      bytes: new Uint8Array(readFileSync(join(folder, 'invitation'))),
    });
    await workstations.accept({ token: invited.token });

    withStick('ours.benchside');
    await page.goTo('/sync/bundles');
    await page.user.click(await screen.findByRole('checkbox', { name: /^Laptop/ }));
    await press('Write the bundle');
    await screen.findByText(/^ours.benchside was written/);
    const opened = await bundles.open({ grant: give('ours.benchside') });
    await bundles.look({ token: opened.token, passphrase: null });
    await bundles.take({ token: opened.token });
    await bundles.writeReceipt({ token: opened.token, grant: give('receipt') });
    await bundles.write({
      ...{ grant: give('theirs.benchside'), what: 'all', from: null, to: null, devices: [] },
      ...{ passphrase: 'a long one', partMegabytes: 1024 },
    });

    withStick('theirs.benchside');
    await press('Choose a bundle');
    await page.user.type(await screen.findByLabelText('Passphrase of this bundle'), 'wrong{Enter}');
    await screen.findByText(/^The passphrase does not open this bundle/);
    await page.user.clear(screen.getByLabelText('Passphrase of this bundle'));
    await page.user.type(screen.getByLabelText('Passphrase of this bundle'), 'a long one{Enter}');
    const groups = await screen.findByRole('table', { name: 'Who wrote what' });
    within(groups).getByRole('cell', { name: 'Instrument added' });
    expect((await page.client.instruments.cards({ withRetired: false })).length).toBe(0);
    expect(await findSeriousFaults()).toEqual([]);
    await press(/^Take \d+ records$/);
    await screen.findByText(/^\d+ records were taken\.$/);
    await waitFor(async () =>
      expect((await page.client.instruments.cards({ withRetired: false })).map(({ name }) => name)).toEqual([
        'Microscope',
      ]),
    );
    await upload('Choose a receipt', 'receipt');
    await screen.findByText(/^Laptop holds \d+ more of this workstation/);
    expect(page.faults).toEqual([]);
  });
});
