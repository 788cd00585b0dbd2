import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const setup = (file: string) => path.join(root, 'scripts', file);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'benchside-setup-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function runNode(args: string[], input?: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdin.end(input ?? '');
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('setup.mjs --then', () => {
  test('runs a TypeScript file with its arguments and input, ends as it ends, and says nothing on stdout', async () => {
    const script = path.join(folder, 'script.ts');
    writeFileSync(
      script,
      `const given: string = process.argv.slice(2).join(' ');
       let input = '';
       for await (const chunk of process.stdin) input += chunk;
       process.stdout.write(given + '|' + input + '|' + (Number.parseInt(process.versions.node) >= 24));
       process.exitCode = 7;`,
    );
    const ran = await runNode(
      [setup('setup.mjs'), '--quiet', '--light', '--then', script, '--json', 'a b'],
      'from stdin',
    );
    expect(ran.stdout).toBe('--json a b|from stdin|true');
    expect(ran.code).toBe(7);
  });

  test('passes a signal on and reports a death by signal as the shell does', async () => {
    const script = path.join(folder, 'script.ts');
    writeFileSync(script, `process.stdout.write('up\\n'); setInterval(() => undefined, 1000);`);
    const child = spawn(process.execPath, [setup('setup.mjs'), '--quiet', '--light', '--then', script]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => child.on('exit', resolve));
    expect(code).toBe(143);
  });
});

describe('the set-up lock', () => {
  const lockFile = () => path.join(folder, 'locks', 'setup.lock');
  const program = (work: string) => {
    const file = path.join(folder, 'holder.mjs');
    writeFileSync(
      file,
      `import { appendFileSync } from 'node:fs';
       import { setTimeout as delay } from 'node:timers/promises';
       import { withLock } from ${JSON.stringify(pathToFileURL(setup('setup/lock.mjs')).href)};
       const say = (line) => appendFileSync('log.txt', line + ' ' + process.pid + '\\n');
       await withLock(() => say('waits'), async () => { say('begins'); ${work} say('ends'); }, ${JSON.stringify(lockFile())});`,
    );
    return file;
  };

  test('lets one in at a time, also over a lock whose process is gone', async () => {
    const killed = await runNode([program(`process.kill(process.pid, 'SIGKILL'); await delay(1000);`)]);
    expect(killed.code).toBe(null);
    expect(existsSync(lockFile())).toBe(true);
    rmSync(path.join(folder, 'log.txt'));

    const file = program('await delay(100);');
    const ran = await Promise.all(Array.from({ length: 4 }, () => runNode([file])));
    expect(ran.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const lines = readFileSync(path.join(folder, 'log.txt'), 'utf8').trim().split('\n');
    const inside = lines.filter((line) => !line.startsWith('waits'));
    expect(inside).toHaveLength(8);
    for (let at = 0; at < inside.length; at += 2) {
      expect(inside[at + 1]).toBe(inside[at]?.replace('begins', 'ends'));
    }
    expect(existsSync(lockFile())).toBe(false);
  });
});

interface ZipEntry {
  readonly name: string;
  readonly content: string;
  readonly mode?: number;
  readonly crc?: number;
}

function zip(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, mode = 0o644, crc = crc32(content) } of entries) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE((mode << 16) >>> 0, 38);
    central.writeUInt32LE(at, 42);
    parts.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

describe('unzip', () => {
  const unzipped = async (entries: readonly ZipEntry[]): Promise<number> => {
    const archive = path.join(folder, 'a.zip');
    writeFileSync(archive, zip(entries));
    const { unzip } = await import(pathToFileURL(setup('setup/unzip.mjs')).href);
    return unzip(archive, path.join(folder, 'out'), (name: string) => (name.startsWith('left/') ? undefined : name));
  };

  test('unpacks what is wanted, with the permission to run', async () => {
    const count = await unzipped([
      { name: 'bin/run', content: 'program', mode: 0o755 },
      { name: 'left/out', content: 'x' },
      { name: 'plain.txt', content: 'text '.repeat(1000) },
    ]);
    expect(count).toBe(2);
    expect(readFileSync(path.join(folder, 'out/plain.txt'), 'utf8')).toBe('text '.repeat(1000));
    expect(statSync(path.join(folder, 'out/bin/run')).mode & 0o111).toBe(0o111);
    expect(existsSync(path.join(folder, 'out/left'))).toBe(false);
  });

  test.each([
    ['points outside', { name: '../outside.txt', content: 'x' }],
    ['is damaged', { name: 'a.txt', content: 'x', crc: 1 }],
  ])('refuses an archive that %s', async (_name, entry) => {
    await expect(unzipped([entry])).rejects.toThrow();
    expect(existsSync(path.join(folder, 'outside.txt'))).toBe(false);
  });
});
