import { closeSync, constants, openSync, readSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { openSerial } from '../../../electron/instruments/links/serial.ts';
import { openPtyPair, until } from '../../harness/pty.ts';

const serial = { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
const quiet = { connected() {}, bytes() {}, disconnected() {}, closed() {} };

it('carries more than a line can hold, in order, when nobody reads at first', async () => {
  const pair = await openPtyPair();
  onTestFinished(() => pair.close());
  const reader = openSync(pair.b, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(reader));
  const link = await openSerial({ kind: 'serial', path: pair.a, usb: null, serial }, quiet);
  onTestFinished(() => link.close());
  // The kernel keeps a few kilobytes for a terminal that nobody reads: the rest has to wait.
  const sent = Array.from({ length: 300 }, (_, index) => Buffer.alloc(500, index % 251));
  let isWritten = false;
  const written = Promise.all(sent.map((bytes) => link.write(bytes))).then(() => {
    isWritten = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(isWritten).toBe(false);
  const heard: Buffer[] = [];
  const buffer = Buffer.alloc(4096);
  await until(() => {
    try {
      heard.push(Buffer.from(buffer.subarray(0, readSync(reader, buffer))));
    } catch {
      // Nothing there at this moment.
    }
    return heard.reduce((sum, bytes) => sum + bytes.length, 0) === 150_000;
  }, 'every byte arrives');
  await written;
  expect(Buffer.concat(heard).equals(Buffer.concat(sent))).toBe(true);
});
