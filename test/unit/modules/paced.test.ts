import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced, pushEveryMs } from '../../../electron/modules/paced.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function source(tickMs?: number) {
  let wake = () => {};
  let pending: number[] = [0];
  let isSubscribed = false;
  const end = new AbortController();
  const stream = paced<number[]>({
    signal: end.signal,
    ...(tickMs === undefined ? {} : { tickMs }),
    subscribe: (rouse) => {
      wake = rouse;
      isSubscribed = true;
      return () => {
        isSubscribed = false;
      };
    },
    take: () => {
      const taken = pending;
      pending = [];
      return taken.length > 0 ? taken : null;
    },
  });
  return {
    stream,
    end,
    isSubscribed: () => isSubscribed,
    push: (value: number) => {
      pending.push(value);
      wake();
    },
    add: (value: number) => void pending.push(value),
  };
}

test('a hundred wakes in a second are at most four pushes, and nothing is lost', async () => {
  const { stream, end, push } = source();
  const got: number[][] = [];
  const reading = (async () => {
    for await (const value of stream) got.push(value);
  })();
  for (let value = 1; value <= 100; value += 1) {
    push(value);
    await vi.advanceTimersByTimeAsync(10);
  }
  await vi.advanceTimersByTimeAsync(pushEveryMs);
  expect(got.length).toBeLessThanOrEqual(1 + Math.ceil(1000 / pushEveryMs) + 1);
  expect(got.flat()).toEqual(Array.from({ length: 101 }, (_, index) => index));
  end.abort();
  await reading;
});

test('a quiet source pushes nothing; a tick looks without being told', async () => {
  const { stream, add } = source(1000);
  expect((await stream.next()).value).toEqual([0]);
  add(7);
  const next = stream.next();
  await vi.advanceTimersByTimeAsync(999);
  await vi.advanceTimersByTimeAsync(1);
  expect((await next).value).toEqual([7]);
});

test('ending it while it waits unsubscribes at once', async () => {
  const { stream, end, isSubscribed } = source();
  await stream.next();
  const next = stream.next();
  await vi.advanceTimersByTimeAsync(pushEveryMs);
  expect(isSubscribed()).toBe(true);
  end.abort();
  expect(await next).toEqual({ done: true, value: undefined });
  expect(isSubscribed()).toBe(false);
});
