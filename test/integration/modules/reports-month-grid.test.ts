import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { daily, entry, handClock, plain, terms } from '../../harness/maintenance-bench.ts';
import { openPeopleBench, ownerPassword, type PeopleBench } from '../../harness/people-bench.ts';
import { readPdf } from '../../harness/read-pdf.ts';

let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
let instrumentId: string;
let planId: string;
const time = handClock('2026-11-02T10:00:00Z');

beforeEach(async () => {
  folder = temporaryFolder('month-grid');
  mkdirSync(join(folder.path, 'desk'));
  time.setWall('2026-11-02T10:00:00Z');
  bench = await openPeopleBench(join(folder.path, 'data'), { clock: time.clock });
  await bench.makeOwner();
  await bench.page.maintenance.calendar.set({
    calendar: {
      place: '',
      timeZone: 'UTC',
      closedWeekdays: [7],
      closedDates: [],
      shifts: [{ name: 'day', startsAt: '06:00' }],
    },
    reason: '',
  });
  instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN-1000 core lab', serialNumber: '14718' });
  const made = terms({ ...daily('2026-11-02'), closedDays: 'skip' }, { title: 'Weekly rinse', sop: 'SOP-12 rev 3' });
  const { planIds } = await bench.page.maintenance.plans.create({
    instrumentId,
    plans: [{ upkeepKey: null, terms: made }],
    reason: '',
  });
  planId = planIds[0]!;
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

/** Nobody stays signed in over night. */
const passDays = async (count: number) => {
  time.pass(count);
  await bench.signIn('ruth');
};
let requests = 0;
const perform = (performedOn: string, more: object = {}) =>
  bench.page.maintenance.sheets.performNow({
    ...plain,
    requestId: `request-${++requests}`,
    planId,
    occurrence: null,
    entries: [entry('done', 'yes')],
    performedOn,
    ...more,
  });
const prepare = () =>
  bench.page.reports.prepare({ reportId: 'month-grid', parameters: { instrumentId, month: '2026-11' }, size: 'A4' });

test('initials stand in the boxes, what is missing is named, and the review is in the manifest', async () => {
  const { hash } = await perform('2026-11-02');
  await passDays(1);
  await perform('2026-11-03');
  await passDays(3);
  await perform('2026-11-06');
  const signing = { password: ownerPassword, statement: '' };
  await bench.page.maintenance.tasks.review({ hashes: [hash], note: '', signing });
  const { preview, contentHash, preparationId, route } = await prepare();
  expect(route).toBe('page');
  const [grid, gaps, people, signatures] = preview.blocks;
  if (grid?.kind !== 'grid' || gaps?.kind !== 'gaps' || signatures?.kind !== 'signatures') throw new Error('not so');
  expect(grid.columns).toHaveLength(30);
  expect(grid.rows.map(({ label }) => label)).toEqual(['Weekly rinse']);
  const cells = grid.rows[0]!.cells.map(({ mark, text }) => `${mark} ${text}`.trim());
  expect(cells.slice(0, 3)).toEqual(['closed', 'done RK', 'done RK']);
  expect(cells.slice(3, 5)).toEqual(['gap L', 'gap M']);
  expect(cells[5]).toBe('done RK');
  expect(cells[7]).toBe('closed');
  expect(gaps.rows.map(({ what, when }) => `${when} ${what}`)).toEqual(
    expect.arrayContaining([
      '2026-11-04 Weekly rinse: late',
      '2026-11-05 Weekly rinse: missed',
      '2026-11 2 entries are not reviewed',
    ]),
  );
  expect(people).toMatchObject({ rows: [['RK', 'Ruth Keller']] });
  expect(signatures.rows).toMatchObject([
    { printedName: 'Ruth Keller', role: 'supervisor', meaning: 'reviewed', counts: true },
  ]);
  expect(signatures.rows[0]!.at).toMatch(/^2026-11-06 \d\d:\d\d ([+-]\d\d:\d\d|Z) \(.+\)$/);
  expect(signatures.blanks).toHaveLength(1);
  expect(preview.versions.map(({ kind, version }) => `${kind} ${version}`)).toEqual(
    expect.arrayContaining(['sop SOP-12 rev 3', 'algorithm 1', 'report 1']),
  );

  const file = join(folder.path, 'desk', 'grid.pdf');
  const grant = chooseFile(bench.host, file, 'report');
  await bench.page.reports.save({ preparationId, grant, parcel: null });
  const { pages } = await readPdf(file);
  const text = pages.join(' ');
  for (const said of ['Maintenance log, 2026-11', 'XN-1000 core lab', 'Weekly rinse', 'RK', 'Gaps', 'missed']) {
    expect(text).toContain(said);
  }
  for (const said of ['Ruth Keller, supervisor', 'reviewed', contentHash, `Page 1 of ${pages.length}`]) {
    expect(text).toContain(said);
  }
});

test('a signature on an entry that was corrected is shown as one that no longer counts', async () => {
  const { hash } = await perform('2026-11-02');
  const signing = { password: ownerPassword, statement: '' };
  await bench.page.maintenance.tasks.review({ hashes: [hash], note: '', signing });
  await bench.page.maintenance.tasks.correct({
    hash,
    entries: [entry('done', 'yes')],
    performedOn: null,
    note: 'with deionised water',
    reason: 'forgotten',
    signing: null,
  });
  const { preview } = await prepare();
  const [grid] = preview.blocks;
  if (grid?.kind !== 'grid') throw new Error('not so');
  expect(grid.rows[0]!.cells[1]).toMatchObject({ text: 'RK*' });
  const manifest = preview.blocks.find((block) => block.kind === 'signatures');
  expect(manifest?.rows.some(({ counts, why }) => !counts && why !== '')).toBe(true);
});

test('only whoever may make reports makes one, and an auditor may', async () => {
  await bench.addPerson('anna', ['auditor']);
  await bench.signIn('anna');
  expect((await prepare()).preview.title).toBe('Maintenance log, 2026-11');
  await bench.page.people.signOut();
  await expect(prepare()).rejects.toMatchObject({ code: 'people/not-signed-in' });
});
