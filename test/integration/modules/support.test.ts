import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { encodeFrames } from '../../../shared/instruments/framing/lis01-encoder.ts';
import { packageSaved } from '../../../shared/modules/support/records.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { background, control, failedSample, type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { withoutRandom } from '../../harness/without-random.ts';

const xn = 'sysmex-xn-1000';
let folder: ReturnType<typeof temporaryFolder>;
let bench: ModuleBench;
let id: string;

beforeEach(async () => {
  folder = temporaryFolder('support');
  bench = await openModuleBench(folder.path);
  id = await bench.register(xn, { name: 'XN left', serialNumber: '11001', firmware: '00-21' });
});
afterEach(async () => {
  await bench.close();
  folder.remove();
  expect(bench.faults).toEqual([]);
});

/** What a line keeps of a message: its frames, with everything in them. */
async function onTheWire(records: readonly string[]): Promise<void> {
  const frames = encodeFrames(records.map((record) => new Uint8Array(Buffer.from(record, 'latin1'))));
  const { wire } = bench.host.context.store;
  await wire.append(
    frames.map((bytes, index) => ({
      instrumentId: id,
      conversation: 'c1',
      dir: 'in' as const,
      kind: 'frame' as const,
      bytes,
      monoMs: index,
      wallAt: '2026-11-22T10:00:00.000Z',
    })),
  );
}

const preview = (more: { problem?: string; photos?: string[] } = {}) =>
  bench.page.support.callPackage.preview({ instrumentId: id, problem: '', photos: [], ...more });

describe('the package for a support call', () => {
  test('holds serials, versions, frames, controls, backgrounds and errors, and nobody who can be named', async () => {
    const records = failedSample('TOPSECRET77');
    await onTheWire(records);
    await bench.hear(id, records);
    await bench.hear(id, background('14', 'H'));
    await bench.hear(id, control('QC-51180804', '7.05'));
    await bench.page.errors.enter({
      ...{ instrumentId: id, code: 'DOE77', text: 'Tube of Jane Doe jammed', severity: 'warn' },
      origin: 'typed',
    });
    const shown = await preview({ problem: 'Aspiration error since this morning' });
    const file = join(folder.path, 'call.zip');
    const grant = chooseFile(bench.host, file, 'export');
    const saved = await bench.page.support.callPackage.save({ token: shown.token, grant });
    expect(saved).toMatchObject({ byteCount: shown.byteCount, sha256: shown.sha256 });
    const inside = unzipSync(new Uint8Array(readFileSync(file)));
    const texts = Object.entries(inside).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
    // Exactly what was shown.
    expect(texts.map(([name, text]) => [name, text])).toEqual(shown.files.map(({ name, text }) => [name, text]));
    const all = texts.map(([, text]) => text).join('\n');
    for (const secret of ['TOPSECRET77', 'SECRET', 'Doe', 'DOE', 'Jane', '19800101', '1980'])
      expect(withoutRandom(all)).not.toContain(secret);
    for (const known of ['11001', '00-22', '00-21', 'QC-51180804', '7.05', 'Error_Func', 'Aspiration error', 'PLT'])
      expect(all, known).toContain(known);
    expect(strFromU8(inside['wire.jsonl']!).split('\n').length).toBeGreaterThan(records.length);
  });

  test('is saved once, as it was shown, and the log says what left the lab', async () => {
    const { token, fileName } = await preview();
    expect(fileName).toMatch(/^support-sysmex-xn-1000-\d{4}-\d\d-\d\d\.zip$/);
    const file = join(folder.path, fileName);
    await bench.page.support.callPackage.save({ token, grant: chooseFile(bench.host, file, 'export') });
    const again = bench.page.support.callPackage.save({ token, grant: chooseFile(bench.host, file, 'export') });
    await expect(again).rejects.toMatchObject({ code: 'support/nothing-shown' });
    const { entries } = await bench.page.instruments.timeline({ instrumentId: id, before: null, limit: 10 });
    expect(entries[0]).toMatchObject({ key: 'timeline.support.package-saved', data: { fileName } });
    const { body } = bench.host.context.store.records.byHash(entries[0]!.hash)!;
    expect(packageSaved.schema.parse(body)).toMatchObject({ contents: expect.arrayContaining(['wire.jsonl']) });
  });

  test('a place nobody chose is not written to', async () => {
    const { token } = await preview();
    const made = bench.page.support.callPackage.save({ token, grant: 'invented' });
    await expect(made).rejects.toMatchObject({ code: 'files/not-chosen' });
  });
});

describe('configuration snapshots', () => {
  const take = (entered: { name: string; value: string }[], visitId: string | null = null) =>
    bench.page.support.configuration.take({ instrumentId: id, visitId, note: '', entered });

  test('what the wire says and what a person entered are kept with the visit, and names come back without values', async () => {
    await bench.hear(id, failedSample('S-1'));
    const { visitId } = await bench.page.cases.visits.plan({
      ...{ place: 'Core lab', contact: '', purpose: 'Drift', plannedOn: '2026-11-22', fromTime: '', toTime: '' },
      ...{ specialist: 'Ruth', instrumentIds: [id], preparation: [], caseIds: [], workOrderIds: [] },
    });
    await take([{ name: 'WBC gain', value: '1.20' }], visitId);
    await bench.page.instruments.edit({
      ...{ instrumentId: id, name: 'XN left', serialNumber: '11001', assetNumber: '', place: '', firmware: '00-22' },
      ...{ notes: '', silenceMinutes: 15, reason: 'updated' },
    });
    await take([{ name: 'WBC gain', value: '1.25' }]);
    const [after, before] = await bench.page.support.configuration.list({ instrumentId: id });
    expect(before).toMatchObject({ visitId, visitNumber: expect.stringMatching(/^V-/) });
    expect(before?.lines).toContainEqual({ group: 'wire', key: 'software', value: '00-22' });
    expect(after?.lines).toContainEqual({ group: 'register', key: 'firmware', value: '00-22' });
    expect(after?.lines).toContainEqual({ group: 'entered', key: 'WBC gain', value: '1.25' });
    const draft = await bench.page.support.configuration.draft({ instrumentId: id });
    expect(draft.names).toEqual(['WBC gain']);
    expect(draft.visits.map((visit) => visit.id)).toEqual([visitId]);
  });

  test('a visit that is not there, or a name given twice, records nothing', async () => {
    await expect(take([], 'no-such-visit')).rejects.toMatchObject({ code: 'support/visit-not-found' });
    const twice = [
      { name: 'Gain', value: '1' },
      { name: 'Gain', value: '2' },
    ];
    await expect(take(twice)).rejects.toMatchObject({ code: 'support/name-twice' });
    expect(await bench.page.support.configuration.list({ instrumentId: id })).toEqual([]);
  });
});
