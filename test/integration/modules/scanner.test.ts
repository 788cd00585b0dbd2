import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HostOptions } from '../../../electron/host/host.ts';
import { openSerial } from '../../../electron/instruments/links/serial.ts';
import type { PortInfo } from '../../../shared/instruments/link-settings.ts';
import { scannerDefault } from '../../../shared/modules/scanner/rules.ts';
import { plainSerial, serialLink, temporaryFolder } from '../../harness/bench.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { openPeopleBench } from '../../harness/people-bench.ts';
import { openPtyPair, type PtyPair, until } from '../../harness/pty.ts';
import { gatherScans, openScannerEnd, scannerOn } from '../../harness/scanner.ts';

const closing: (() => unknown)[] = [];
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};
let folder: ReturnType<typeof temporaryFolder>;
let pair: PtyPair;
beforeEach(async () => {
  folder = temporaryFolder('scanner');
  closing.push(() => folder.remove());
  pair = keep(await openPtyPair());
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const noPorts: NonNullable<HostOptions['ports']> = { list: async () => ({ ports: [], problem: null }) };

async function open(options: Partial<HostOptions> = {}): Promise<ModuleBench> {
  return keep(await openModuleBench(folder.path, { ports: noPorts, ...options }));
}

async function listening(bench: ModuleBench, path = pair.a): Promise<void> {
  await bench.page.scanner.save(scannerOn(path));
  await becomes(bench, 'open');
}
const stateOf = async ({ page }: ModuleBench) => (await page.scanner.get()).state;
const becomes = (bench: ModuleBench, state: string) =>
  until(async () => (await stateOf(bench)).state === state, `the scanner is ${state}`);

/** Everything a window is told from now on. */
async function window({ page }: ModuleBench): Promise<string[]> {
  const abort = new AbortController();
  closing.push(() => abort.abort());
  const told = gatherScans(await page.scanner.live(undefined, { signal: abort.signal }));
  // The stream begins to listen when it is first read.
  await new Promise((resolve) => setTimeout(resolve, 20));
  return told;
}

const allFiles = (at: string): string[] =>
  readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    return statSync(path).isDirectory() ? allFiles(path) : [path];
  });

const refusal = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'taken',
    (error: { code: string }) => error.code,
  );

describe('a scanner on a serial port', () => {
  test('is off until somebody chooses its port', async () => {
    const bench = await open();
    expect(await bench.page.scanner.get()).toMatchObject({
      settings: scannerDefault,
      state: { state: 'off', where: '' },
    });
  });

  test('is listened to: codes come whole, however their ends are, and no byte goes to it', async () => {
    const bench = await open();
    await listening(bench);
    const far = keep(openScannerEnd(pair.b));
    const told = await window(bench);
    far.send('4711\r');
    far.send('4712\r\n');
    far.send('47');
    await until(() => told.length === 2, 'two codes');
    far.send('13\n');
    await until(() => told.length === 3, 'the code that came in two pieces');
    expect(told).toEqual(['4711', '4712', '4713']);
    expect(far.heard()).toBe(0);
    expect(bench.faults).toEqual([]);
  });

  test('may end its codes by a pause', async () => {
    const bench = await open();
    await bench.page.scanner.save(scannerOn(pair.a, { end: 'gap', gapMs: 60 }));
    await becomes(bench, 'open');
    const far = keep(openScannerEnd(pair.b));
    const told = await window(bench);
    far.send('4711');
    await until(() => told.length === 1, 'the code');
    far.send('4712');
    await until(() => told.length === 2, 'the next one');
    expect(told).toEqual(['4711', '4712']);
  });

  test('is refused what is no code, by name', async () => {
    const bench = await open();
    await listening(bench);
    const far = keep(openScannerEnd(pair.b));
    const told = await window(bench);
    far.send('\x024711\x03\r');
    far.send(`${'9'.repeat(5000)}\r`);
    far.send('caf\xe9\r');
    await until(() => told.length === 3, 'three refusals');
    far.send('without an end');
    await until(() => told.length === 4, 'the fourth', 5_000);
    // What comes before a pause is the rest of the broken code.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    far.send('4711\r');
    await until(() => told.length === 5, 'a good one');
    expect(told).toEqual([
      'scanner/control-character',
      'scanner/too-long',
      'scanner/not-plain-text',
      'scanner/no-end',
      '4711',
    ]);
  });

  test('is kept over a restart, and its codes nowhere: with no window they are dropped', async () => {
    const bench = await openModuleBench(folder.path, { ports: noPorts });
    await listening(bench);
    const far = keep(openScannerEnd(pair.b));
    const recordCount = (await bench.page.system.health()).recordCount;
    far.send('SECRET-SPECIMEN-0815\r');
    // The line is one after the other: when the second is told, the first was read.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const told = await window(bench);
    far.send('SECRET-SPECIMEN-0816\r');
    await until(() => told.length === 1, 'the code after the window opened');
    expect(told).toEqual(['SECRET-SPECIMEN-0816']);
    expect((await bench.page.system.health()).recordCount).toBe(recordCount);
    await bench.close();
    for (const file of allFiles(folder.path)) {
      expect(readFileSync(file).includes('SECRET-SPECIMEN'), file).toBe(false);
    }
    const again = await open();
    await becomes(again, 'open');
    expect((await again.page.scanner.get()).settings.port).toEqual({ path: pair.a, usb: null });
  });

  test('is set by whoever manages the machine, and heard before anybody signs in', async () => {
    const bench = keep(await openPeopleBench(folder.path, { ports: noPorts }));
    await bench.makeOwner();
    await bench.addPerson('tina', ['tech']);
    await bench.signIn('tina');
    expect(await refusal(bench.page.scanner.save(scannerOn(pair.a)))).toBe('people/not-permitted');
    await bench.signIn('ruth');
    await listening(bench);
    await bench.page.people.signOut();
    const told = await window(bench);
    keep(openScannerEnd(pair.b)).send('BADGE-77\r');
    await until(() => told.length === 1, 'the badge');
    expect(await refusal(bench.page.scanner.get())).toBe('people/not-signed-in');
  });
});

describe('its port', () => {
  test('comes and goes: unplugged in the middle of a code, found again under another name', async () => {
    const usb = { vendorId: '0c2e', productId: '0901', serialNumber: 'S1' };
    const port = (path: string): PortInfo => ({ path, manufacturer: null, usb, usedBy: null });
    let ports = [port(pair.a)];
    const bench = await open({ ports: { list: async () => ({ ports, problem: null }) } });
    await bench.page.scanner.save(scannerOn(pair.a, { port: { path: pair.a, usb } }));
    await becomes(bench, 'open');
    const told = await window(bench);
    const far = openScannerEnd(pair.b);
    far.send('47');
    await new Promise((resolve) => setTimeout(resolve, 100));
    far.close();
    ports = [];
    await pair.close();
    await becomes(bench, 'port-missing');
    const other = keep(await openPtyPair());
    ports = [port(other.b)];
    await becomes(bench, 'open');
    expect((await stateOf(bench)).where).toBe(other.b);
    keep(openScannerEnd(other.a)).send('11\r');
    await until(() => told.length === 1, 'a code');
    expect(told).toEqual(['11']);
  });

  test('is waited for while another program has it', async () => {
    const bench = await open();
    const nobody = { connected: () => {}, bytes: () => {}, disconnected: () => {}, closed: () => {} };
    const holder = await openSerial({ kind: 'serial', path: pair.a, usb: null, serial: plainSerial }, nobody);
    await bench.page.scanner.save(scannerOn(pair.a));
    await becomes(bench, 'port-busy');
    expect((await stateOf(bench)).reason).toBe('link/port-busy');
    await holder.close();
    await bench.page.scanner.retry();
    await becomes(bench, 'open');
    await bench.page.scanner.save(scannerDefault);
    await becomes(bench, 'off');
    await (await openSerial({ kind: 'serial', path: pair.a, usb: null, serial: plainSerial }, nobody)).close();
  });

  test('is let go while the machine sleeps', async () => {
    const bench = await open();
    await listening(bench);
    await bench.host.power('suspend');
    expect(await stateOf(bench)).toMatchObject({ state: 'waiting-to-reopen', reason: 'link/asleep' });
    await bench.host.power('resume');
    await becomes(bench, 'open');
  });

  test("is never an instrument's, nor an instrument's the scanner's", async () => {
    const bench = await open();
    await bench.register('generic-lis02', { name: 'Analyzer', link: serialLink(pair.a) });
    expect(await refusal(bench.page.scanner.save(scannerOn(pair.a)))).toBe('scanner/port-of-instrument');
    expect((await bench.page.scanner.get()).settings.port).toBeNull();
    const other = keep(await openPtyPair());
    await listening(bench, other.a);
    const taken = bench.register('generic-lis02', { name: 'Second', link: serialLink(other.a) });
    expect(await refusal(taken)).toBe('scanner/port-of-scanner');
  });

  test('is said to be taken, should both have come to it all the same', async () => {
    const usb = { vendorId: '0c2e', productId: '0901', serialNumber: 'S1' };
    const ports: PortInfo[] = [{ path: pair.a, manufacturer: null, usb, usedBy: null }];
    const bench = await open({ ports: { list: async () => ({ ports, problem: null }) } });
    // Remembered under a name it no longer has; the instrument names today's, by hand.
    await bench.page.scanner.save(scannerOn('/dev/old-name', { port: { path: '/dev/old-name', usb } }));
    await becomes(bench, 'open');
    expect((await bench.page.instruments.ports()).ports[0]?.usedBy).toBe('scanner/port');
    const id = await bench.register('generic-lis02', { link: serialLink(pair.a) });
    await until(
      () => bench.host.context.links.snapshot(id).reason === 'link/port-used-by-scanner',
      'the line is refused',
    );
    await bench.page.scanner.save(scannerDefault);
    await until(() => bench.host.context.links.snapshot(id).state === 'open', 'the line opens', 40_000);
    await bench.page.scanner.save(scannerOn('/dev/old-name', { port: { path: '/dev/old-name', usb } }));
    await until(async () => (await stateOf(bench)).reason === 'link/port-of-instrument', 'the scanner is refused');
  });
});
