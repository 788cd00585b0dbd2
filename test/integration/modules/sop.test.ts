import { expect, test } from 'vitest';
import { temporaryFolder } from '../../harness/bench.ts';
import { openModuleBench } from '../../harness/module-bench.ts';

test('given an entry, when the bench starts again, then it is there; withdrawn, it stays visible as such', async () => {
  const folder = temporaryFolder('sop');
  let bench = await openModuleBench(folder.path);
  try {
    const { id } = await bench.page.sop.write({ text: 'first' });
    await bench.close();
    bench = await openModuleBench(folder.path);
    expect(await bench.page.sop.list({ limit: 10 })).toMatchObject([{ id, text: 'first', isWithdrawn: false }]);
    await bench.page.sop.withdraw({ id, reason: 'wrong instrument' });
    expect(await bench.page.sop.list({ limit: 10 })).toMatchObject([{ id, isWithdrawn: true }]);
    await expect(bench.page.sop.withdraw({ id, reason: 'again' })).rejects.toMatchObject({
      code: 'sop/already-withdrawn',
    });
  } finally {
    await bench.close();
    folder.remove();
  }
  expect(bench.faults).toEqual([]);
});
