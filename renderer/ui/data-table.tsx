import type { ReactNode } from 'react';
import styles from './data-table.module.css';
import { joinClasses } from './join-classes.ts';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** `number` is right-aligned with tabular figures; `code` is mono. */
  readonly kind?: 'text' | 'number' | 'code';
}

interface DataTableProps<Row> {
  /** Read out for the table; a heading above may already show it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly empty?: ReactNode;
  /** Many columns: it folds earlier. */
  readonly isWide?: boolean;
}

/** A small table (tens of rows); it folds to label-and-value rows where there is no room. Long ones are a `VirtualList`. */
export function DataTable<Row>({ caption, columns, rows, rowKey, empty, isWide = false }: DataTableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) {
    return <>{empty}</>;
  }
  return (
    <table className={joinClasses(styles.table, isWide && styles.wide)}>
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" data-kind={column.kind}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td key={column.key} data-kind={column.kind} data-title={column.title}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
