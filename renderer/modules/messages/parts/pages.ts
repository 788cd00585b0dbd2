import { keepPreviousData, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type * as z from 'zod';
import type { MessageRow, messageFilter } from '../../../../shared/modules/messages/contract.ts';
import { useApi } from '../../../data/data-layer.tsx';

export type Filter = z.infer<typeof messageFilter>;

const PAGE_ROWS = 50;

/**
 * Rows of a long list by their position, loaded a page at a time around what is in view. `rowAt` gives undefined while
 * its page is on the way. Every page brings the count along, the first one too: a list is drawn with its rows in one go,
 * and so is a push of new messages.
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
  const pageOptions = (page: number) => {
    const options = api.messages.page.queryOptions({
      input: { ...filter, offset: page * PAGE_ROWS, limit: PAGE_ROWS },
    });
    return {
      ...options,
      queryFn: async (context: Parameters<typeof options.queryFn>[0]) => {
        const read = await options.queryFn(context);
        held.setQueryData(countOptions.queryKey, { count: read.count });
        return read;
      },
    };
  };
  const count = useQuery({
    ...countOptions,
    queryFn: async () => ({ count: (await held.fetchQuery(pageOptions(0))).count }),
  });
  const firstPage = Math.floor(range.first / PAGE_ROWS);
  const lastPage = Math.floor(range.last / PAGE_ROWS);
  const pages = Array.from({ length: lastPage - firstPage + 1 }, (_none, index) => firstPage + index);
  const queries = useQueries({ queries: pages.map(pageOptions) });
  const rowAt = (index: number): MessageRow | undefined => {
    const page = Math.floor(index / PAGE_ROWS) - firstPage;
    return queries[page]?.data?.rows[index % PAGE_ROWS];
  };
  const onRange = (first: number, last: number) =>
    setRange((held) => (held.first === first && held.last === last ? held : { first, last }));
  return { count, rowAt, onRange };
}
