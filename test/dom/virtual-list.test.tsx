import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { VirtualList } from '../../renderer/ui/virtual-list.tsx';

afterEach(cleanup);

const rowPixels = 64;
const shown = () => screen.getAllByRole('listitem').map((row) => Number(row.dataset.index));

function show(count: number) {
  const ranges: [number, number][] = [];
  const list = (rows: number) => (
    <VirtualList
      label="Rows"
      count={rows}
      rowHeightRem={4}
      rowKey={(index) => index}
      onRange={(first, last) => ranges.push([first, last])}
      renderRow={(index) => <button type="button">row {index}</button>}
    />
  );
  const { rerender } = render(list(count));
  return { ranges, becomes: (rows: number) => rerender(list(rows)) };
}

function scrollTo(top: number): void {
  const box = screen.getByRole('region', { name: 'Rows' });
  box.scrollTop = top;
  act(() => void fireEvent.scroll(box));
}

test('of a hundred thousand rows only a screenful is there, wherever one scrolls', () => {
  const { ranges } = show(100_000);
  expect(shown()[0]).toBe(0);
  expect(shown().length).toBeLessThan(40);
  const first = screen.getByText('row 3');
  scrollTo(2 * rowPixels);
  expect(screen.getByText('row 3')).toBe(first);
  scrollTo(5_000 * rowPixels);
  expect(shown()).toContain(5_000);
  expect(shown().length).toBeLessThan(40);
  expect(ranges.at(-1)?.[0]).toBeLessThanOrEqual(5_000);
  expect(ranges.at(-1)?.[1]).toBeGreaterThan(5_000);
  const last = screen.getAllByRole('listitem').at(-1);
  expect(last?.style.transform).toBe(`translateY(${Number(last?.dataset.index) * rowPixels}px)`);
  expect(last?.getAttribute('aria-setsize')).toBe('100000');
});

test('a list that becomes shorter than it was scrolled shows its end', () => {
  const { becomes } = show(1_000);
  scrollTo(900 * rowPixels);
  becomes(20);
  expect(shown()).toContain(19);
});
