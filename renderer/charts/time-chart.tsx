import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { layOutTimeChart, type TimeChart, type TimeChartLayout } from '../../shared/reports/time-chart.ts';
import { formatDay } from '../i18n/time.ts';
import styles from './time-chart.module.css';

const size = { width: 700, height: 210, letter: 6.4 };

interface TimeChartFigureProps {
  /** What the chart is of; read out with the point that is chosen. */
  readonly caption: string;
  /** Points in the order of time: the arrow keys go through them so. */
  readonly chart: TimeChart;
  /** Each point in words, in the same order: value, unit, day, what stands beside it. */
  readonly sayPoint: (index: number) => string;
  /** Said in place of a picture where there is no point. */
  readonly none: string;
  /** How to move, said to those who can not see the ring around the chosen point. */
  readonly hint: string;
}

/** Values over time with their limits, one picture for screen and paper. Arrow keys go from point to point. */
export function TimeChartFigure({ caption, chart, sayPoint, none, hint }: TimeChartFigureProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const picture = useRef<SVGSVGElement>(null);
  const layout = layOutTimeChart(chart, size);
  if (layout === null) {
    return <p>{none}</p>;
  }
  const last = layout.dots.length - 1;
  const at = Math.min(chosen ?? last, last);
  const move = (event: KeyboardEvent) => {
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowDown: at - 1, ArrowUp: at + 1, Home: 0, End: last }[
      event.key
    ];
    if (to !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(last, to)));
    }
  };
  const choose = (event: MouseEvent) => {
    const box = picture.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return;
    const x = ((event.clientX - box.left) / box.width) * size.width;
    setChosen(nearest(layout, x));
  };
  return (
    <figure className={styles.figure}>
      <div
        className={styles.stage}
        role="slider"
        tabIndex={0}
        aria-label={`${caption}. ${hint}`}
        aria-valuemin={1}
        aria-valuemax={last + 1}
        aria-valuenow={at + 1}
        aria-valuetext={sayPoint(at)}
        onKeyDown={move}
        onClick={choose}
      >
        <svg ref={picture} className={styles.chart} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
          <Drawing layout={layout} />
          <circle className={styles.chosen} cx={layout.dots[at]?.x} cy={layout.dots[at]?.y} r="8" />
        </svg>
      </div>
      <figcaption className={styles.caption}>{sayPoint(at)}</figcaption>
    </figure>
  );
}

/** The same picture without a chosen point, for paper. */
export function TimeChartPicture({ chart, none }: { readonly chart: TimeChart; readonly none: string }) {
  const layout = layOutTimeChart(chart, size);
  if (layout === null) {
    return <p>{none}</p>;
  }
  return (
    <svg className={styles.chart} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      <Drawing layout={layout} />
    </svg>
  );
}

function Drawing({ layout }: { readonly layout: TimeChartLayout }) {
  return (
    <>
      <Axes layout={layout} />
      <polyline className={styles.line} points={layout.line.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {layout.dots.map(({ x, y, isHollow }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two points may lie on each other, and they never change places
        <circle key={index} className={isHollow ? styles.hollow : styles.dot} cx={x} cy={y} r="4" />
      ))}
    </>
  );
}

function Axes({ layout }: { readonly layout: TimeChartLayout }) {
  const { plot } = layout;
  return (
    <>
      {layout.ticks.map(({ y, text }) => (
        <g key={text}>
          <line className={styles.rule} x1={plot.left} x2={plot.right} y1={y} y2={y} />
          <text className={styles.text} x={plot.left - 12} y={y + 3.5} textAnchor="end">
            {text}
          </text>
        </g>
      ))}
      {layout.levels.map(({ y, look }) => (
        <line key={`${look} ${y}`} className={styles[look]} x1={plot.left} x2={plot.right} y1={y} y2={y} />
      ))}
      {layout.events.map(({ x }) => (
        <path key={x} className={styles.event} d={`M${x} ${plot.bottom - 7} l4 7 h-8 Z`} />
      ))}
      {layout.days.map(({ x, at, anchor }) => (
        <text key={x} className={styles.text} x={x} y={plot.bottom + 15} textAnchor={anchor}>
          {formatDay(at)}
        </text>
      ))}
    </>
  );
}

function nearest({ dots }: TimeChartLayout, x: number): number {
  return dots.reduce(
    (best, dot, index) => (Math.abs(dot.x - x) < Math.abs((dots[best]?.x ?? 0) - x) ? index : best),
    0,
  );
}
