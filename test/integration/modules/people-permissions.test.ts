import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAccess, permissionsOf } from '../../../shared/modules/people/permissions.ts';
import { role } from '../../../shared/modules/people/records.ts';
import { temporaryFolder } from '../../harness/bench.ts';
import { callPaths } from '../../harness/call-paths.ts';
import { openPeopleBench, type PeopleBench } from '../../harness/people-bench.ts';

/** Calls that end the session of whoever walks; they are public and have tests of their own. */
const endsSession = new Set(['people.lock', 'people.signOut']);

let folder: ReturnType<typeof temporaryFolder>;
let bench: PeopleBench;
let paths: string[];

beforeAll(async () => {
  folder = temporaryFolder('permissions');
  bench = await openPeopleBench(folder.path);
  paths = callPaths(bench.host.router).filter((path) => !endsSession.has(path));
  await bench.makeOwner();
  for (const one of role.options) await bench.addPerson(one, [one]);
});
afterAll(async () => {
  await bench.close();
  folder.remove();
});

/** What a call is refused with, or that it was let through. */
async function outcomeOf(path: string): Promise<string> {
  let call: unknown = createRouterClient(bench.host.router, { context: {} });
  for (const name of path.split('.')) call = (call as Record<string, unknown>)[name];
  try {
    // Input that fits nothing: whoever may call is told that, and nothing happens.
    const answer = await (call as (input: unknown) => Promise<unknown>)(Symbol.for('nothing'));
    await (answer as AsyncIterator<unknown>)?.return?.();
    return 'let through';
  } catch (error) {
    const { code } = error as { code?: string };
    // Any other refusal is the handler's own: the call had been let through.
    return code?.startsWith('people/not-') ? code : 'let through';
  }
}

const outcomes = async (): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await outcomeOf(path)] as const)));

describe('every call, as everyone', () => {
  test('nobody signed in: what is not public is refused', async () => {
    await bench.page.people.signOut();
    const seen = await outcomes();
    for (const path of paths) {
      if (callAccess[path] === 'public') expect(seen[path], path).toBe('let through');
      else expect(seen[path], path).toBe('people/not-signed-in');
    }
  });

  test.each(role.options)('%s: exactly what the role gives', async (one) => {
    await bench.signIn(one);
    const own: readonly string[] = [...permissionsOf([one]), 'public', 'signed-in'];
    const seen = await outcomes();
    for (const path of paths) {
      const access = callAccess[path]!;
      if (own.includes(access)) expect(seen[path], path).toBe('let through');
      else expect(seen[path], path).toBe('people/not-permitted');
    }
    expect((await bench.page.people.state()).state).toBe('active');
  });

  test('a call the table does not name is refused to the owner too', async () => {
    await bench.signIn('ruth');
    expect(bench.host.context.session.refusalOf(undefined)).toMatchObject({
      code: 'people/not-permitted',
      data: { permission: 'none' },
    });
  });
});
