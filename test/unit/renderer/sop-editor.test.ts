import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addStep,
  emptyStep,
  everyStep,
  freshKey,
  moveIntoBlock,
  moveStep,
  numberOf,
  removeStep,
  replaceStep,
  withKind,
} from '../../../renderer/modules/sop/parts/editor-steps.ts';
import { formatSpan, readDecimal, readSpan, readWhole } from '../../../renderer/modules/sop/parts/editor-values.ts';
import { contentOf, step } from '../../../scripts/demo/sop-terms.ts';
import { checkContent } from '../../../shared/modules/sop/rules-content.ts';
import { type Step, type StepKind, sopContent, stepKinds } from '../../../shared/modules/sop/terms.ts';

const words = { arm: 'Go on', item: 'sample', innerTitle: 'Done' };

const rinse = step('confirm', 'rinse', 'Rinse');
const count = step('number', 'count', 'Background', { high: '10' });
const way = step('branch', 'way', 'Does it pass', {
  on: 'count',
  arms: [
    { label: 'Yes', when: { op: 'is-verdict', value: 'pass' }, goTo: 'next' },
    { label: 'No', when: null, goTo: 'tubes' },
  ],
});
const clot = step('confirm', 'clot', 'No clot');
const label = step('confirm', 'label', 'Label right');
const tubes = step('repeat', 'tubes', 'Tubes', { steps: [clot, label] });
const steps: Step[] = [rinse, count, way, tubes];
const keysOf = (list: readonly Step[]) => everyStep(list).map(({ key }) => key);

describe('the steps of a draft', () => {
  it('are numbered as a reader counts them, those of a block within it', () => {
    expect(keysOf(steps).map((key) => numberOf(steps, key))).toEqual(['1', '2', '3', '4', '4.1', '4.2']);
  });

  it('go up and down by one, and out of a block at its edge', () => {
    expect(keysOf(moveStep(steps, 'count', -1))).toEqual(['count', 'rinse', 'way', 'tubes', 'clot', 'label']);
    expect(numberOf(moveStep(steps, 'label', -1), 'label')).toBe('4.1');
    expect(numberOf(moveStep(steps, 'clot', -1), 'clot')).toBe('4');
    expect(numberOf(moveStep(steps, 'label', 1), 'label')).toBe('5');
    expect(moveStep(steps, 'rinse', -1)).toEqual(steps);
  });

  it('go into the block beside them, a branch never', () => {
    const moved = moveIntoBlock([rinse, tubes], 'rinse', 1);
    expect(numberOf(moved, 'rinse')).toBe('1.1');
    expect(moveIntoBlock([way, tubes], 'way', 1)).toEqual([way, tubes]);
  });

  it('leave no way behind that leads to a step that is gone', () => {
    const left = removeStep(removeStep(steps, 'tubes'), 'count');
    const branch = left.find(({ key }) => key === 'way');
    expect(branch?.kind === 'branch' && [branch.on, branch.arms.map(({ goTo }) => goTo)]).toEqual([
      null,
      ['next', 'next'],
    ]);
  });

  it('are added behind another, also within a block, and a branch behind the block', () => {
    const added = emptyStep('text', { key: 'note', title: 'Note' }, words, steps);
    expect(numberOf(addStep(steps, added, { after: 'clot' }), 'note')).toBe('4.2');
    expect(numberOf(addStep(steps, added, { lastIn: 'tubes' }), 'note')).toBe('4.3');
    expect(numberOf(addStep(steps, added, { after: 'rinse' }), 'note')).toBe('2');
    const branch = emptyStep('branch', { key: 'other', title: 'Other' }, words, steps);
    expect(numberOf(addStep(steps, branch, { after: 'clot' }), 'other')).toBe('5');
  });

  it('keep what every kind has when their kind changes', () => {
    const changed = withKind({ ...rinse, safety: 'Gloves' }, 'number', words, steps);
    expect(replaceStep(steps, changed)[0]).toMatchObject({ key: 'rinse', title: 'Rinse', safety: 'Gloves', low: null });
  });

  it('can be kept as they are added, whatever their kind, and only a choice still wants its choices', () => {
    for (const kind of stepKinds) {
      const added = emptyStep(kind, { key: freshKey(kind, steps), title: 'New' }, words, steps);
      const content = contentOf('Start-up', [...steps, added]);
      expect(sopContent.safeParse(content).error).toBeUndefined();
      const stopping = checkContent(content).filter(({ isStopping }) => isStopping);
      expect(stopping.map(({ code }) => code)).toEqual(kind === 'choice' ? ['no-choices'] : []);
    }
  });

  it('stay the same steps with keys unlike each other, however they are added, moved and put into blocks', async () => {
    const kind = fc.constantFrom<StepKind>(...stepKinds);
    const act = fc.record({ what: fc.constantFrom('add', 'up', 'down', 'in'), at: fc.nat(20), kind });
    await fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        let list = steps;
        for (const { what, at, kind: kindOf } of acts) {
          const all = keysOf(list);
          const key = all[at % all.length] ?? '';
          const before = new Set(all);
          if (what === 'add') {
            const fresh = freshKey(kindOf, list);
            list = addStep(list, emptyStep(kindOf, { key: fresh, title: 'New' }, words, list), { after: key });
            before.add(fresh);
          } else if (what === 'in') {
            list = moveIntoBlock(list, key, 1);
          } else {
            list = moveStep(list, key, what === 'up' ? -1 : 1);
          }
          const now = keysOf(list);
          expect(new Set(now).size).toBe(now.length);
          for (const each of before) {
            expect(now).toContain(each);
          }
        }
      }),
    );
  });
});

describe('what is typed into a step', () => {
  it('is a time with minutes and seconds, with hours where there are some', () => {
    expect(['10:00', '1:30:00', '0:05'].map(readSpan)).toEqual([600, 5400, 5]);
    expect(['10', '1:75', '', '0:00'].map(readSpan)).toEqual([null, null, null, null]);
    expect([600, 5400, 5].map(formatSpan)).toEqual(['10:00', '1:30:00', '0:05']);
  });

  it('is a number as it is written, a comma or a point', () => {
    expect(['4,50', '-1.2', '10'].map(readDecimal)).toEqual(['4.50', '-1.2', '10']);
    expect(['4.', '1e3', 'x'].map(readDecimal)).toEqual([null, null, null]);
    expect([readWhole('24', 1, 60), readWhole('61', 1, 60), readWhole('2.5', 1, 60)]).toEqual([24, null, null]);
  });
});
