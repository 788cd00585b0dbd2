import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FlowHeights, paginate, type Slice } from '../../../shared/reports/paginate.ts';

const heights = fc.integer({ min: 0, max: 60 });
const flow: fc.Arbitrary<FlowHeights> = fc.record({
  head: heights,
  rows: fc.array(heights, { maxLength: 30 }),
  tail: heights,
  isBreak: fc.boolean(),
});
const flows = fc.array(flow, { maxLength: 8 });
const room = 200;

const heightOf = (blocks: readonly FlowHeights[], { block, from, to, hasTail }: Slice) => {
  const { head, rows, tail } = blocks[block]!;
  return head + rows.slice(from, to).reduce((sum, row) => sum + row, 0) + (hasTail ? tail : 0);
};

describe('sheets', () => {
  test('hold every row exactly once and in order, with each tail behind its last row', () => {
    fc.assert(
      fc.property(flows, (blocks) => {
        const slices = paginate(blocks, room).flat();
        for (const [block, { rows, isBreak }] of blocks.entries()) {
          const own = slices.filter((slice) => slice.block === block);
          if (isBreak) {
            expect(own).toEqual([]);
            continue;
          }
          expect(own.flatMap(({ from, to }) => rows.slice(from, to))).toEqual(rows);
          expect(own.map(({ hasTail }) => hasTail)).toEqual(own.map((_, at) => at === own.length - 1));
        }
        expect(slices.map(({ block }) => block)).toEqual(slices.map(({ block }) => block).toSorted((a, b) => a - b));
      }),
    );
  });

  test('are never fuller than they are high, unless one row alone is higher', () => {
    fc.assert(
      fc.property(flows, (blocks) => {
        for (const page of paginate(blocks, room)) {
          const used = page.reduce((sum, slice) => sum + heightOf(blocks, slice), 0);
          const isAlone = page.length === 1 && page[0]!.to - page[0]!.from <= 1;
          expect(used <= room || isAlone).toBe(true);
        }
      }),
    );
  });

  test('begin anew after a break, and none is empty', () => {
    const block = { head: 10, rows: [], tail: 0, isBreak: false };
    const rest = { head: 0, rows: [], tail: 0, isBreak: true };
    expect(
      paginate([rest, block, rest, rest, block, rest], room).map((page) => page.map((slice) => slice.block)),
    ).toEqual([[1], [4]]);
  });

  test('without a size all of it is on one', () => {
    const block = { head: 0, rows: [0, 0, 0], tail: 0, isBreak: false };
    expect(paginate([block], Number.POSITIVE_INFINITY)).toEqual([[{ block: 0, from: 0, to: 3, hasTail: true }]]);
  });
});
