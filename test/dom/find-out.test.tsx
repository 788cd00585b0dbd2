import { createServer, type Server, type Socket } from 'node:net';
import { screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrames } from '../../shared/instruments/framing/lis01-encoder.ts';
import { findSeriousFaults, openPage, type PageUnderTest } from '../harness/page.tsx';

let page: PageUnderTest;
let device: Server | null = null;
const sockets = new Set<Socket>();
const heard: number[] = [];
afterEach(async () => {
  await page.close();
  for (const socket of sockets) {
    socket.destroy();
  }
  sockets.clear();
  heard.length = 0;
  await new Promise((resolve) => (device === null ? resolve(null) : device.close(resolve)));
  device = null;
});

const records = [
  'H|\\^&|||    XN-10^00-22^11001^^^^01234567||||||||E1394-97',
  'P|1',
  'O|1||2^1^SAMPLE-1^B|^^^^WBC|||||||N||||||||||||||F',
  ...['WBC', 'RBC', 'HGB', 'HCT'].map((test, index) => `R|${index + 1}|^^^^${test}^1|6.1|10*3/uL||N||F||||`),
  'L|1|N',
].map((record) => Uint8Array.from(Buffer.from(record, 'latin1')));

/** An analyzer nobody has told us about, behind a device server. */
async function startDevice(): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => heard.push(...bytes));
    const timer = setInterval(
      () => socket.write(Buffer.concat([Buffer.of(0x05), ...encodeFrames(records), Buffer.of(0x04)])),
      100,
    );
    socket.on('close', () => clearInterval(timer));
  });
  device = server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as { port: number }).port;
}

describe('what is on this port?', () => {
  it('an unknown analyzer is named with its evidence, and added with what was found', async () => {
    const port = await startDevice();
    page = await openPage('/instruments/new');
    await page.user.click(await screen.findByRole('button', { name: 'Find out what is on a port' }));
    await screen.findByRole('heading', { name: 'What is on this port?' });
    await page.user.click(screen.getByRole('radio', { name: /this bench calls/ }));
    await page.user.type(screen.getByRole('textbox', { name: 'Address of the instrument' }), '127.0.0.1');
    await page.user.type(screen.getByRole('textbox', { name: 'Port number' }), String(port));
    await page.user.click(await screen.findByRole('button', { name: 'Listen' }));
    await screen.findByText('Found out what it is.', undefined, { timeout: 10_000 });
    await screen.findByText(/as this definition expects/);
    // Models of one family share tests; the likeliest stands first.
    await screen.findAllByText(/tests heard are tests of this model/);
    expect(await findSeriousFaults()).toEqual([]);
    const [likeliest] = screen.getAllByRole('button', { name: /^Use this: / });
    expect(likeliest?.getAttribute('aria-label')).toBe('Use this: Sysmex XN-1000');
    await page.user.click(likeliest as HTMLElement);
    await screen.findByRole('heading', { name: 'Does it talk?' });
    await waitFor(() =>
      expect(screen.getByRole('textbox', { name: /Serial number/ })).toHaveProperty('value', '11001'),
    );
    expect(heard).toEqual([]);
  });
});
