import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutTimeChart, type TimeChart } from '../../../shared/reports/time-chart.ts';

const size = { width: 700, height: 200, letter: 6 };
const chart = (more: Partial<TimeChart> = {}): TimeChart => ({
  points: [
    { at: '2026-01-10', value: 98.5, isHollow: false },
    { at: '2026-07-10', value: 100.32, isHollow: false },
  ],
  levels: [],
  events: [],
  join: 'step',
  ...more,
});

describe('a chart over time', () => {
  it('shows nothing where there is no value', () => {
    expect(layOutTimeChart(chart({ points: [] }), size)).toBeNull();
    expect(
      layOutTimeChart(chart({ points: [{ at: '2026-01-10', value: Number.NaN, isHollow: false }] }), size),
    ).toBeNull();
  });

  it('lets a factor hold until the next one', () => {
    const layout = layOutTimeChart(chart(), size);
    const [first, second] = layout?.dots ?? [];
    expect(layout?.line).toEqual([
      { x: first?.x, y: first?.y },
      { x: second?.x, y: first?.y },
      { x: second?.x, y: second?.y },
    ]);
  });

  it('keeps a rejected point in view and leaves it out of the line', () => {
    const rejected = { at: '2026-03-01', value: 110, isHollow: true };
    const { points } = chart();
    const layout = layOutTimeChart(chart({ points: [...points, rejected] }), size);
    expect(layout?.dots[2]?.isHollow).toBe(true);
    expect(layout?.line.some(({ y }) => y === layout.dots[2]?.y)).toBe(false);
  });

  it('puts a single value in the middle, with a limit above and below in view', () => {
    const layout = layOutTimeChart(
      chart({
        points: [{ at: '2026-11-22T10:00:00Z', value: 100, isHollow: false }],
        levels: [
          { value: 80, look: 'limit' },
          { value: 120, look: 'limit' },
        ],
      }),
      size,
    );
    expect(layout?.dots[0]?.x).toBeCloseTo(((layout?.plot.left ?? 0) + (layout?.plot.right ?? 0)) / 2);
    expect(layout?.ticks.map(({ text }) => text)).toEqual(['80', '90', '100', '110', '120']);
  });

  it('writes all labels of its axis with the same decimals', () => {
    const layout = layOutTimeChart(
      chart({
        points: [
          { at: '2026-01-10', value: 1, isHollow: false },
          { at: '2026-02-10', value: 1.01, isHollow: false },
        ],
      }),
      size,
    );
    expect(new Set(layout?.ticks.map(({ text }) => text.split('.')[1]?.length)).size).toBe(1);
  });

  it('draws values that differ by less than a label can tell as one', () => {
    const points = [5e-324, 1.5e-323, 0].map((value) => ({ at: '2026-01-10', value, isHollow: false }));
    const layout = layOutTimeChart(chart({ points }), size);
    for (const { y } of layout?.dots ?? []) expect(Number.isFinite(y)).toBe(true);
  });

  it('never draws outside its box, whatever comes', () => {
    const moment = fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms).toISOString());
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: moment, value, isHollow: fc.boolean() }), { minLength: 1, maxLength: 30 }),
        fc.array(fc.record({ value, look: fc.constantFrom('limit' as const, 'target' as const) }), { maxLength: 3 }),
        fc.array(fc.record({ at: moment }), { maxLength: 3 }),
        fc.constantFrom('step' as const, 'straight' as const),
        (points, levels, events, join) => {
          const layout = layOutTimeChart({ points, levels, events, join }, size);
          for (const { x, y } of [...(layout?.dots ?? []), ...(layout?.line ?? [])]) {
            expect(x).toBeGreaterThanOrEqual(-1e-6);
            expect(x).toBeLessThanOrEqual(size.width + 1e-6);
            expect(y).toBeGreaterThanOrEqual(-1e-6);
            expect(y).toBeLessThanOrEqual(size.height + 1e-6);
          }
          expect(layout?.ticks.length).toBeLessThanOrEqual(9);
        },
      ),
    );
  });
});
