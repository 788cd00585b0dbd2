import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayFromNow } from '../../scripts/demo/plan-terms.ts';
import { type RunningApp, startApp, until } from '../harness/app.ts';
import { findLayoutFaults } from '../harness/layout.ts';
import { axeFindings } from '../harness/screen-checks.ts';
import { type Seeded, seedFolder } from '../harness/seeded-folder.ts';

// Every screen in the real window, with something on it: at the sizes of decision 31 nothing is cut off or runs out of
// the window, what is to be pressed is large enough, and axe (which here sees real paint, so also contrast) is content in the dark.
const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-screens-'));
let running: RunningApp;
let seeded: Seeded;
const complaints: string[] = [];

beforeAll(async () => {
  seeded = await seedFolder(dataFolder);
  running = await startApp({ dataFolder });
  running.page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  running.page.on('pageerror', (error) => complaints.push(String(error)));
  await running.page.locator('[data-instrument]').first().waitFor();
});
afterAll(async () => {
  await running?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const screens: readonly (readonly [name: string, address: (seeded: Seeded) => string])[] = [
  ['the Bench', () => '/bench'],
  ['Now', ({ instrumentId }) => `/instruments/${instrumentId}/now`],
  ['Errors of an instrument', ({ instrumentId }) => `/instruments/${instrumentId}/errors`],
  ['Messages', ({ instrumentId }) => `/instruments/${instrumentId}/messages`],
  ['Wire', ({ instrumentId }) => `/instruments/${instrumentId}/wire`],
  ['Timeline', ({ instrumentId }) => `/instruments/${instrumentId}/timeline`],
  ['Support', ({ instrumentId }) => `/instruments/${instrumentId}/support`],
  ['Set-up', ({ instrumentId }) => `/instruments/${instrumentId}/set-up`],
  ['all errors', () => '/errors'],
  ['an error', ({ errorId }) => `/errors/${errorId}`],
  ['Calibration', () => '/calibration/instruments'],
  ['procedures by model', () => '/calibration/procedures'],
  ['the procedure of a model', () => '/calibration-procedures/sysmex-xn-1000'],
  ['Calibration of an instrument', ({ instrumentId }) => `/instruments/${instrumentId}/calibration`],
  ['the start of a calibration', ({ instrumentId }) => `/instruments/${instrumentId}/calibration/new/calibration`],
  ['a verification under way', ({ verificationId }) => `/calibrations/${verificationId}`],
  ['a calibration that was closed', ({ calibrationId }) => `/calibrations/${calibrationId}`],
  ['factors over time', ({ instrumentId }) => `/instruments/${instrumentId}/calibration/factors`],
  ['standards', () => '/calibration/standards'],
  ['a standard', ({ thermometerId }) => `/standards/${thermometerId}`],
  ['a check by points', ({ thermometerId }) => `/standards/${thermometerId}/check`],
  ['a check by weighing', ({ pipetteId }) => `/standards/${pipetteId}/check`],
  ['a check that was recorded', ({ pipetteCheckId }) => `/standard-checks/${pipetteCheckId}`],
  ['certificates', () => '/calibration/certificates'],
  ['impact reviews', () => '/calibration/impact'],
  ['an impact review', ({ impactId }) => `/impact-reviews/${impactId}`],
  ['Microscopy', ({ microscopeId }) => `/instruments/${microscopeId}/microscopy`],
  ['a differential count under way', ({ openCountId }) => `/differentials/${openCountId}/count`],
  ['a differential count', ({ countId }) => `/differentials/${countId}`],
  ['two readers of a differential', ({ comparisonId }) => `/differential-comparisons/${comparisonId}`],
  ['cell classes of differentials', () => '/cell-classes'],
  ['Daily check of a cytometer', ({ cytometerId }) => `/instruments/${cytometerId}/daily-check`],
  ['Baths', ({ processorId }) => `/instruments/${processorId}/baths`],
  ['the set-up of baths', ({ processorId }) => `/instruments/${processorId}/baths/set-up`],
  ['programs', ({ processorId }) => `/instruments/${processorId}/baths/programs`],
  ['the history of baths', ({ processorId }) => `/instruments/${processorId}/baths/history`],
  ['the grading of a slide', ({ processorId }) => `/instruments/${processorId}/baths/grade`],
  ['a grading', ({ gradingId }) => `/bath-gradings/${gradingId}`],
  ['cases', () => '/cases/list'],
  ['the opening of a case', ({ instrumentId }) => `/open-case?instrumentId=${instrumentId}`],
  ['a case', ({ caseId }) => `/case/${caseId}`],
  ['Cases of an instrument', ({ instrumentId }) => `/instruments/${instrumentId}/cases`],
  ['an instrument as it was', ({ instrumentId }) => `/instruments/${instrumentId}/as-it-was`],
  ['site visits', () => '/cases/visits'],
  ['the plan of a visit', () => '/plan-visit'],
  ['a site visit', ({ visitId }) => `/visits/${visitId}`],
  ['the signature of the customer', ({ visitId }) => `/visits/${visitId}/customer`],
  ['the certifying of decontamination', ({ instrumentId }) => `/certify-decontamination?instrumentId=${instrumentId}`],
  ['a decontamination certificate', ({ decontaminationId }) => `/decontamination/${decontaminationId}`],
  ['installations', () => '/cases/installations'],
  ['an installation', ({ installationId }) => `/installations/${installationId}`],
  ['field notices', () => '/cases/notices'],
  ['the import of notices', () => '/import-notices'],
  ['a field notice', ({ noticeId }) => `/notices/${noticeId}`],
  ['Service of an instrument', ({ instrumentId }) => `/instruments/${instrumentId}/service`],
  ['return to service', ({ rtsId }) => `/return-to-service/${rtsId}`],
  ['work orders', () => '/service/work-orders'],
  ['lists of all instruments', () => '/service/lists'],
  ['a work order', ({ workOrderId }) => `/work-orders/${workOrderId}`],
  ['downtime', () => '/service/downtime'],
  ['parts', () => '/service/parts'],
  ['campaigns', () => '/service/campaigns'],
  ['availability', () => '/service/availability'],
  ['self-audit', () => '/service/self-audit'],
  ['import', () => '/service/import'],
  ['guided steps', ({ runId }) => `/runs/${runId}`],
  ['procedures', () => '/procedures/library'],
  ['what is to be read', () => '/procedures/reading'],
  ['change requests', () => '/procedures/requests'],
  ['starter procedures', () => '/procedures/starters'],
  ['import of procedures', () => '/procedures/import'],
  ['a procedure', ({ sopId }) => `/procedures/sops/${sopId}`],
  ['a version of a procedure', ({ sopId, versionId }) => `/procedures/sops/${sopId}/versions/${versionId}`],
  [
    'a draft in its editor',
    ({ draftSopId, draftVersionId }) => `/procedures/sops/${draftSopId}/versions/${draftVersionId}/edit`,
  ],
  ['runs of procedures', () => '/procedures/runs'],
  ['the start of a run', ({ runSopId }) => `/procedures/start/${runSopId}`],
  ['a step of a run', ({ openRunId }) => `/procedures/runs/${openRunId}`],
  ['a run handed over', ({ pausedRunId }) => `/procedures/runs/${pausedRunId}`],
  ['a run that is over', ({ finishedRunId }) => `/procedures/runs/${finishedRunId}`],
  ['Add an instrument', () => '/instruments/new'],
  ['the agenda', () => '/agenda'],
  ['daily tasks', () => '/daily/all'],
  ['a task sheet', ({ sheetId }) => `/sheets/${sheetId}`],
  ['a performed task', ({ taskHash }) => `/tasks/${taskHash}`],
  ['Maintenance', ({ instrumentId }) => `/instruments/${instrumentId}/maintenance`],
  ['a plan', ({ planId }) => `/plans/${planId}`],
  ['a change of a plan', ({ planId }) => `/plans/${planId}/change`],
  ['a new plan', ({ instrumentId }) => `/instruments/${instrumentId}/maintenance/new/own`],
  ['a month', ({ instrumentId }) => `/instruments/${instrumentId}/month/${dayFromNow(0).slice(0, 7)}`],
  ['days and shifts', () => '/place-calendar'],
  ['reports', () => '/reports'],
  ['export', () => '/reports/export'],
  ['the audit trail', () => '/audit-trail'],
  ['Records', () => '/records'],
  ['Set up the owner', () => '/people/owner'],
  ['People', () => '/people'],
  ['My account', () => '/account'],
  ['Data file', () => '/data-file'],
  ['Audit trail', () => '/audit-trail'],
  ['Sync', () => '/sync'],
  ['workstations of the site', () => '/sync/workstations'],
  ['bundles', () => '/sync/bundles'],
  ['sites on this laptop', () => '/sync/sites'],
  ['conflicts', () => '/conflicts'],
  ['first meetings', () => '/meetings'],
  ['definitions of this lab', () => '/definitions'],
  ['a pack of definitions', () => '/definitions/import'],
  ['names of fields', ({ instrumentId }) => `/instruments/${instrumentId}/fields`],
  ['Settings', () => '/settings'],
  ['the bar-code scanner', () => '/scanner'],
  ['About', () => '/about'],
];

const sizes = [
  { width: 1024, height: 640, zoom: 1 },
  { width: 1366, height: 768, zoom: 1 },
  { width: 1920, height: 1080, zoom: 1 },
  { width: 3840, height: 2160, zoom: 1 },
  { width: 1366, height: 768, zoom: 2 },
  { width: 1024, height: 640, zoom: 2 },
] as const;

/** Chromium holds a page back that goes to more than two hundred places in ten seconds. */
const leastStayMs = 55;
let arrivedAt = 0;

async function show(address: string): Promise<void> {
  const { page } = running;
  await page.waitForTimeout(Math.max(0, arrivedAt + leastStayMs - performance.now()));
  arrivedAt = performance.now();
  await page.evaluate((hash) => {
    window.location.hash = hash;
  }, address);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await until('the screen is drawn', () =>
    page.evaluate(
      (hash) =>
        window.location.hash === `#${hash}` &&
        (document.querySelector('main')?.textContent?.trim().length ?? 0) > 20 &&
        document.getAnimations().every((animation) => animation.playState !== 'running'),
      address,
    ),
  );
}

async function setSize({ width, height, zoom }: (typeof sizes)[number]): Promise<void> {
  await running.app.evaluate(
    ({ BrowserWindow }, size) => {
      const window = BrowserWindow.getAllWindows()[0];
      window?.setContentSize(size.width, size.height);
      window?.webContents.setZoomFactor(size.zoom);
    },
    { width, height, zoom },
  );
  await until(`the window is ${width} wide at ${zoom}`, () =>
    running.page.evaluate((wanted) => Math.abs(window.innerWidth - wanted) <= 1, width / zoom),
  );
}

describe.each(sizes)('at $width x $height, zoom $zoom', (size) => {
  beforeAll(() => setSize(size));
  afterAll(() => setSize({ width: 1366, height: 768, zoom: 1 }));

  it.each(screens)('%s fits', async (_name, address) => {
    await show(address(seeded));
    expect(await running.page.evaluate(findLayoutFaults)).toEqual([]);
  });
});

describe('in bench mode', () => {
  beforeAll(async () => {
    await setSize({ width: 1366, height: 768, zoom: 1 });
    await running.page.keyboard.press('F11');
    await running.page.locator('html[data-bench-mode="on"]').waitFor();
    await setSize({ width: 1366, height: 768, zoom: 1 });
  });
  afterAll(() => running.page.keyboard.press('F11'));

  it.each(screens)('%s fits', async (_name, address) => {
    await show(address(seeded));
    expect(await running.page.evaluate(findLayoutFaults)).toEqual([]);
  });
});

// In light colours axe looks at every screen of the walk (every-screen.test.ts).
describe('in dark colours', () => {
  beforeAll(async () => {
    await running.page.evaluate(() => {
      document.documentElement.dataset.theme = 'dark';
    });
  });

  it.each(screens)('%s has no serious or critical finding of axe', async (_name, address) => {
    await show(address(seeded));
    expect(await axeFindings(running.page)).toEqual([]);
  });
});

describe('the page', () => {
  it('had nothing to complain about on any of them', () => {
    expect(complaints).toEqual([]);
    expect(running.output()).not.toMatch(/\[host\]/);
  });
});
