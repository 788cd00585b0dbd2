import { type RefObject, startTransition, useDeferredValue, useLayoutEffect, useState } from 'react';

/** One row of which the place is known. */
export interface PlacedRow {
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly size: number;
}

/** Rows kept ready above and below those in view. */
const OVERSCAN = 8;
/** Before it is measured (and where there is no layout at all) a screenful is drawn. */
const FIRST_HEIGHT = 600;

/**
 * Places rows of one height by arithmetic. A virtualizer keeps a measurement for each row, which for 100,000 rows of the same
 * height costs more than all the rest of drawing the list.
 *
 * @param count 0 draws none and watches nothing
 */
export function useFixedRows(box: RefObject<HTMLElement | null>, count: number, size: number) {
  const [view, setView] = useState({ first: 0, height: FIRST_HEIGHT });
  // Rows in view are drawn first, those kept ready when they have been painted.
  const spare = useDeferredValue(OVERSCAN, 0);
  const isOn = count > 0;

  useLayoutEffect(() => {
    const element = box.current;
    if (!isOn || element === null) {
      return;
    }
    let hasLooked = false;
    const look = () => {
      const first = Math.floor(element.scrollTop / size);
      const height = element.clientHeight || FIRST_HEIGHT;
      const settle = (): void =>
        setView((held) => (held.first === first && held.height === height ? held : { first, height }));
      // The first height is a guess: rows too many for the box are taken away when those in view have been painted.
      if (!hasLooked && height < FIRST_HEIGHT) startTransition(settle);
      else settle();
      hasLooked = true;
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const sizes = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(look);
    sizes?.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      sizes?.disconnect();
    };
  }, [box, isOn, size]);

  // Fewer rows than were scrolled over: the browser moves the box, and tells it only after it has drawn.
  const top = Math.max(0, Math.min(view.first, count - 1));
  const first = Math.max(0, top - spare);
  const end = Math.min(count, top + Math.ceil(view.height / size) + 1 + spare);
  const items: PlacedRow[] = [];
  for (let index = first; index < end; index += 1) {
    items.push({ index, start: index * size, size });
  }
  return {
    items,
    totalSize: count * size,
    /** Scrolls as little as brings the row into view. */
    scrollToRow(index: number) {
      const element = box.current;
      if (element === null) {
        return;
      }
      const start = index * size;
      if (start < element.scrollTop) {
        element.scrollTop = start;
      } else if (start + size > element.scrollTop + element.clientHeight) {
        element.scrollTop = start + size - element.clientHeight;
      }
    },
  };
}
