import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PortInfo } from '../../shared/instruments/link-settings.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';
import { openPtyPair, type PtyPair } from '../harness/pty.ts';
import { openScannerEnd, type ScannerEnd, scannerOn } from '../harness/scanner.ts';

let page: PageUnderTest;
let pair: PtyPair;
let far: ScannerEnd;
let ports: PortInfo[];
const usb = { vendorId: '0c2e', productId: '0901', serialNumber: 'S1' };

beforeEach(async () => {
  pair = await openPtyPair();
  far = openScannerEnd(pair.b);
  ports = [
    { path: pair.a, manufacturer: 'Honeywell', usb, usedBy: null },
    { path: '/dev/ttyS0', manufacturer: null, usb: null, usedBy: 'Analyzer' },
  ];
});
afterEach(async () => {
  expect(page.faults).toEqual([]);
  await page.close();
  far.close();
  await pair.close();
});

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const button = (name: string | RegExp) => screen.findByRole('button', { name });

async function openWithPorts(address: string): Promise<void> {
  page = await openPage(address, { ports: { list: async () => ({ ports, problem: null }) } });
}

/** The page with a scanner that is listened to. */
async function openListening(address: string): Promise<void> {
  await openWithPorts(address);
  await page.client.scanner.save(scannerOn(pair.a));
  await waitFor(async () => expect((await page.client.scanner.get()).state.state).toBe('open'));
}

describe('the scanner of this workstation', () => {
  it('is set up from Settings: a port by its USB identity, its settings, and one code to try', async () => {
    await openWithPorts('/settings');
    await screen.findByText('No scanner on a serial port');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await screen.findByRole('link', { name: 'Set up the scanner' }));
    await heading('Bar-code scanner');
    const save = await button(/Save/);
    expect(save.hasAttribute('disabled')).toBe(true);
    await page.user.click(await screen.findByRole('radio', { name: 'On a serial port' }));
    const list = await screen.findByRole('radiogroup', { name: 'Port' });
    await within(list).findByText('Honeywell · USB 0c2e:0901 · serial S1');
    await page.user.click(save);
    await screen.findByText('Choose a port.');
    await page.user.click(within(list).getByRole('radio', { name: new RegExp(pair.a) }));
    screen.getByText(/What counts is in the manual of the scanner: read it there/);
    expect(screen.queryByText('Flow control')).toBeNull();
    await page.user.click(screen.getByRole('radio', { name: 'A pause' }));
    const pause = screen.getByRole('textbox', { name: 'Pause (ms)' });
    await page.user.clear(pause);
    await page.user.type(pause, '5');
    screen.getByText('A whole number from 20 to 2000.');
    await page.user.clear(pause);
    await page.user.type(pause, '60');
    expect(await findSeriousFaults()).toEqual([]);
    // Saved out of a field that keeps the focus: a code that comes now does not go into it.
    await page.user.keyboard('{Enter}');
    await screen.findByText(`Listening on ${pair.a}`);
    expect((await page.client.scanner.get()).settings).toEqual({
      ...scannerOn(pair.a, { end: 'gap', gapMs: 60 }),
      port: { path: pair.a, usb },
    });
    await screen.findByText('nothing changed');
    expect(document.activeElement).toBe(pause);
    far.send('LOT-4711');
    await screen.findByText('LOT-4711');
    expect(screen.getByRole('status', { name: 'Scan one to try' }).textContent).toBe('Last code read: LOT-4711');
    expect(pause).toHaveProperty('value', '60');
    expect(page.router.state.location.pathname).toBe('/scanner');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(await findSeriousFaults()).toEqual([]);
  });

  it('is shown as unplugged, and can be taken away again', async () => {
    await openListening('/scanner');
    await screen.findByText(`Listening on ${pair.a}`);
    await pair.close();
    await screen.findByText(`Unplugged: ${pair.a}`);
    screen.getByText(/Nothing was lost\. Plug/);
    await button('Retry');
    await page.user.click(screen.getByRole('radio', { name: 'None on a serial port' }));
    await page.user.click(await button(/Save/));
    await screen.findByText('No scanner on a serial port');
    expect((await page.client.scanner.get()).settings.port).toBeNull();
  });

  it('is refused the port of an instrument, in a sentence', async () => {
    await openWithPorts('/scanner');
    const serial = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
    await page.addByHand({ name: 'Alpha', link: { kind: 'serial', path: pair.a, usb, serial } });
    await page.user.click(await screen.findByRole('radio', { name: 'On a serial port' }));
    await page.user.click(await screen.findByRole('radio', { name: /Another path/ }));
    await page.user.keyboard(pair.a);
    await page.user.click(await button(/Save/));
    await screen.findByText(
      `${pair.a} is the line of Alpha. Nothing was changed. Choose another port for the scanner.`,
    );
    expect((await page.client.scanner.get()).settings.port).toBeNull();
  });
});

describe('a code by cable', () => {
  it('enters an error on any screen, as one from a keyboard scanner does', async () => {
    await openListening('/bench');
    await heading('Bench');
    far.send('E-417\r\n');
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByDisplayValue('E-417')).toBeDefined();
    expect(page.router.state.location.pathname).toBe('/bench');
  });

  it('is typed into the field that has the focus, with its Enter', async () => {
    await openListening('/bench');
    await heading('Bench');
    await page.user.keyboard('{Control>}k{/Control}');
    const dialog = await screen.findByRole('dialog', { name: 'Search and commands' });
    await waitFor(() => expect(document.activeElement?.tagName).toBe('INPUT'));
    far.send('self-audit\r');
    await heading('Self-audit');
    expect(dialog.isConnected).toBe(false);
  });

  it('that is none is refused in sight, over a sheet too, until the next one', async () => {
    await openListening('/bench');
    await heading('Bench');
    far.send('12\x0234\r');
    await screen.findByText(/with a control character in it \(STX\)/);
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.click(await button('Close this message'));
    expect(screen.queryByText(/control character/)).toBeNull();
    await page.user.keyboard('{Control>}u{/Control}');
    await screen.findByRole('dialog');
    far.send('4711\r');
    const notice = await screen.findByText(/what is open has no field for it/);
    expect(notice.closest('[aria-hidden="true"]')).toBeNull();
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    await page.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    far.send('4711\r');
    const dialog = await screen.findByRole('dialog');
    expect(await within(dialog).findByDisplayValue('4711')).toBeDefined();
    expect(screen.queryByText(/has no field for it/)).toBeNull();
  });

  it('opens a locked bench when it is a badge, and no password field takes one', async () => {
    await openListening('/bench');
    const password = 'three blue kettles';
    const who = { signInName: 'ana', printedName: 'Ana Petrova', initials: 'AP', password };
    await page.client.people.makeOwner(who);
    await page.client.people.setBadge({ password, badge: 'BADGE-0815-77' });
    await screen.findByRole('button', { name: /Who acts:\s*Ana Petrova/ });
    await page.goTo('/account');
    await page.user.click(await button('Change my password'));
    await waitFor(() => expect(document.activeElement).toHaveProperty('type', 'password'));
    far.send('4711\r');
    await screen.findByText(/while a password is asked for/);
    expect(document.activeElement).toHaveProperty('value', '');
    await page.client.people.lock();
    await screen.findByRole('heading', { name: /locked/i });
    await waitFor(() => expect(document.activeElement).toHaveProperty('type', 'password'));
    await page.user.keyboard('half a pass');
    // No badge of anyone: what was typed meanwhile is not sent off by it.
    far.send('NOBODYS-BADGE\r');
    await screen.findByText('This badge belongs to nobody here.');
    expect((await page.client.people.state()).state).toBe('locked');
    expect(document.activeElement).toHaveProperty('value', 'half a pass');
    far.send('BADGE-0815-77\r');
    await waitFor(async () => expect((await page.client.people.state()).state).toBe('active'));
    expect((await page.client.people.state()).proof).toBe('badge');
  });
});
