import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFailed } from 'vitest';
import type { PrivatePostgres } from '../../scripts/postgres/private-server.ts';
import { projectRoot } from '../../scripts/runtime.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { openModuleBench } from '../harness/module-bench.ts';
import { startPostgres } from '../harness/postgres.ts';
import { end } from '../harness/pty.ts';

// Two windows on two data folders that never met, and a hub (on PostgreSQL where there is one): work on both while offline,
// sync, the same screens. Then the hub is gone, no network is allowed, and a bundle on a stick does the same.
const pictures = path.join(projectRoot, 'out/e2e');
const scratch = mkdtempSync(path.join(tmpdir(), 'benchside-sync-'));
const stick = path.join(scratch, 'stick');
const hubProgram = fileURLToPath(new URL('../../hub/main.ts', import.meta.url));
let postgres: PrivatePostgres | undefined;
let hubEnvironment: NodeJS.ProcessEnv = process.env;
let hub: ChildProcess;
let address = '';
let firstCode = '';
let words = '';
let left: RunningApp;
let right: RunningApp;

beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  mkdirSync(stick);
  await work('left', 'nikon-eclipse-ci-u', 'Microscope, hematology', 'L-1');
  await work('right', 'thermo-shandon-citadel-2000', 'Processor, histology', 'R-1');
  postgres = await startPostgres();
  if (postgres) hubEnvironment = { ...process.env, DATABASE_URL: await postgres.newDatabase() };
  ({ address, firstCode, words } = await startHub());
  await openWindows();
});
afterAll(async () => {
  await Promise.all([left?.close(), right?.close()]);
  await end(hub);
  postgres?.stop();
  rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
});
beforeEach(({ task }) => {
  onTestFailed(() =>
    Promise.all([
      picture(left, `sync-failed-left-${task.name.slice(0, 20)}`),
      picture(right, `sync-failed-right-${task.name.slice(0, 20)}`),
    ]).then(() => {}),
  );
});

async function openWindows(): Promise<void> {
  [left, right] = (await Promise.all(
    ['left', 'right'].map((name) => startApp({ dataFolder: path.join(scratch, name) })),
  )) as [RunningApp, RunningApp];
}

/** What a bench did before anybody spoke of a hub: an instrument of its own and a code from its screen. */
async function work(name: string, definitionKey: string, called: string, code: string, isAlone = false): Promise<void> {
  const bench = await openModuleBench(path.join(scratch, name));
  try {
    if (isAlone) await bench.page.sync.setAllowed({ isAllowed: false });
    const instrumentId = await bench.register(definitionKey, { name: called });
    await bench.page.errors.enter({
      instrumentId,
      code,
      text: `Said by the ${name} bench`,
      origin: 'typed',
      severity: null,
    });
  } finally {
    await bench.close();
  }
}

/** The hub in a process of its own; its ready line says where it is, a code and six words. */
async function startHub(): Promise<{ address: string; firstCode: string; words: string }> {
  hub = spawn(process.execPath, [hubProgram, '--data', path.join(scratch, 'hub'), '--port', '0'], {
    env: hubEnvironment,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let said = '';
  hub.stdout?.on('data', (bytes) => {
    said += bytes;
  });
  const line = /hub ready: (\S+) \| enrolment code: (\S+) .*\| fingerprint: ([a-z ]+)\n/;
  await until('the hub says that it is ready', () => line.test(said), 30_000);
  const [, found = '', code = '', fingerprint = ''] = line.exec(said) ?? [];
  return { address: found, firstCode: code, words: fingerprint };
}

/** A command of whoever runs the hub; what it printed. */
function hubCommand(...args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [hubProgram, ...args, '--data', path.join(scratch, 'hub')], {
      env: hubEnvironment,
    });
    let said = '';
    child.stdout.on('data', (bytes) => {
      said += bytes;
    });
    child.on('error', reject);
    child.on('close', () => resolve(said));
  });
}

const picture = (app: RunningApp | undefined, name: string) =>
  app?.page.screenshot({ path: path.join(pictures, `${name}.png`) }) ?? Promise.resolve();
const go = (page: Page, to: string) =>
  page.evaluate((hash) => {
    window.location.hash = hash;
  }, to);
/** What the main part of a screen says, without the places where a bench speaks of itself. */
async function said(page: Page, to: string): Promise<string> {
  await go(page, to);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  return ((await page.locator('main').textContent()) ?? '').replace(/\s+/g, ' ');
}
async function sameOnBoth(to: string, ...names: string[]): Promise<void> {
  await until(
    `the same on ${to}`,
    async () => {
      const [here, there] = await Promise.all([said(left.page, to), said(right.page, to)]);
      return names.every((name) => here.includes(name)) && here === there;
    },
    30_000,
  );
}

async function join(app: RunningApp, code: string, label: string): Promise<void> {
  const { page } = app;
  await go(page, '#/sync');
  await page.getByLabel('Address of the hub').fill(address);
  await page.getByRole('button', { name: 'Look for the hub' }).click();
  await page.getByText(words).first().waitFor();
  await page.getByLabel('Code', { exact: true }).fill(code);
  await page.getByLabel('What this workstation is called').fill(label);
  await picture(app, `sync-join-${label.replaceAll(' ', '-')}`);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByText('Everything saved here is held somewhere else, too.').waitFor({ timeout: 30_000 });
}

/** The next file a person chooses in the window's dialogs, to write or to read. */
const choose = (app: RunningApp, file: string) =>
  app.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);

/** One bench writes what the other lacks, sealed for it; the other looks at it, and takes it. */
async function carry(from: RunningApp, to: RunningApp, receiver: string): Promise<void> {
  const file = path.join(stick, `for-${receiver.replaceAll(' ', '-')}.benchside`);
  await go(from.page, '#/sync/bundles');
  await from.page.getByText(receiver).first().click();
  await choose(from, file);
  await from.page.getByRole('button', { name: 'Write the bundle' }).click();
  await from.page.getByText(/was written: \d+ records/).waitFor({ timeout: 30_000 });
  await picture(from, `sync-bundle-written-${receiver.replaceAll(' ', '-')}`);
  await go(to.page, '#/sync/bundles');
  await choose(to, file);
  await to.page.getByRole('button', { name: 'Choose a bundle' }).click();
  const take = to.page.getByRole('button', { name: /^Take \d+ records/ });
  await take.waitFor({ timeout: 30_000 });
  await picture(to, `sync-bundle-looked-at-${receiver.replaceAll(' ', '-')}`);
  await take.click();
  await to.page.getByText(/^\d+ records were taken\.$/).waitFor({ timeout: 30_000 });
}

describe('two benches and a hub', () => {
  it('join one after the other, by address, code and six words', async () => {
    await join(left, firstCode, 'Bench left');
    const secondCode = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(await hubCommand('code'))?.[0] ?? '';
    await join(right, secondCode, 'Laptop right');
    await picture(right, 'sync-joined');
  });

  it('end with the same instruments and the same errors, each bench with its own and the other’s', async () => {
    await go(left.page, '#/sync');
    await left.page.getByRole('button', { name: /^Sync now/ }).click();
    await sameOnBoth('#/', 'Microscope, hematology', 'Processor, histology');
    await sameOnBoth('#/errors', 'L-1', 'R-1');
    await picture(left, 'sync-equal-left');
    await picture(right, 'sync-equal-right');
    expect(await hubCommand('verify')).not.toBe('');
  });
});

describe('the same two benches, and no network at all', () => {
  it('work on alone: the hub is gone and no network is allowed', async () => {
    await Promise.all([left.close(), right.close()]);
    await end(hub);
    await work('left', 'nikon-eclipse-ci-u', 'Second microscope', 'L-2', true);
    await work('right', 'thermo-shandon-citadel-2000', 'Second processor', 'R-2', true);
    await openWindows();
    await go(left.page, '#/sync');
    await left.page.getByText(/This workstation uses no network/).waitFor();
    await picture(left, 'sync-no-network');
    expect(await said(left.page, '#/errors')).not.toContain('R-2');
  });

  it('are the same again after a bundle each way', async () => {
    await carry(left, right, 'Laptop right');
    await carry(right, left, 'Bench left');
    await sameOnBoth('#/', 'Second microscope', 'Second processor', 'Microscope, hematology');
    await sameOnBoth('#/errors', 'L-1', 'R-1', 'L-2', 'R-2');
    await picture(left, 'sync-bundle-equal-left');
    await picture(right, 'sync-bundle-equal-right');
  });
});
