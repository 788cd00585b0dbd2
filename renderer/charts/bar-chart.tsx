import { useId } from 'react';
import { type BarChartLayout, layOutBars } from '../../shared/reports/bar-chart.ts';
import type { BlockOf } from '../../shared/reports/document.ts';
import styles from './bar-chart.module.css';

const size = { width: 700, height: 160, letter: 6.4 };

/** Bars in time, one picture for screen and paper: drawn in the colour of the text, told apart by pattern. */
export function BarChart({ chart }: { readonly chart: BlockOf<'chart'> }) {
  const id = useId();
  const hatch = `hatch-${id.replaceAll(/[^\w-]/g, '')}`;
  const { bars, ticks, labels, plot } = layOutBars(chart, size);
  const said = chart.bars
    .filter(({ values }) => values.some((value) => value > 0))
    .map(({ label, values }) => `${label}: ${values.join(' + ')}`)
    .join(', ');
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.chart}
        viewBox={`0 0 ${size.width} ${size.height}`}
        role="img"
        aria-label={`${chart.caption}. ${said || chart.none}`}
      >
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line className={styles.hatch} x1="0" y1="0" x2="0" y2="5" />
          </pattern>
        </defs>
        {ticks.map((tick) => (
          <g key={tick.text}>
            <line className={styles.rule} x1={plot.left} x2={plot.right} y1={tick.y} y2={tick.y} />
            <text className={styles.text} x={plot.left - 4} y={tick.y + 3.5} textAnchor="end">
              {tick.text}
            </text>
          </g>
        ))}
        {bars.map((bar) => (
          <Bar key={`${bar.x} ${bar.y} ${bar.pattern}`} bar={bar} hatch={hatch} />
        ))}
        {labels.map((label) => (
          <text key={label.x} className={styles.text} x={label.x} y={plot.bottom + 13} textAnchor="middle">
            {label.text}
          </text>
        ))}
      </svg>
      {chart.series.length > 1 && (
        <figcaption className={styles.legend}>
          {chart.series.map((series) => (
            <span key={series.name} className={styles.series}>
              <svg className={styles.sample} viewBox="0 0 20 12" aria-hidden="true">
                <Bar bar={{ x: 1, y: 1, width: 18, height: 10, pattern: series.pattern }} hatch={hatch} />
              </svg>
              {series.name}
            </span>
          ))}
        </figcaption>
      )}
    </figure>
  );
}

function Bar({ bar, hatch }: { readonly bar: BarChartLayout['bars'][number]; readonly hatch: string }) {
  const fill = bar.pattern === 'solid' ? 'currentColor' : bar.pattern === 'hatched' ? `url(#${hatch})` : 'none';
  return <rect className={styles.bar} x={bar.x} y={bar.y} width={bar.width} height={bar.height} fill={fill} />;
}
