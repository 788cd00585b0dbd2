import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCapture } from '../../../electron/instruments/capture-file.ts';
import { monthsBefore } from '../../../electron/modules/messages/jobs.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { failedSample, goodSample, type ModuleBench, nextOf, openModuleBench } from '../../harness/module-bench.ts';
import { withoutRandom } from '../../harness/without-random.ts';

let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let id: string;

beforeEach(async () => {
  folder = temporaryFolder('wire');
  bench = await openModuleBench(folder.path);
  id = await bench.register('sysmex-xn-1000');
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

const every = { instrumentId: null, purpose: null, search: '', only: 'all' } as const;
const types = async () =>
  (await bench.page.instruments.timeline({ instrumentId: id, before: null, limit: 50 })).entries.map((one) => one.type);

describe('messages', () => {
  test('are counted, paged newest first, searched, and opened with masked frames', async () => {
    for (let number = 0; number < 7; number += 1) await bench.hear(id, goodSample(`S-${number}`, `5.1${number}`));
    await bench.hear(id, failedSample('SAMPLE-9999'));
    expect(await bench.page.messages.count(every)).toEqual({ count: 8 });
    const { rows } = await bench.page.messages.page({ ...every, offset: 0, limit: 5 });
    expect(rows).toHaveLength(5);
    expect(rows[0]!.specimen?.shows).toBe('9999');
    const found = await bench.page.messages.page({ ...every, search: '9999', offset: 0, limit: 5 });
    expect(found.rows.map((row) => row.id)).toEqual([rows[0]!.id]);
    const detail = await bench.page.messages.get({ messageId: rows[0]!.id });
    expect(detail.signals.map((signal) => signal.kind)).toContain('error');
    expect(detail.frames).toHaveLength(1);
    expect(withoutRandom(JSON.stringify(detail))).not.toMatch(/Doe|Jane|1980/);
  });

  test('a re-send is one row with a count', async () => {
    await bench.hear(id, goodSample('S-1'));
    await bench.hear(id, goodSample('S-1'));
    const { rows } = await bench.page.messages.page({ ...every, offset: 0, limit: 5 });
    expect(rows).toMatchObject([{ resendCount: 1 }]);
  });

  test('a partial message is shown and dismissed by a person, with the reason on the record, once', async () => {
    await bench.hear(id, goodSample('S-1').slice(0, 4), { isPartial: true });
    const { rows } = await bench.page.messages.page({ ...every, only: 'partial', offset: 0, limit: 5 });
    expect(rows).toMatchObject([{ isPartial: true, isDismissed: false }]);
    const messageId = rows[0]!.id;
    await bench.page.messages.dismissPartial({ messageId, reason: 'Sample was repeated' });
    expect(await bench.page.messages.get({ messageId })).toMatchObject({ isDismissed: true });
    expect(await types()).toContain('messages.partial-dismissed');
    const count = bench.host.context.store.records.count();
    await expect(bench.page.messages.dismissPartial({ messageId, reason: 'again' })).rejects.toMatchObject({
      code: 'messages/not-partial',
    });
    expect(bench.host.context.store.records.count()).toBe(count);
    await expect(bench.page.messages.get({ messageId: 'none' })).rejects.toMatchObject({ code: 'messages/not-found' });
  });

  test.each([
    ['2026-03-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
    ['2026-11-22T10:00:00.000Z', 12, '2025-11-22T10:00:00.000Z'],
    ['2024-02-29T10:00:00.000Z', 12, '2023-02-28T10:00:00.000Z'],
  ])('%s, %i months before', (now, months, before) => {
    expect(monthsBefore(Date.parse(now), months)).toBe(before);
  });
});

describe('wire', () => {
  test('the tail is masked; one frame unmasked is a recorded act that never holds the content', async () => {
    await bench.hear(id, goodSample('S-123456'));
    const [line] = await bench.page.wire.tail({ instrumentId: id, before: null, limit: 10 });
    expect(line!.text).not.toMatch(/Doe|Jane/);
    const shown = await bench.page.wire.reveal({ instrumentId: id, entryId: line!.id, reason: 'Complaint 12' });
    expect(shown.text).toContain('Doe');
    expect(Buffer.from(shown.hex, 'hex').toString('latin1')).toContain('Doe^Jane');
    const [entry] = (await bench.page.instruments.timeline({ instrumentId: id, before: null, limit: 1 })).entries;
    expect(entry).toMatchObject({ type: 'wire.frame-revealed', data: { reason: 'Complaint 12' } });
    expect(JSON.stringify(bench.host.context.store.records.byHash(entry!.hash)!.body)).not.toContain('Doe');
    await expect(
      bench.page.wire.reveal({ instrumentId: 'other', entryId: line!.id, reason: 'not mine' }),
    ).rejects.toMatchObject({ code: 'wire/entry-not-found' });
  });

  test('a capture is masked, replays as many bytes, never overwrites, and is on the record', async () => {
    await bench.hear(id, goodSample('S-123456'));
    await bench.hear(id, failedSample('S-123457'));
    const file = join(folder.path, 'piece.jsonl');
    const range = { instrumentId: id, from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    const chosen = (path: string) => ({ ...range, grant: chooseFile(bench.host, path, 'capture') });
    const made = await bench.page.wire.exportCapture(chosen(file));
    expect(made.lineCount).toBe(2);
    const text = readFileSync(file, 'utf8');
    const capture = readCapture(readFileSync(file));
    expect(capture.format).toBe('capture');
    const sent = [goodSample('S-123456'), failedSample('S-123457')].map((records) => records.join('\r').length + 1);
    expect(capture.steps.map((step) => step.bytes.length)).toEqual(sent);
    const shown = capture.steps.map((step) => Buffer.from(step.bytes).toString('latin1')).join('');
    expect(shown).not.toMatch(/Doe|Jane|123456/);
    expect(text).not.toContain(Buffer.from('Doe').toString('hex'));
    expect(await types()).toContain('wire.capture-exported');
    await expect(bench.page.wire.exportCapture(chosen(file))).rejects.toMatchObject({ code: 'wire/file-exists' });
    const elsewhere = join(folder.path, 'no', 'folder.jsonl');
    await expect(bench.page.wire.exportCapture(chosen(elsewhere))).rejects.toMatchObject({
      code: 'wire/can-not-write',
    });
    await expect(bench.page.wire.exportCapture({ ...range, grant: elsewhere })).rejects.toMatchObject({
      code: 'files/not-chosen',
    });
    expect(existsSync(elsewhere)).toBe(false);
  });

  test('advice changes a serial line by a record; other lines have no speed', async () => {
    const advice = { baud: 19_200, dataBits: null, parity: null, stopBits: null };
    await expect(bench.page.wire.tryAdvice({ instrumentId: id, ...advice })).rejects.toMatchObject({
      code: 'wire/not-serial',
    });
    const serial = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
    const path = join(folder.path, 'no-such-port');
    const other = await bench.register('generic-lis02', { link: { kind: 'serial', path, usb: null, serial } });
    await bench.page.wire.tryAdvice({ instrumentId: other, ...advice });
    const { linkSettings } = await bench.page.instruments.get({ instrumentId: other });
    expect(linkSettings).toMatchObject({ serial: { baud: 19_200, parity: 'none' } });
    await expect(bench.page.wire.tryAdvice({ instrumentId: other, ...advice, parity: 'loud' })).rejects.toMatchObject({
      code: 'wire/bad-setting',
    });
  });

  test('storage says what is kept and the limits', async () => {
    await bench.hear(id, goodSample('S-1'));
    expect(await bench.page.wire.storage()).toMatchObject({ segmentCount: 1, maxAgeDays: 30 });
  });
});

describe('system', () => {
  test('says what it is and who acts', async () => {
    expect(await bench.page.system.about()).toMatchObject({
      keyProvider: 'file',
      scope: { isProvisional: true },
      actor: { kind: 'os-user' },
      electronSource: 'none',
    });
    expect(await bench.page.system.health()).toMatchObject({ store: 'ok', conflictCount: 0, unknownRecordCount: 0 });
    expect((await bench.page.system.marks()).map((mark) => mark.name)).toContain('host-ready');
  });

  test('settings keep; one that no longer fits falls back alone', async () => {
    const settings = await bench.page.system.settings();
    await bench.page.system.saveSettings({ ...settings, theme: 'dark', messageMonths: 24 });
    bench.host.context.store.settings.set('system/settings', { theme: 'dark', messageMonths: -4 });
    expect(await bench.page.system.settings()).toEqual({ ...settings, theme: 'dark' });
  });

  test('verifies, backs up, and lists the backup', async () => {
    await bench.hear(id, failedSample('S-1'));
    expect(await bench.page.system.verify()).toMatchObject({ isSound: true, problems: [] });
    const made = await bench.page.system.backup({ grant: null });
    expect(made.recordCount).toBe(bench.host.context.store.records.count());
    expect(await bench.page.system.backups()).toMatchObject([{ isVerified: true }]);
  });

  test('topics name what changed', async () => {
    const end = new AbortController();
    const stream = await bench.page.system.topics(undefined, { signal: end.signal });
    const first = nextOf(stream);
    await bench.page.errors.enter({ instrumentId: id, code: 'E-1', text: '', origin: 'typed', severity: null });
    expect((await first).topics).toEqual(expect.arrayContaining(['errors', 'instruments']));
    end.abort();
    await stream.return?.(undefined);
  });
});
