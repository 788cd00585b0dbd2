import { createServer, type Server, type Socket } from 'node:net';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrames } from '../../shared/instruments/framing/lis01-encoder.ts';
import type { PortInfo } from '../../shared/instruments/link-settings.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let device: Server | null = null;
const sockets = new Set<Socket>();
afterEach(async () => {
  await page.close();
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets.clear();
  await new Promise((resolve) => (device === null ? resolve(null) : device.close(resolve)));
  device = null;
});

const records = (number: number): Uint8Array[] =>
  [
    'H|\\^&|||Simulated^1.0^77||||||||LIS02-A2|20260102030405',
    'P|1',
    `O|1||^^SPECIMEN${number}|^^^^CBC`,
    `R|1|^^^^WBC^1|${number}.1|10*3/uL||N||F||||20260102030405`,
    'L|1|N',
  ].map((record) => Uint8Array.from(Buffer.from(record, 'latin1')));

/** An analyzer behind a device server that sends one message after another to whoever connects. */
async function startDevice(): Promise<number> {
  let number = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const timer = setInterval(() => {
      number += 1;
      socket.write(Buffer.concat([Buffer.of(0x05), ...encodeFrames(records(number)), Buffer.of(0x04)]));
    }, 50);
    socket.on('close', () => clearInterval(timer));
  });
  device = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

const usbPort: PortInfo = {
  path: '/dev/ttyUSB7',
  manufacturer: 'FTDI',
  usb: { vendorId: '0403', productId: '6001', serialNumber: 'A50285BI' },
  usedBy: null,
};
const boardPort: PortInfo = { path: '/dev/ttyS0', manufacturer: null, usb: null, usedBy: null };

describe('add an instrument', () => {
  it('goes from nothing to a card by keyboard alone, and says whether what arrives fits', async () => {
    const port = await startDevice();
    page = await openPage('/instruments/new');
    await screen.findByRole('option', { name: /LIS02/ });
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('lis02{Enter}');
    await screen.findByRole('heading', { name: 'Where is it plugged in?' });
    expect(await findSeriousFaults()).toEqual([]);
    // The connection has the focus; the arrows choose.
    const kinds = screen.getByRole('radiogroup', { name: 'Connection' });
    expect(kinds.contains(document.activeElement)).toBe(true);
    const calls = within(kinds).getByRole('radio', { name: /this bench calls/ });
    for (let press = 0; press < 4 && document.activeElement !== calls; press += 1) {
      await page.user.keyboard('{ArrowDown}');
    }
    const address = await screen.findByRole('textbox', { name: 'Address of the instrument' });
    // Going on too early says what is missing and loses nothing.
    await page.user.keyboard('{Enter}');
    await screen.findByText('Type the address of the instrument.');
    await page.user.tab();
    expect(document.activeElement).toBe(address);
    await page.user.keyboard('127.0.0.1{Tab}{Control>}a{/Control}');
    await page.user.keyboard(String(port));
    await page.user.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Does it talk?' });
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Name/ }));
    await screen.findByText(/^It fits: this is a/, undefined, { timeout: 10_000 });
    await screen.findByText('The line is healthy. What arrives can be read.');
    expect(await findSeriousFaults()).toEqual([]);
    await page.user.keyboard('{Control>}a{/Control}Night lab analyzer{Tab}');
    await page.user.keyboard('{Enter}');
    await waitFor(() => expect(page.router.state.location.pathname).toMatch(/^\/instruments\/.+\/now$/));
    const [card] = await page.client.instruments.cards({ withRetired: false });
    expect(card).toMatchObject({
      name: 'Night lab analyzer',
      // Decision 1: a new link only listens.
      isAnswering: false,
      link: { kind: 'tcp-client', where: `127.0.0.1:${port}` },
    });
    expect(page.faults).toEqual([]);
  }, 30_000);

  it('lists plugged-in ports first, and takes one that is plugged in now', async () => {
    let plugged: PortInfo[] = [boardPort];
    page = await openPage('/instruments/new', {
      ports: {
        list: async () => ({ ports: plugged, problem: null }),
        signature: async () => plugged.map((port) => port.path).join(' '),
      },
    });
    await page.user.keyboard('xn-1000');
    await page.user.click(await screen.findByRole('option', { name: /XN-1000/ }));
    await page.user.click(await screen.findByRole('radio', { name: /Serial or USB/ }));
    const ports = await screen.findByRole('radiogroup', { name: 'Port' });
    await within(ports).findByRole('radio', { name: /ttyS0/ });
    plugged = [boardPort, usbPort];
    const arrived = await within(ports).findByRole('radio', { name: /ttyUSB7/ }, { timeout: 8000 });
    within(ports).getByText(/just plugged in · FTDI · USB 0403:6001/);
    expect((arrived as HTMLInputElement).checked).toBe(true);
    expect(
      within(ports)
        .getAllByRole('radio')
        .map((radio) => (radio as HTMLInputElement).value),
    ).toEqual(['/dev/ttyUSB7', '/dev/ttyS0', '']);
    expect(await findSeriousFaults()).toEqual([]);
  }, 30_000);

  it('takes a typed path where ports can not be listed, and says why the port does not open', async () => {
    page = await openPage('/instruments/new', {
      ports: { list: async () => ({ ports: [], problem: 'link/udevadm-missing' }) },
    });
    await page.user.keyboard('xn-1000');
    await page.user.click(await screen.findByRole('option', { name: /XN-1000/ }));
    await page.user.click(await screen.findByRole('radio', { name: /Serial or USB/ }));
    await screen.findByText(/needs the program udevadm/);
    await page.user.click(screen.getByRole('radio', { name: /Another path/ }));
    await page.user.keyboard('/dev/no-such-port');
    await page.user.keyboard('{Enter}');
    await screen.findByRole('heading', { name: 'Does it talk?' });
    await screen.findByText('Nothing is connected: the port is not there.', undefined, { timeout: 8000 });
  }, 30_000);

  it('registers an instrument without a cable', async () => {
    page = await openPage('/instruments/new');
    await page.user.keyboard('lis02');
    await page.user.click(await screen.findByRole('option', { name: /LIS02/ }));
    await page.user.click(await screen.findByRole('radio', { name: /No cable/ }));
    await page.user.click(screen.getByRole('button', { name: /Name it/ }));
    const name = await screen.findByRole('textbox', { name: /Name/ });
    await page.user.clear(name);
    await page.user.keyboard('{Enter}');
    await screen.findByText('Give it a name.');
    await page.user.type(name, 'Microscope');
    await page.user.keyboard('{Enter}');
    await waitFor(() => expect(page.router.state.location.pathname).toMatch(/^\/instruments\/.+\/now$/));
    const [card] = await page.client.instruments.cards({ withRetired: false });
    expect(card).toMatchObject({ name: 'Microscope', link: { kind: 'none' } });
  }, 30_000);
});
