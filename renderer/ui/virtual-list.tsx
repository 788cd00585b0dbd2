import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, type RefObject, useLayoutEffect, useRef } from 'react';
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
  // Two components: a virtualizer that has nothing to do still scrolls its box when it is made, which lays out the page.
  return props.isMeasured === true ? <MeasuredList {...props} /> : <FixedList {...props} />;
}

function FixedList(props: VirtualListProps) {
  const box = useRef<HTMLElement>(null);
  const rows = useFixedRows(box, props.count, props.rowHeightRem * remPixels());
  return (
    <Rows
      {...props}
      box={box}
      items={rows.items}
      totalSize={rows.totalSize}
      scrollToRow={rows.scrollToRow}
      scrollToEnd={() => rows.scrollToRow(props.count - 1)}
    />
  );
}

function MeasuredList(props: VirtualListProps) {
  const { count, rowHeightRem, rowKey } = props;
  const box = useRef<HTMLElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightRem * remPixels(),
    getItemKey: rowKey,
    overscan: 8,
    // Before it is measured (and where there is no layout at all) a screenful is drawn.
    initialRect: { width: 800, height: 600 },
  });
  return (
    <Rows
      {...props}
      box={box}
      items={rows.getVirtualItems()}
      totalSize={rows.getTotalSize()}
      measureRow={rows.measureElement}
      scrollToRow={(index) => rows.scrollToIndex(index, { align: 'auto' })}
      scrollToEnd={() => rows.scrollToIndex(count - 1, { align: 'end' })}
    />
  );
}

/** Pixels of one rem by the page's mode. Asked for once each: the question lays out whatever has just been drawn. */
const remByMode = new Map<string, number>();

function remPixels(): number {
  if (typeof window === 'undefined') {
    return 16;
  }
  const root = document.documentElement;
  const mode = root.dataset.benchMode ?? '';
  const known = remByMode.get(mode);
  if (known !== undefined) {
    return known;
  }
  const pixels = Number.parseFloat(getComputedStyle(root).fontSize) || 16;
  remByMode.set(mode, pixels);
  return pixels;
}

// While the code is loaded ahead nothing waits to be laid out.
remPixels();

interface RowsProps extends VirtualListProps {
  readonly box: RefObject<HTMLElement | null>;
  readonly items: readonly PlacedRow[];
  readonly totalSize: number;
  readonly measureRow?: (element: Element | null) => void;
  readonly scrollToRow: (index: number) => void;
  readonly scrollToEnd: () => void;
}

function Rows(props: RowsProps) {
  const { count, rowHeightRem, rowKey, onRange, followsEnd = false, box, items, measureRow, scrollToEnd } = props;
  const isAtEnd = useRef(true);
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useLayoutEffect(() => {
    onRange?.(first, last);
  }, [onRange, first, last]);

  useLayoutEffect(() => {
    if (followsEnd && isAtEnd.current && count > 0) {
      scrollToEnd();
    }
  }, [followsEnd, count, scrollToEnd]);

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
          props.scrollToRow(next);
          control.focus({ preventScroll: true });
        }
      }}
      onScroll={(event) => {
        const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < rowHeightRem * remPixels();
      }}
    >
      <ul className={styles.rows} style={{ height: `${props.totalSize}px` }}>
        {items.map((item) => (
          <li
            key={rowKey(item.index)}
            ref={measureRow}
            data-index={item.index}
            className={styles.row}
            aria-setsize={count}
            aria-posinset={item.index + 1}
            style={{
              transform: `translateY(${item.start}px)`,
              ...(measureRow === undefined ? { height: `${item.size}px` } : {}),
            }}
          >
            {props.renderRow(item.index)}
          </li>
        ))}
      </ul>
    </section>
  );
}
