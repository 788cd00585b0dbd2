import { type DemoBaths, openBaths } from '../../scripts/demo/baths.ts';
import { type DemoCalibrations, openCalibrations } from '../../scripts/demo/calibrations.ts';
import { type DemoCytometry, openCytometry } from '../../scripts/demo/cytometry.ts';
import { type DemoMicroscopy, openMicroscopy } from '../../scripts/demo/microscopy.ts';
import { type DemoRuns, openRuns } from '../../scripts/demo/procedure-runs.ts';
import { type DemoProcedures, openProcedures } from '../../scripts/demo/procedures.ts';
import type { RtsItemKey, RtsVerdict } from '../../shared/modules/maintenance/service-terms.ts';
import { resourcesFolder } from './bench.ts';
import { background, control, failedSample, goodSample, type ModuleBench, openModuleBench } from './module-bench.ts';
import { type SeededCases, seedCases } from './seeded-cases.ts';
import { type SeededPlans, seedPlans } from './seeded-plans.ts';

export interface Seeded
  extends DemoBaths,
    DemoCytometry,
    DemoMicroscopy,
    SeededPlans,
    SeededCases,
    DemoRuns,
    DemoProcedures,
    DemoCalibrations {
  /** A tissue processor, which has no line. */
  readonly processorId: string;
  readonly instrumentId: string;
  readonly errorId: string;
  readonly runId: string;
  readonly rtsId: string;
  readonly workOrderId: string;
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
    const balanceId = await bench.register('mettler-toledo-mt-sics', {
      name: 'Balance in the weighing room behind the store',
    });
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
    const plans = await seedPlans(bench, instrumentId);
    const runs = await openRuns(page, instrumentId);
    const procedures = await openProcedures(page);
    const service = await seedService(bench, analyzer);
    const cases = await seedCases(bench, instrumentId, errorId);
    const processorId = await bench.register('thermo-shandon-citadel-2000', { name: 'Tissue processor' });
    const baths = await openBaths(page, processorId);
    const calibrations = await openCalibrations(page, {
      ...{ analyzerId: instrumentId, serialNumber: '11001', otherId: null, balanceId, weigh: null },
      hear: (records) => bench.hear(instrumentId, [...records]),
    });
    const microscopy = await openMicroscopy(
      page,
      await bench.register('nikon-eclipse-ci-u', { name: 'Microscope in the reading room' }),
    );
    const cytometry = await openCytometry(page, await bench.register('bd-facscalibur', { name: 'Flow cytometer' }));
    return {
      ...cytometry,
      ...microscopy,
      processorId,
      ...baths,
      instrumentId,
      errorId,
      runId,
      ...calibrations,
      ...plans,
      ...runs,
      ...procedures,
      ...service,
      ...cases,
    };
  } finally {
    await bench.close();
  }
}

/** A part used, a job on hold, a list half proven, downtime that lasts, a campaign, and a self-audit that has something to say. */
async function seedService(
  { page }: ModuleBench,
  instrumentId: string,
): Promise<Pick<Seeded, 'rtsId' | 'workOrderId'>> {
  const { service, audit } = page.maintenance;
  const { partId } = await service.parts.define({
    number: 'SV-100-2240-71',
    name: 'Sampling valve with its seals',
    maker: 'Maker of the analyzer',
    definitionKeys: ['generic-lis02'],
    isCritical: true,
    minimum: 2,
    onHand: 2,
  });
  const { workOrderId } = await service.workOrders.open({
    instrumentId,
    title: 'Change the sampling valve and look for the leak behind the left cover',
    description: 'Drops under the left cover since Thursday.',
    kind: 'repair',
    owner: 'vendor',
    vendor: 'Field service, M. Ortega',
    assignee: 'Ana Petrova',
    dueOn: '2026-01-31',
    errorId: null,
  });
  // biome-ignore lint/correctness/useHookAtTopLevel: a call of the host, no hook
  await service.workOrders.usePart({
    workOrderId,
    partId,
    count: 1,
    lotOrSerial: 'SN-000-8812-A',
    note: 'old one kept',
  });
  await service.workOrders.setState({ workOrderId, state: 'on-hold', reason: 'Waits for the seals' });
  await service.campaigns.start({
    definitionKey: 'generic-lis02',
    instrumentIds: [instrumentId],
    title: 'Field note 12: new tubing',
    description: 'All units before the end of the year.',
    source: 'Letter of the maker, 3 November',
    kind: 'modification',
    owner: 'vendor',
    vendor: 'Field service',
    dueOn: '2099-12-31',
  });
  const { rtsId } = await service.rts.raise({
    instrumentId,
    events: ['critical-part', 'software-update'],
    note: 'Valve changed, new firmware with it',
    downtimeKind: null,
    workOrderId,
  });
  const prove = (item: RtsItemKey, verdict: RtsVerdict, text: string) =>
    service.rts.prove({ rtsId, item, verdict, proof: { kind: 'statement', text } });
  await prove('function-check', 'pass', 'Start-up check 0812, print-out in the binder');
  await prove('qc-all-levels', 'fail', 'Lot 4711, level 2 three SD high');
  await audit.run();
  return { rtsId, workOrderId };
}

const plain = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
