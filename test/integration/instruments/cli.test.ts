import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openSerial } from '../../../electron/instruments/links/serial.ts';
import { type Signal, signal } from '../../../shared/instruments/signals.ts';
import { plainSerial, resourcesFolder, temporaryFolder } from '../../harness/bench.ts';
import { end, openPtyPair, until } from '../../harness/pty.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Running {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly said: () => string;
  /** Resolves with the exit code when the command has ended. */
  readonly ended: Promise<number | null>;
}

/** Starts one of our commands in a process of its own. */
function command(name: string, ...args: string[]): Running {
  const file = fileURLToPath(new URL(`../../../electron/cli/${name}.ts`, import.meta.url));
  const child = spawn(process.execPath, [file, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  let said = '';
  child.stdout.on('data', (bytes) => {
    out += bytes;
  });
  child.stderr.on('data', (bytes) => {
    said += bytes;
  });
  closing.push(() => end(child, 'SIGKILL'));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, out: () => out, said: () => said, ended };
}

const signalsOf = (text: string): Signal[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => signal.parse(JSON.parse(line)));

async function pair() {
  const opened = await openPtyPair();
  closing.push(() => opened.close());
  return opened;
}
function folder(): string {
  const made = temporaryFolder('cli');
  closing.push(() => made.remove());
  return made.path;
}

describe('probe and simulate on the two ends of a line', () => {
  it('what one sends the other tells, one signal a line and nothing else', async () => {
    const { a, b } = await pair();
    const data = folder();
    const probe = command('probe', a, '--as', 'sysmex-xn-1000', '--json', '--answer', '--data', data);
    await until(() => probe.out().includes('"open"'), 'the probe listens');
    const simulate = command('simulate', 'sysmex-xn-1000', '--port', b, '--speed', 'max');
    expect(await simulate.ended).toBe(0);
    const capture = join(resourcesFolder, 'instruments/sysmex-xn-1000/captures/01-patient-normal.signals.jsonl');
    const first = readFileSync(capture, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"result"'));
    await until(() => probe.out().split('"kind":"message"').length > 14, 'all messages are told');
    probe.child.kill('SIGINT');
    expect(await probe.ended).toBe(0);
    const told = signalsOf(probe.out());
    expect(told.filter(({ kind }) => kind === 'result').length).toBeGreaterThan(first.length);
    expect(told.filter(({ kind }) => kind === 'background').length).toBeGreaterThan(0);
    expect(probe.said()).toMatch(/The line is healthy/);
    // Nothing is left open: the port can be had at once.
    const nobody = { connected: () => {}, bytes: () => {}, disconnected: () => {}, closed: () => {} };
    const link = await openSerial({ kind: 'serial', path: a, usb: null, serial: plainSerial }, nobody);
    await link.close();
  });

  it('a probe that is not told to answer never does, and says what that means', async () => {
    const { a, b } = await pair();
    const probe = command('probe', a, '--as', 'generic-lis02', '--json', '--for', '10s');
    await until(() => probe.out().includes('"open"'), 'the probe listens');
    const simulate = command('simulate', 'generic-lis02', '--port', b, '--speed', 'max');
    expect(await probe.ended).toBe(5);
    expect(probe.said()).toMatch(/nobody answers it/);
    expect(probe.said()).toMatch(/--answer/);
    simulate.child.kill('SIGINT');
    expect(await simulate.ended).toBe(5);
  });

  it('a balance is asked and answers', async () => {
    const { a, b } = await pair();
    const simulate = command('simulate', 'mettler-toledo-mt-sics', '--port', b, '--speed', 'max');
    await until(() => simulate.said().includes(b), 'the balance is there');
    const probe = command('probe', a, '--as', 'mettler-toledo-mt-sics', '--json', '--for', '3s');
    expect(await probe.ended).toBe(0);
    const told = signalsOf(probe.out());
    expect(told.find(({ kind }) => kind === 'result')).toMatchObject({ rawValue: '0.0000', unit: 'g', status: 'S' });
    simulate.child.kill('SIGINT');
    expect(await simulate.ended).toBe(0);
  });

  it('over TCP in both directions', async () => {
    const probe = command('probe', 'listen://:0', '--as', 'generic-lis02', '--answer', '--data', folder());
    await until(() => probe.out().includes('open'), 'the probe listens');
    probe.child.kill('SIGINT');
    expect(await probe.ended).toBe(4);
    const simulate = command('simulate', 'generic-lis02', '--port', 'listen://:0', '--json', '--speed', 'max');
    await until(() => simulate.out().includes('started'), 'the simulator listens');
    const { where } = JSON.parse(simulate.out().split('\n')[0] ?? '') as { where: string };
    const caller = command('probe', `tcp://${where}`, '--as', 'generic-lis02', '--answer', '--data', folder());
    await until(() => caller.out().includes('result'), 'results');
    caller.child.kill('SIGINT');
    expect(await caller.ended).toBe(0);
  });

  it('takes its faults from a script: a noisy line still delivers everything', async () => {
    const { a, b } = await pair();
    const script = join(folder(), 'faults.yaml');
    writeFileSync(script, 'seed: 3\nbytes: { flip: 0.001, drop: 0.0005, double: 0.0005, insert: 0.0005 }\n');
    const probe = command('probe', a, '--as', 'generic-lis02', '--json', '--answer', '--data', folder());
    await until(() => probe.out().includes('"open"'), 'the probe listens');
    const simulate = command(
      'simulate',
      ...['generic-lis02', '--port', b, '--script', script, '--speed', 'max', '--patience', '0.05'],
    );
    expect(await simulate.ended).toBe(0);
    const sent = simulate.said().split(': delivered').length - 1;
    await until(
      () => signalsOf(probe.out()).filter((told) => told.kind === 'message' && !told.isPartial).length >= sent,
      'every message',
    );
    probe.child.kill('SIGINT');
    expect(await probe.ended).toBe(0);
  });
});

describe('a serial line at a path', () => {
  it('takes the place of nothing but a link that a line left behind', async () => {
    const place = folder();
    const file = join(place, 'file');
    writeFileSync(file, 'mine');
    const refused = command('simulate', 'generic-lis02', '--port', `pty:${file}`);
    expect([await refused.ended, refused.said()]).toEqual([2, expect.stringContaining('stands at')]);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    const noFolder = command('simulate', 'generic-lis02', '--port', `pty:${join(place, 'none', 'line')}`);
    expect(await noFolder.ended).toBe(2);
    const left = join(place, 'left');
    symlinkSync(join(place, 'gone'), left);
    const simulate = command('simulate', 'mettler-toledo-mt-sics', '--port', `pty:${left}`);
    await until(() => simulate.said().includes(left), 'the balance is there');
    const second = command('simulate', 'mettler-toledo-mt-sics', '--port', `pty:${left}`);
    expect(await second.ended).toBe(2);
    simulate.child.kill('SIGINT');
    expect(await simulate.ended).toBe(0);
    expect(existsSync(left)).toBe(false);
  });
});

describe('the end of a command', () => {
  it('one Ctrl-C that arrives twice is one: what was heard is still told', async () => {
    const probe = command('probe', 'listen://:0', '--as', 'generic-lis02');
    await until(() => probe.out().includes('open'), 'the probe listens');
    probe.child.kill('SIGINT');
    probe.child.kill('SIGINT');
    expect([await probe.ended, probe.said()]).toEqual([4, expect.stringContaining('0 bytes heard')]);
  });

  it('who started it is gone: it ends and leaves nothing open', async () => {
    const setup = fileURLToPath(new URL('../../../scripts/setup.mjs', import.meta.url));
    const probe = 'electron/cli/probe.ts listen://:0 --as generic-lis02';
    const line = `"${process.execPath}" "${setup}" --quiet --light --then ${probe}; true`;
    const shell = spawn('sh', ['-c', line], { stdio: ['ignore', 'pipe', 'pipe'] });
    closing.push(() => end(shell, 'SIGKILL'));
    let out = '';
    let said = '';
    shell.stdout.on('data', (bytes) => {
      out += bytes;
    });
    shell.stderr.on('data', (bytes) => {
      said += bytes;
    });
    // Closed when the last process that holds the pipes is gone.
    const closed = new Promise<void>((resolve) => shell.once('close', () => resolve()));
    await until(() => out.includes('open'), 'the probe listens');
    shell.kill('SIGKILL');
    await closed;
    expect(said).toContain('0 bytes heard');
  });
});

describe('exit codes and sentences', () => {
  it.each([
    ['probe', [], 2, 'probe --'],
    ['probe', ['/dev/none', '--as', 'nothing'], 2, 'No definition "nothing"'],
    ['probe', ['/dev/none', '--as', 'generic-lis02'], 3, 'No port /dev/none'],
    ['probe', ['tcp://127.0.0.1:9', '--as', 'generic-lis02'], 3, 'connection refused'],
    ['probe', ['tcp://nothing', '--as', 'generic-lis02'], 2, 'is no port'],
    [
      'probe',
      ['listen://0.0.0.0:0', '--as', 'generic-lis02'],
      3,
      'listen on 0.0.0.0, name who may connect with --peers',
    ],
    ['probe', ['/', '--as', 'generic-lis02'], 3, '/ is not a serial port'],
    ['probe', ['listen://:0', '--as', 'generic-lis02', '--baud', 'fast'], 2, '--baud'],
    ['probe', ['listen://:0', '--as', 'generic-lis02', '--for', '300ms'], 4, '0 bytes heard'],
    ['probe', ['listen://:0', '--as', 'generic-lis02', '--for', 'soon'], 2, 'is no duration'],
    ['probe', ['/dev/none', '--as', 'generic-lis02', '--definitions', '/nothing'], 2, 'no folder /nothing'],
    ['replay', ['/nothing/here', '--as', 'generic-lis02'], 2, 'there is no such file'],
    ['replay', ['/', '--as', 'generic-lis02'], 2, 'it is a folder'],
    ['replay', ['--help'], 0, 'replay --'],
    ['replay', ['-', '--nonsense'], 2, "Unknown option '--nonsense'.\n"],
    ['simulate', ['generic-lis02'], 2, 'simulate --'],
    ['simulate', ['generic-lis02', '--port', '/dev/none'], 3, 'No port /dev/none'],
    ['simulate', ['generic-lis02', '--port', 'listen://:0', '--script', '/nothing'], 2, 'Can not read'],
  ] as const)('%s %j', async (name, args, code, words) => {
    const run = command(name, ...args);
    expect([await run.ended, run.said()]).toEqual([code, expect.stringContaining(words)]);
  });

  it('replay reads from a pipe, and tells an empty file from one it can not read', async () => {
    const text = 'H|\\^&|||X^1\rP|1\rO|1||A1\rR|1|^^^WBC|5.1|10*9/L||N||F\rL|1|N\r';
    const piped = command('replay', '-', '--as', 'generic-lis02', '--json');
    piped.child.stdin?.end(text);
    expect(await piped.ended).toBe(0);
    expect(signalsOf(piped.out()).filter(({ kind }) => kind === 'result')).toHaveLength(1);
    const empty = command('replay', '-', '--as', 'generic-lis02', '--json');
    empty.child.stdin?.end();
    expect([await empty.ended, empty.out()]).toEqual([4, '']);
    const other = command('replay', '-', '--as', 'generic-lis02', '--json');
    other.child.stdin?.end('hello\nH\nL\n');
    expect([await other.ended, other.out()]).toEqual([5, '']);
  });

  it('an instrument without a wire is refused in a plain sentence, by every command that needs one', async () => {
    const file = join(folder(), 'something.txt');
    writeFileSync(file, 'something');
    const asked = [
      command('replay', file, '--as', 'nikon-eclipse-ci-u'),
      command('probe', '/dev/null', '--as', 'thermo-shandon-citadel-2000'),
      command('simulate', 'bd-facscalibur', '--port', '/dev/null'),
    ];
    for (const one of asked) {
      expect(await one.ended).toBe(2);
      expect(one.said()).toContain('says nothing over a wire');
      expect(one.out()).toBe('');
    }
  });

  it('replay for people shows no control character of a value', async () => {
    const run = command('replay', '-', '--as', 'generic-lis02');
    run.child.stdin?.end('H|\\^&\rP|1\rO|1|A\rR|1|^^^T|\u001b[2Jx\u009b|g\rL|1\r');
    expect(await run.ended).toBe(0);
    expect(run.out()).toMatch(/<1B>\[2Jx.*<9B>/);
  });

  it("what is wrong with a lab's own definition is said", async () => {
    const own = join(folder(), 'own-analyzer');
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'instrument.yaml'), 'key: own-analyzer\n');
    const run = command('replay', '-', '--as', 'own-analyzer', '--definitions', join(own, '..'));
    run.child.stdin?.end();
    expect(await run.ended).toBe(2);
    expect(run.said()).toMatch(/The definition own-analyzer can not be used: .*\nNo definition "own-analyzer"/);
  });

  it("a lab's own definition is found in its own folder", async () => {
    const own = join(folder(), 'own-analyzer');
    mkdirSync(own, { recursive: true });
    const shipped = join(resourcesFolder, 'instruments/generic-lis02');
    for (const file of ['instrument.yaml', 'errors.yaml', 'upkeep.yaml', 'SOURCES.md']) {
      writeFileSync(
        join(own, file),
        readFileSync(join(shipped, file), 'utf8').replace('generic-lis02', 'own-analyzer'),
      );
    }
    const run = command('replay', '-', '--as', 'own-analyzer', '--json', '--definitions', join(own, '..'));
    run.child.stdin?.end('H|\\^&\rL|1|N\r');
    expect([await run.ended, run.said()]).toEqual([0, '']);
    expect(signalsOf(run.out())[0]).toMatchObject({ instrument: 'own-analyzer' });
  });
});
