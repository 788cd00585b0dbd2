import { resourcesFolder } from './bench.ts';
import { background, control, failedSample, goodSample, openModuleBench } from './module-bench.ts';

export interface Seeded {
  readonly instrumentId: string;
  readonly errorId: string;
  readonly runId: string;
}

/**
 * Fills a data folder through a real host with something for every screen to show: instruments in each tone, errors in
 * each state, messages of each purpose, one cut message, guided steps under way.
 */
export async function seedFolder(dataFolder: string): Promise<Seeded> {
  const bench = await openModuleBench(dataFolder, { resourcesFolder });
  try {
    const { page } = bench;
    const instrumentId = await bench.register('sysmex-xn-1000', {
      name: 'XN-1000 in the core laboratory',
      serialNumber: '11001',
      place: 'Core laboratory, bench 3',
      link: { kind: 'tcp-server', address: '127.0.0.1', port: 0, peers: [] },
    });
    const analyzer = await bench.register('generic-lis02', {
      name: 'Coagulation',
      link: { kind: 'serial', path: '/dev/no-such-port', usb: null, serial: plain },
    });
    await bench.register('mettler-toledo-mt-sics', { name: 'Balance in the weighing room behind the store' });
    for (let sample = 1; sample <= 40; sample += 1) {
      await bench.hear(instrumentId, goodSample(`S${1000 + sample}`, `${4 + sample / 10}`));
    }
    await bench.hear(instrumentId, control('QC-26110801', '7.02'));
    await bench.hear(instrumentId, failedSample('S2001'));
    await bench.hear(instrumentId, background('14', 'A'));
    await bench.hear(instrumentId, goodSample('S3001').slice(0, 3), { isPartial: true });
    const { errorId } = await page.errors.enter({
      instrumentId,
      code: 'E-417',
      text: 'Waste tank full, and a text that is long enough to need more than one line on a small window',
      origin: 'typed',
      severity: 'stop',
    });
    await page.errors.enter({
      instrumentId: analyzer,
      code: 'A12',
      text: 'Door open',
      origin: 'scanned',
      severity: 'warn',
    });
    await page.errors.acknowledge({ errorId, note: 'seen by the night shift' });
    const { runId } = await page.troubleshooting.start({ errorId });
    await page.instruments.setExpectedInUse({ instrumentId: analyzer, isExpectedInUse: true, until: null });
    return { instrumentId, errorId, runId };
  } finally {
    await bench.close();
  }
}

const plain = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
