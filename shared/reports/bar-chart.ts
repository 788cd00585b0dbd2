import type { BlockOf } from './document.ts';

/** Where everything of a bar chart goes, in the units of the given box; the page draws it as SVG, the writer in points. */
export interface BarChartLayout {
  readonly bars: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
    readonly pattern: 'solid' | 'hatched' | 'open';
  }[];
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly labels: readonly { readonly x: number; readonly text: string }[];
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number };
}

/** Steps of an axis that people read without counting. */
const steps = [1, 2, 5];

/** The smallest round number of at most five equal round steps that is not below `most`. */
export function roundAxis(most: number): { top: number; step: number } {
  if (!(most > 0)) return { top: 1, step: 1 };
  for (let power = 10 ** Math.floor(Math.log10(most) - 1); ; power *= 10) {
    for (const step of steps) {
      const size = step * power;
      const count = Math.ceil(most / size - 1e-9);
      if (count <= 5) return { top: count * size, step: size };
    }
  }
}

const readable = (value: number) => String(Number(value.toPrecision(6)));

/**
 * Lays bars out side by side, series stacked from below, with a round axis on the left. Labels that would overlap are left
 * out at equal distances.
 *
 * @param size width and height of the whole chart; `letter` is the width of one letter in the same units
 */
export function layOutBars(
  chart: BlockOf<'chart'>,
  size: { readonly width: number; readonly height: number; readonly letter: number },
): BarChartLayout {
  const most = Math.max(0, ...chart.bars.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const { top, step } = roundAxis(most);
  const tickTexts = Array.from({ length: Math.round(top / step) + 1 }, (_, index) => readable(index * step));
  const left = (Math.max(...tickTexts.map((text) => text.length)) + 1) * size.letter;
  const plot = { left, right: size.width, top: size.letter * 2, bottom: size.height - size.letter * 3 };
  const height = plot.bottom - plot.top;
  const pitch = (plot.right - plot.left) / Math.max(1, chart.bars.length);
  const width = Math.min(pitch * 0.7, size.letter * 6);
  const widest = Math.max(1, ...chart.bars.map(({ label }) => label.length)) * size.letter + size.letter;
  const every = Math.max(1, Math.ceil(widest / pitch));
  const bars = chart.bars.flatMap(({ values }, index) => {
    let below = 0;
    return values.flatMap((value, series) => {
      if (value <= 0) return [];
      const tall = (value / top) * height;
      below += tall;
      const x = plot.left + index * pitch + (pitch - width) / 2;
      return [{ x, y: plot.bottom - below, width, height: tall, pattern: chart.series[series]?.pattern ?? 'solid' }];
    });
  });
  return {
    bars,
    plot,
    ticks: tickTexts.map((text, index) => ({ y: plot.bottom - (height * index * step) / top, text })),
    labels: chart.bars.flatMap(({ label }, index) =>
      index % every === 0 ? [{ x: plot.left + (index + 0.5) * pitch, text: label }] : [],
    ),
  };
}
