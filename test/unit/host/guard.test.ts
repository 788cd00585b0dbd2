import { createRouterClient, os } from '@orpc/server';
import { beforeEach, describe, expect, test } from 'vitest';
import { guardRouter } from '../../../electron/host/guard.ts';
import { type Account, noPeople, type PeopleSource } from '../../../electron/host/people-source.ts';
import { HostSession } from '../../../electron/host/session.ts';
import type { Role } from '../../../shared/modules/people/records.ts';

let monoMs = 0;
let account: Account | undefined;
let session: HostSession;
let seen: string[];
let pushes: { give(text: string): void; ended: boolean };

const person = (roles: Role[]): Account => ({
  ...{ personId: 'p1', signInName: 'ruth', printedName: 'Ruth', initials: 'R', roles, isActive: true },
  ...{ mustChangePassword: false, hasCertified: true, hasPin: false, hasBadge: false },
});
const people: PeopleSource = { ...noPeople, hasOwner: () => account !== undefined, account: () => account };

/** A stream that gives what the test puts in. */
function source(): AsyncGenerator<string> {
  const waiting: string[] = [];
  let rouse = (): void => {};
  pushes = {
    ended: false,
    give(text) {
      waiting.push(text);
      rouse();
    },
  };
  return (async function* () {
    try {
      for (;;) {
        const text = waiting.shift();
        if (text !== undefined) yield text;
        else {
          await new Promise<void>((resolve) => {
            rouse = resolve;
          });
        }
      }
    } finally {
      pushes.ended = true;
    }
  })();
}

const plain = {
  errors: { acknowledge: os.handler(() => void seen.push('acknowledged')), list: os.handler(() => 'rows') },
  instruments: { cards: os.handler(() => 'cards'), live: os.handler(() => source()) },
  wire: { live: os.handler(() => source()) },
  invented: { call: os.handler(() => 'never') },
};
const client = () => createRouterClient(guardRouter(plain, session) as typeof plain, { context: {} });

beforeEach(() => {
  monoMs = 0;
  account = undefined;
  seen = [];
  const osActor = { id: 'os:me', name: 'me', kind: 'os-user' } as const;
  session = new HostSession({ people: () => people, monoMs: () => monoMs, osActor, onChange: () => {} });
  return () => session.close();
});

describe('calls', () => {
  test('before there are accounts everything is answered, in the name of the computer account', async () => {
    expect(await client().invented.call()).toBe('never');
    expect(session.actor).toMatchObject({ kind: 'os-user', id: 'os:me' });
  });

  test('afterwards only what is public, until somebody is there', async () => {
    account = person(['tech']);
    expect(await client().instruments.cards()).toBe('cards');
    await expect(client().errors.list()).rejects.toMatchObject({ code: 'people/not-signed-in' });
    expect(session.actor.kind).toBe('nobody');
    session.begin('s1', 'p1', 'pin');
    expect(await client().errors.list()).toBe('rows');
    expect(session.actor).toMatchObject({ kind: 'account', id: 'p1', session: 's1', proof: 'pin' });
  });

  test('a call that no table names is refused to everyone', async () => {
    account = person(['tech', 'senior', 'supervisor', 'service-specialist', 'administrator']);
    session.begin('s1', 'p1', 'password');
    await expect(client().invented.call()).rejects.toMatchObject({ code: 'people/not-permitted' });
  });

  test('a role that is taken away in an open session counts from the next call on', async () => {
    account = person(['tech']);
    session.begin('s1', 'p1', 'password');
    await client().errors.acknowledge();
    account = person(['auditor']);
    await expect(client().errors.acknowledge()).rejects.toMatchObject({ data: { permission: 'errors.work' } });
    account = { ...person(['tech']), isActive: false };
    await expect(client().errors.list()).rejects.toMatchObject({ code: 'people/not-signed-in' });
    expect(seen).toEqual(['acknowledged']);
  });

  test('looking leaves the idle clock alone, changing winds it', async () => {
    account = person(['tech']);
    session.begin('s1', 'p1', 'password');
    monoMs = 20 * 60_000;
    await client().errors.list();
    await client().errors.acknowledge();
    monoMs = 49 * 60_000;
    await client().errors.list();
    monoMs = 50 * 60_000;
    await expect(client().errors.list()).rejects.toMatchObject({ code: 'people/not-signed-in' });
    expect(session.state()).toMatchObject({ state: 'locked', lockedBecause: 'idle' });
  });
});

describe('live streams', () => {
  test('what comes after the lock is not pushed: the stream ends with the refusal', async () => {
    account = person(['tech']);
    session.begin('s1', 'p1', 'password');
    const stream = await client().wire.live();
    pushes.give('first');
    expect(await stream.next()).toEqual({ done: false, value: 'first' });
    const next = stream.next();
    session.lock('asked');
    pushes.give('patient data');
    await expect(next).rejects.toMatchObject({ code: 'people/not-signed-in' });
    expect(pushes.ended).toBe(true);
  });

  test('a switch to another person who may see it goes on; one who leaves lets go of its source', async () => {
    account = person(['tech']);
    session.begin('s1', 'p1', 'password');
    const stream = await client().wire.live();
    session.begin('s2', 'p1', 'badge');
    pushes.give('first');
    expect((await stream.next()).value).toBe('first');
    await stream.return?.(undefined);
    expect(pushes.ended).toBe(true);
  });

  test('public ones go on when nobody is signed in', async () => {
    account = person(['tech']);
    const stream = await client().instruments.live();
    pushes.give('card');
    expect((await stream.next()).value).toBe('card');
    await stream.return?.(undefined);
  });
});
