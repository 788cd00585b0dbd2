import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { seededRandom } from './bit-flips.ts';
import type { FolderMode } from './encrypt.ts';
import { fastFolder } from './power-cut.ts';
import { type ImageVerdict, judgeImage } from './power-cut-check.ts';

/**
 * Lets the work of `power-cut-work.ts` run and kills it with -9, again and again on the same folder: once the ledger has
 * grown, up to 150 ms later (half a second where the folder is switched over meanwhile). After each kill the real store opens the folder and is held against the ledger.
 */
export async function* killStore(
  count: number,
  seed: number,
  mode: FolderMode = 'plain',
): AsyncGenerator<ImageVerdict> {
  const root = fastFolder('kills');
  const random = seededRandom(seed);
  try {
    const acknowledged: string[] = [];
    for (let kill = 0; kill < count; kill++) {
      const ledger = join(root, `ledger-${kill}`);
      mkdirSync(root, { recursive: true });
      await runAndKill(root, ledger, Math.floor(random() * (mode === 'plain' ? 150 : 500)), mode);
      const lines = existsSync(ledger) ? readFileSync(ledger, 'utf8') : '';
      // The last line may be cut: it is then no acknowledgement.
      acknowledged.push(
        ...lines
          .slice(0, lines.lastIndexOf('\n') + 1)
          .split('\n')
          .filter((line) => line && !line.startsWith('refused')),
      );
      const image = { folder: root, what: `kill ${kill + 1}`, acknowledged };
      yield await judgeImage(image, kill % 10 === 9 || kill === count - 1);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function runAndKill(root: string, ledger: string, delayMs: number, mode: FolderMode): Promise<void> {
  const script = new URL('./power-cut-work.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, root, 'FULL', '1000000', ledger], {
    stdio: 'ignore',
    env: { ...process.env, BENCHSIDE_TEST_MODE: mode },
  });
  const ended = once(child, 'exit');
  while (child.exitCode === null && !(existsSync(ledger) && readFileSync(ledger).length > 0)) await wait(2);
  await wait(delayMs);
  child.kill('SIGKILL');
  await ended;
}
