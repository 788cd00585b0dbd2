import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { MessageRow } from '../../../../shared/modules/messages/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { countOptions, type Filter, PAGE_ROWS, pageOptions } from './page-options.ts';

/**
 * Rows of a long list by their position, loaded a page at a time around what is in view. `rowAt` gives undefined while
 * its page is on the way.
 */
export function useMessagePages(filter: Filter) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const api = useApi();
  const held = useQueryClient();
  const count = useQuery({
    ...countOptions(api, filter),
    queryFn: async () => ({ count: (await held.fetchQuery(pageOptions(api, held, filter, 0))).count }),
  });
  const firstPage = Math.floor(range.first / PAGE_ROWS);
  const lastPage = Math.floor(range.last / PAGE_ROWS);
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_none, index) => firstPage + index);
  const queries = useQueries({ queries: pages.map((page) => pageOptions(api, held, filter, page)) });
  const rowAt = (index: number): MessageRow | undefined => {
    const page = Math.floor(index / PAGE_ROWS) - firstPage;
    return queries[page]?.data?.rows[index % PAGE_ROWS];
  };
  const onRange = useCallback(
    (first: number, last: number) =>
      setRange((held) =>
        Math.floor(held.first / PAGE_ROWS) === Math.floor(first / PAGE_ROWS) &&
        Math.floor(held.last / PAGE_ROWS) === Math.floor(last / PAGE_ROWS)
          ? held
          : { first, last },
      ),
    [],
  );
  return { count, rowAt, onRange };
}
