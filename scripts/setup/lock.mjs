// One set-up at a time in one clone: a file that names its process; a dead process's lock is taken over.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runtimeFolder, undoAtExit } from './places.mjs';

const lockFile = path.join(runtimeFolder, 'setup.lock');

function alive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function holder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Waits for a set-up that is already running, then does `work` alone. `onWait` is told once whom it waits for. */
export async function withLock(onWait, work) {
  mkdirSync(runtimeFolder, { recursive: true });
  let told = false;
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const other = holder();
    // An empty file is a lock being written this very moment: 0 is read, and waited for like any other.
    if (other !== undefined && other > 0 && !alive(other)) {
      // Renaming is atomic: of two that see the dead lock only one moves it away.
      const dead = `${lockFile}.${process.pid}.dead`;
      try {
        renameSync(lockFile, dead);
        rmSync(dead, { force: true });
      } catch {
        // the other one was quicker
      }
      continue;
    }
    if (!told) onWait(other);
    told = true;
    await delay(200);
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
