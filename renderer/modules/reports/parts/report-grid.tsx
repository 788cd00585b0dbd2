import type { BlockOf, GridMark } from '../../../../shared/reports/document.ts';
import styles from './sheets.module.css';

const labelPercent = 27;

interface ReportGridProps {
  readonly grid: BlockOf<'grid'>;
  readonly from: number;
  readonly to: number;
  readonly hasLegend: boolean;
}

/** The paper grid: days across, tasks down, initials in cells. Every mark has a shape of its own. */
export function ReportGrid({ grid, from, to, hasLegend }: ReportGridProps) {
  const cellPercent = (100 - labelPercent) / grid.columns.length;
  return (
    <div className={styles.block}>
      <p className={styles.caption}>{grid.caption}</p>
      {grid.rows.length === 0 ? (
        <p>{grid.none}</p>
      ) : (
        <table className={styles.grid}>
          <colgroup>
            <col style={{ width: `${labelPercent}%` }} />
            {grid.columns.map((column) => (
              <col key={column.title} style={{ width: `${cellPercent}%` }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className={styles.corner}>
                {grid.corner}
              </th>
              {grid.columns.map((column) => (
                <th key={column.title} scope="col" data-shaded={column.isShaded || undefined}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.slice(from, to).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a print do not move
              <tr key={from + index} data-row>
                <th scope="row" className={styles.task}>
                  {row.label}
                  {row.detail !== '' && <span className={styles.detail}>{row.detail}</span>}
                </th>
                {grid.columns.map((column, at) => (
                  <td
                    key={column.title}
                    data-mark={row.cells[at]?.mark ?? 'none'}
                    data-shaded={column.isShaded || undefined}
                  >
                    <Strokes mark={row.cells[at]?.mark ?? 'none'} />
                    {row.cells[at]?.text}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {hasLegend && grid.rows.length > 0 && (
        <ul className={styles.legend} data-tail>
          {grid.legend.map((entry) => (
            <li key={entry.meaning}>
              <span className={styles.sample} data-mark={entry.mark}>
                <Strokes mark={entry.mark} />
                {entry.text}
              </span>
              {entry.meaning}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Strokes over a box as lines of their own: a patterned ground would be a picture in the PDF, and a slow one. */
const strokes: Partial<Record<GridMark, string>> = {
  skipped: 'M0 100 100 0',
  closed: 'M0 50 50 0M0 100 100 0M50 100 100 50',
};

function Strokes({ mark }: { readonly mark: GridMark }) {
  const path = strokes[mark];
  return path === undefined ? null : (
    <svg className={styles.strokes} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}
