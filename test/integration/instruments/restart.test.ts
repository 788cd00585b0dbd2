import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../../electron/instruments/catalog.ts';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { frameChecksum } from '../../../shared/instruments/framing/lis01-encoder.ts';
import { messageRecords, resourcesFolder, serialLink, temporaryFolder } from '../../harness/bench.ts';
import { openModuleBench } from '../../harness/module-bench.ts';
import { end, until } from '../../harness/pty.ts';
import { lossesOf } from '../../soak/check-nothing-lost.ts';
import { killHost } from '../../soak/kill-host.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const folderOf = (name: string): string => {
  const made = temporaryFolder(name);
  closing.push(() => made.remove());
  return made.path;
};

function startHost(dataFolder: string, path: string): ChildProcess {
  const file = fileURLToPath(new URL('../../soak/host-child.ts', import.meta.url));
  const instruments = [{ name: 'analyzer', definitionKey: 'generic-lis02', link: serialLink(path) }];
  const child = spawn(process.execPath, [file, dataFolder, resourcesFolder, JSON.stringify(instruments)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  closing.push(() => end(child, 'SIGKILL'));
  return child;
}

const frame = (number: number, record: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(String(number % 8)), record, Buffer.from('\r\x03')]);
  return Buffer.concat([Buffer.from('\x02'), body, Buffer.from(`${frameChecksum(body)}\r\n`)]);
};

describe('a host that is killed', () => {
  it('in mid-message: what was acknowledged is shown as a partial message, and a re-send completes it', async () => {
    const folder = folderOf('restart');
    const definition = (await loadCatalog({ shipped: resourcesFolder, lab: null })).get('generic-lis02')!;
    const simulator = await startSimulator({ definition, port: `pty:${join(folder, 'port')}`, patience: 0.02 });
    closing.push(() => simulator.close());
    const child = startHost(join(folder, 'data'), simulator.where);
    await once(child.stdout!, 'data');
    // A first whole message shows that the link is up.
    await until(async () => (await simulator.send('1', messageRecords(1))).outcome === 'delivered', 'it is answered');
    const records = messageRecords(2);
    let heard = 0;
    const answers = simulator.onHeard((bytes) => {
      heard += bytes.filter((byte) => byte === 0x06).length;
    });
    await simulator.raw(Uint8Array.of(0x05));
    await until(() => heard === 1, 'the bid is accepted');
    for (const [index, record] of records.slice(0, 4).entries()) {
      await simulator.raw(frame(index + 1, record));
      await until(() => heard === index + 2, `frame ${index + 1} is acknowledged`);
    }
    answers();
    await end(child, 'SIGKILL');

    const bench = await openModuleBench(join(folder, 'data'));
    closing.push(() => bench.close());
    const { store, links } = bench.host.context;
    const waiting = () => store.messages.page({ only: 'partial' }, { limit: 10 });
    expect(waiting()).toHaveLength(1);
    const [partial] = waiting();
    expect(store.messages.get(partial?.messageId ?? '')?.records).toHaveLength(4);
    const [card] = await bench.page.instruments.cards({});
    expect(card).toMatchObject({ partialMessageCount: 1, isAnswering: true });
    await until(() => links.snapshot(card?.id ?? '').state === 'open', 'the link opens by itself');
    await until(async () => (await simulator.send('2', records)).outcome === 'delivered', 'the re-send');
    await until(() => waiting().length === 0, 'the partial message is complete');
    expect(store.messages.page({}, { limit: 10 }).map(({ state }) => state)).toEqual([
      'complete',
      'completed-later',
      'complete',
    ]);
    expect(store.wire.unfinished()).toEqual([]);
  });

  it('twenty times at full speed: nothing acknowledged is missing, nothing is doubled', {
    timeout: 240_000,
  }, async () => {
    const report = await killHost({ kills: 20, seed: 1, folder: folderOf('kills') });
    expect(lossesOf(report)).toEqual([]);
    expect(report.acknowledgedFrameCount).toBeGreaterThan(100);
    expect(report.partialCount).toBe(0);
  });
});
