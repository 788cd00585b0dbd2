// One set-up at a time in one clone: a file that names its process; a dead process's lock is taken over.
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runtimeFolder, undoAtExit } from './places.mjs';

function alive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holder(lockFile) {
  try {
    return Number(readFileSync(lockFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The lock file appears with its content in one step. Answers whether it is ours now. */
function take(lockFile) {
  const own = `${lockFile}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, lockFile);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

const TAKEOVER_STALE_MS = 10_000;

/** Removes a dead process's lock; of several that saw it dead, one at a time looks again, so that no new lock is removed. */
function removeDead(lockFile, deadProcess) {
  const takeover = `${lockFile}.takeover`;
  try {
    writeFileSync(takeover, '', { flag: 'wx' });
  } catch {
    const since = statSync(takeover, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - since > TAKEOVER_STALE_MS) rmSync(takeover, { force: true });
    return;
  }
  if (holder(lockFile) === deadProcess) rmSync(lockFile, { force: true });
  rmSync(takeover, { force: true });
}

/** Waits for a set-up that is already running, then does `work` alone. `onWait` is told once whom it waits for. */
export async function withLock(onWait, work, lockFile = path.join(runtimeFolder, 'setup.lock')) {
  mkdirSync(path.dirname(lockFile), { recursive: true });
  let told = false;
  while (!take(lockFile)) {
    const other = holder(lockFile);
    if (other === undefined) continue;
    if (alive(other)) {
      if (!told) onWait(other);
      told = true;
      await delay(200);
    } else {
      removeDead(lockFile, other);
      await delay(20);
    }
  }
  const release = () => rmSync(lockFile, { force: true });
  const keep = undoAtExit(release);
  try {
    return await work();
  } finally {
    release();
    keep();
  }
}
