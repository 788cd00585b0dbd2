import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileCollector } from '../../../electron/sync/bundle/file-collector.ts';
import { importBundle, previewBundle } from '../../../electron/sync/bundle/import-bundle.ts';
import { knownHeads } from '../../../electron/sync/bundle/known-heads.ts';
import { writePiece } from '../../../electron/sync/bundle/write-parts.ts';
import { isAppError } from '../../../shared/kernel/errors.ts';
import {
  type BundleBench,
  benchesOfOneSite,
  measure,
  pack,
  recipient,
  sha256Of,
  take,
} from '../../harness/bundle-benches.ts';
import { rowsOf, testFolder } from '../../harness/store.ts';

/** Two benches that know each other, and a bundle of one record that the second lacks. */
async function smallBundle(
  isSealed: boolean,
): Promise<{ a: BundleBench; b: BundleBench; bytes: Buffer; path: string }> {
  const [a, b] = (await benchesOfOneSite('Bench 1', 'Bench 2')) as [BundleBench, BundleBench];
  await take(b, (await pack(a)).parts[0]!.path);
  await take(a, (await pack(b)).parts[0]!.path);
  measure(a, 'lamp/1', 1);
  const lackedBy = knownHeads(a.store, b.store.keys.device)!.heads;
  const made = await pack(a, { what: { lackedBy }, to: isSealed ? [recipient(b)] : [] });
  return { a, b, bytes: readFileSync(made.parts[0]!.path), path: join(testFolder('stick'), 'x.benchside') };
}

/** What a person would see of some bytes: a refusal in words, or what can be taken. */
async function look(bench: BundleBench, path: string, bytes: Uint8Array) {
  writeFileSync(path, bytes);
  try {
    const preview = await previewBundle({ store: bench.store, paths: [path] });
    const isSound = preview.parts[0]!.state === 'whole' && preview.parts[0]!.damaged === 0;
    return { isSound, fresh: preview.records.fresh, mark: preview.mark, refused: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { isSound: false, fresh: 0, mark: '', refused: error.code };
  }
}

describe('bytes that are not what was written', { timeout: 60_000 }, () => {
  test.each([['plain'], ['sealed']])('a %s bundle cut at any byte says so, and offers what is sound', async (kind) => {
    const { b, bytes, path } = await smallBundle(kind === 'sealed');
    const before = b.store.records.count();
    const offered = new Set<number>();
    for (let length = 0; length < bytes.length; length += kind === 'sealed' ? 5 : 1) {
      const { isSound, fresh } = await look(b, path, bytes.subarray(0, length));
      expect({ length, isSound }).toEqual({ length, isSound: false });
      offered.add(fresh);
    }
    expect([...offered].sort()).toEqual([0, 1]);
    expect(b.store.records.count()).toBe(before);
    expect(b.store.sync.quarantined(5)).toEqual([]);
    expect(await look(b, path, bytes)).toMatchObject({ isSound: true, fresh: 1, refused: null });
  });

  test.each([['plain'], ['sealed']])('a %s bundle with any byte changed is never taken for whole', async (kind) => {
    const { a, b, bytes, path } = await smallBundle(kind === 'sealed');
    for (let at = 0; at < bytes.length; at += kind === 'sealed' ? 3 : 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1 << (at % 8);
      const { isSound, mark, refused } = await look(b, path, changed);
      expect({ at, isSound }).toEqual({ at, isSound: false });
      // Somebody takes it all the same: nothing but the true record can come of it.
      if (refused === null && at % 24 === 0) await importBundle({ store: b.store, paths: [path], mark });
    }
    const theirs = rowsOf(a.store, 'lux') as { lux: string[] };
    const ours = rowsOf(b.store, 'lux') as { lux: string[] };
    expect(theirs.lux).toEqual(expect.arrayContaining(ours.lux));
  });

  test('a signature has one text: its last letter stands for two bits, and the four it could carry besides count too', async () => {
    const { b, bytes, path } = await smallBundle(false);
    const at = bytes.length - '"}'.length - 1;
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const sound: string[] = [];
    for (const letter of letters) {
      const changed = Buffer.from(bytes);
      changed.write(letter, at);
      if ((await look(b, path, changed)).isSound) sound.push(letter);
    }
    expect(sound).toEqual([String.fromCharCode(bytes[at]!)]);
  });

  test('anything else is refused in words, whatever it is', async () => {
    const [b] = await benchesOfOneSite('Bench 1');
    const path = join(testFolder('stick'), 'x.benchside');
    const start = fc.constantFrom('', '{', '{"benchside":2}\n', '{"benchside":1}\n', '{"benchside":99}\n', '[]\n');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 300 }), async (text, bytes) => {
        const { refused } = await look(b!, path, Buffer.concat([Buffer.from(text), bytes]));
        expect(refused).toMatch(/^container\//);
      }),
      { numRuns: 200 },
    );
    expect((await look(b!, path, Buffer.from('{"benchside":99}\n'))).refused).toBe('container/newer');
    expect((await look(b!, path, Buffer.from('{"benchside":1}\n'))).refused).toBe('container/older');
    expect((await look(b!, path, Buffer.alloc(0))).refused).toBe('container/empty');
  });

  test('a segment that unpacks to more than a batch is damaged, not unpacked', async () => {
    const { b, bytes, path } = await smallBundle(false);
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024));
    const head = Buffer.alloc(5);
    head.writeUInt32BE(bomb.length, 0);
    head.writeUInt8(1, 4);
    const start = bytes.subarray(0, bytes.indexOf(0x0a) + 1);
    writeFileSync(path, Buffer.concat([start, head, bomb, bytes.subarray(start.length)]));
    const preview = await previewBundle({ store: b.store, paths: [path] });
    expect(preview.parts).toMatchObject([{ state: 'changed', damaged: 1 }]);
    expect(preview.records.fresh).toBe(1);
  });

  test('a file that is not what it is called, or claims more than a file may hold, is not kept', () => {
    const kept: Uint8Array[] = [];
    const collect = fileCollector({ has: () => false, keep: (bytes) => void kept.push(bytes) });
    const bytes = randomBytes(100);
    const piece = { sha256: sha256Of(bytes), at: 0, byteCount: 100, bytes };
    collect.add({ ...piece, sha256: 'a'.repeat(64) });
    collect.add({ ...piece, byteCount: 2 ** 40 });
    collect.add({ ...piece, bytes: bytes.subarray(0, 50) });
    collect.add({ ...piece, at: 60, bytes: bytes.subarray(60) });
    expect(kept).toEqual([]);
    collect.add(piece);
    expect(kept).toHaveLength(1);
    expect(collect.counts()).toEqual({ filesKept: 1, filesDamaged: 3 });
    expect(writePiece(piece).length).toBe(100 + 44);
  });
});
