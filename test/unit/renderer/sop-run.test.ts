import { describe, expect, it } from 'vitest';
import { emptyEntry, spanText } from '../../../renderer/modules/sop/parts/run-text.ts';
import {
  atEnd,
  canAnswer,
  entryToSend,
  openAfter,
  openBeforeEnd,
  shownPlace,
  stepAfter,
  stepBefore,
} from '../../../renderer/modules/sop/parts/run-way.ts';
import { step } from '../../../scripts/demo/sop-terms.ts';
import type { RunStep, RunView } from '../../../shared/modules/sop/run-contract.ts';
import type { Step } from '../../../shared/modules/sop/terms.ts';

const placed = (of: Step, status: RunStep['status'], more: Partial<RunStep> = {}): RunStep => ({
  at: of.key,
  step: of,
  item: null,
  itemName: '',
  itemCount: null,
  status,
  isNext: false,
  answer: null,
  earlier: [],
  draft: null,
  deviations: [],
  branch: null,
  isConflict: false,
  ...more,
});

const runOf = (steps: RunStep[], nextAt: string | null) => ({ steps, nextAt }) as unknown as RunView;
const run = runOf(
  [
    placed(step('confirm', 'a', 'A'), 'answered'),
    placed(step('number', 'b', 'B'), 'skipped'),
    placed(step('text', 'c', 'C'), 'open'),
    placed(step('text', 'd', 'D'), 'open'),
  ],
  'c',
);

describe('the way of a run on the screen', () => {
  it('is where the run stands until a person goes elsewhere, and back there when the way no longer leads over it', () => {
    expect(shownPlace(run, null)).toBe('c');
    expect(shownPlace(run, 'a')).toBe('a');
    expect(shownPlace(run, 'gone')).toBe('c');
    expect(shownPlace(run, atEnd)).toBe(atEnd);
    expect(shownPlace(runOf(run.steps, null), null)).toBe(atEnd);
  });

  it('goes on with what is open, never back to what was left out, and to the end after the last', () => {
    expect(openAfter(run, 'a')).toBe('c');
    expect(openAfter(run, 'c')).toBe('d');
    expect(openAfter(run, 'd')).toBe(atEnd);
    expect(stepAfter(run, 'a')).toBe('b');
    expect(stepBefore(run, 'a')).toBeNull();
    expect(stepBefore(run, atEnd)).toBe('d');
  });
});

it('what is typed and not answered stands between a run and its end, beside what is required', () => {
  const draft = (value: string) => ({
    ...{ value, note: '', photo: null, reading: null, savedAt: '', openedAt: null, timer: null },
    ...{ specimenHash: null, isRecovered: false, verdict: null, why: '' as const },
  });
  const [a, b, c, d] = run.steps as [RunStep, RunStep, RunStep, RunStep];
  const said = { value: 'yes', note: '', photo: null, reading: null } as unknown as RunStep['answer'];
  const open = (steps: RunStep[]) =>
    openBeforeEnd({ steps, openRequired: [{ at: 'd', title: 'D' }], recovered: [] } as unknown as RunView).map(
      ({ at }) => at,
    );
  expect(open([a, b, c, d])).toEqual(['d']);
  // Opened only, and the same once more, are nothing.
  expect(open([{ ...a, answer: said, draft: draft('yes') }, b, { ...c, draft: draft('') }, d])).toEqual(['d']);
  expect(open([{ ...a, answer: said, draft: draft('no') }, b, { ...c, draft: draft('x') }, d])).toEqual([
    'a',
    'c',
    'd',
  ]);
});

describe('a step', () => {
  const filled = (value: string) => ({ entry: { ...emptyEntry, value }, kept: null });
  const empty = { entry: emptyEntry, kept: null };

  it('can be answered with what its kind asks for', () => {
    expect(canAnswer(placed(step('confirm', 'a', 'A'), 'open'), empty)).toBe(true);
    expect(canAnswer(placed(step('number', 'a', 'A'), 'open'), filled('2,5'))).toBe(true);
    expect(canAnswer(placed(step('number', 'a', 'A'), 'open'), filled('abc'))).toBe(false);
    expect(canAnswer(placed(step('scan', 'a', 'A'), 'open'), empty)).toBe(false);
    expect(canAnswer(placed(step('repeat', 'a', 'A', { least: 1, most: 5 }), 'open'), filled('5'))).toBe(true);
    expect(canAnswer(placed(step('repeat', 'a', 'A', { least: 1, most: 5 }), 'open'), filled('6'))).toBe(false);
    expect(canAnswer(placed(step('timer', 'a', 'A'), 'open'), empty)).toBe(false);
    expect(canAnswer(placed(step('photo', 'a', 'A'), 'open'), filled(' '))).toBe(false);
  });

  it('that waits for another one to decide a branch can not be answered', () => {
    const waiting = placed(step('branch', 'a', 'A', { on: 'b' }), 'open', {
      branch: { taken: null, goTo: null, mustChoose: false },
    });
    expect(canAnswer(waiting, filled('Rinse'))).toBe(false);
    expect(canAnswer({ ...waiting, branch: { taken: null, goTo: null, mustChoose: true } }, filled('Rinse'))).toBe(
      true,
    );
  });

  it('whose button is its answer sends it', () => {
    expect(entryToSend(placed(step('confirm', 'a', 'A'), 'open'), emptyEntry).value).toBe('yes');
    expect(entryToSend(placed(step('confirm', 'a', 'A'), 'open'), { ...emptyEntry, value: 'no' }).value).toBe('no');
    expect(entryToSend(placed(step('hazard', 'a', 'A'), 'open'), emptyEntry).value).toBe('acknowledged');
    expect(entryToSend(placed(step('signature', 'a', 'A'), 'open'), emptyEntry).value).toBe('signed');
  });
});

it('a span reads like a clock', () => {
  expect([0, 59.9, 65, 3600, 3723].map(spanText)).toEqual(['0:00', '0:59', '1:05', '1:00:00', '1:02:03']);
});
