import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type HubPlace, openHubStore } from '../../hub/store/open-hub-store.ts';

const hubFile = fileURLToPath(new URL('../../hub/main.ts', import.meta.url));

/** A program of ours on plain Node, in a process of its own; it is told of the hub's database where there is one. */
export function startNode(args: readonly string[], place: HubPlace): ChildProcess {
  const { DATABASE_URL: _, ...env } = process.env;
  return spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', process.env.SYNC_SOAK_LOUD ? 'inherit' : 'ignore'],
    env: 'databaseUrl' in place ? { ...env, DATABASE_URL: place.databaseUrl, HUB_KEY_FILE: place.keyFile } : env,
  });
}

/** The hub as `npm run hub` starts it. */
export const startHubProcess = (dataFolder: string, port: number, place: HubPlace): ChildProcess =>
  startNode([hubFile, '--data', dataFolder, '--port', `${port}`, '--no-code'], place);

/** Ends a process and waits for it. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** A hub's first site, with one enrolment code for each of these workstations. */
export async function openSite(place: HubPlace, names: readonly string[]): Promise<Map<string, string>> {
  const store = await openHubStore(place);
  const site = await store.enrolment.openSite('Soak');
  const codes = new Map<string, string>();
  for (const name of names) codes.set(name, (await store.enrolment.newCode(site, 24)).code);
  await store.close();
  return codes;
}

/** A port of this machine nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
