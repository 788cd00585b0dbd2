import { beforeEach, expect, test } from 'vitest';
import { SopDrafts } from '../../../electron/modules/sop/drafts.ts';
import type { Store } from '../../../electron/store/store.ts';
import { openTestStore, testFolder } from '../../harness/store.ts';

let store: Store;

beforeEach(async () => {
  store = await openTestStore(testFolder('sop-drafts'));
});

const hash = (letter: string) => letter.repeat(43);
const field = (value: string) => ({
  ...{ value, note: '', photo: null, reading: null, sealed: null, openedAt: null, timer: null },
  savedAt: '2026-11-22T10:00:00.000Z',
});
/** The program started anew; what was before is on the disk. */
const begin = (session: string) => new SopDrafts(store.settings, session);
const isRecovered = (drafts: SopDrafts, at = 'a') => drafts.isRecovered(drafts.fields('r1', hash('v'))[at]!);

test('a draft is marked after a stop without an orderly end, and stays so until somebody looks at it', () => {
  begin('one').put('r1', hash('v'), 'a', field('4'));
  const second = begin('two');
  expect(isRecovered(second)).toBe(true);
  second.put('r1', hash('v'), 'b', field('5'));
  second.close();
  const third = begin('three');
  expect([isRecovered(third), isRecovered(third, 'b'), third.recoveredCount('r1')]).toEqual([true, false, 1]);
  third.put('r1', hash('v'), 'a', field('4'));
  expect(third.recoveredCount('r1')).toBe(0);
});

test('after an orderly end what is typed waits as it is', () => {
  const first = begin('one');
  first.put('r1', hash('v'), 'a', field('4'));
  first.close();
  expect(isRecovered(begin('two'))).toBe(false);
});

test('a draft belongs to one version’s words: others neither see nor replace it', () => {
  const drafts = begin('one');
  drafts.put('r1', hash('v'), 'a', field('4'));
  expect(drafts.fields('r1', hash('w'))).toEqual({});
  expect(drafts.fields('r2', hash('v'))).toEqual({});
  expect(() => drafts.put('r1', hash('w'), 'a', field('9'))).toThrow(
    expect.objectContaining({ code: 'sop/other-form' }),
  );
  expect(drafts.fields('r1', hash('v')).a?.value).toBe('4');
});

test('a step that was only opened holds nothing that could be lost', () => {
  const drafts = begin('one');
  drafts.put('r1', hash('v'), 'a', { ...field(''), value: null, openedAt: '2026-11-22T10:00:00.000Z' });
  expect([drafts.runIds.size, begin('two').recoveredCount('r1')]).toEqual([0, 0]);
});
