import { describe, expect, test } from 'vitest';
import { FileGrants } from '../../../electron/host/file-grants.ts';

const grant = (id: string, purpose = 'backup') => ({ id, path: `/chosen/${id}`, purpose });

describe('file grants', () => {
  test('one opens its file once', () => {
    const files = new FileGrants(() => 0);
    files.add(grant('a'));
    expect(files.take('a', 'backup')).toBe('/chosen/a');
    expect(() => files.take('a', 'backup')).toThrow('files/not-chosen');
  });

  test('a path is no grant', () => {
    const files = new FileGrants(() => 0);
    files.add(grant('a'));
    expect(() => files.take('/chosen/a', 'backup')).toThrow('files/not-chosen');
  });

  test('one given for something else opens nothing and is used up', () => {
    const files = new FileGrants(() => 0);
    files.add(grant('a', 'capture'));
    expect(() => files.take('a', 'backup')).toThrow('files/not-chosen');
    expect(() => files.take('a', 'capture')).toThrow('files/not-chosen');
  });

  test('one that nobody used for ten minutes is forgotten', () => {
    let now = 0;
    const files = new FileGrants(() => now);
    files.add(grant('a'));
    files.add(grant('b'));
    now = 10 * 60_000;
    expect(files.take('a', 'backup')).toBe('/chosen/a');
    now += 1;
    expect(() => files.take('b', 'backup')).toThrow('files/not-chosen');
  });

  test('a page that asks for ever keeps the newest few only', () => {
    const files = new FileGrants(() => 0);
    for (let number = 0; number < 100; number += 1) files.add(grant(String(number)));
    expect(() => files.take('0', 'backup')).toThrow('files/not-chosen');
    expect(files.take('99', 'backup')).toBe('/chosen/99');
  });

  test('pages the window has set are handed over once', () => {
    const files = new FileGrants(() => 0);
    files.addParcel({ id: 'p', bytes: new Uint8Array([1, 2]) });
    expect(files.takeParcel('p')).toEqual(new Uint8Array([1, 2]));
    expect(() => files.takeParcel('p')).toThrow('files/not-chosen');
  });
});
