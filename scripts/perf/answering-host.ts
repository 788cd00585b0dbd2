import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import { projectRoot } from '../runtime.ts';

/** A real host in a process of its own that answers on serial lines. */
export interface AnsweringHost {
  readonly pid: number;
  /** Seconds of processor time it has used so far, in itself and in the kernel. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Linux counts processor time in these, whatever the kernel's own tick is. */
const ticksPerSecond = 100;
/** So many looks in a row must find all lines open. */
const CALM_LOOKS = 4;

/** Starts the host on a data folder and registers one answering instrument for each line. */
export async function startAnsweringHost(options: {
  readonly dataFolder: string;
  readonly definitionKey: string;
  readonly paths: readonly string[];
  readonly baud: number;
}): Promise<AnsweringHost> {
  const instruments = options.paths.map((path, index) => ({
    name: lineName(index),
    definitionKey: options.definitionKey,
    link: {
      kind: 'serial',
      path,
      usb: null,
      serial: { baud: options.baud, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' },
    } satisfies LinkSettings,
  }));
  const child = spawn(
    process.execPath,
    [
      join(projectRoot, 'test', 'soak', 'host-child.ts'),
      options.dataFolder,
      join(projectRoot, 'resources'),
      JSON.stringify(instruments),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await said(child, 'ready');
  const pid = child.pid as number;
  await allOpen(pid, options.paths);
  return {
    pid,
    cpuSeconds() {
      // Fields 14 and 15 of /proc/<pid>/stat; the name in field 2 may hold spaces.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('the host ended by itself');
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

/** Waits until a process holds all these lines open; choosing to answer closes and opens each once more. */
async function allOpen(pid: number, paths: readonly string[]): Promise<void> {
  const wanted = paths.map((path) => realpathSync(path));
  const folder = `/proc/${pid}/fd`;
  for (let looks = 0; looks < CALM_LOOKS; ) {
    const open = new Set(
      readdirSync(folder).map((name) => {
        try {
          return readlinkSync(join(folder, name));
        } catch {
          return '';
        }
      }),
    );
    looks = wanted.every((path) => open.has(path)) ? looks + 1 : 0;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** Name of the instrument on the line of this index. */
export const lineName = (index: number): string => `line ${index + 1}`;

/** Resolves when a child has said a word on its output. */
export function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += String(chunk);
      if (text.includes(word)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`a process of the measurement ended (${code}): ${text}`)));
  });
}
