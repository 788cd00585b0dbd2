import { createConnection, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readCaptureMessages } from '../../../electron/simulators/capture-messages.ts';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { instrumentOn, openBench, resourcesFolder, serialLink, temporaryFolder } from '../../harness/bench.ts';
import { openPtyPair, until } from '../../harness/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};

const key = 'mindray-bc-hl7';

async function bench() {
  const folder = temporaryFolder('hl7');
  closing.push(() => folder.remove());
  return keep(await openBench(folder.path));
}

/** The bench as the host an analyzer connects to, and where it listens. */
async function onNetwork(isAnswering: boolean, definitionKey = key) {
  const here = await bench();
  const { links } = here.host.context;
  links.start(
    instrumentOn({ kind: 'tcp-server', address: '127.0.0.1', port: 0, peers: [] }, { definitionKey, isAnswering }),
  );
  await until(() => links.snapshot('analyzer').state === 'open', 'it listens');
  return { here, where: links.snapshot('analyzer').where };
}

async function connect(where: string): Promise<{ socket: Socket; heard: () => string }> {
  const [host = '', port = ''] = where.split(':');
  const socket = createConnection({ host, port: Number(port) });
  closing.push(() => socket.destroy());
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let heard = '';
  socket.on('data', (bytes) => {
    heard += bytes.toString('latin1');
  });
  return { socket, heard: () => heard };
}

const message = (id: number, type = 'ORU^R01'): string =>
  `\x0bMSH|^~\\&|BC-5380|Mindray|||2026110512000${id}||${type}|${id}|P|2.3.1||||||UNICODE\rPID|1||9988776^^^^MR||Nilsen^Kari\r` +
  `OBR|1||SYN-2611-77${id}|00001^Automated Count^99MRC|||2026110511550${id}\rOBX|1|NM|6690-2^WBC^LN||6.${id}|10*9/L|4.00-10.00|N|||F\r\x1c\r`;

describe('an analyzer that speaks HL7', () => {
  it('over the network: idle bytes, messages in odd pieces and two in one, each stored first and then acknowledged', async () => {
    const { here, where } = await onNetwork(true);
    const { socket, heard } = await connect(where);
    const bytes = Buffer.from(`\x02\x02\x02${message(1)}\x02${message(2)}${message(3)}`, 'latin1');
    for (let at = 0; at < bytes.length; at += 61) {
      socket.write(bytes.subarray(at, at + 61));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await until(() => (heard().match(/MSA\|AA\|/g) ?? []).length === 3, 'three acknowledgements');
    expect(heard().match(/MSA\|AA\|\d/g)).toEqual(['MSA|AA|1', 'MSA|AA|2', 'MSA|AA|3']);
    expect(heard().startsWith('\x0bMSH|^~\\&|||BC-5380|Mindray|')).toBe(true);
    await until(() => here.signals('message').length === 3, 'three messages');
    expect(here.signals('result').map(({ analyte, value }) => [analyte, value])).toEqual([
      ['wbc', '6.1'],
      ['wbc', '6.2'],
      ['wbc', '6.3'],
    ]);
    const entries = here.host.context.store.wire.read({ instrumentId: 'analyzer', after: 0, limit: 1_000 });
    const stored = Buffer.concat(entries.filter(({ dir }) => dir === 'in').map((entry) => entry.bytes));
    expect(stored.equals(bytes)).toBe(true);
    expect(JSON.stringify(here.batches)).not.toMatch(/nilsen|9988776|SYN-2611/i);
    expect(here.host.context.store.wire.unfinished()).toEqual([]);
  });

  it('gets nothing from a bench that only listens, nor an answer to a question from one that answers', async () => {
    const silent = await onNetwork(false);
    const one = await connect(silent.where);
    one.socket.write(message(1), 'latin1');
    await until(() => silent.here.signals('message').length === 1, 'the message');
    const answering = await onNetwork(true);
    const other = await connect(answering.where);
    other.socket.write(message(1, 'ORM^O01'), 'latin1');
    other.socket.write(message(2), 'latin1');
    await until(() => other.heard().includes('MSA|AA|2'), 'the acknowledgement of the result');
    expect(other.heard()).not.toContain('MSA|AA|1');
    expect(one.heard()).toBe('');
  });

  it('the same message with another time is a re-send', async () => {
    const { here, where } = await onNetwork(true);
    const { socket, heard } = await connect(where);
    socket.write(message(1), 'latin1');
    socket.write(message(1).replace('20261105120001', '20261105120959'), 'latin1');
    await until(() => (heard().match(/MSA\|AA\|1/g) ?? []).length === 2, 'both acknowledgements');
    await until(() => here.host.context.store.wire.unfinished().length === 0, 'both are settled');
    expect(here.host.context.store.messages.page({}, { limit: 10 })).toHaveLength(1);
  });

  it('on a serial line: its own captures, played and acknowledged', async () => {
    const here = await bench();
    const pair = keep(await openPtyPair());
    const { links, catalog } = here.host.context;
    links.start(instrumentOn(serialLink(pair.a), { definitionKey: key }));
    await until(() => links.snapshot('analyzer').state === 'open', 'the link opens');
    const definition = catalog.get(key)!;
    const messages = await readCaptureMessages(join(resourcesFolder, 'instruments', key, 'captures'), definition);
    const simulator = keep(await startSimulator({ definition, port: pair.b }));
    for (const { name, records } of messages) {
      expect((await simulator.send(name, records)).outcome).toBe('delivered');
    }
    await until(() => here.signals('message').length === messages.length, 'every message');
    expect(here.signals('qc-result').map(({ controlLot }) => controlLot)).toContain('LOT-C2611');
    expect(here.faults).toEqual([]);
  });
});
