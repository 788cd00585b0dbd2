import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { instrumentOn, openBench, serialLink, temporaryFolder } from '../../harness/bench.ts';
import { until } from '../../harness/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('a thermometer on a real line is asked for its temperatures, and nothing else is sent', {
  timeout: 60_000,
}, async () => {
  const folder = temporaryFolder('k204');
  closing.push(() => folder.remove());
  // A lab that wants readings closer together than once a minute says so in a file of its own.
  const own = join(folder.path, 'instruments', 'voltcraft-k204');
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'instrument.yaml'), 'polling:\n  repeat: { command: A, everyMs: 300 }\n');
  const here = await openBench(folder.path);
  closing.push(() => here.close());
  const { links, catalog, store } = here.host.context;
  const definition = catalog.get('voltcraft-k204')!;
  expect(definition.origin).toBe('lab');
  const port = join(folder.path, 'port');
  const simulator = await startSimulator({ definition, port: `pty:${port}`, speed: 9600 });
  closing.push(() => simulator.close());
  const heard: string[] = [];
  simulator.onHeard((bytes) => void heard.push(Buffer.from(bytes).toString('latin1')));
  links.start(instrumentOn(serialLink(port), { definitionKey: definition.key, isAnswering: false }));

  await until(() => here.signals('result').length >= 4, 'the first temperatures');
  const first = here.signals('result').slice(0, 4);
  expect(first.map(({ test, rawValue, value, unit, meaning }) => [test, rawValue, value, unit, meaning])).toEqual([
    ['T1', '23.9', '23.9', '°C', 'not-flagged'],
    ['T2', '4.1', '4.1', '°C', 'not-flagged'],
    ['T3', '-18.5', '-18.5', '°C', 'not-flagged'],
    ['T4', 'OL', null, '°C', 'no-result'],
  ]);
  expect(here.signals('message')[0]?.sender).toMatchObject({ model: '304' });

  // The same temperatures again are readings of their own: each is kept with its time.
  const kept = () => store.messages.count({ kind: 'temperature' });
  const before = kept();
  await until(() => kept() >= before + 3, 'three more readings are kept');
  expect(here.batches.filter(({ isResend }) => isResend)).toEqual([]);

  const thermometer = simulator.thermometer!;
  thermometer.temperatures[0] = 312.4;
  thermometer.temperatures[2] = null;
  await until(() => here.signals('result').some(({ rawValue }) => rawValue === '312'), 'a hot probe');
  expect(here.signals('result').at(-2)).toMatchObject({ test: 'T3', rawValue: 'OL', value: null });
  thermometer.isHeld = true;
  await until(() => here.signals('status').some(({ detail }) => detail === 'HOLD'), 'the display is held');
  expect(here.signals('result').at(-4)).toMatchObject({ test: 'T1', flags: ['HOLD'], meaning: 'flag' });
  thermometer.isHeld = false;
  thermometer.isBatteryLow = true;
  await until(() => here.signals('error').some(({ code }) => code === 'Low battery'), 'the battery is low');
  thermometer.isBatteryLow = false;
  await until(() => here.signals('error-cleared').some(({ code }) => code === 'Low battery'), 'it is no longer');
  expect(links.report('analyzer').verdict).toBe('healthy');

  // Bytes between two answers are noise; an answer that lost its end is rejected with its reason, and the next one is read.
  await simulator.raw(Buffer.from([0xff, 0x02, 0x80, 0x06]));
  await until(
    () => here.signals('frame-rejected').some(({ reason }) => /cut-off|bad-length/.test(reason)),
    'a torn answer',
  );
  const read = here.signals('result').length;
  await until(() => here.signals('result').length >= read + 8, 'it is read again');

  thermometer.isMute = true;
  await until(() => here.signals('link').some(({ code }) => code === 'link/device-silent'), 'it is silent', 30_000);
  expect(new Set(heard.join(''))).toEqual(new Set(['K', 'A']));
  expect(here.faults).toEqual([]);
  const asked = store.wire.read({ instrumentId: 'analyzer', after: 0, limit: 500 }).filter(({ dir }) => dir === 'out');
  expect(new Set(asked.map(({ kind }) => kind))).toEqual(new Set(['line']));
});
