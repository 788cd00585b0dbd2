/** A value that was measured or set at a moment. */
export interface TimeChartPoint {
  /** ISO instant or civil date. */
  readonly at: string;
  readonly value: number;
  /** Rejected or superseded ones are drawn hollow and the line does not go through them. */
  readonly isHollow: boolean;
}

/** What is drawn: points in any order, lines across (limits, a target), moments on the axis (lots, repairs). */
export interface TimeChart {
  readonly points: readonly TimeChartPoint[];
  readonly levels: readonly { readonly value: number; readonly look: 'limit' | 'target' }[];
  readonly events: readonly { readonly at: string }[];
  /** `step`: a value holds until the next one, as a factor does; `straight` joins measurements. */
  readonly join: 'step' | 'straight';
}

/** Where everything goes, in the units of the given box; the page draws it as SVG, the writer in points. */
export interface TimeChartLayout {
  /** In the order of the given points; those without a number are left out. */
  readonly dots: readonly { readonly x: number; readonly y: number; readonly isHollow: boolean }[];
  /** Corners of the one line through the points that count, in the order of time. */
  readonly line: readonly { readonly x: number; readonly y: number }[];
  readonly levels: readonly { readonly y: number; readonly look: 'limit' | 'target' }[];
  readonly events: readonly { readonly x: number }[];
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Days under the axis, as ISO instants. */
  readonly days: readonly { readonly x: number; readonly at: string; readonly anchor: 'start' | 'middle' | 'end' }[];
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

const steps = [1, 2, 2.5, 5, 10];
const dayMs = 86_400_000;

/** An axis of round steps around all values: at most six, and never of no height. */
function roundSpan(values: readonly number[]): { low: number; high: number; step: number } {
  const least = Math.min(...values);
  const most = Math.max(...values);
  // Nearer together than any label could tell, they are one value: a step for them would be lost in rounding.
  const isOne = most - least <= Math.max(Math.abs(most), Math.abs(least), 1) * 1e-9;
  const span = isOne ? Math.max(Math.abs(most) * 0.02, 1e-6) : most - least;
  const power = 10 ** Math.floor(Math.log10(span / 5));
  const step = (steps.find((size) => size * power * 5 >= span * (1 - 1e-9)) ?? 10) * power;
  const low = Math.floor(least / step + 1e-9) * step;
  const high = Math.ceil(most / step - 1e-9) * step;
  return high - low < step / 2 ? { low: low - step, high: high + step, step } : { low, high, step };
}

/** As many decimals as the step needs, so that all labels of the axis are alike. */
function decimalsOf(step: number): number {
  for (let decimals = 0; decimals < 8; decimals += 1) {
    if (Math.abs(Number(step.toFixed(decimals)) - step) < step * 1e-6) return decimals;
  }
  return 8;
}

/**
 * Lays values out over true time: a gap in time is a gap on the paper. Times that can not be read are left out of the line
 * and put at the left edge. With no point there is nothing to lay out and the answer is null.
 *
 * @param size width and height of the whole chart; `letter` is the width of one letter in the same units
 */
export function layOutTimeChart(
  chart: TimeChart,
  size: { readonly width: number; readonly height: number; readonly letter: number },
): TimeChartLayout | null {
  const usable = chart.points.filter(({ value }) => Number.isFinite(value));
  if (usable.length === 0) return null;
  const { low, high, step } = roundSpan([...usable, ...chart.levels].map(({ value }) => value));
  const decimals = decimalsOf(step);
  const tickValues = Array.from({ length: Math.round((high - low) / step) + 1 }, (_, index) => low + index * step);
  const texts = tickValues.map((value) => value.toFixed(decimals));
  const left = (Math.max(...texts.map((text) => text.length)) + 2.5) * size.letter;
  const plot = {
    left,
    right: size.width - size.letter * 1.5,
    top: size.letter * 1.5,
    bottom: size.height - size.letter * 3.5,
  };
  const moments = [...usable, ...chart.events].map(({ at }) => Date.parse(at)).filter((ms) => !Number.isNaN(ms));
  const first = moments.length === 0 ? 0 : Math.min(...moments);
  const last = moments.length === 0 ? 0 : Math.max(...moments);
  const spanMs = Math.max(last - first, dayMs);
  const start = last === first ? first - spanMs / 2 : first;
  const xOf = (at: string) => {
    const ms = Date.parse(at);
    return Number.isNaN(ms) ? plot.left : plot.left + ((ms - start) / spanMs) * (plot.right - plot.left);
  };
  const yOf = (value: number) => plot.bottom - ((value - low) / (high - low)) * (plot.bottom - plot.top);
  const dots = usable.map(({ at, value, isHollow }) => ({ x: xOf(at), y: yOf(value), isHollow }));
  return {
    dots,
    line: lineThrough(
      dots.filter(({ isHollow }) => !isHollow),
      chart.join,
    ),
    levels: chart.levels.map(({ value, look }) => ({ y: yOf(value), look })),
    events: chart.events.map(({ at }) => ({ x: xOf(at) })),
    ticks: tickValues.map((value, index) => ({ y: yOf(value), text: texts[index] ?? '' })),
    days: layOutDays(start, spanMs, plot, size.letter),
    plot,
  };
}

function lineThrough(
  dots: readonly { readonly x: number; readonly y: number }[],
  join: TimeChart['join'],
): TimeChartLayout['line'] {
  const inTime = [...dots].sort((a, b) => a.x - b.x);
  return inTime.flatMap(({ x, y }, index) => {
    const before = inTime[index - 1];
    return join === 'step' && before !== undefined
      ? [
          { x, y: before.y },
          { x, y },
        ]
      : [{ x, y }];
  });
}

/** As many days as have room for "22 Nov 2026", at equal distances, the first and the last at the edges. */
function layOutDays(
  start: number,
  spanMs: number,
  plot: TimeChartLayout['plot'],
  letter: number,
): TimeChartLayout['days'] {
  const width = plot.right - plot.left;
  const room = Math.max(2, Math.floor(width / (letter * 16)));
  const count = Math.min(room, Math.max(2, Math.floor(spanMs / dayMs) + 1));
  return Array.from({ length: count }, (_, index) => ({
    x: plot.left + (width * index) / (count - 1),
    at: new Date(start + (spanMs * index) / (count - 1)).toISOString(),
    anchor: index === 0 ? 'start' : index === count - 1 ? 'end' : 'middle',
  }));
}
