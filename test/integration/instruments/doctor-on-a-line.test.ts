import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/instruments/links/serial.ts';
import { faultScript } from '../../../electron/simulators/fault-script.ts';
import { type Simulator, startSimulator } from '../../../electron/simulators/simulator.ts';
import type { DoctorVerdict } from '../../../shared/instruments/doctor-verdicts.ts';
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

/** Issue: "for each of these twelve faults on a line the doctor gives that verdict within 10 s". */
const WITHIN_MS = 10_000;

/** The account without rights of its own on every Unix. */
const NOBODY = 65_534;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};

interface Line {
  readonly here: TestBench;
  readonly simulator: Simulator;
  verdict(): DoctorVerdict;
}

interface LineOptions {
  readonly faults?: Record<string, unknown>;
  readonly isAnswering?: boolean;
  readonly isOneWay?: boolean;
  readonly definitionKey?: string;
  readonly serial?: Partial<typeof plainSerial>;
}

/** A simulated analyzer on a real pseudo-terminal with a real host at the other end. */
async function line(options: LineOptions = {}): Promise<Line> {
  const folder = temporaryFolder('doctor');
  closing.push(() => folder.remove());
  const here = keep(await openBench(folder.path));
  const port = `${folder.path}/port`;
  const simulator = keep(
    await startSimulator({
      definition: here.host.context.catalog.get('generic-lis02')!,
      port: `pty:${port}`,
      script: faultScript.parse(options.faults ?? {}),
      patience: 0.05,
      ...(options.isOneWay === undefined ? {} : { isOneWay: options.isOneWay }),
    }),
  );
  here.host.context.links.start(
    instrumentOn(serialLink(port, { ...plainSerial, ...options.serial }), {
      isAnswering: options.isAnswering ?? true,
      definitionKey: options.definitionKey ?? 'generic-lis02',
    }),
  );
  await until(() => here.host.context.links.snapshot('analyzer').state === 'open', 'the line opens');
  return { here, simulator, verdict: () => here.host.context.links.report('analyzer').verdict };
}

/** Keeps the analyzer talking, as one with results waiting does, until told to stop. */
function talk(simulator: Simulator): void {
  let isOn = true;
  let number = 0;
  closing.push(() => {
    isOn = false;
  });
  const next = async (): Promise<void> => {
    while (isOn) {
      number += 1;
      await simulator.send(String(number), messageRecords(number)).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  void next();
}

async function seen(subject: Line, verdict: DoctorVerdict): Promise<void> {
  await until(() => subject.verdict() === verdict, verdict, WITHIN_MS).catch(() => {});
  expect(subject.here.host.context.links.report('analyzer')).toMatchObject({ verdict });
}

describe('the link doctor on a real line', () => {
  it('finds nothing on a healthy line, answering', async () => {
    const healthy = await line();
    const verdicts = new Set<DoctorVerdict>();
    talk(healthy.simulator);
    await until(() => healthy.verdict() === 'healthy', 'healthy', WITHIN_MS);
    for (let count = 0; count < 100; count += 1) {
      verdicts.add(healthy.verdict());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect([...verdicts]).toEqual(['healthy']);
  });

  it('finds nothing on a healthy line while another host answers and the bench only listens', async () => {
    const healthy = await line({ isAnswering: false, isOneWay: true });
    talk(healthy.simulator);
    await until(() => healthy.verdict() === 'healthy', 'healthy', WITHIN_MS);
  });

  it('names a wrong baud rate and proposes the right one', async () => {
    const subject = await line({ faults: { line: { baud: 9600 } }, serial: { baud: 19_200 } });
    talk(subject.simulator);
    await seen(subject, 'wrong-baud');
    expect(subject.here.host.context.links.report('analyzer').advice[0]?.trySerial?.baud).toBe(9600);
  });

  it('names wrong parity or bits', async () => {
    const subject = await line({
      faults: { line: { dataBits: 7, parity: 'even' }, hostLine: { dataBits: 8, parity: 'none' } },
    });
    talk(subject.simulator);
    await seen(subject, 'wrong-parity-or-bits');
  });

  it('names a line with nothing connected: the port is not there', async () => {
    const subject = await line();
    await subject.simulator.unplug();
    await seen(subject, 'nothing-connected');
  });

  it('names a connected but silent line', async () => {
    const subject = await line();
    await seen(subject, 'connected-but-silent');
  });

  it('names noise', async () => {
    const subject = await line({ faults: { bytes: { flip: 0.002, drop: 0, double: 0, insert: 0.002 } } });
    talk(subject.simulator);
    await seen(subject, 'noise');
  });

  it('names noise alone, without an instrument', async () => {
    const subject = await line({ faults: { happenings: [{ when: { seconds: 0.2 }, do: 'noise', bytes: 400 }] } });
    await seen(subject, 'noise');
  });

  it('names a host that does not answer', async () => {
    const subject = await line({ isAnswering: false });
    void subject.simulator.send('1', messageRecords(1)).catch(() => {});
    await seen(subject, 'host-not-answering');
  });

  it('names a wrong protocol', async () => {
    const subject = await line();
    await subject.simulator.raw(Buffer.from('S S     100.05 g\r\nS D      99.95 g\r\nS S     100.00 g\r\n', 'latin1'));
    await seen(subject, 'wrong-protocol');
  });

  it('names a wrong definition', async () => {
    const subject = await line({ definitionKey: 'sysmex-xn-1000' });
    talk(subject.simulator);
    await seen(subject, 'wrong-definition');
  });

  it('names two talkers', async () => {
    const subject = await line({ faults: { secondTalkerEvery: 60 } });
    talk(subject.simulator);
    await seen(subject, 'two-talkers');
  });

  it('names cut frames', async () => {
    const subject = await line({ faults: { cutFramesAfter: 20 } });
    talk(subject.simulator);
    await seen(subject, 'cut-frames');
  });

  it('names a port another program has', async () => {
    const pair = keep(await openPtyPair());
    keep(
      await openSerial(serialLink(pair.a) as never, {
        connected: () => {},
        bytes: () => {},
        disconnected: () => {},
        closed: () => {},
      }),
    );
    const folder = temporaryFolder('doctor');
    closing.push(() => folder.remove());
    const here = keep(await openBench(folder.path));
    here.host.context.links.start(instrumentOn(serialLink(pair.a)));
    await until(() => here.host.context.links.report('analyzer').verdict === 'port-busy', 'port-busy', WITHIN_MS);
  });

  it('names a missing permission', async () => {
    const pair = keep(await openPtyPair());
    chmodSync(pair.a, 0o000);
    const folder = temporaryFolder('doctor');
    closing.push(() => folder.remove());
    const here = keep(await openBench(folder.path));
    // Root opens everything, so it puts its rights down while the port is opened.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) {
      execFileSync('chown', ['-R', String(NOBODY), folder.path]);
      process.seteuid?.(NOBODY);
    }
    try {
      here.host.context.links.start(instrumentOn(serialLink(pair.a)));
      const verdict = () => here.host.context.links.report('analyzer').verdict;
      await until(() => verdict() === 'no-permission', 'no-permission', WITHIN_MS);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });
});
