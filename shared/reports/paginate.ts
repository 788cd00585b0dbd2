/** One block as it lies on sheets: its head comes again where it goes on overleaf, its tail follows its last row. */
export interface FlowHeights {
  readonly head: number;
  readonly rows: readonly number[];
  readonly tail: number;
  /** Nothing is drawn; the next block begins a sheet. */
  readonly isBreak: boolean;
}

/** Rows `from` up to, not including, `to` of one block. */
export interface Slice {
  readonly block: number;
  readonly from: number;
  readonly to: number;
  readonly hasTail: boolean;
}

/**
 * Lays blocks on sheets of one height: no row is cut, a head never stands alone at the foot, and every row is on exactly
 * one sheet. A row higher than a sheet gets one of its own.
 */
export function paginate(blocks: readonly FlowHeights[], height: number): Slice[][] {
  const pages: Slice[][] = [[]];
  let y = 0;
  const next = (): void => {
    if (pages.at(-1)?.length === 0) return;
    pages.push([]);
    y = 0;
  };
  for (const [block, { head, rows, tail, isBreak }] of blocks.entries()) {
    if (isBreak) {
      next();
      continue;
    }
    let from = 0;
    do {
      const tailOf = (row: number) => (row >= rows.length - 1 ? tail : 0);
      if (y + head + (rows[from] ?? 0) + tailOf(from) > height) next();
      y += head;
      let to = from;
      while (to < rows.length && (to === from || y + rows[to]! + tailOf(to) <= height)) {
        y += rows[to]!;
        to += 1;
      }
      const hasTail = to >= rows.length;
      if (hasTail) y += tail;
      pages.at(-1)!.push({ block, from, to, hasTail });
      from = to;
      if (!hasTail) next();
    } while (from < rows.length);
  }
  if (pages.length > 1 && pages.at(-1)?.length === 0) pages.pop();
  return pages;
}
