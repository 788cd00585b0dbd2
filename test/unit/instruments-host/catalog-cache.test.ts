import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readSummed, writeSummed } from '../../../electron/boot/summed-file.ts';
import { loadCatalog } from '../../../electron/instruments/catalog.ts';
import { loadCachedCatalog } from '../../../electron/instruments/catalog-cache.ts';

const resources = fileURLToPath(new URL('../../../resources/', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'benchside-catalog-'));
  for (const part of ['instruments', 'guides']) {
    cpSync(path.join(resources, part), path.join(folder, 'shipped', part), { recursive: true });
  }
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const folders = () => ({ shipped: path.join(folder, 'shipped'), lab: path.join(folder, 'lab') });
const load = (code = 'host-1.js') => loadCachedCatalog(folders(), { folder: path.join(folder, 'cache'), code });
const kept = () => readdirSync(path.join(folder, 'cache'));
const noteOf = async (catalog: ReturnType<typeof load>) => (await catalog).get('generic-lis02')?.errorBook.note;

it('gives exactly what reading gives, the first time and from what it kept', async () => {
  const read = await loadCatalog(folders());
  for (const catalog of [await load(), await load()]) {
    expect(catalog.list()).toEqual(read.list());
    expect(catalog.problems).toEqual(read.problems);
    expect(catalog.generalGuide('general-analyzer')).toEqual(read.generalGuide('general-analyzer'));
    expect(catalog.get('sysmex-xn-1000')).toEqual(read.get('sysmex-xn-1000'));
    expect(catalog.get('none')).toBeUndefined();
  }
  expect(kept()).toHaveLength(1);
});

it('really uses what it kept', async () => {
  await load();
  const [name = ''] = kept();
  const file = path.join(folder, 'cache', name);
  const content = JSON.parse(String(readSummed(file)));
  content.definitions[0].errorBook.note = 'from the cache';
  writeSummed(file, Buffer.from(JSON.stringify(content)));
  expect((await load()).list()[0]?.errorBook.note).toBe('from the cache');
});

it('reads anew when a shipped file, a file of the lab, or the code changed', async () => {
  const before = await noteOf(load());
  const file = path.join(folder, 'shipped/instruments/generic-lis02/errors.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('The ASTM', 'Changed: the ASTM'));
  expect(await noteOf(load())).not.toBe(before);
  const [first] = kept();
  await load('host-2.js');
  expect(kept()).not.toEqual([first]);
  mkdirSync(path.join(folder, 'lab/generic-lis02'), { recursive: true });
  writeFileSync(path.join(folder, 'lab/generic-lis02/errors.yaml'), 'note: of the lab\n');
  expect(await noteOf(load('host-2.js'))).toBe('of the lab');
  expect(kept()).toHaveLength(1);
});

it('reads anew when what it kept is damaged, and where nothing can be kept', async () => {
  const before = await noteOf(load());
  const [name = ''] = kept();
  const file = path.join(folder, 'cache', name);
  const whole = readFileSync(file);
  const oneDigit = Buffer.from(String(whole).replace('The ASTM', 'The ASTN'));
  for (const left of [whole.subarray(0, whole.length >> 1), oneDigit, Buffer.alloc(0)]) {
    writeFileSync(file, left);
    expect(await noteOf(load())).toBe(before);
    expect(readFileSync(file)).toEqual(whole);
  }
  rmSync(path.join(folder, 'cache'), { recursive: true });
  writeFileSync(path.join(folder, 'cache'), 'a file where the folder should be');
  expect(await noteOf(load())).toBe(before);
});
