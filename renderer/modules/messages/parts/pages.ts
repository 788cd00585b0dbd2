import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type * as z from 'zod';
import type { MessageRow, messageFilter } from '../../../../shared/modules/messages/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';

export type Filter = z.infer<typeof messageFilter>;

const PAGE_ROWS = 100;

/**
 * Rows of a long list by their position, loaded a page at a time around what is in view. `rowAt` gives undefined while
 * its page is on the way. `count` is asked once; afterwards every page that is read again brings it along, so that a push
 * of new messages is drawn in one go.
 */
export function useMessagePages(filter: Filter) {
  const [range, setRange] = useState({ first: 0, last: 0 });
  const api = useApi();
  const held = useQueryClient();
  const countOptions = api.messages.count.queryOptions({
    input: filter,
    placeholderData: keepPreviousData,
    meta: { topics: [] },
  });
  const count = useQuery(countOptions);
  const firstPage = Math.floor(range.first / PAGE_ROWS);
  const lastPage = Math.floor(range.last / PAGE_ROWS);
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_none, index) => firstPage + index);
  const queries = useQueries({
    queries: pages.map((page) => {
      const input = { ...filter, offset: page * PAGE_ROWS, limit: PAGE_ROWS };
      const options = api.messages.page.queryOptions({ input });
      return {
        ...options,
        queryFn: async (context: Parameters<typeof options.queryFn>[0]) => {
          const read = await options.queryFn(context);
          held.setQueryData(countOptions.queryKey, { count: read.count });
          return read;
        },
      };
    }),
  });
  const rowAt = (index: number): MessageRow | undefined => {
    const page = Math.floor(index / PAGE_ROWS) - firstPage;
    return queries[page]?.data?.rows[index % PAGE_ROWS];
  };
  const onRange = (first: number, last: number) =>
    setRange((held) => (held.first === first && held.last === last ? held : { first, last }));
  return { count, rowAt, onRange };
}
