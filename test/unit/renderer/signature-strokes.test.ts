import { describe, expect, it } from 'vitest';
import {
  isSignature,
  maxPoints,
  padHeight,
  padWidth,
  pointCount,
  type Stroke,
  toPad,
  toPath,
  withPoint,
  withStroke,
} from '../../../renderer/modules/cases/parts/signature-strokes.ts';

const box = { left: 100, top: 50, width: 300, height: 100 };

describe('a drawn signature', () => {
  it('lies on the pad in the same place at every size of the window', () => {
    expect(toPad(box, 250, 100)).toEqual({ x: padWidth / 2, y: padHeight / 2 });
    expect(toPad({ left: 0, top: 0, width: 1200, height: 400 }, 600, 200)).toEqual({
      x: padWidth / 2,
      y: padHeight / 2,
    });
  });

  it('stays on the pad when the pen runs over its edge', () => {
    expect(toPad(box, 5000, -40)).toEqual({ x: padWidth, y: 0 });
  });

  it('keeps what can be seen of a stroke, and starts a new one where the pen was lifted', () => {
    let strokes: readonly Stroke[] = withStroke([], { x: 10, y: 10 });
    strokes = withPoint(strokes, { x: 11, y: 10 });
    strokes = withPoint(strokes, { x: 40, y: 10 });
    strokes = withStroke(strokes, { x: 10, y: 60 });
    strokes = withPoint(strokes, { x: 80, y: 60 });
    expect(strokes.map(toPath)).toEqual(['M10 10L40 10', 'M10 60L80 60']);
    expect(isSignature(strokes)).toBe(true);
  });

  it('is none while there is a dot only', () => {
    const strokes = withStroke([], { x: 10, y: 10 });
    expect(isSignature(strokes)).toBe(false);
    expect(strokes.map(toPath)).toEqual(['M10 10h0.1']);
    expect(isSignature([])).toBe(false);
    expect(withPoint([], { x: 1, y: 1 })).toEqual([]);
  });

  it('has an end, however long a sleeve rests on the pad', () => {
    let strokes: readonly Stroke[] = withStroke([], { x: 0, y: 0 });
    for (let step = 0; step < maxPoints * 2; step += 1) {
      strokes = withPoint(strokes, { x: (step % 2) * padWidth, y: 0 });
    }
    expect(pointCount(strokes)).toBe(maxPoints);
    expect(withStroke(strokes, { x: 5, y: 5 })).toBe(strokes);
  });
});
