import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { type PlacedRow, useFixedRows } from './fixed-rows.ts';
import styles from './virtual-list.module.css';

interface VirtualListProps {
  /** Read out for the list. */
  readonly label: string;
  /** How many rows there are, loaded or not. */
  readonly count: number;
  /** Height of a row in rem, as guessed before it is measured. */
  readonly rowHeightRem: number;
  /** Identity of a row; while it stays, so does its DOM node. */
  readonly rowKey: (index: number) => string | number;
  readonly renderRow: (index: number) => ReactNode;
  /** Told which rows are in view, to load their pages. */
  readonly onRange?: (first: number, last: number) => void;
  /** Keeps the newest at the end in view until the person scrolls up (wire view). */
  readonly followsEnd?: boolean;
  /** Rows whose text wraps are measured; rows of one fixed height are not (faster). */
  readonly isMeasured?: boolean;
}

/**
 * A list of up to hundreds of thousands of rows of which only those in view are in the DOM. Rows are placed by a
 * transform on one element each, so a push of new data changes text, not nodes.
 */
export function VirtualList(props: VirtualListProps) {
  const { count, rowHeightRem, rowKey, onRange, followsEnd = false, isMeasured = false } = props;
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const rem =
    typeof window === 'undefined' ? 16 : Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  const fixed = useFixedRows(box, isMeasured ? 0 : count, rowHeightRem * rem);
  const measured = useVirtualizer({
    count: isMeasured ? count : 0,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightRem * rem,
    getItemKey: rowKey,
    overscan: 8,
    // Before it is measured (and where there is no layout at all) a screenful is drawn.
    initialRect: { width: 800, height: 600 },
  });
  const items: readonly PlacedRow[] = isMeasured ? measured.getVirtualItems() : fixed.items;
  const totalSize = isMeasured ? measured.getTotalSize() : fixed.totalSize;
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useLayoutEffect(() => {
    onRange?.(first, last);
  }, [onRange, first, last]);

  useLayoutEffect(() => {
    if (followsEnd && isAtEnd.current && count > 0) {
      if (isMeasured) {
        measured.scrollToIndex(count - 1, { align: 'end' });
      } else {
        fixed.scrollToRow(count - 1);
      }
    }
  }, [followsEnd, count, isMeasured, measured, fixed]);

  return (
    <section
      ref={box}
      className={styles.box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      aria-label={props.label}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        const row = event.target instanceof Element ? event.target.closest<HTMLElement>('li[data-index]') : null;
        if (step === 0 || row === null) {
          return;
        }
        const next = Number(row.dataset.index) + step;
        const control = box.current?.querySelector<HTMLElement>(`li[data-index="${next}"] :is(button, a)`);
        if (control !== null && control !== undefined) {
          event.preventDefault();
          if (isMeasured) {
            measured.scrollToIndex(next, { align: 'auto' });
          } else {
            fixed.scrollToRow(next);
          }
          control.focus({ preventScroll: true });
        }
      }}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < rowHeightRem * rem;
      }}
    >
      <ul className={styles.rows} style={{ height: `${totalSize}px` }}>
        {items.map((item) => (
          <li
            key={rowKey(item.index)}
            ref={isMeasured ? measured.measureElement : undefined}
            data-index={item.index}
            className={styles.row}
            aria-setsize={count}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start}px)`, ...(isMeasured ? {} : { height: `${item.size}px` }) }}
          >
            {props.renderRow(item.index)}
          </li>
        ))}
      </ul>
    </section>
  );
}
