import { afterEach, describe, expect, it } from 'vitest';
import { faultScript } from '../../../electron/simulators/fault-script.ts';
import { type Simulator, startSimulator } from '../../../electron/simulators/simulator.ts';
import type { LinkSettings } from '../../../shared/instruments/link-settings.ts';
import type { IdentifyStep } from '../../../shared/modules/instruments/identify-contract.ts';
import {
  instrumentOn,
  messageRecords,
  openBench,
  plainSerial,
  serialLink,
  type TestBench,
  temporaryFolder,
} from '../../harness/bench.ts';
import { until } from '../../harness/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
const keep = <Thing extends { close(): unknown }>(thing: Thing): Thing => {
  closing.push(() => thing.close());
  return thing;
};

async function bench(): Promise<{ here: TestBench; port: string }> {
  const folder = temporaryFolder('identify');
  closing.push(() => folder.remove());
  return { here: keep(await openBench(folder.path)), port: `${folder.path}/port` };
}

/** A simulated instrument on a pseudo-terminal, and what it heard from this side. */
async function instrument(here: TestBench, key: string, port: string, faults: object = {}) {
  const heard: number[] = [];
  const simulator = keep(
    await startSimulator({
      definition: here.host.context.catalog.get(key)!,
      port: `pty:${port}`,
      script: faultScript.parse(faults),
      isOneWay: true,
    }),
  );
  simulator.onHeard((bytes) => heard.push(...bytes));
  return { simulator, heard };
}

/** Sends the messages over and over, as one whose LIS answers out of our hearing. */
function talk(simulator: Simulator, records: (number: number) => readonly Uint8Array[]): void {
  let isOn = true;
  closing.push(() => {
    isOn = false;
  });
  const next = async (): Promise<void> => {
    for (let number = 1; isOn; number += 1) {
      await simulator.send(String(number), records(number)).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, 1_200));
    }
  };
  void next();
}

const xnRecords = (number: number): Uint8Array[] =>
  [
    'H|\\^&|||    XN-10^00-22^11001^^^^01234567||||||||E1394-97',
    'P|1',
    `O|1||2^1^  SAMPLE-${number}^B|^^^^WBC\\^^^^RBC|||||||N||||||||||||||F`,
    ...['WBC', 'RBC', 'HGB', 'HCT', 'PLT'].map(
      (test, index) => `R|${index + 1}|^^^^${test}^1|${number}.${index}|10*3/uL||N||F||||20260102030405`,
    ),
    'L|1|N',
  ].map((text) => Buffer.from(text, 'latin1'));

async function find(
  here: TestBench,
  link: LinkSettings,
  options: { mayAsk?: boolean; seconds?: number; instrumentId?: string | null } = {},
): Promise<IdentifyStep> {
  const { mayAsk = false, seconds = 30, instrumentId = null } = options;
  const steps = here.host.context.links.identify(
    link,
    { instrumentId, seconds, mayAsk },
    here.host.context.catalog.list(),
    new AbortController().signal,
  );
  let last: IdentifyStep | null = null;
  for await (const step of steps) last = step;
  return last!;
}

describe('what is on this port', () => {
  it('an analyzer at another baud rate is named by its own words, and never spoken to', async () => {
    const { here, port } = await bench();
    const { simulator, heard } = await instrument(here, 'sysmex-xn-1000', port, { line: { baud: 9600 } });
    talk(simulator, xnRecords);
    const found = await find(here, serialLink(port, { ...plainSerial, baud: 19_200 }));
    expect(found).toMatchObject({ verdict: 'identified', isDone: true, asked: [] });
    expect(found.candidates[0]).toMatchObject({
      definitionKey: 'sysmex-xn-1000',
      confidence: 'named',
      settings: { baud: 9600, dataBits: 8, parity: 'none' },
    });
    expect(found.tried.map(({ found: what }) => what).at(-1)).toBe('read');
    expect(heard).toEqual([]);
  });

  it('a format that says nothing of its model is called a known format, not a model', async () => {
    const { here, port } = await bench();
    const { simulator } = await instrument(here, 'generic-lis02', port);
    talk(simulator, (number) => messageRecords(number));
    const found = await find(here, serialLink(port), { seconds: 5 });
    expect(found.verdict).toBe('format-known');
    expect(found.candidates[0]?.definitionKey).toBe('generic-lis02');
    expect(new Set(found.candidates.map(({ confidence }) => confidence))).toEqual(new Set(['reads']));
  });

  it('text that no definition reads, a bid that nobody answers, and silence are told apart, without a name', async () => {
    const { here, port } = await bench();
    const { simulator } = await instrument(here, 'generic-lis02', port);
    setTimeout(() => void simulator.raw(Buffer.from('Printer ready, paper 80 mm, job 17 waiting')), 600);
    const text = await find(here, serialLink(port), { seconds: 3 });
    expect(text.candidates.filter(({ confidence }) => confidence !== 'framing')).toEqual([]);
    expect(text.verdict).toBe('text-unknown');
    setTimeout(() => void simulator.raw(Uint8Array.of(0x05)), 600);
    expect((await find(here, serialLink(port), { seconds: 3 })).verdict).toBe('waits-for-answer');
    expect(await find(here, serialLink(port), { seconds: 3 })).toMatchObject({ verdict: 'silent', candidates: [] });
  });

  it('a balance is asked only where that was allowed, and only its documented questions', async () => {
    const { here, port } = await bench();
    const { heard } = await instrument(here, 'mettler-toledo-mt-sics', port);
    expect((await find(here, serialLink(port), { seconds: 4 })).verdict).toBe('silent');
    expect(heard).toEqual([]);
    const found = await find(here, serialLink(port), { seconds: 12, mayAsk: true });
    expect(found.candidates[0]).toMatchObject({ definitionKey: 'mettler-toledo-mt-sics' });
    expect(found.asked.map(({ definitionKey }) => definitionKey)).toContain('mettler-toledo-mt-sics');
  });

  it('works on a network line, where there are no settings', async () => {
    const { here } = await bench();
    const simulator = keep(
      await startSimulator({
        definition: here.host.context.catalog.get('sysmex-xn-1000')!,
        port: 'listen://127.0.0.1:0',
        isOneWay: true,
      }),
    );
    talk(simulator, xnRecords);
    const port = Number(simulator.where.split(':').at(-1));
    const found = await find(here, { kind: 'tcp-client', host: '127.0.0.1', port });
    expect(found).toMatchObject({ verdict: 'identified', settings: null });
    expect(found.candidates[0]?.definitionKey).toBe('sysmex-xn-1000');
  });

  it('the line of an instrument rests while its port is listened to, and is taken up again', async () => {
    const { here, port } = await bench();
    const { simulator } = await instrument(here, 'generic-lis02', port);
    here.host.context.links.start(instrumentOn(serialLink(port), { isAnswering: false }));
    const state = () => here.host.context.links.snapshot('analyzer').state;
    await until(() => state() === 'open', 'the line opens');
    talk(simulator, xnRecords);
    const found = await find(here, serialLink(port), { instrumentId: 'analyzer' });
    expect(found.candidates[0]?.definitionKey).toBe('sysmex-xn-1000');
    await until(() => state() === 'open', 'the line is taken up again');
  });
});
