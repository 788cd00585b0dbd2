import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectRoot } from './runtime.ts';

export interface CommandResult {
  readonly code: number;
  readonly seconds: number;
}

/** A tool's JavaScript entry in node_modules, to be run with the Node that runs this. */
export const tool = (...parts: string[]): string => path.join(projectRoot, 'node_modules', ...parts);

/** As `runTool`, its output kept back and given to the caller: for tools that run side by side. */
export function runToolAside(script: string, args: readonly string[]): Promise<CommandResult & { output: string }> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, seconds: (performance.now() - started) / 1000, output }));
  });
}

/** Runs a JavaScript tool in the project, its output going where ours goes. A death by signal counts as code 1. */
export function runTool(
  script: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...environment },
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, seconds: (performance.now() - started) / 1000 }));
  });
}
