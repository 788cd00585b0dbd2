import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../../shared/kernel/base64url.ts';
import { formatOffset, hlcDevice, hlcMaxAheadMs, hlcNext, hlcReceive, parseHlc } from '../../../shared/kernel/clock.ts';
import { createIdSource, isUuid } from '../../../shared/kernel/ids.ts';

const device = hlcDevice('0199aaaa-bbbb-7ccc-8ddd-0123456789ab');

describe('hybrid time', () => {
  test('sorts as text in the order it was made, whatever the wall clock does', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e6, max: 4e12 }), { minLength: 2, maxLength: 300 }), (walls) => {
        let state = { ms: 0, counter: 0 };
        const made = walls.map((wall) => {
          const next = hlcNext(state, wall, device);
          state = next.state;
          return next.hlc;
        });
        expect(made).toEqual([...made].sort());
        expect(new Set(made).size).toBe(made.length);
        expect(new Set(made.map((hlc) => hlc.length)).size).toBe(1);
      }),
    );
  });

  test('a full counter carries into the next millisecond', () => {
    const { state, hlc } = hlcNext({ ms: 10, counter: 0xffff }, 5, device);
    expect(state).toEqual({ ms: 11, counter: 0 });
    expect(parseHlc(hlc)).toEqual({ ms: 11, counter: 0, device });
  });

  test('takes over a remote time up to five minutes ahead, and flags one beyond it without following', () => {
    const here = { ms: 1_000_000, counter: 3 };
    const near = hlcNext({ ms: 0, counter: 0 }, 1_000_000 + hlcMaxAheadMs, device).hlc;
    const far = hlcNext({ ms: 0, counter: 0 }, 1_000_001 + hlcMaxAheadMs, device).hlc;
    expect(hlcReceive(here, near, 1_000_000)).toEqual({ state: { ms: 1_300_000, counter: 0 }, isSuspect: false });
    expect(hlcReceive(here, far, 1_000_000)).toEqual({ state: here, isSuspect: true });
    expect(hlcReceive(here, 'nonsense', 1_000_000)).toEqual({ state: here, isSuspect: true });
  });

  test('offsets are written as in ISO times', () => {
    expect([330, -210, 0].map(formatOffset)).toEqual(['+05:30', '-03:30', '+00:00']);
  });
});

describe('ids', () => {
  test('are UUIDs of version 7, in order within a millisecond and while the clock stands back', () => {
    let now = 1_700_000_000_000;
    const next = createIdSource({ wallMs: () => now, randomBytes: (count) => randomBytes(count) });
    const ids = Array.from({ length: 5000 }, (_, at) => {
      if (at === 4000) now -= 60_000;
      return next();
    });
    expect(ids.every(isUuid)).toBe(true);
    expect(ids.every((id) => id[14] === '7')).toBe(true);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('base64url is what Node makes of the same bytes, and comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64Url(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64Url(text)).toEqual(bytes);
    }),
  );
  expect(fromBase64Url('a')).toBeUndefined();
  expect(fromBase64Url('a+b/')).toBeUndefined();
  expect(fromBase64Url('AB')).toBeUndefined();
});
