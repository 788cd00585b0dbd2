import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../scripts/runtime.ts';

export interface RunningSimulator {
  readonly child: ChildProcess;
  /** Everything it has said so far. */
  readonly output: () => string;
  /** Resolves with its exit code when it has sent everything. */
  readonly done: Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts `npm run simulate` as a person would, in a process of its own. */
export function simulate(definition: string, port: string, ...options: string[]): RunningSimulator {
  const child = spawn(process.execPath, ['electron/cli/simulate.ts', definition, '--port', port, ...options], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += String(chunk);
    });
  }
  const done = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    output: () => text,
    done,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await done;
    },
  };
}
