import { type RouterHistory, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { GridCell, MonthGrid } from '../../../../shared/modules/maintenance/tasks-contract.ts';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import styles from './month-table.module.css';

/** What stands in a box without initials: never colour alone. */
const signs: Partial<Record<GridCell['state'], string>> = {
  due: '○',
  planned: '·',
  overdue: '!',
  missed: '×',
  skipped: 'S',
  late: '→',
  closed: '',
  'not-in-use': '–',
};

/** The month like the paper log: days across, tasks down, initials in the boxes. */
export function MonthTable({ grid }: { readonly grid: MonthGrid }) {
  const { t } = useTranslation('month');
  const { history } = useRouter();
  return (
    <section className={styles.box} aria-label={grid.instrumentName}>
      <table className={styles.grid}>
        <thead>
          <tr>
            <th scope="col">{t('task')}</th>
            {grid.days.map((day) => (
              <th key={day.on} scope="col">
                {Number(day.on.slice(8))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.rows.map((row) => (
            <tr key={row.planId}>
              <th scope="row">{row.title}</th>
              {row.cells.map((cell) => (
                <Cell key={cell.on} cell={cell} title={row.title} history={history} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellProps {
  readonly cell: GridCell;
  readonly title: string;
  readonly history: RouterHistory;
}

function Cell({ cell, title, history }: CellProps) {
  const { t } = useTranslation('month');
  const state = t(`state.${cell.state}`);
  const mark = cell.marks.at(-1);
  const said = t('open', { task: title, date: formatCivilDay(cell.on), state });
  const task = `/tasks/${mark?.hash}`;
  const day = <span className={styles.day}>{Number(cell.on.slice(8))}</span>;
  return (
    <td data-state={cell.state} title={cell.reason === '' ? said : `${said}, ${cell.reason}`}>
      {mark === undefined ? (
        <span className={styles.cell}>
          {day}
          <span aria-hidden="true">{signs[cell.state] ?? ''}</span>
          {cell.state !== 'none' && <span className="visually-hidden">{state}</span>}
        </span>
      ) : (
        // A month has hundreds of these: the router's own link would follow each move of the router for every one.
        <a
          href={history.createHref(task)}
          className={styles.cell}
          onClick={(event) => {
            event.preventDefault();
            history.push(task);
          }}
        >
          {day}
          <span>
            {cell.marks.map(({ initials }) => initials).join(' ')}
            {cell.state === 'failed' && ' ×'}
            {cell.state === 'late' && ' *'}
          </span>
          <span className="visually-hidden">
            {said}, {mark.by}
          </span>
        </a>
      )}
    </td>
  );
}
