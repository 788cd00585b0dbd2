import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { importBundle, previewBundle } from '../../../electron/sync/bundle/import-bundle.ts';
import { knownHeads } from '../../../electron/sync/bundle/known-heads.ts';
import { resumeBundle } from '../../../electron/sync/bundle/write-bundle.ts';
import {
  benchesOfOneSite,
  measure,
  pack,
  photograph,
  recipient,
  sha256Of,
  take,
} from '../../harness/bundle-benches.ts';
import { openTestStore, rowsOf, testFolder } from '../../harness/store.ts';

const tables = ['lamps', 'lux'];

// Every bench is a folder with synced files of its own: on a busy disk that takes its time.
const slow = 60_000;

describe('a bundle', { timeout: slow }, () => {
  test('carries everything, with its files, and taken twice it changes nothing', async () => {
    const [a, b] = await benchesOfOneSite('Bench 1', 'Bench 2');
    measure(a!, 'lamp/1', 1300);
    const photo = randomBytes(2_300_000);
    const sha256 = photograph(a!, photo);
    const { parts, records, files } = await pack(a!);
    expect({ records, files, parts: parts.length }).toMatchObject({ files: 1, parts: 1 });
    const { preview, report } = await take(b!, parts[0]!.path);
    expect(preview).toMatchObject({
      maker: 'known',
      missingParts: [],
      isLastPartHere: true,
      files: { count: 1, fresh: 1, byteCount: photo.length },
      parts: [{ part: 1, state: 'whole', damaged: 0 }],
    });
    expect(preview.records).toMatchObject({ total: records, fresh: 1301, problemCount: 0, pending: 0 });
    expect(preview.records.groups.find(({ type }) => type === 'lamp.measured')).toMatchObject({ count: 1301 });
    expect(report).toMatchObject({ added: 1301, quarantined: 0, filesKept: 1, filesDamaged: 0 });
    expect(rowsOf(b!.store, ...tables)).toEqual(rowsOf(a!.store, ...tables));
    expect(sha256Of(b!.store.blobs.get(sha256)!)).toBe(sha256);
    expect((await take(b!, parts[0]!.path)).report).toMatchObject({ added: 0, duplicate: records, filesKept: 0 });
    expect(knownHeads(b!.store, a!.store.keys.device)?.heads).toEqual(
      Object.fromEntries(a!.store.sync.heads().map(({ log, seq, link }) => [log, [seq, link]])),
    );
  });

  test('holds only what the other lacks, and nothing is said when that is nothing', async () => {
    const [a, b] = await benchesOfOneSite('Bench 1', 'Bench 2');
    measure(a!, 'lamp/1', 5);
    await take(b!, (await pack(a!)).parts[0]!.path);
    measure(b!, 'lamp/2', 3);
    const back = await pack(b!, { what: { lackedBy: knownHeads(b!.store, a!.store.keys.device)!.heads } });
    expect((await take(a!, back.parts[0]!.path)).report).toMatchObject({ added: back.records, duplicate: 0 });
    const seen = knownHeads(a!.store, b!.store.keys.device)!.heads;
    await expect(pack(a!, { what: { lackedBy: seen } })).rejects.toMatchObject({ code: 'bundle/nothing-to-send' });
    measure(a!, 'lamp/1', 2);
    const more = await pack(a!, { what: { lackedBy: seen } });
    expect(more.records).toBe(2);
    expect((await take(b!, more.parts[0]!.path)).report).toMatchObject({ added: 2, duplicate: 0, pending: 0 });
  });

  test('of a time holds whole runs of each log', async () => {
    const [a] = await benchesOfOneSite('Bench 1');
    measure(a!, 'lamp/1', 5);
    const none = pack(a!, { what: { from: '2999-01-01T00:00:00.000Z' } });
    await expect(none).rejects.toMatchObject({ code: 'bundle/nothing-to-send' });
    const all = await pack(a!, { what: { from: '2000-01-01T00:00:00.000Z', to: '2999-01-01T00:00:00.000Z' } });
    expect(all.records).toBe(a!.store.records.count());
  });

  test('that is sealed opens for those it is meant for, for its maker and for who knows the passphrase', async () => {
    const [a, b, c] = await benchesOfOneSite('Bench 1', 'Bench 2', 'Bench 3');
    measure(a!, 'lamp/1', 20, 'nobody else reads this');
    const forB = (await pack(a!, { to: [recipient(b!)] })).parts[0]!.path;
    expect(readFileSync(forB).includes('lamp.measured')).toBe(false);
    await expect(take(c!, forB)).rejects.toMatchObject({ code: 'bundle/not-for-us' });
    expect((await take(b!, forB)).report).toMatchObject({ added: 20 });
    expect((await take(a!, forB)).preview).toMatchObject({ maker: 'own', records: { fresh: 0 } });
    const said = (await pack(a!, { passphrase: 'three green lamps' })).parts[0]!.path;
    await expect(take(c!, said)).rejects.toMatchObject({ code: 'bundle/passphrase-needed' });
    await expect(take(c!, said, 'three red lamps')).rejects.toMatchObject({ code: 'bundle/wrong-passphrase' });
    expect((await take(c!, said, 'three green lamps')).report).toMatchObject({ added: 20 });
  });

  test('of another site, of a stranger or changed after it was looked at', async () => {
    const [a, b] = await benchesOfOneSite('Bench 1', 'Bench 2');
    measure(a!, 'lamp/1', 5);
    const { path } = (await pack(a!)).parts[0]!;
    const alone = { store: await openTestStore(testFolder('alone')), folder: '', label: 'elsewhere' };
    await expect(take(alone, path)).rejects.toMatchObject({ code: 'bundle/other-site' });
    const preview = await previewBundle({ store: b!.store, paths: [path] });
    const other = (await pack(a!)).parts[0]!.path;
    const late = importBundle({ store: b!.store, paths: [other], mark: preview.mark });
    await expect(late).rejects.toMatchObject({ code: 'bundle/files-changed' });
    const [, stranger] = await benchesOfOneSite('Bench 7', 'Bench 8');
    measure(stranger!, 'lamp/9', 2);
    const strange = await take(b!, (await pack(stranger!)).parts[0]!.path);
    expect(strange.preview).toMatchObject({ maker: 'unknown', records: { fresh: 0 } });
    expect(strange.report).toMatchObject({ added: 0 });
    expect(strange.report.quarantined).toBeGreaterThan(2);
  });
});

describe('a bundle in parts', { timeout: slow }, () => {
  test('is found again from any of them; one that is missing is named, and what waits for it says so', async () => {
    const [a, b] = await benchesOfOneSite('Bench 1', 'Bench 2');
    for (let n = 0; n < 6; n++) measure(a!, 'lamp/1', 400, randomBytes(40).toString('hex'));
    photograph(a!, randomBytes(50_000));
    const whole = await pack(a!, { maxPartBytes: 100_000 });
    expect(whole.parts.length).toBeGreaterThan(3);
    expect(whole.parts.map(({ path }) => basename(path)).slice(1, 3)).toEqual(
      [2, 3].map((n) => basename(whole.parts[0]!.path).replace('.benchside', `-${n}.benchside`)),
    );
    for (const { byteCount } of whole.parts) expect(byteCount).toBeLessThanOrEqual(100_000);
    const first = whole.parts[0]!.path;
    const [, second] = whole.parts.map(({ path }) => path);
    const kept = readFileSync(second!);
    writeFileSync(second!, kept.subarray(0, 0));
    const partly = await take(b!, first);
    expect(partly.preview).toMatchObject({ missingParts: [2], isLastPartHere: true });
    expect(partly.report.pending).toBeGreaterThan(0);
    writeFileSync(second!, kept);
    const rest = await take(b!, second!);
    expect(rest.preview.missingParts).toEqual([]);
    expect(rowsOf(b!.store, ...tables)).toEqual(rowsOf(a!.store, ...tables));
  });

  test('goes on where it was stopped, after any segment, and after a torn write', async () => {
    const [a, b] = await benchesOfOneSite('Bench 1', 'Bench 2');
    for (let n = 0; n < 4; n++) measure(a!, 'lamp/1', 400, randomBytes(40).toString('hex'));
    const photos = [70_000, 1_400_000].map((size) => photograph(a!, randomBytes(size)));
    for (const stopAfter of [1, 2, 4, 6]) {
      const abort = new AbortController();
      let count = 0;
      const onProgress = () => void (++count === stopAfter && abort.abort());
      const path = join(a!.folder, `stopped-${stopAfter}.benchside`);
      const options = { path, maxPartBytes: 120_000, to: [recipient(b!)] };
      const stopped = pack(a!, { ...options, abort: abort.signal, onProgress });
      const isStopped = await stopped.then(
        () => false,
        (error: { code: string }) => error.code === 'bundle/stopped',
      );
      if (!isStopped) break;
      const part = readdirSync(dirname(path)).find(
        (name) => name.startsWith(`stopped-${stopAfter}`) && name.endsWith('.part'),
      )!;
      const lying = readFileSync(join(dirname(path), part));
      const tear = stopAfter % 3;
      if (tear === 1) writeFileSync(join(dirname(path), part), Buffer.concat([lying, Buffer.alloc(900)]));
      if (tear === 2) writeFileSync(join(dirname(path), part), lying.subarray(0, lying.length - 11));
      const done = await resumeBundle({ store: a!.store, path, maxPartBytes: 120_000 });
      expect(done.records).toBe(a!.store.records.count());
      expect(done.files).toBe(2);
      expect(existsSync(join(dirname(path), part))).toBe(false);
      const { preview, report } = await take(b!, path);
      expect(preview.parts.every(({ state }) => state === 'whole')).toBe(true);
      expect(report.added + report.duplicate).toBe(done.records);
    }
    expect(photos.map((sha256) => b!.store.blobs.get(sha256)?.length)).toEqual([70_000, 1_400_000]);
    expect(rowsOf(b!.store, ...tables)).toEqual(rowsOf(a!.store, ...tables));
    const nothing = resumeBundle({ store: a!.store, path: join(a!.folder, 'never.benchside') });
    await expect(nothing).rejects.toMatchObject({ code: 'bundle/nothing-to-resume' });
  });
});
