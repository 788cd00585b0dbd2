import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHubServer, type HubServer } from '../../hub/server/server.ts';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { openHubStore } from '../../hub/store/open-hub-store.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import type { StatusBody } from '../../shared/sync/hub-api.ts';
import { type RunningApp, startApp } from '../harness/app.ts';
import { enrolledWriter } from '../harness/hub-writer.ts';
import { axeFindings, layoutFindings } from '../harness/screen-checks.ts';

// The supervisor's page in a real browser: Electron's Chromium in an empty window, as any browser on the network would ask.
const browserMain = `
const { app, BrowserWindow } = require('electron');
app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800, webPreferences: { sandbox: true } }).loadURL('data:text/html,<title>Empty</title>'));
`;
const pictures = path.join(projectRoot, 'out/e2e');
const now = new Date('2026-11-23T08:00:00Z');
let scratch: string;
let store: HubStore;
let server: HubServer;
let url: string;
let browser: RunningApp;
const complaints: string[] = [];

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  scratch = mkdtempSync(path.join(tmpdir(), 'benchside-supervisor-'));
  store = await openHubStore({ folder: path.join(scratch, 'hub') });
  await fillSites();
  server = await createHubServer(store, { now: () => now });
  ({ url } = await server.listen(0, '127.0.0.1'));
  const appFolder = path.join(scratch, 'browser');
  mkdirSync(appFolder);
  writeFileSync(path.join(appFolder, 'package.json'), '{ "name": "browser", "version": "1.0.0", "main": "main.js" }');
  writeFileSync(path.join(appFolder, 'main.js'), browserMain);
  browser = await startApp({ appFolder, dataFolder: path.join(scratch, 'data') });
  browser.page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 401')) complaints.push(message.text());
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await store?.close();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});

it('is opened by a code, shows every workstation as it reported itself, and is clean in light and dark', async () => {
  const { page } = browser;
  await page.goto(`${url}/supervisor`);
  expect(await page.title()).toBe('Sign in - Benchside hub');
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('Code').fill('0000-0000-0000-0000');
  await page.getByRole('button', { name: 'Show the workstations' }).click();
  await page.getByRole('alert').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const code = await store.sessions.newSupervisorCode(15);
  await page.getByLabel('Code').fill(code.toLowerCase());
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Workstations' }).waitFor();

  const rows = await page
    .locator('tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
  expect(rows).toEqual([
    ['<b>Night</b> room', 'In order', '2026-11-23 07:00 UTC60 minutes ago', '', '0', '0', '0', '0', '0.1.0'],
    [
      'Day room',
      'Not heard of',
      '2026-11-20 08:00 UTC3 days ago',
      '2026-11-19 08:00 UTC',
      '41',
      '2',
      '1',
      '0',
      '0.1.0',
    ],
    ['Lent laptop', 'Revoked', 'never', '', '', '', '', '', ''],
    ['Annex', 'Enrolled, never reported', 'never', '', '', '', '', '', ''],
  ]);
  expect(await page.locator('h2').allTextContents()).toEqual(['North lab', 'South lab']);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await axeFindings(page)).toEqual([]);
    expect(await layoutFindings(page)).toEqual([]);
    await page.screenshot({ path: path.join(pictures, `hub-supervisor-${colorScheme}.png`) });
  }
  // Nothing on the page runs, asks elsewhere, or can read the cookie.
  expect(await page.evaluate(() => [document.cookie, document.scripts.length])).toEqual(['', 0]);
  expect(complaints).toEqual([]);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/supervisor' });
  expect((await fetch(`${url}/supervisor`)).status).toBe(401);
});

async function fillSites(): Promise<void> {
  const [north, south] = [await store.enrolment.openSite('North lab'), await store.enrolment.openSite('South lab')];
  const join = async (site: string, label: string) => {
    const writer = await enrolledWriter(store, site, label);
    return writer.device;
  };
  const report = async (label: string, receivedAt: string, said: Partial<StatusBody>) => {
    const device = await join(north, label);
    const counts = { unsentCount: 0, unsentSince: null, overdueCount: 0, conflictCount: 0, quarantineCount: 0 };
    const body = { device, site: north, at: receivedAt, app: '0.1.0', label, ...counts, ...said };
    await store.statuses.keep(north, device, JSON.stringify(body), new Uint8Array(64), receivedAt);
  };
  await report('<b>Night</b> room', '2026-11-23T07:00:00.000Z', {});
  await report('Day room', '2026-11-20T08:00:00.000Z', {
    unsentCount: 41,
    unsentSince: '2026-11-19T08:00:00.000Z',
    overdueCount: 2,
    conflictCount: 1,
  });
  await store.enrolment.revoke(await join(north, 'Lent laptop'), 'given back');
  await join(south, 'Annex');
}
