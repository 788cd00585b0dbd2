import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { blocksIn } from '../../../electron/simulators/block-messages.ts';
import { freshen, readCaptureMessages } from '../../../electron/simulators/capture-messages.ts';
import { faultScript } from '../../../electron/simulators/fault-script.ts';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { findDriver } from '../../../shared/instruments/drivers/all.ts';
import { instrumentOn, openBench, resourcesFolder, serialLink, temporaryFolder } from '../../harness/bench.ts';
import { shippedDefinition } from '../../harness/definitions.ts';
import { openPtyPair, until } from '../../harness/pty.ts';
import { simulate } from '../../harness/simulate.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};

const key = 'abbott-cell-dyn-3700';

async function listening(isAnswering: boolean, definitionKey = key) {
  const folder = temporaryFolder('blocks');
  closing.push(() => folder.remove());
  const pair = keep(await openPtyPair());
  const bench = keep(await openBench(folder.path));
  const { links, catalog } = bench.host.context;
  links.start(instrumentOn(serialLink(pair.a), { definitionKey, isAnswering }));
  await until(() => links.snapshot('analyzer').state === 'open', 'the link opens');
  const definition = catalog.get(definitionKey)!;
  const captures = join(resourcesFolder, 'instruments', definitionKey, 'captures');
  return { pair, bench, definition, messages: await readCaptureMessages(captures, definition) };
}

describe('an analyzer whose messages are blocks, on a serial line', () => {
  it('is acknowledged after its block is stored, where the lab chose answering', async () => {
    const { pair, bench, definition, messages } = await listening(true);
    const acknowledged: Uint8Array[] = [];
    const simulator = keep(
      await startSimulator({ definition, port: pair.b, onAcknowledged: (block) => acknowledged.push(block) }),
    );
    for (const { name, records } of messages) {
      expect(await simulator.send(name, records)).toEqual({ outcome: 'delivered', reason: '' });
    }
    await until(() => bench.signals('message').length === messages.length, 'every message');
    const entries = bench.host.context.store.wire.read({ instrumentId: 'analyzer', after: 0, limit: 1000 });
    const heard = entries
      .filter(({ dir, kind }) => dir === 'in' && kind === 'line')
      .map(({ bytes }) => Buffer.from(bytes));
    expect(heard.map(String)).toEqual(acknowledged.map((bytes) => Buffer.from(bytes)).map(String));
    expect(entries.filter(({ dir }) => dir === 'out').map(({ bytes }) => bytes[0])).toEqual(messages.map(() => 0x06));
    expect(bench.signals('qc-result').map(({ controlLot }) => controlLot)).toContain('CTRL-N-0417');
    expect(JSON.stringify(bench.batches)).not.toMatch(/TEST2611/);
    expect(bench.host.context.store.wire.unfinished()).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it('gets no answer where the bench only listens, and its blocks are read all the same', async () => {
    const { pair, bench, definition, messages } = await listening(false);
    const simulator = keep(await startSimulator({ definition, port: pair.b, isOneWay: true }));
    await simulator.send('1', messages[0]!.records);
    await until(() => bench.signals('message').length === 1, 'the message');
    const entries = bench.host.context.store.wire.read({ instrumentId: 'analyzer', after: 0, limit: 1000 });
    expect(entries.filter(({ dir }) => dir === 'out')).toEqual([]);
    expect(bench.signals('result')).toHaveLength(22);
  });

  it('sends a block again that the line damaged, until it is taken', async () => {
    const { pair, bench, definition, messages } = await listening(true, 'abbott-cell-dyn-3200');
    const script = faultScript.parse({ seed: 7, bytes: { flip: 0.002 } });
    const simulator = keep(await startSimulator({ definition, port: pair.b, script, patience: 0.05 }));
    let refusedCount = 0;
    for (let round = 0; round < 12; round += 1) {
      const { records } = freshen(messages[0]!, new Date(Date.UTC(2026, 10, 22, 8, round)), definition);
      while ((await simulator.send(String(round), records)).outcome !== 'delivered') refusedCount += 1;
    }
    await until(() => bench.signals('message').length >= 12, 'the messages');
    expect(refusedCount).toBeLessThan(100);
    // Two flipped bits can cancel out in a sum of bytes; what is read must then at least have been taken once each.
    expect(new Set(bench.signals('message').map(({ message }) => message)).size).toBeGreaterThanOrEqual(12);
  });

  it('is played by the command line', async () => {
    const { pair, bench, messages } = await listening(true);
    const simulator = simulate(key, pair.b, '--speed', 'max', '--json');
    closing.push(() => simulator.stop());
    expect(await simulator.done).toBe(0);
    expect(simulator.output().match(/"isDelivered":true/g)).toHaveLength(messages.length);
    await until(() => bench.signals('message').length === messages.length, 'every message');
  });
});

describe('a simulated block', () => {
  it('sent anew has another time and a right checksum', async () => {
    const definition = await shippedDefinition(key);
    const captures = join(resourcesFolder, 'instruments', key, 'captures');
    const at = new Date('2026-11-22T19:20:21Z');
    for (const message of await readCaptureMessages(captures, definition)) {
      const { records } = freshen(message, at, definition);
      const [block] = blocksIn(findDriver(definition)!, definition, records[0]!);
      const before = Buffer.from(message.records[0]!).toString('latin1');
      if (!message.name.startsWith('06')) expect(findDriver(definition)!.verify(definition, block!.text)).toBe('ok');
      if (/"\d\d:\d\d:\d\d"/.test(before)) {
        expect(Buffer.from(block!.text).toString('latin1')).toContain('"11/22/26","19:20:21"');
      }
    }
  });
});
