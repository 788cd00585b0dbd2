import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { words } from '../../../shared/modules/people/words.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { daily, entry, field, plain, terms } from '../../harness/maintenance-bench.ts';
import { openPeopleBench, ownerPassword, ownPassword, type PeopleBench } from '../../harness/people-bench.ts';

const signing = (password: string) => ({ password, statement: '' });

let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
let planId: string;
let today: string;

beforeEach(async () => {
  folder = temporaryFolder('signing');
  bench = await openPeopleBench(folder.path);
  await bench.makeOwner();
  await bench.addPerson('tom', ['tech']);
  await bench.signIn('tom');
  await bench.page.people.certify({ password: ownPassword, statement: words['people.certification'] });
  await bench.signIn('ruth');
  const instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN 1' });
  ({ today } = await bench.page.maintenance.agenda.counts());
  const signed = terms(daily(today), {
    needsSignature: true,
    fields: [field({ key: 'vacuum', kind: 'number', high: '5' })],
  });
  const made = { instrumentId, plans: [{ upkeepKey: null, terms: signed }], reason: '' };
  planId = (await bench.page.maintenance.plans.create(made)).planIds[0]!;
});
afterEach(async () => {
  await bench.close();
  folder.remove();
});

const perform = (more: object = {}) =>
  bench.page.maintenance.sheets.performNow({
    ...plain,
    requestId: 'request-1',
    planId,
    occurrence: null,
    entries: [entry('vacuum', '4')],
    performedOn: today,
    ...more,
  });
const signaturesOf = (hash: string) => bench.page.people.signatures({ hashes: [hash] });

describe('signed work', () => {
  test('needs the full password; record and signature stand or fall together', async () => {
    await bench.signIn('tom');
    const before = bench.host.context.store.records.count();
    await expect(perform()).rejects.toMatchObject({ code: 'maintenance/signature-needed' });
    await expect(perform({ signing: signing('wrong words 1') })).rejects.toMatchObject({
      code: 'people/wrong-password',
    });
    const types = () => bench.host.context.store.records.page({ limit: 4 }).records.map(({ type }) => type);
    expect(types()).not.toContain('maintenance.task-performed');
    const { hash } = await perform({ signing: signing(ownPassword) });
    expect(bench.host.context.store.records.count()).toBeGreaterThan(before + 1);
    expect(await signaturesOf(hash)).toMatchObject([{ meaning: 'performed', printedName: 'tom Example' }]);
  });

  test('a correction asks for a new signature, over the record and its correction; the review names both', async () => {
    await bench.signIn('tom');
    const { hash } = await perform({ signing: signing(ownPassword) });
    const correction = { hash, entries: [entry('vacuum', '3')], performedOn: null, note: null, reason: 'misread' };
    await expect(bench.page.maintenance.tasks.correct({ ...correction, signing: null })).rejects.toMatchObject({
      code: 'maintenance/signature-needed',
    });
    await bench.page.maintenance.tasks.correct({ ...correction, signing: signing(ownPassword) });
    expect(await signaturesOf(hash)).toHaveLength(2);
    await expect(
      bench.page.maintenance.tasks.review({ hashes: [hash], note: '', signing: signing(ownPassword) }),
    ).rejects.toMatchObject({ code: 'people/not-permitted' });
    await bench.signIn('ruth');
    const reviewed = await bench.page.maintenance.tasks.review({
      hashes: [hash],
      note: 'seen',
      signing: signing(ownerPassword),
    });
    expect(reviewed).toEqual({ reviewedCount: 1 });
    expect((await signaturesOf(hash)).map(({ meaning }) => meaning)).toEqual(['performed', 'performed', 'reviewed']);
    expect((await bench.page.maintenance.tasks.get({ hash })).review).toMatchObject({ by: 'Ruth Keller' });
    expect(await bench.page.system.verify()).toMatchObject({ isSound: true });
  });

  test('a month is reviewed in one go: as many signatures as it takes, all or none', async () => {
    const hashes: string[] = [];
    await bench.signIn('ruth');
    for (let at = 0; at < 60; at++) {
      const work = { requestId: `request-${at}x`, isExtra: at > 0, signing: signing(ownerPassword) };
      hashes.push((await perform(work)).hash);
    }
    const { tasks } = bench.page.maintenance;
    expect(await tasks.review({ hashes, note: '', signing: signing(ownerPassword) })).toEqual({ reviewedCount: 60 });
    expect(await tasks.review({ hashes, note: '', signing: signing(ownerPassword) })).toEqual({ reviewedCount: 0 });
    expect((await bench.page.maintenance.agenda.counts()).counts.toReview).toBe(0);
  });
});
