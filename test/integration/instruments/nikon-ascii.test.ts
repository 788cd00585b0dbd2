import { createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { NIKON_READ_COMMANDS } from '../../../shared/instruments/drivers/nikon-ascii/commands.ts';
import { instrumentOn, openBench, temporaryFolder } from '../../harness/bench.ts';
import { until } from '../../harness/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const answers: Readonly<Record<string, string>> = { rVER: 'aVER2.01', rVTR: 'aVTRTE2000', rRAR: 'aRAR3' };

/** A stand behind a serial device server: it answers what it knows, and remembers every question. */
async function openStand(): Promise<{ port: number; heard: string[] }> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = '';
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      const questions = (rest + bytes.toString('latin1')).split('\r');
      rest = questions.pop() ?? '';
      for (const question of questions) {
        heard.push(question);
        socket.write(`${answers[question] ?? 'na'}\r\n`);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as { port: number }).port, heard };
}

it('a Nikon stand is asked what it is and where its nosepiece stands, and is sent nothing that moves it', async () => {
  const folder = temporaryFolder('nikon');
  closing.push(() => folder.remove());
  const stand = await openStand();
  const here = await openBench(folder.path);
  closing.push(() => here.close());
  const { links } = here.host.context;
  const link = { kind: 'tcp-client', host: '127.0.0.1', port: stand.port } as const;
  links.start(instrumentOn(link, { definitionKey: 'nikon-ascii' }));
  await until(() => here.signals('setting').some(({ setting }) => setting === 'nosepiece position'), 'it is asked');
  expect(here.signals('setting').map(({ setting, reading }) => [setting, reading])).toEqual([
    ['software', '2.01'],
    ['model', 'TE2000'],
    ['nosepiece position', '3'],
  ]);
  expect(here.signals('message').at(-1)?.sender).toMatchObject({ model: 'TE2000', software: '2.01' });
  expect(stand.heard.filter((one) => !(NIKON_READ_COMMANDS as readonly string[]).includes(one))).toEqual([]);
  expect(here.faults).toEqual([]);
});
