import { Link } from '@tanstack/react-router';
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
                <Cell key={cell.on} cell={cell} title={row.title} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ cell, title }: { readonly cell: GridCell; readonly title: string }) {
  const { t } = useTranslation('month');
  const state = t(`state.${cell.state}`);
  const mark = cell.marks.at(-1);
  const said = t('open', { task: title, date: formatCivilDay(cell.on), state });
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
        <Link to="/tasks/$hash" params={{ hash: mark.hash }} className={styles.cell}>
          {day}
          <span>
            {cell.marks.map(({ initials }) => initials).join(' ')}
            {cell.state === 'failed' && ' ×'}
            {cell.state === 'late' && ' *'}
          </span>
          <span className="visually-hidden">
            {said}, {mark.by}
          </span>
        </Link>
      )}
    </td>
  );
}
