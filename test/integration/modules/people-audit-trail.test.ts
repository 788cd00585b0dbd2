import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditFilter } from '../../../shared/modules/people/contract.ts';
import { recordAmended } from '../../../shared/records/core-records.ts';
import { draft } from '../../../shared/records/define.ts';
import { failedSample } from '../../harness/module-bench.ts';
import { openPeopleBench, type PeopleBench } from '../../harness/people-bench.ts';
import { HandClock, testFolder } from '../../harness/store.ts';

const dayMs = 24 * 3_600_000;
const everything: AuditFilter = {
  ...{ personId: null, instrumentId: null, type: null, from: null, to: null, text: '' },
  actors: 'people',
};
let dataFolder: string;
let clock: HandClock;
let bench: PeopleBench;
let ownerId: string;
let left: string;
let right: string;

beforeEach(async () => {
  dataFolder = testFolder('audit');
  clock = new HandClock();
  bench = await openPeopleBench(dataFolder, { clock });
  ownerId = await bench.makeOwner();
  left = await bench.register('sysmex-xn-1000', { name: 'Left' });
  right = await bench.register('generic-lis02', { name: 'Right' });
});
afterEach(() => bench.close());

const trail = () => bench.page.people.auditTrail;
const rows = async (filter: Partial<AuditFilter> = {}) =>
  (await trail().page({ filter: { ...everything, ...filter }, before: null, limit: 200 })).entries;
const types = async (filter: Partial<AuditFilter> = {}) => (await rows(filter)).map(({ type }) => type);
const edit = (place: string, reason: string) =>
  bench.page.instruments.edit({
    ...{ instrumentId: left, name: 'Left', serialNumber: '', assetNumber: '', place, firmware: '', notes: '' },
    ...{ silenceMinutes: 15, reason },
  });

describe('a row', () => {
  test('says who, when, what was, what is, why', async () => {
    await edit('room 2', 'moved for the new bench');
    const [row] = await rows();
    expect(row).toMatchObject({
      ...{ type: 'instruments.settings-changed', actorName: 'Ruth Keller', proof: 'password', kind: 'change' },
      ...{
        at: '2026-11-22T10:00:00.000Z',
        offset: '+01:00',
        instrumentName: 'Left',
        reason: 'moved for the new bench',
      },
      changes: [{ field: 'place', from: '', to: 'room 2' }],
    });
  });

  test('a status, a role and an idle time show the value before', async () => {
    await bench.page.instruments.setServiceStatus({ instrumentId: left, serviceStatus: 'restricted', reason: 'noise' });
    await bench.page.instruments.setServiceStatus({
      instrumentId: left,
      serviceStatus: 'out-of-service',
      reason: 'worse',
    });
    expect((await rows())[0]?.changes).toEqual([{ field: 'serviceStatus', from: 'restricted', to: 'out-of-service' }]);
    const omar = await bench.addPerson('omar', ['tech']);
    await bench.page.people.changeRoles({ personId: omar, roles: ['senior'], reason: 'promoted' });
    expect((await rows())[0]?.changes).toEqual([{ field: 'roles', from: '["tech"]', to: '["senior"]' }]);
    await bench.page.people.savePolicy({ idleMinutes: 20, reason: 'x' });
    await bench.page.people.savePolicy({ idleMinutes: 10, reason: 'y' });
    expect((await rows())[0]).toMatchObject({
      kind: 'change',
      changes: [{ field: 'idleMinutes', from: '20', to: '10' }],
    });
  });

  test('a correction shows the old value of the record it speaks of, which stays', async () => {
    const [record] = bench.host.context.store.records.page({
      types: ['instruments.instrument-registered'],
      limit: 1,
    }).records;
    const author = { actor: `user:${ownerId}`, auth: { session: null, proof: 'password' } } as const;
    const body = { target: record!.hash, patch: { serialNumber: 'SN-7' }, reason: 'read from the plate' };
    bench.host.context.store.records.append([draft(recordAmended, record!.stream, body)], author);
    expect((await rows())[0]).toMatchObject({
      ...{ kind: 'correction', target: record!.hash, reason: 'read from the plate', instrumentId: right },
      changes: [{ field: 'serialNumber', from: '', to: 'SN-7' }],
    });
    expect(await types()).toContain('instruments.instrument-registered');
  });
});

test('how long data is kept is on the trail; how a screen looks is not', async () => {
  const settings = await bench.page.system.settings();
  await bench.page.system.saveSettings({ ...settings, theme: 'dark' });
  expect(await types({ type: 'system' })).toEqual([]);
  await bench.page.system.saveSettings({ ...settings, messageMonths: 24 });
  expect((await rows())[0]).toMatchObject({
    type: 'system.keeping-changed',
    changes: [{ field: 'messageMonths', from: '12', to: '24' }],
  });
  await bench.addPerson('omar', ['tech']);
  await bench.signIn('omar');
  await bench.page.system.saveSettings({ ...settings, messageMonths: 24, theme: 'light' });
  await expect(bench.page.system.saveSettings({ ...settings, messageMonths: 1 })).rejects.toMatchObject({
    data: { permission: 'machine.manage' },
  });
});

describe('filters', () => {
  test('by person, by instrument, by type and module, by text, by day; people alone or everything', async () => {
    const omar = await bench.addPerson('omar', ['tech']);
    clock.pass(dayMs);
    await bench.signIn('omar');
    await bench.page.instruments.setServiceStatus({
      instrumentId: right,
      serviceStatus: 'out-of-service',
      reason: 'Rauschen \u00fc 100%',
    });
    await bench.hear(left, failedSample('S-1'));
    await bench.signIn('ruth');

    expect(await types({ personId: omar })).toEqual([
      'instruments.service-status-changed',
      'people.signed-in',
      'people.credential-set',
      'people.signed-in',
    ]);
    expect(await types({ instrumentId: right })).toEqual([
      'instruments.service-status-changed',
      'instruments.instrument-registered',
    ]);
    expect(new Set(await types({ type: 'instruments' }))).toEqual(
      new Set(['instruments.service-status-changed', 'instruments.instrument-registered']),
    );
    expect(await types({ type: 'people.person-added' })).toHaveLength(2);
    for (const text of ['RAUSCHEN', '\u00fc 100%', 'out-of-serv']) expect(await types({ text }), text).toHaveLength(1);
    expect(await types({ text: '"actor"' })).toEqual([]);
    expect(await types({ text: '%' })).toHaveLength(1);
    const tomorrow = new Date(clock.now - dayMs / 2).toISOString();
    expect(await types({ from: tomorrow })).toHaveLength(3);
    expect(await types({ to: tomorrow, type: 'instruments' })).toHaveLength(2);
    await expect(rows({ from: 'yesterday' })).rejects.toMatchObject({ code: 'people/bad-time' });
    expect(await types({ instrumentId: left })).not.toContain('errors.error-raised');
    expect(await types({ instrumentId: left, actors: 'all' })).toContain('errors.error-raised');
    const choices = await trail().choices();
    expect(choices.people.map(({ name }) => name)).toEqual(['omar Example', 'Ruth Keller']);
    expect(choices.types).toContain('errors.error-raised');
    expect(choices.instruments).toHaveLength(2);
  });

  test('pages follow one another without a gap and without a row twice', async () => {
    for (let n = 0; n < 23; n++) await edit(`room ${n}`, `step ${n}`);
    const all = (await rows()).map(({ hash }) => hash);
    const paged: string[] = [];
    let before: number | null = null;
    do {
      const page: Awaited<ReturnType<ReturnType<typeof trail>['page']>> = await trail().page({
        filter: everything,
        before,
        limit: 4,
      });
      paged.push(...page.entries.map(({ hash }) => hash));
      before = page.next;
    } while (before !== null);
    expect(paged).toEqual(all);
    expect(new Set(paged).size).toBe(paged.length);
  });
});

describe('an export', () => {
  const save = async (format: 'csv' | 'json', filter: Partial<AuditFilter> = {}) => {
    const path = join(dataFolder, `trail.${format}`);
    bench.host.context.files.add({ id: 'g1', path, purpose: 'export' });
    const made = await trail().export({ filter: { ...everything, ...filter }, format, grant: 'g1' });
    return { made, text: readFileSync(path, 'utf8') };
  };

  test('holds the rows of the filter, oldest first, as JSON', async () => {
    await edit('room 2', 'moved');
    const { made, text } = await save('json', { type: 'instruments' });
    const entries = JSON.parse(text) as { type: string }[];
    expect(entries.map(({ type }) => type)).toEqual([
      'instruments.instrument-registered',
      'instruments.instrument-registered',
      'instruments.settings-changed',
    ]);
    expect(made).toMatchObject({ rowCount: 3, byteCount: Buffer.byteLength(text) });
    expect((await rows())[0]).toMatchObject({ type: 'reports.exported', actorName: 'Ruth Keller' });
  });

  test('as CSV has a line for each changed field, quoted, and runs nothing in a spreadsheet', async () => {
    await edit('=1+1', 'said "move it", so it was');
    const { text } = await save('csv', { type: 'instruments.settings-changed' });
    const [head, line, end] = text.split('\r\n');
    expect(head).toBe('at,offset,who,proved_by,type,kind,instrument,field,old,new,why,record');
    expect(line).toContain(`,Left,place,,'=1+1,"said ""move it"", so it was",`);
    expect(end).toBe('');
  });

  test('goes only where a person chose, and replaces a file whole', async () => {
    await expect(trail().export({ filter: everything, format: 'csv', grant: 'made-up' })).rejects.toMatchObject({
      code: 'files/not-chosen',
    });
    writeFileSync(join(dataFolder, 'trail.json'), 'old');
    const { text } = await save('json', { text: 'matches nothing at all' });
    expect(JSON.parse(text)).toEqual([]);
  });
});

describe('the auditor', () => {
  test('sees the whole trail and can change nothing', async () => {
    await bench.addPerson('audra', ['auditor']);
    await bench.signIn('audra');
    expect((await rows()).length).toBeGreaterThan(5);
    await expect(edit('room 9', 'x')).rejects.toMatchObject({ code: 'people/not-permitted' });
    await bench.signIn('ruth');
    await bench.addPerson('omar', ['tech']);
    await bench.signIn('omar');
    await expect(rows()).rejects.toMatchObject({ data: { permission: 'audit-trail.see' } });
  });
});
