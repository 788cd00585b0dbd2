import { afterEach, describe, expect, it } from 'vitest';
import type { ListenTestStep } from '../../../electron/host/context.ts';
import type { HostOptions } from '../../../electron/host/host.ts';
import { openSerial } from '../../../electron/instruments/links/serial.ts';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { systemClock } from '../../../electron/store/system-clock.ts';
import type { PortInfo } from '../../../shared/instruments/link-settings.ts';
import {
  instrumentOn,
  messageRecords,
  openBench,
  plainSerial,
  serialLink,
  type TestBench,
  temporaryFolder,
} from '../../harness/bench.ts';
import { openPtyPair, until } from '../../harness/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};

async function bench(options: Partial<HostOptions> = {}): Promise<TestBench & { port: string }> {
  const folder = temporaryFolder('supervisor');
  closing.push(() => folder.remove());
  const opened = keep(await openBench(folder.path, options));
  return { ...opened, port: `${folder.path}/port` };
}
const generic = ({ host }: TestBench) => host.context.catalog.get('generic-lis02')!;
const stateOf = ({ host }: TestBench, id = 'analyzer') => host.context.links.snapshot(id);

describe('a line whose verdict changes', () => {
  it('is told of, though nothing on it ever becomes a message', async () => {
    const here = await bench();
    const { links } = here.host.context;
    const simulator = keep(await startSimulator({ definition: generic(here), port: `pty:${here.port}` }));
    links.start(instrumentOn(serialLink(here.port), { isAnswering: false }));
    await until(() => stateOf(here).state === 'open', 'it opens');
    const told: string[] = [];
    closing.push(links.onChange(() => told.push(links.report('analyzer').verdict)));
    void simulator.send('1', messageRecords(1)).catch(() => {});
    await until(() => told.includes('host-not-answering'), 'the bid nobody answers is told of');
  });
});

describe('a port that comes and goes', () => {
  it('is opened as soon as it is there, and again after it was unplugged', async () => {
    const here = await bench();
    const { links } = here.host.context;
    links.start(instrumentOn(serialLink(here.port)));
    await until(() => stateOf(here).state === 'port-missing', 'it is missing');
    expect(stateOf(here).reason).toBe('link/port-missing');
    const simulator = keep(await startSimulator({ definition: generic(here), port: `pty:${here.port}` }));
    await until(() => stateOf(here).state === 'open', 'it opens');
    await simulator.unplug();
    await until(() => stateOf(here).state === 'port-missing', 'it is missed', 5_000);
    await simulator.plug();
    await until(() => stateOf(here).state === 'open', 'it is back', 5_000);
    expect(await simulator.send('1', messageRecords(1))).toMatchObject({ outcome: 'delivered' });
    await until(() => here.signals('result').length === 5, 'results');
    const states = here.signals('link').map(({ state, code }) => (code === null ? state : `${state} ${code}`));
    expect(states.filter((state) => state !== 'opening')).toEqual([
      'port-missing link/port-missing',
      'open',
      'port-missing link/unplugged',
      'open',
    ]);
  });

  it('is found under another name by its USB identity, and an impostor is not opened', async () => {
    const usb = { vendorId: '0403', productId: '6001', serialNumber: 'A1' };
    const other = { ...usb, serialNumber: 'B2' };
    const pair = keep(await openPtyPair());
    let ports: PortInfo[] = [{ path: pair.a, manufacturer: null, usb: other, usedBy: null }];
    const here = await bench({ ports: { list: async () => ({ ports, problem: null }) } });
    const { links } = here.host.context;
    const told: unknown[] = [];
    links.onPorts((list) => told.push(list.ports.map(({ path }) => path)));
    links.start(instrumentOn({ ...serialLink(pair.a), usb } as never));
    await until(() => stateOf(here).state === 'port-missing', 'the impostor is not opened');
    ports = [...ports, { path: pair.b, manufacturer: null, usb, usedBy: null }];
    await until(() => stateOf(here).state === 'open', 'found under its new name');
    expect(stateOf(here).where).toBe(pair.b);
    expect(told.at(-1)).toEqual([pair.a, pair.b]);
    expect((await links.listPorts()).ports.map(({ usedBy }) => usedBy)).toEqual([null, 'analyzer']);
  });

  it('is shown as busy while another program has it, and taken when that lets go', async () => {
    const pair = keep(await openPtyPair());
    const here = await bench();
    const nobody = { connected: () => {}, bytes: () => {}, disconnected: () => {}, closed: () => {} };
    const holder = await openSerial({ kind: 'serial', path: pair.a, usb: null, serial: plainSerial }, nobody);
    here.host.context.links.start(instrumentOn(serialLink(pair.a)));
    await until(() => stateOf(here).state === 'port-busy', 'it is busy');
    expect(here.host.context.links.report('analyzer').verdict).toBe('port-busy');
    await holder.close();
    await until(() => stateOf(here).state === 'open', 'it is free');
    here.host.context.links.start(instrumentOn(serialLink(pair.a), { instrumentId: 'second' }));
    await until(() => stateOf(here, 'second').state === 'port-busy', 'one instrument a port');
    expect(stateOf(here, 'second').reason).toBe('link/port-used-here');
  });

  it('is let go while the machine sleeps', async () => {
    const pair = keep(await openPtyPair());
    const here = await bench();
    here.host.context.links.start(instrumentOn(serialLink(pair.a)));
    await until(() => stateOf(here).state === 'open', 'it opens');
    await here.host.power('suspend');
    expect(stateOf(here)).toMatchObject({ state: 'waiting-to-reopen', reason: 'link/asleep' });
    await here.host.power('resume');
    await until(() => stateOf(here).state === 'open', 'it opens again');
  });
});

describe('the same on the network', () => {
  it('an analyzer that connects to us is answered, and its reconnects are taken', async () => {
    const here = await bench();
    const { links } = here.host.context;
    links.start(instrumentOn({ kind: 'tcp-server', address: '127.0.0.1', port: 0, peers: [] }));
    await until(() => stateOf(here).state === 'open', 'it listens');
    for (const number of [1, 2]) {
      const port = `tcp://${stateOf(here).where}`;
      const simulator = await startSimulator({ definition: generic(here), port });
      expect(await simulator.send('1', messageRecords(number))).toMatchObject({ outcome: 'delivered' });
      await simulator.close();
    }
    await until(() => here.signals('message').length === 2, 'both messages');
  });

  it('a device server we connect to', async () => {
    const here = await bench();
    const simulator = keep(await startSimulator({ definition: generic(here), port: 'listen://:0' }));
    const port = Number(simulator.where.split(':').at(-1));
    here.host.context.links.start(instrumentOn({ kind: 'tcp-client', host: '127.0.0.1', port }));
    await until(() => stateOf(here).state === 'open', 'it connects');
    expect(await simulator.send('1', messageRecords(1))).toMatchObject({ outcome: 'delivered' });
    await until(() => here.signals('message').length === 1, 'the message');
    await simulator.unplug();
    await until(() => stateOf(here).state !== 'open', 'the end is noticed');
    await until(() => stateOf(here).reason === 'link/refused', 'nobody is there');
  });
});

describe('a balance', () => {
  it('is asked who it is and what it weighs, and says what keeps it from weighing', { timeout: 60_000 }, async () => {
    const here = await bench();
    const { links, catalog, store } = here.host.context;
    const definition = catalog.get('mettler-toledo-mt-sics')!;
    const simulator = keep(await startSimulator({ definition, port: `pty:${here.port}` }));
    // Asked whether or not the bench answers: a balance says nothing by itself, and only reading questions are asked.
    links.start(instrumentOn(serialLink(here.port), { definitionKey: definition.key, isAnswering: false }));
    await until(() => here.signals('result').length > 0, 'a weight');
    expect(here.signals('result')[0]).toMatchObject({
      rawValue: '0.0000',
      unit: 'g',
      meaning: 'stable',
      analyte: 'mass',
    });
    const asked = store.wire
      .read({ instrumentId: 'analyzer', after: 0, limit: 100 })
      .filter(({ dir }) => dir === 'out');
    const commands = asked.map(({ bytes }) => Buffer.from(bytes).toString('latin1').trim());
    expect(commands.slice(0, 4)).toEqual(['I4', 'I2', 'I3', 'SI']);
    const balance = simulator.balance!;
    balance.weight = 100.0012;
    await until(() => here.signals('result').some(({ rawValue }) => rawValue === '100.0012'), 'the new weight');
    balance.range = 'over';
    await until(() => here.signals('error').some(({ code }) => code === 'S +'), 'overload');
    balance.range = 'ok';
    await until(() => here.signals('error-cleared').some(({ code }) => code === 'S +'), 'no overload any more');
    // What says nothing new is told, not stored.
    const stored = store.messages.count({});
    const told = here.batches.length;
    await until(() => here.batches.length > told + 2, 'the same weight again');
    expect(store.messages.count({})).toBeLessThanOrEqual(stored + 1);
    expect(links.report('analyzer').verdict).toBe('healthy');
    balance.isMute = true;
    await until(() => here.signals('link').some(({ code }) => code === 'link/device-silent'), 'it is silent', 30_000);
  });
});

describe('silence', () => {
  it('is told once it lasts too long, and only while the instrument is expected in use', async () => {
    const real = systemClock();
    let aheadMs = 0;
    const here = await bench({ clock: { ...real, monoMs: () => real.monoMs() + aheadMs } });
    const pair = keep(await openPtyPair());
    const instrument = instrumentOn(serialLink(pair.a), { silenceMinutes: 5 });
    here.host.context.links.start(instrument);
    await until(() => stateOf(here).state === 'open', 'it opens');
    aheadMs += 6 * 60_000;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(stateOf(here).silentMinutes).toBeNull();
    here.host.context.links.update({ ...instrument, isExpectedInUse: true });
    await until(() => stateOf(here).silentMinutes === 6, 'silence is told');
    expect(here.signals('link').at(-1)).toMatchObject({ state: 'open', code: 'link/silent' });
    const simulator = keep(await startSimulator({ definition: generic(here), port: pair.b }));
    await simulator.send('1', messageRecords(1));
    await until(() => stateOf(here).silentMinutes === null, 'it speaks again');
  });
});

describe('a listen test', () => {
  it('shows what arrives and how it fits, answers nothing, and ends by itself', async () => {
    const here = await bench();
    const pair = keep(await openPtyPair());
    const simulator = keep(
      await startSimulator({ definition: generic(here), port: pair.b, isOneWay: true, speed: 9600 }),
    );
    const steps: ListenTestStep[] = [];
    const test = here.host.context.links.listenTest(
      'generic-lis02',
      serialLink(pair.a),
      3,
      new AbortController().signal,
    );
    for await (const step of test) {
      if (steps.length === 0) void simulator.send('1', messageRecords(1));
      steps.push(step);
    }
    const last = steps.at(-1);
    expect(last).toMatchObject({ isDone: true, rejectedCount: 0, linkState: 'off' });
    expect(last?.frameCount).toBe(9);
    expect(last?.signals.filter(({ kind }) => kind === 'result')).toHaveLength(5);
    expect(steps.at(-2)?.report.verdict).toBe('healthy');
    expect(here.host.context.store.messages.count({})).toBe(0);
  });

  it('opens a port that is plugged in while it runs', async () => {
    const here = await bench();
    const stop = new AbortController();
    const states: string[] = [];
    let isPlugged = false;
    for await (const step of here.host.context.links.listenTest(
      'generic-lis02',
      serialLink(here.port),
      60,
      stop.signal,
    )) {
      states.push(step.linkState);
      // Long enough for the pauses between attempts to have grown (decision 8).
      if (!isPlugged && states.filter((state) => state === 'port-missing').length > 8) {
        isPlugged = true;
        keep(await startSimulator({ definition: generic(here), port: `pty:${here.port}` }));
      }
      if (step.linkState === 'open' || states.length > 40) stop.abort();
    }
    expect(states).toContain('open');
    const waited = states.indexOf('open') - states.filter((state) => state === 'port-missing').length;
    expect(waited).toBeLessThan(6);
  });

  it('ends at once when it is not wanted any more', async () => {
    const here = await bench();
    const pair = keep(await openPtyPair());
    const stop = new AbortController();
    const states: string[] = [];
    for await (const step of here.host.context.links.listenTest('generic-lis02', serialLink(pair.a), 60, stop.signal)) {
      states.push(step.linkState);
      stop.abort();
    }
    expect(states.at(-1)).toBe('off');
    const nobody = { connected: () => {}, bytes: () => {}, disconnected: () => {}, closed: () => {} };
    keep(await openSerial({ kind: 'serial', path: pair.a, usb: null, serial: plainSerial }, nobody));
  });
});
