import type { BlockOf } from '../../../../shared/reports/document.ts';

type Column = BlockOf<'table'>['columns'][number];

/** Columns of a report's table; `weight` is the share of the width. */
export const text = (title: string, weight: number): Column => ({ title, kind: 'text', weight });
export const number = (title: string, weight: number): Column => ({ title, kind: 'number', weight });
