import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkKeeper } from '../../../electron/instruments/link-keeper.ts';
import type { LinkListener, OpenLink } from '../../../electron/instruments/links/link.ts';
import { AppError } from '../../../shared/kernel/errors.ts';

const serial = {
  kind: 'serial',
  path: '/dev/ttyUSB0',
  usb: null,
  serial: { baud: 9600, dataBits: 8, parity: 'none', stopBits: 1, flow: 'none' },
} as const;

const clock = {
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
  offsetMinutes: () => 0,
  bootId: 'test',
};

/** A keeper whose port opens or fails as `answers` say (an error code, or null to open). */
function keeper(answers: (string | null)[]) {
  const seen: string[] = [];
  const opened: { listener: LinkListener; isClosed: boolean }[] = [];
  let attempts = 0;
  const kept = new LinkKeeper(serial, {
    clock,
    open: async (_settings, listener): Promise<OpenLink> => {
      attempts += 1;
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (typeof answer === 'string') throw new AppError(answer);
      const state = { listener, isClosed: false };
      opened.push(state);
      listener.connected('here');
      return {
        where: serial.path,
        write: async () => {},
        check: async () => {},
        modemLines: async () => null,
        close: async () => {
          state.isClosed = true;
        },
      };
    },
    onState: ({ state, reason }) => seen.push(reason === null ? state : `${state} ${reason}`),
    onConnected: () => seen.push('connected'),
    onBytes: () => {},
    onDisconnected: () => seen.push('disconnected'),
  });
  return { kept, seen, opened, attempts: () => attempts };
}

describe('a link that is kept open', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('tries again after 1, 2, 5, 10, 30 and 30 seconds', async () => {
    const { kept, attempts } = keeper(['link/port-missing']);
    kept.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(attempts()).toBe(1);
    let expected = 1;
    for (const seconds of [1, 2, 5, 10, 30, 30]) {
      await vi.advanceTimersByTimeAsync(seconds * 1_000 - 1);
      expect(attempts()).toBe(expected);
      await vi.advanceTimersByTimeAsync(1);
      expected += 1;
      expect(attempts()).toBe(expected);
    }
    await kept.stop();
  });

  it('tries at once, and from the first step, when ports change', async () => {
    const { kept, attempts } = keeper(['link/port-missing']);
    kept.start();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(attempts()).toBe(4);
    kept.portsChanged();
    await vi.advanceTimersByTimeAsync(0);
    expect(attempts()).toBe(5);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(attempts()).toBe(6);
    await kept.stop();
  });

  it('shows why, once, and begins the conversation when the link can be written to', async () => {
    const { kept, seen, opened } = keeper(['link/port-busy', 'link/port-busy', null]);
    kept.start();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(seen).toEqual(['opening', 'port-busy link/port-busy', 'open', 'connected']);
    opened[0]?.listener.closed({ state: 'port-missing', code: 'link/unplugged', data: {} });
    expect(seen.slice(4)).toEqual(['disconnected', 'port-missing link/unplugged']);
    await kept.stop();
  });

  it('does not try again what can not work', async () => {
    const { kept, attempts } = keeper(['link/peers-required']);
    kept.start();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(attempts()).toBe(1);
    kept.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(attempts()).toBe(2);
    await kept.stop();
  });

  it('lets go of the port while the machine sleeps and takes it again afterwards', async () => {
    const { kept, seen, opened } = keeper([null]);
    kept.start();
    await vi.advanceTimersByTimeAsync(0);
    await kept.suspend();
    expect(opened[0]?.isClosed).toBe(true);
    expect(seen.at(-1)).toBe('waiting-to-reopen link/asleep');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toHaveLength(1);
    kept.resume();
    await vi.advanceTimersByTimeAsync(0);
    expect(opened).toHaveLength(2);
    expect(seen.slice(-2)).toEqual(['open', 'connected']);
    await kept.stop();
    expect(opened[1]?.isClosed).toBe(true);
    expect(kept.state.state).toBe('off');
  });

  it('does not hammer a peer that hangs up at once', async () => {
    const { kept, opened } = keeper([null]);
    kept.start();
    for (let turn = 0; turn < 20; turn += 1) {
      await vi.advanceTimersByTimeAsync(1_000);
      opened.at(-1)?.listener.closed({ state: 'waiting-to-reopen', code: 'link/peer-closed', data: {} });
    }
    expect(opened.length).toBeLessThan(8);
    await kept.stop();
  });
});
