import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSimulator } from '../../../electron/simulators/simulator.ts';
import { openMessages } from '../../../scripts/demo/messages.ts';
import { chooseFile } from '../../harness/choose-file.ts';
import { type ModuleBench, openModuleBench } from '../../harness/module-bench.ts';
import { testFolder } from '../../harness/store.ts';

const open: ModuleBench[] = [];
let bench: ModuleBench;
let dataFolder: string;
beforeEach(async () => {
  dataFolder = testFolder('definitions');
  bench = await another(dataFolder);
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
async function another(folder: string): Promise<ModuleBench> {
  const made = await openModuleBench(folder);
  open.push(made);
  return made;
}
const grantFor = (on: ModuleBench, file: string) => chooseFile(on.host, file, 'pack');
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  const end = performance.now() + 20_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('it did not come about');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** A CELL-DYN on a real line, sending one count whose flags nobody has named. */
async function hearUnnamed(on: ModuleBench): Promise<string> {
  const definition = on.host.context.catalog.get('abbott-cell-dyn-3700')!;
  const line = path.join(mkdtempSync(path.join(tmpdir(), 'line-')), 'cd');
  const simulator = await startSimulator({
    definition,
    port: `pty:${line}`,
    speed: 'max',
    patience: 0.2,
    isOneWay: true,
  });
  const serial = { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' } as const;
  const instrumentId = await on.register(definition.key, { link: { kind: 'serial', path: line, usb: null, serial } });
  await until(async () => on.host.context.links.snapshot(instrumentId).state === 'open');
  const messages = await openMessages(definition, '1');
  const { records } = messages.next('05-things-not-mapped');
  await simulator.send('one', records);
  await until(async () => (await on.page.definitions.naming({ instrumentId })).unnamed.length > 0);
  await simulator.close();
  return instrumentId;
}

const flag = { kind: 'flag', test: 'WBC-FLAG', analyte: null, unit: '', decimals: null, name: 'WBC flag' } as const;

describe('a field nobody has named', () => {
  test('is named at the bench, read again in stored messages, and taken by a second bench from a pack', async () => {
    const instrumentId = await hearUnnamed(bench);
    const { definitions } = bench.page;
    const before = await definitions.naming({ instrumentId });
    expect(before.definition).toMatchObject({ key: 'abbott-cell-dyn-3700', origin: 'shipped' });
    const place = before.positions.find(({ status, shows }) => status === 'ask' && shows.trim() !== '')?.place ?? '';
    expect(place).toMatch(/^field count \d+$/);

    const names = [{ ...flag, place }];
    const { version } = await definitions.saveNames({ instrumentId, names, reason: 'Compared with the screen' });
    const after = await definitions.naming({ instrumentId });
    expect(after.definition).toMatchObject({ version, origin: 'lab' });
    expect(after.positions.find((one) => one.place === place)).toMatchObject({ name: 'WBC flag', status: 'lab' });
    expect(after.staleCount).toBe(1);
    const read = await definitions.readAgain({ instrumentId });
    expect(read).toMatchObject({ readCount: 1, goneCount: 0 });
    const message = await bench.page.messages.get({ messageId: after.messageId! });
    expect(message.definition.version).toBe(version);
    expect(bench.host.context.store.messages.earlier(after.messageId!)).toMatchObject([
      { definition: { version: before.definition.version } },
    ]);
    // The page tells how it was read before, and what the name changed.
    const [earlier] = message.earlier;
    expect(earlier?.definition.version).toBe(before.definition.version);
    expect(earlier?.differences).toContainEqual(expect.objectContaining({ what: 'WBC-FLAG', before: null }));

    const file = path.join(dataFolder, 'names.benchside');
    await definitions.exportPack({ grant: grantFor(bench, file), keys: ['abbott-cell-dyn-3700'] });
    const bytes = new Uint8Array(readFileSync(file));
    const second = await another(testFolder('definitions-second'));
    const preview = await second.page.definitions.previewPack({ bytes });
    expect(preview.items).toMatchObject([
      { key: 'abbott-cell-dyn-3700', version, standing: 'changes', refusedBecause: '' },
    ]);
    expect(preview.items[0]?.changes.some(({ after: text }) => text === 'WBC flag')).toBe(true);
    const choice = { bytes, sha256: preview.sha256, indexes: [0], reason: 'From the other site' };
    expect(await second.page.definitions.takePack(choice)).toEqual({ takenCount: 1 });
    expect(second.host.context.catalog.get('abbott-cell-dyn-3700')?.version).toBe(version);
    const own = await second.page.definitions.own();
    expect(own.definitions.map(({ key }) => key)).toEqual(['abbott-cell-dyn-3700']);
    expect(own.saved).toMatchObject([{ version, fromPack: true, reason: 'From the other site' }]);
  });
});

describe('a pack', () => {
  test('that would not be sound, was changed on its way, or is something else, changes nothing', async () => {
    const { definitions } = bench.page;
    const text = (value: string) => new TextEncoder().encode(value);
    await expect(definitions.previewPack({ bytes: text('') })).rejects.toMatchObject({ code: 'container/empty' });
    await expect(definitions.previewPack({ bytes: Uint8Array.of(0xff, 0xfe, 0x00) })).rejects.toMatchObject({
      code: 'definitions/not-text',
    });
    const item = {
      key: 'sysmex-xn-1000',
      version: '9.9.9',
      over: null,
      files: { 'instrument.yaml': 'key: sysmex-xn-1000\npolling: { atConnect: [T] }\n' },
    };
    const header = JSON.stringify({
      benchside: 1,
      kind: 'definition-pack',
      madeAt: '2026-11-22T00:00:00Z',
      madeBy: 'x',
    });
    const bytes = text(`${header}\n${JSON.stringify(item)}\n${JSON.stringify({ ...item, key: '../../evil' })}\n`);
    const preview = await definitions.previewPack({ bytes });
    expect(preview.items.map(({ refusedBecause }) => refusedBecause)).toEqual([
      'catalog/not-sound',
      'catalog/not-sound',
    ]);
    expect(preview.badLines).not.toEqual([]);
    for (const index of [0, 1]) {
      const choice = { bytes, sha256: preview.sha256, indexes: [index], reason: 'no' };
      await expect(definitions.takePack(choice)).rejects.toMatchObject({ code: 'definitions/item-refused' });
    }
    const other = { bytes: text(`${header}\n`), sha256: preview.sha256, indexes: [0], reason: 'no' };
    await expect(definitions.takePack(other)).rejects.toMatchObject({ code: 'definitions/file-changed' });
    const folder = path.join(dataFolder, 'instruments');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
    expect(bench.host.context.catalog.get('sysmex-xn-1000')?.origin).toBe('shipped');
  });

  test('of a lab that changed nothing is not written', async () => {
    const file = path.join(dataFolder, 'none.benchside');
    const request = { grant: grantFor(bench, file), keys: ['sysmex-xn-1000'] };
    await expect(bench.page.definitions.exportPack(request)).rejects.toMatchObject({
      code: 'definitions/nothing-of-the-lab',
    });
    expect(existsSync(file)).toBe(false);
  });
});
