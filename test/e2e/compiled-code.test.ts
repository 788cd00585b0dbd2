import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startApp, until } from '../harness/app.ts';

// What is kept between starts for the sake of haste is never needed for a start.
const dataFolder = mkdtempSync(path.join(tmpdir(), 'benchside-compiled-'));
const compiled = path.join(dataFolder, 'window', 'compiled');
afterAll(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 }));

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.new'))
        .map((entry) => path.join(entry.parentPath, entry.name))
        .sort()
    : [];
const kept = (part: 'host' | 'main') => filesBelow(path.join(compiled, part));

/** Starts, waits for the empty Bench and, where told to, for the compiled code of both processes; closes. */
async function startAndClose(untilKept: () => boolean): Promise<void> {
  const running = await startApp({ dataFolder });
  await running.page.getByText('No instruments yet').waitFor();
  await until('compiled code to be kept', untilKept);
  await running.close();
}

it('a first start keeps compiled code, and a second one takes it as it is', async () => {
  await startAndClose(() => kept('host').length > 0 && kept('main').length > 0);
  const names = filesBelow(compiled);
  await startAndClose(() => true);
  expect(filesBelow(compiled)).toEqual(names);
});

it('damaged, cut or emptied, it is made anew and the bench starts all the same', async () => {
  const files = filesBelow(compiled);
  const damaged = files.map((file, at) => {
    const bytes = readFileSync(file);
    const turned = Buffer.from(bytes);
    turned[turned.length >> 1]! ^= 0x20;
    return { file, left: [turned, bytes.subarray(0, bytes.length >> 1), Buffer.alloc(0)][at % 3]! };
  });
  expect(damaged.length).toBeGreaterThan(2);
  for (const { file, left } of damaged) writeFileSync(file, left);
  await startAndClose(() => damaged.every(({ file, left }) => existsSync(file) && !readFileSync(file).equals(left)));
});
