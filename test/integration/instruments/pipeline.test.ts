import { afterEach, describe, expect, it } from 'vitest';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { signal } from '../../../shared/instruments/signals.ts';
import { instrumentOn, messageRecords, openBench, serialLink, temporaryFolder } from '../../harness/bench.ts';
import { openPtyPair, until } from '../../harness/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};

async function benchOnPair() {
  const folder = temporaryFolder('pipeline');
  closing.push(() => folder.remove());
  const pair = keep(await openPtyPair());
  const bench = keep(await openBench(folder.path));
  const definition = bench.host.context.catalog.get('generic-lis02')!;
  return { pair, bench, definition };
}

describe('from bytes on a serial line to stored messages', () => {
  it('answers each frame, stores every byte and message, and tells the modules', async () => {
    const { pair, bench, definition } = await benchOnPair();
    const { links, store } = bench.host.context;
    links.start(instrumentOn(serialLink(pair.a)));
    await until(() => links.snapshot('analyzer').state === 'open', 'the link opens');
    const acknowledged: Uint8Array[] = [];
    const simulator = keep(
      await startSimulator({ definition, port: pair.b, onAcknowledged: (frame) => acknowledged.push(frame) }),
    );
    for (let number = 1; number <= 3; number += 1) {
      expect(await simulator.send(String(number), messageRecords(number))).toMatchObject({ outcome: 'delivered' });
    }
    await until(() => bench.signals('message').length === 3, 'three messages');
    expect(bench.signals('result').map(({ rawValue }) => rawValue)).toEqual(
      [1, 2, 3].flatMap((number) => [0, 1, 2, 3, 4].map((index) => `${number}.${index}`)),
    );
    for (const said of bench.batches.flatMap((batch) => batch.signals)) expect(signal.parse(said)).toEqual(said);

    const read = () => store.wire.read({ instrumentId: 'analyzer', after: 0, limit: 1000 });
    await until(() => read().filter(({ bytes }) => bytes[0] === 0x04).length === 3, 'the last EOT');
    const entries = read();
    const frames = entries.filter(({ kind, dir }) => kind === 'frame' && dir === 'in');
    expect(frames.map(({ bytes }) => Buffer.from(bytes).toString('latin1'))).toEqual(
      acknowledged.map((bytes) => Buffer.from(bytes).toString('latin1')),
    );
    const heard = Buffer.concat(entries.filter(({ dir }) => dir === 'in').map(({ bytes }) => bytes)).toString('latin1');
    expect(heard.startsWith('\x05\x021H|')).toBe(true);
    expect(heard.split('\x04')).toHaveLength(4);
    const said = entries.filter(({ dir }) => dir === 'out').map(({ bytes }) => bytes[0]);
    expect(said).toEqual(Array.from({ length: acknowledged.length + 3 }, () => 0x06));

    const stored = store.messages.page({}, { limit: 10 });
    expect(stored.map(({ state, resultCount }) => [state, resultCount])).toEqual([
      ['complete', 5],
      ['complete', 5],
      ['complete', 5],
    ]);
    const [result] = bench.signals('result');
    expect(result?.frames.length).toBeGreaterThan(0);
    expect(result?.message).toBe(stored.at(-1)?.messageId);
    expect(JSON.stringify(bench.batches)).not.toMatch(/Jane|SPECIMEN0000/);
    expect(store.wire.unfinished()).toEqual([]);
    expect(bench.faults).toEqual([]);
  });

  it('recognises a message that is sent again, and keeps it once', async () => {
    const { pair, bench, definition } = await benchOnPair();
    const { links, store } = bench.host.context;
    links.start(instrumentOn(serialLink(pair.a)));
    await until(() => links.snapshot('analyzer').state === 'open', 'the link opens');
    const simulator = keep(await startSimulator({ definition, port: pair.b }));
    await simulator.send('1', messageRecords(1));
    const again = messageRecords(1);
    again[0] = Buffer.from(Buffer.from(again[0]!).toString('latin1').replace('030405', '040506'), 'latin1');
    await simulator.send('2', again);
    await until(() => bench.signals('message').length === 2, 'both are told');
    expect(bench.signals('message').map(({ isResend }) => isResend)).toEqual([false, true]);
    expect(bench.batches.filter(({ messageId }) => messageId !== null).map(({ isResend }) => isResend)).toEqual([
      false,
      true,
    ]);
    const stored = store.messages.page({}, { limit: 10 });
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({ resendCount: 1 });
  });

  it('a link that only listens never says a word', async () => {
    const { pair, bench, definition } = await benchOnPair();
    const { links, store } = bench.host.context;
    links.start(instrumentOn(serialLink(pair.a), { isAnswering: false }));
    await until(() => links.snapshot('analyzer').state === 'open', 'the link opens');
    const simulator = keep(await startSimulator({ definition, port: pair.b, isOneWay: true }));
    await simulator.send('1', messageRecords(1));
    await until(() => bench.signals('message').length === 1, 'the message is heard');
    expect(bench.signals('result')).toHaveLength(5);
    const entries = store.wire.read({ instrumentId: 'analyzer', after: 0, limit: 1000 });
    expect(entries.filter(({ dir }) => dir === 'out')).toEqual([]);
    expect(store.wire.unfinished()).toEqual([]);
  });

  it('answering begins and ends with a new conversation', async () => {
    const { pair, bench, definition } = await benchOnPair();
    const { links } = bench.host.context;
    const instrument = instrumentOn(serialLink(pair.a), { isAnswering: false });
    links.start(instrument);
    await until(() => links.snapshot('analyzer').state === 'open', 'the link opens');
    const simulator = keep(await startSimulator({ definition, port: pair.b, patience: 0.02 }));
    expect(await simulator.send('1', messageRecords(1))).toMatchObject({ outcome: 'retry-later' });
    links.update({ ...instrument, isAnswering: true });
    await until(async () => {
      const { outcome } = await simulator.send('2', messageRecords(2));
      return outcome === 'delivered';
    }, 'it is answered now');
    await until(() => bench.signals('message').length === 1, 'the message is there');
  });

  it('shows wire lines as they come, masked, with the ids they are stored under', async () => {
    const { pair, bench, definition } = await benchOnPair();
    const { links, store } = bench.host.context;
    links.start(instrumentOn(serialLink(pair.a)));
    await until(() => links.snapshot('analyzer').state === 'open', 'the link opens');
    const lines: { id: number; text: string }[] = [];
    links.onWireLine('analyzer', (line) => lines.push(line));
    const simulator = keep(await startSimulator({ definition, port: pair.b }));
    await simulator.send('1', messageRecords(1));
    await until(() => lines.some(({ text }) => text.includes('EOT')), 'the end is shown');
    const entries = store.wire.read({ instrumentId: 'analyzer', after: 0, limit: 1000 });
    expect(lines.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
    expect(lines.some(({ text }) => text.includes('<STX>4R|1|^^^^T0^1|1.0|10*3/uL'))).toBe(true);
    expect(JSON.stringify(lines)).not.toMatch(/Jane|SPECIMEN0000/);
  });
});
