import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePackaged, resourcesFolder } from '../../scripts/package/app-folder.ts';
import { smokeTest, startPackaged, strayCode, wrongFuses } from '../../scripts/package/smoke.ts';

let folder = '';
let program = '';
let scratch = '';

beforeAll(async () => {
  ({ folder, program } = await ensurePackaged());
  scratch = mkdtempSync(path.join(tmpdir(), 'benchside-packaged-'));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the program until it ends or `untilMs` is over; what it printed. */
function runProgram(command: string, args: string[], environment: NodeJS.ProcessEnv, untilMs = 5_000): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, DISPLAY: '', ...environment } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        text += chunk;
      });
    }
    const timer = setTimeout(() => child.kill('SIGKILL'), untilMs);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

describe('the packaged application', () => {
  test('has its fuses set', async () => {
    expect(await wrongFuses(program)).toEqual([]);
  });

  test('is one archive; only native add-ons lie beside it', () => {
    expect(strayCode()).toEqual([]);
    const unpacked = readdirSync(path.join(resourcesFolder(), 'app.asar.unpacked'), {
      recursive: true,
      withFileTypes: true,
    });
    const files = unpacked.filter((entry) => entry.isFile()).map((entry) => entry.name);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((name) => !name.endsWith('.node'))).toEqual([]);
  });

  test('starts: an empty bench, drawn from an answer of its host', async () => {
    expect(await smokeTest(program, path.join(scratch, 'smoke.png'))).toContain('host ready');
  });

  test('is no Node: neither ELECTRON_RUN_AS_NODE nor NODE_OPTIONS run other code in it', async () => {
    const marker = 'other-code-ran';
    const script = path.join(scratch, 'other.cjs');
    cpSync(new URL('./probes/print-marker.cjs', import.meta.url), script);
    const asNode = await runProgram(program, [script], { ELECTRON_RUN_AS_NODE: '1' });
    const required = await runProgram(program, ['--version'], { NODE_OPTIONS: `--require ${script}` });
    // The control: in plain Node the same file does run.
    expect(await runProgram(process.execPath, [script], {})).toContain(marker);
    expect(asNode).not.toContain(marker);
    expect(required).not.toContain(marker);
  });

  test('opens no inspector for its main process', async () => {
    const app = await startPackaged(program, path.join(scratch, 'inspected'), {}, ['--inspect=0']);
    const text = app.complaints();
    await app.close();
    expect(text).not.toContain('Debugger listening');
  });

  test('names the runtime it was made with', () => {
    const facts = JSON.parse(readFileSync(path.join(resourcesFolder(), 'runtime.json'), 'utf8'));
    expect(['official', 'registry fallback']).toContain(facts.source);
    expect(readdirSync(folder)).not.toContain('browser_v8_context_snapshot.bin');
  });
});
