import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { SessionGate } from '../../../renderer/data/session-gate.ts';
import type { SessionState } from '../../../shared/modules/people/contract.ts';

const refusal = new ORPCError('people/not-signed-in', { status: 500 });
const command = { isCommand: true, signal: undefined };
const question = { isCommand: false, signal: undefined };

function state(kind: SessionState['state'], personId: string | null = null): SessionState {
  const person =
    personId === null
      ? null
      : {
          ...{ personId, printedName: personId, initials: '', signInName: personId, roles: [], permissions: [] },
          ...{ mustChangePassword: false, hasCertified: true, hasPin: false, hasBadge: false },
        };
  return { state: kind, person, session: personId, proof: null, lockedBecause: null, idleMinutes: 30 };
}

/** A host that refuses while nobody acts, and counts what it carried out. */
function openHost() {
  const gate = new SessionGate();
  let isOpen = true;
  let carried = 0;
  return {
    gate,
    carried: () => carried,
    call: async () => {
      await Promise.resolve();
      if (!isOpen) throw refusal;
      carried += 1;
      return carried;
    },
    become(next: SessionState): boolean {
      isOpen = next.state === 'active' || next.state === 'no-owner';
      return gate.take(next);
    },
  };
}

describe('a call that is refused for want of a sign-in', () => {
  it('goes on when its person comes back', async () => {
    const host = openHost();
    host.become(state('active', 'ana'));
    host.become(state('locked', 'ana'));
    const saved = host.gate.carry(host.call, command);
    host.become(state('active', 'ana'));
    expect(await saved).toBe(1);
  });

  it('is not carried out in the name of somebody else, but a question is asked again', async () => {
    const host = openHost();
    host.become(state('active', 'ana'));
    host.become(state('locked', 'ana'));
    const saved = host.gate.carry(host.call, command);
    const asked = host.gate.carry(host.call, question);
    await Promise.resolve();
    await Promise.resolve();
    host.become(state('active', 'ben'));
    await expect(saved).rejects.toBe(refusal);
    expect(await asked).toBe(1);
    expect(host.carried()).toBe(1);
  });

  it('does not wait for a sign-in that came while the refusal was on its way', async () => {
    const host = openHost();
    host.become(state('signed-out'));
    let fail: () => void = () => undefined;
    const slow = () =>
      new Promise<string>((_resolve, reject) => {
        fail = () => reject(refusal);
      });
    let tries = 0;
    const asked = host.gate.carry(async () => {
      tries += 1;
      return tries === 1 ? slow() : 'answered';
    }, question);
    host.become(state('active', 'ana'));
    fail();
    expect(await asked).toBe('answered');
  });

  it('ends when nobody wants the answer any more', async () => {
    const host = openHost();
    host.become(state('signed-out'));
    const abort = new AbortController();
    const asked = host.gate.carry(host.call, { isCommand: false, signal: abort.signal });
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    abort.abort(new Error('left'));
    await expect(asked).rejects.toThrow('left');
  });

  it('is any other refusal to the screen', async () => {
    const host = openHost();
    const other = new ORPCError('people/not-permitted', { status: 500 });
    await expect(host.gate.carry(() => Promise.reject(other), command)).rejects.toBe(other);
  });
});

describe('what was read', () => {
  it('is read again after each opening but the first word of the host', () => {
    const host = openHost();
    expect(host.become(state('active', 'ana'))).toBe(false);
    expect(host.become(state('active', 'ana'))).toBe(false);
    expect(host.become(state('locked', 'ana'))).toBe(false);
    expect(host.become(state('active', 'ana'))).toBe(true);
    expect(host.become(state('active', 'ben'))).toBe(true);
    expect(host.become(state('signed-out'))).toBe(false);
  });
});
