/** A point of a drawn signature, in whole units of the pad: 0 to `padWidth` across, 0 to `padHeight` down. */
export interface StrokePoint {
  readonly x: number;
  readonly y: number;
}

/** From the pen's touch to its lift. */
export type Stroke = readonly StrokePoint[];

export const padWidth = 600;
export const padHeight = 200;

/** So many points hold any signature; a pen that is leant on the pad for a minute is not one. */
export const maxPoints = 4000;

/** Nearer than this to the last one a point adds nothing that could be seen. */
const leastStep = 2;

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Where on the pad a place of the window lies; inside it, whatever the pen did. A pad without size gives its corner. */
export function toPad(box: Box, clientX: number, clientY: number): StrokePoint {
  const across = box.width === 0 ? 0 : ((clientX - box.left) / box.width) * padWidth;
  const down = box.height === 0 ? 0 : ((clientY - box.top) / box.height) * padHeight;
  return { x: held(across, padWidth), y: held(down, padHeight) };
}

const held = (value: number, most: number): number => Math.round(Math.min(Math.max(value, 0), most));

export const pointCount = (strokes: readonly Stroke[]): number =>
  strokes.reduce((sum, stroke) => sum + stroke.length, 0);

/** The strokes with one more point on the last of them; as they are where it adds nothing, or nothing more fits. */
export function withPoint(strokes: readonly Stroke[], point: StrokePoint): readonly Stroke[] {
  const last = strokes.at(-1);
  const before = last?.at(-1);
  if (last === undefined || before === undefined || pointCount(strokes) >= maxPoints) {
    return strokes;
  }
  const isSeen = Math.hypot(point.x - before.x, point.y - before.y) >= leastStep;
  return isSeen ? [...strokes.slice(0, -1), [...last, point]] : strokes;
}

/** A new stroke that begins here. */
export function withStroke(strokes: readonly Stroke[], point: StrokePoint): readonly Stroke[] {
  return pointCount(strokes) >= maxPoints ? strokes : [...strokes, [point]];
}

/** How much ink is a signature: one dot of a resting sleeve is none. */
const leastInk = 60;

/** Whether so much was drawn that it can be meant: the length of all strokes together. */
export function isSignature(strokes: readonly Stroke[]): boolean {
  const ink = strokes.reduce(
    (sum, stroke) =>
      sum +
      stroke
        .slice(1)
        .reduce(
          (length, point, at) => length + Math.hypot(point.x - (stroke[at]?.x ?? 0), point.y - (stroke[at]?.y ?? 0)),
          0,
        ),
    0,
  );
  return ink >= leastInk;
}

/** A stroke as the path of an SVG; a lone point is a dot. */
export function toPath(stroke: Stroke): string {
  const [first, ...rest] = stroke;
  if (first === undefined) {
    return '';
  }
  const start = `M${first.x} ${first.y}`;
  return rest.length === 0 ? `${start}h0.1` : `${start}${rest.map(({ x, y }) => `L${x} ${y}`).join('')}`;
}
