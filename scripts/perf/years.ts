import type { Page } from 'playwright-core';
import { ensureBuilt } from '../build.ts';
import { type DrivenApp, driveApp } from '../drive-app.ts';
import { openDisplay } from '../runtime.ts';
import { openYears, YEARS_MESSAGE_COUNT, YEARS_RECORD_COUNT, type YearsFolder } from './fill-years.ts';
import { compare, type Measurement } from './rounds.ts';

/** Screens a person opens all day, and what is on them when they are usable. */
const screens: readonly { name: string; address: (folder: YearsFolder) => string; usable: string }[] = [
  { name: 'Agenda', address: () => '/agenda', usable: '[data-agenda-start]' },
  { name: 'Daily tasks', address: () => '/daily/all', usable: 'h1' },
  {
    name: 'Maintenance',
    address: ({ instrumentId }) => `/instruments/${instrumentId}/maintenance`,
    usable: '[data-agenda-start]',
  },
  { name: 'Plan', address: ({ planId }) => `/plans/${planId}`, usable: '[data-agenda-start]' },
  {
    name: 'Month',
    address: ({ instrumentId }) => `/instruments/${instrumentId}/month/${thisMonth()}`,
    usable: 'td[data-state]',
  },
  { name: 'Errors', address: () => '/errors', usable: 'h1' },
  { name: 'Audit trail', address: () => '/audit-trail', usable: 'article' },
  { name: 'Calibration', address: () => '/calibration', usable: 'h1' },
  {
    name: 'Factors',
    address: ({ instrumentId }) => `/instruments/${instrumentId}/calibration/factors`,
    usable: 'h1',
  },
  { name: 'Calibration standards', address: () => '/calibration/standards', usable: 'h1' },
  { name: 'Procedures', address: () => '/procedures/library', usable: 'h1' },
  { name: 'Procedure runs', address: () => '/procedures/runs', usable: 'h1' },
  { name: 'Run', address: ({ runId }) => `/procedures/runs/${runId}`, usable: 'h1' },
  { name: 'Cases', address: () => '/cases/list', usable: 'h1' },
  { name: 'Case', address: ({ caseId }) => `/case/${caseId}`, usable: 'h1' },
  { name: 'Visits', address: () => '/cases/visits', usable: 'h1' },
  {
    name: 'Past moment',
    address: ({ instrumentId }) => `/instruments/${instrumentId}/as-it-was`,
    usable: 'h1',
  },
  { name: 'Service', address: ({ instrumentId }) => `/instruments/${instrumentId}/service`, usable: 'h1' },
];

/** `--screens factors,procedures`: only those, by name or its beginning, as `name` has it in small letters. */
function wantedScreens(): typeof screens {
  const place = process.argv.indexOf('--screens');
  if (place === -1) return screens;
  const words = (process.argv[place + 1] ?? '').toLowerCase().split(',');
  const wanted = screens.filter(({ name }) => words.some((word) => word !== '' && name.toLowerCase().startsWith(word)));
  if (wanted.length === 0)
    throw new Error(`no screen is called that; there are ${screens.map(({ name }) => name).join(', ')}`);
  return wanted;
}

const thisMonth = (): string => new Date().toISOString().slice(0, 7);

/**
 * Ten years of a busy lab against the same lab on its first day, in the real window: from the click to the first rows of
 * each screen. Every screen is a line of its own.
 */
export async function measureYears(): Promise<Measurement[]> {
  const wanted = wantedScreens();
  await ensureBuilt();
  const { empty, full } = await openYears((text) => process.stdout.write(text));
  const display = await openDisplay({ forceVirtual: true });
  const running: DrivenApp[] = [];
  try {
    const first = await driveApp({ display, dataFolder: empty.dataFolder });
    running.push(first);
    const tenth = await driveApp({ display, dataFolder: full.dataFolder });
    running.push(tenth);
    const measured: Measurement[] = [];
    for (const { name, address, usable } of wanted) {
      measured.push(
        await compare({
          name: `Ten years: ${name}`,
          subject: `${YEARS_RECORD_COUNT.toLocaleString('en')} records and ${YEARS_MESSAGE_COUNT.toLocaleString('en')} messages, from the click to the first rows`,
          baseline: 'the same lab on its first day',
          figureUnit: 'ms',
          must: 1.5,
          goal: 1.2,
          isHigherBetter: false,
          runSubject: () => open(tenth.page, address(full), usable),
          runBaseline: () => open(first.page, address(empty), usable),
        }),
      );
    }
    return measured;
  } finally {
    for (const app of running) await app.close();
    display.close();
  }
}

/** From an empty place of the app (About) to the screen; nothing of it is held in the page's query cache before. */
async function open(page: Page, address: string, usable: string): Promise<number> {
  await page.evaluate(() => {
    location.hash = '#/about';
  });
  await page.reload();
  await page.getByText('Electron').first().waitFor();
  await page.waitForTimeout(300);
  return page.evaluate(
    async ({ hash, selector }) => {
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const title = document.querySelector('h1');
      const before = title?.textContent;
      const start = performance.now();
      location.hash = `#${hash}`;
      for (;;) {
        const isThere =
          document.querySelector('h1')?.textContent !== before && document.querySelector(selector) !== null;
        const isWaiting = document.querySelector('main [role="status"]')?.textContent?.startsWith('Reading') === true;
        if (isThere && !isWaiting) break;
        await frame();
      }
      await frame();
      return performance.now() - start;
    },
    { hash: address, selector: usable },
  );
}
