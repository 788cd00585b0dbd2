import type { ReactNode } from 'react';
import styles from './key-value.module.css';

export interface KeyValueRow {
  readonly label: ReactNode;
  readonly value: ReactNode;
  readonly key?: string;
}

/** Facts as label and value in a fixed grid; an empty value says so instead of leaving a hole. */
export function KeyValue({
  rows,
  emptyWord = '–',
}: {
  readonly rows: readonly KeyValueRow[];
  readonly emptyWord?: string;
}) {
  return (
    <dl className={styles.grid}>
      {rows.map((row, index) => (
        <div className={styles.row} key={row.key ?? (typeof row.label === 'string' ? row.label : index)}>
          <dt>{row.label}</dt>
          <dd>
            {row.value === '' || row.value === null || row.value === undefined ? <span>{emptyWord}</span> : row.value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
