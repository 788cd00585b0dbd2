// Running other programs, npm among them.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot, undoAtExit } from './places.mjs';

export function findCommand(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  // udevadm and friends live where an ordinary user's PATH does not reach.
  return ['/usr/sbin', '/sbin'].map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

/** Run to the end and keep what it printed; `{ code, signal, text }`, where text is both streams in order. */
export function run(command, args, { cwd = projectRoot, env = process.env, timeoutMs = 0, shell = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = undoAtExit(() => child.kill('SIGKILL'));
    let text = '';
    let output = '';
    let timedOut = false;
    const giveUp = () => {
      timedOut = true;
      child.kill('SIGKILL');
    };
    const timer = timeoutMs > 0 ? setTimeout(giveUp, timeoutMs) : undefined;
    child.stdout.on('data', (chunk) => {
      text += chunk;
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      text += chunk;
    });
    const done = (code, signal, more = '') => {
      clearTimeout(timer);
      stop();
      resolve({ code, signal, output, text: text + more, timedOut });
    };
    child.on('error', (error) => done(127, null, String(error.message)));
    child.on('close', (code, signal) => done(code, signal));
  });
}

/** The last lines of a command's output, enough to see why it failed. */
export const tail = (text, lineCount = 12) => text.trimEnd().split('\n').slice(-lineCount).join('\n');

/** npm says first what is wrong and then much that is not; its warnings are left out. */
export const npmReason = (text) =>
  text
    .split('\n')
    .filter((line) => /^npm (error|ERR!) \S/.test(line) && !line.includes('A complete log'))
    .slice(0, 12)
    .join('\n') || tail(text);

/** The machine's own npm, never one found through this project's node_modules/.bin (npm ci is about to replace that). */
export function npm(args, options = {}) {
  const ownBin = path.join(projectRoot, 'node_modules', '.bin');
  const searched = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.resolve(folder) !== ownBin);
  const env = {
    ...process.env,
    PATH: searched.join(path.delimiter),
    ELECTRON_SKIP_BINARY_DOWNLOAD: '1',
    ...options.env,
  };
  // npm hands its settings to its children as npm_config_*; a nested npm must read its own files instead.
  for (const name of Object.keys(env))
    if (/^npm_(?!config_(registry|cache|userconfig|offline|https?_proxy|proxy|cafile)$)/i.test(name)) delete env[name];
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    ...options,
    env,
    shell: process.platform === 'win32',
  });
}
