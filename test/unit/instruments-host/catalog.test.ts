import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../electron/instruments/catalog.ts';
import { findEntry } from '../../../shared/instruments/error-book.ts';
import { resourcesFolder } from '../../harness/definitions.ts';

let lab = '';

beforeEach(async () => {
  lab = await mkdtemp(join(tmpdir(), 'bench-catalog-'));
});

afterEach(async () => {
  await rm(lab, { recursive: true, force: true });
});

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(join(lab, folder), { recursive: true });
  await writeFile(join(lab, folder, file), text);
}

const load = () => loadCatalog({ shipped: resourcesFolder, lab });

const entry = `
entries:
  - code: Error_Func
    title: Ours
    severity: warn
    affectsResults: 'yes'
    meaning: From our manual
    firstChecks: [Look]
    guide: null
    sources: [LAB]
    confidence: lab
  - code: '441020'
    title: Host is off-line
    severity: warn
    affectsResults: 'no'
    meaning: From our manual
    firstChecks: [Look at the cable]
    guide: null
    sources: [LAB]
    confidence: lab
`;

describe("a lab's own folder", () => {
  test('that is missing changes nothing', async () => {
    await rm(lab, { recursive: true });
    const catalog = await load();
    expect(catalog.problems).toEqual([]);
    expect(catalog.list().every((one) => one.origin === 'shipped')).toBe(true);
  });

  test('replaces entries of the same code, adds others, and changes the hash', async () => {
    const before = await load();
    const shipped = before.get('sysmex-xn-1000');
    await write('sysmex-xn-1000', 'errors.yaml', entry);
    const catalog = await load();
    const own = catalog.get('sysmex-xn-1000');
    expect(catalog.problems).toEqual([]);
    expect(own?.origin).toBe('lab');
    expect(own?.stamp.hash).not.toBe(shipped?.stamp.hash);
    expect(own?.errorBook.entries.length).toBe((shipped?.errorBook.entries.length ?? 0) + 1);
    expect(own && findEntry(own.errorBook, ' error_func ')?.title).toBe('Ours');
    expect(own && findEntry(own.errorBook, '441020')?.sources).toEqual(['LAB']);
    expect(catalog.list().map((one) => one.key)).toEqual(before.list().map((one) => one.key));
  });

  test('changes the book of an instrument for all its wire formats', async () => {
    const before = (await load()).get('sysmex-xn-1000-fixed');
    await write('sysmex-xn-1000', 'errors.yaml', entry);
    const catalog = await load();
    const dialect = catalog.get('sysmex-xn-1000-fixed');
    expect(catalog.problems).toEqual([]);
    expect(dialect && findEntry(dialect.errorBook, 'Error_Func')?.title).toBe('Ours');
    expect(dialect?.stamp.hash).not.toBe(before?.stamp.hash);
    expect(dialect?.mapping.kind).toBe('sysmex-fixed');
  });

  test('that makes a format of an instrument nobody knows is a named problem, and the shipped one stays', async () => {
    await write('sysmex-xn-1000-fixed', 'instrument.yaml', 'dialectOf: nobody-knows\n');
    const catalog = await load();
    expect(catalog.problems).toEqual([
      { folder: 'sysmex-xn-1000-fixed', code: 'catalog/not-sound', detail: expect.anything() },
    ]);
    expect(catalog.get('sysmex-xn-1000-fixed')).toMatchObject({ origin: 'shipped', dialectOf: 'sysmex-xn-1000' });
  });

  test('changes one setting and leaves the rest', async () => {
    await write('sysmex-xn-1000', 'instrument.yaml', 'framing: { numbering: lenient }\n');
    const own = (await load()).get('sysmex-xn-1000');
    expect(own?.framing).toMatchObject({ kind: 'lis01', numbering: 'lenient', maxFrameBytes: 64_000 });
    expect(own?.mapping.kind).toBe('lis02');
  });

  test('adds an instrument with one file', async () => {
    await cp(join(resourcesFolder, 'instruments/generic-lis02/instrument.yaml'), join(lab, 'ours/instrument.yaml'));
    await write('ours', 'SOURCES.md', '| CAPTURES | what we saw |\n');
    const catalog = await load();
    expect(catalog.problems.map((one) => one.code)).toEqual(['catalog/not-sound']);
    expect(catalog.problems[0]?.detail).toContain('key-is-not-folder generic-lis02');
    await writeFile(join(lab, 'ours/instrument.yaml'), await renamed());
    const again = await load();
    expect(again.problems).toEqual([]);
    expect(again.get('ours')?.errorBook.isMakerListMissing).toBe(true);
  });

  test.each([
    ['not YAML', 'instrument.yaml', 'key: [', 'catalog/not-yaml'],
    ['a key twice', 'errors.yaml', 'note: a\nnote: b\n', 'catalog/not-yaml'],
    ['an alias', 'errors.yaml', 'a: &x 1\nb: *x\n', 'catalog/not-yaml'],
    ['an unknown key', 'instrument.yaml', 'surprise: 1\n', 'catalog/not-sound'],
    ['a command that changes the balance', 'instrument.yaml', 'polling: { atConnect: [T] }\n', 'catalog/not-sound'],
    ['a pattern that may run away', 'instrument.yaml', "fits: { models: ['(a+)+$'] }\n", 'catalog/not-sound'],
    ['a source nobody names', 'errors.yaml', entry.replaceAll('LAB', 'RUMOUR'), 'catalog/not-sound'],
  ])('with %s is a named problem, and the shipped one stays', async (_, file, text, code) => {
    await write('mettler-toledo-mt-sics', file, text);
    const catalog = await load();
    expect(catalog.problems.map((one) => one.code)).toEqual([code]);
    expect(catalog.get('mettler-toledo-mt-sics')?.origin).toBe('shipped');
  });
});

async function renamed(): Promise<string> {
  const text = await readFile(join(resourcesFolder, 'instruments/generic-lis02/instrument.yaml'), 'utf8');
  return text
    .replace('key: generic-lis02', 'key: ours')
    .replace(/\[(E1381-95|LIS1-A|LIS02-A2|BENCH)[^\]]*\]/g, '[LAB]');
}
