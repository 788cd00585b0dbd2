import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { carryBundle, dropCarried, handOn, listCarried } from '../../../electron/sync/bundle/carried.ts';
import { knownHeads } from '../../../electron/sync/bundle/known-heads.ts';
import { readReceiptFile, writeReceiptFile } from '../../../electron/sync/bundle/receipts.ts';
import { benchesOfOneSite, measure, pack, recipient, take } from '../../harness/bundle-benches.ts';
import { testFolder } from '../../harness/store.ts';

const at = '2026-11-23T12:00:00.000Z';

describe('a bundle for somebody else', { timeout: 60_000 }, () => {
  test('is carried whole through a laptop that can not read it, and handed on', async () => {
    const [a, b, courier] = await benchesOfOneSite('Bench 1', 'Bench 2', 'Laptop');
    for (let n = 0; n < 3; n++) measure(a!, 'lamp/1', 400, `${n}`.repeat(40));
    const made = await pack(a!, { to: [recipient(b!)], maxPartBytes: 60_000 });
    expect(made.parts.length).toBeGreaterThan(1);
    const path = made.parts[0]!.path;
    await expect(take(courier!, path)).rejects.toMatchObject({ code: 'bundle/not-for-us' });
    const carried = await carryBundle(courier!.folder, [path]);
    expect(carried).toMatchObject({ bundle: made.bundle, partCount: made.parts.length });
    expect(await carryBundle(courier!.folder, [path])).toEqual(carried);
    expect(await listCarried(courier!.folder)).toEqual([carried]);
    const stick = join(testFolder('stick'), 'handed on.benchside');
    // A copy that was stopped, with a wrong byte in what the stick kept.
    const half = readFileSync(path).subarray(0, 30_000);
    half[20_000]! ^= 1;
    writeFileSync(`${stick}.part`, half);
    await handOn(courier!.folder, made.bundle, stick);
    expect(readFileSync(stick)).toEqual(readFileSync(path));
    expect((await take(b!, stick)).report.added).toBeGreaterThanOrEqual(1200);
    await dropCarried(courier!.folder, made.bundle);
    expect(await listCarried(courier!.folder)).toEqual([]);
    await expect(handOn(courier!.folder, made.bundle, stick)).rejects.toMatchObject({ code: 'bundle/not-carried' });
    await expect(handOn(courier!.folder, '../../etc', stick)).rejects.toMatchObject({ code: 'bundle/not-carried' });
  });

  test('that is damaged is not taken along', async () => {
    const [a, courier] = await benchesOfOneSite('Bench 1', 'Laptop');
    const { path } = (await pack(a!)).parts[0]!;
    const bad = join(testFolder('stick'), 'bad.benchside');
    copyFileSync(path, bad);
    writeFileSync(bad, readFileSync(path).subarray(0, -1));
    await expect(carryBundle(courier!.folder, [bad])).rejects.toMatchObject({ code: 'bundle/not-whole' });
    expect(await listCarried(courier!.folder)).toEqual([]);
  });
});

describe('a receipt', { timeout: 60_000 }, () => {
  test('brought back says what the other holds, and only what it signed', async () => {
    const [a, b] = await benchesOfOneSite('Bench 1', 'Bench 2');
    measure(a!, 'lamp/1', 7);
    expect(a!.store.sync.unsent().count).toBe(a!.store.records.count());
    const { preview } = await take(b!, (await pack(a!)).parts[0]!.path);
    measure(a!, 'lamp/1', 2);
    const path = join(b!.folder, 'receipt.benchside');
    await writeReceiptFile({ store: b!.store, header: preview.header, path, label: 'Bench 2', madeBy: 'Jo', at });
    const bytes = readFileSync(path);
    for (let place = 0; place < bytes.length; place += 7) {
      const changed = Buffer.from(bytes);
      changed[place]! ^= 2;
      expect(() => readReceiptFile(a!.store, changed), String(place)).toThrow(
        expect.objectContaining({ code: expect.stringMatching(/^(container|bundle)\//) as unknown }),
      );
    }
    expect(a!.store.sync.unsent().count).toBe(a!.store.records.count());
    const { receipt, contradicted } = readReceiptFile(a!.store, bytes);
    expect(receipt).toMatchObject({ bench: b!.store.keys.device, label: 'Bench 2' });
    expect(contradicted).toEqual([]);
    expect(a!.store.sync.unsent().count).toBe(2);
    const lackedBy = knownHeads(a!.store, b!.store.keys.device)!.heads;
    expect((await pack(a!, { what: { lackedBy } })).records).toBe(2);
  });

  test('of a bench nobody named, or for another site, moves nothing', async () => {
    const [a] = await benchesOfOneSite('Bench 1', 'Bench 2');
    const [c, d] = await benchesOfOneSite('Bench 7', 'Bench 8');
    const { preview } = await take(d!, (await pack(c!)).parts[0]!.path);
    const path = join(d!.folder, 'receipt.benchside');
    await writeReceiptFile({ store: d!.store, header: preview.header, path, label: 'Bench 8', madeBy: 'Jo', at });
    expect(() => readReceiptFile(a!.store, readFileSync(path))).toThrow(
      expect.objectContaining({ code: 'bundle/unknown-maker' }),
    );
  });
});
