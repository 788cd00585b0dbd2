import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { verifyDataFolder } from '../../electron/store/verify-folder.ts';
import type { signed as signature } from '../../shared/modules/people/records.ts';
import type { BodyOf } from '../../shared/records/define.ts';
import { seededRandom } from './bit-flips.ts';
import { quickModules } from './people-bench.ts';

export interface SignOffVerdict {
  readonly what: string;
  /** Signatures a save had returned for, over all kills so far. */
  readonly acknowledgedCount: number;
  readonly problems: string[];
}

/**
 * Kills a bench that does and signs with -9, again and again on one folder. After each kill everything it had called saved
 * must be there, nothing may be done without its signature or signed without being done, and the folder proves itself.
 */
export async function* killSignOffs(dataFolder: string, count: number, seed: number): AsyncGenerator<SignOffVerdict> {
  const random = seededRandom(seed);
  const acknowledged: string[] = [];
  for (let kill = 0; kill < count; kill++) {
    acknowledged.push(...(await runAndKill(dataFolder, Math.floor(random() * 80))));
    const problems = await judge(dataFolder, acknowledged);
    yield { what: `kill ${kill + 1}`, acknowledgedCount: acknowledged.length, problems };
  }
}

async function runAndKill(dataFolder: string, delayMs: number): Promise<string[]> {
  const script = new URL('./sign-off-work.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, dataFolder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (text) => {
    said += String(text);
  });
  while (child.exitCode === null && !said.includes('\n')) await wait(2);
  await wait(delayMs);
  child.kill('SIGKILL');
  await ended;
  // The last line may be cut: it is then no acknowledgement.
  return [...said.slice(0, said.lastIndexOf('\n') + 1).matchAll(/^signed (\S{43})$/gm)].map(([, hash]) => hash!);
}

async function judge(dataFolder: string, acknowledged: readonly string[]): Promise<string[]> {
  const keyProvider = fileKeyProvider(dataFolder);
  const store = await openStore({ dataFolder, modules: quickModules, keyProvider, app: 'judge', ballastBytes: 0 });
  const all = (type: string) => store.records.page({ types: [type], limit: 1_000_000 }).records;
  const done = new Set(all('record.amended').map((record) => record.hash));
  const signedHashes = all('people.signed').flatMap((record) =>
    (record.body as BodyOf<typeof signature>).targets.map((target) => target.hash),
  );
  await store.close();
  const signed = new Set(signedHashes);
  const report = await verifyDataFolder({ dataFolder, modules: quickModules, keyProvider });
  return [
    ...acknowledged.filter((hash) => !done.has(hash) || !signed.has(hash)).map((hash) => `lost ${hash}`),
    ...[...done].filter((hash) => !signed.has(hash)).map((hash) => `done and not signed ${hash}`),
    ...[...signed].filter((hash) => !done.has(hash)).map((hash) => `signed and not done ${hash}`),
    ...report.problems.map(({ code, where }) => `${code} ${where}`),
    ...(report.provedCount === signed.size ? [] : [`${report.provedCount} of ${signed.size} signatures proved`]),
  ];
}
