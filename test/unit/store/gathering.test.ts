import { describe, expect, test } from 'vitest';
import { Gathering } from '../../../electron/store/gathering.ts';

describe('gathering of frames for one commit', () => {
  test('a few lines never wait, however fast they are', () => {
    const gathering = new Gathering();
    for (let ms = 0; ms < 500; ms += 1) expect(gathering.waitMs(`line ${ms % 3}`, ms)).toBe(0);
  });

  test('many busy lines wait a moment, and no longer once they fall silent', () => {
    const gathering = new Gathering();
    for (let ms = 0; ms < 10; ms += 1) gathering.waitMs(`line ${ms % 5}`, ms);
    expect(gathering.waitMs('line 0', 11)).toBeGreaterThan(0);
    // The span before still counts at the begin of the next one.
    expect(gathering.waitMs('line 0', 21)).toBeGreaterThan(0);
    expect(gathering.waitMs('line 0', 42)).toBe(0);
    expect(gathering.waitMs('line 0', 10_000)).toBe(0);
  });
});
