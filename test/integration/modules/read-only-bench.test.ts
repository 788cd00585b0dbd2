import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { hostModules } from '../../../electron/modules/all.ts';
import { fileKeyProvider } from '../../../electron/store/key-providers.ts';
import { encryptFolder } from '../../harness/encrypt.ts';
import { goodSample, openModuleBench } from '../../harness/module-bench.ts';
import { buildShim, fastFolder } from '../../harness/power-cut.ts';

const tools = fastFolder('read-only-tools');
const shim = buildShim(tools);
const whole = fastFolder('read-only-bench');
afterAll(() => {
  for (const folder of [tools, whole]) rmSync(folder, { recursive: true, force: true });
});

async function fill(folder: string) {
  const bench = await openModuleBench(folder);
  const instrumentId = await bench.register('sysmex-xn-1000', { name: 'XN in the cellar' });
  await bench.hear(instrumentId, goodSample('S1001'));
  const { errorId } = await bench.page.errors.enter({
    instrumentId,
    code: 'E1',
    text: 'Door open',
    origin: 'typed',
    severity: 'warn',
  });
  await bench.close();
  return { instrumentId, errorId };
}

const { instrumentId, errorId } = await fill(whole);

function copyOf(folder: string): string {
  const copy = fastFolder('read-only-copy');
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

const looksOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]);

const plainCode = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: { code?: unknown }) => error.code,
  );

describe('a bench in a folder that can only be read', () => {
  test('is browsed; every change is refused with a plain code, and no line is opened', async () => {
    const bench = await openModuleBench(copyOf(whole), { readonly: true });
    onTestFinished(() => bench.close());
    const { page } = bench;
    expect(await page.system.health()).toMatchObject({ store: 'read-only', code: 'store/read-only' });
    expect((await page.instruments.get({ instrumentId })).name).toBe('XN in the cellar');
    expect((await page.errors.get({ errorId })).code).toBe('E1');
    expect(await page.messages.count({ instrumentId, purpose: null, search: '', only: 'all' })).toEqual({
      count: 1,
    });
    expect(bench.host.context.links.snapshot(instrumentId)).toMatchObject({ state: 'off', reason: 'store/read-only' });
    expect(await plainCode(page.errors.acknowledge({ errorId, note: 'x' }))).toBe('store/read-only');
    expect(await plainCode(page.system.saveSettings(await page.system.settings()))).toBe('store/read-only');
    expect(await plainCode(page.system.encryption.escrowCode())).toBe('store/read-only');
    const use = { instrumentId, isExpectedInUse: true, until: null };
    expect(await plainCode(page.instruments.setExpectedInUse(use))).toBe('store/read-only');
    expect(bench.faults).toEqual([]);
  });

  test.skipIf(!shim).each(['plain', 'encrypted'])(
    '%s: is opened so by itself, and nothing in it is touched',
    async (mode) => {
      const folder = copyOf(whole);
      if (mode === 'encrypted') {
        const keyProvider = fileKeyProvider(folder);
        await encryptFolder({ dataFolder: folder, modules: hostModules, keyProvider, app: 'test', ballastBytes: 4096 });
      }
      const before = looksOf(folder);
      const script = new URL('../../harness/read-only-host.ts', import.meta.url).pathname;
      const done = spawnSync(process.execPath, [script, folder], {
        env: { ...process.env, LD_PRELOAD: shim, BENCHSIDE_POWER_CUT_FOLDER: folder, BENCHSIDE_DISK_READONLY: '1' },
        encoding: 'utf8',
      });
      expect(done.stderr).toBe('');
      expect(JSON.parse(done.stdout)).toMatchObject({
        store: 'read-only',
        code: 'store/read-only',
        cards: [{ id: instrumentId, link: { reason: 'store/read-only' } }],
        refused: 'store/read-only',
      });
      expect(looksOf(folder)).toEqual(before);
    },
  );
});
