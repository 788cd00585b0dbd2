import { keepPreviousData, type QueryClient } from '@tanstack/react-query';
import type * as z from 'zod';
import type { messageFilter } from '../../../../shared/modules/messages/contract.ts';
import type { DataLayer } from '../../../data/data-layer.tsx';

export type Filter = z.infer<typeof messageFilter>;

export const PAGE_ROWS = 50;

/** What the list shows before anything is searched or chosen. */
export const allMessagesOf = (instrumentId: string): Filter => ({
  instrumentId,
  purpose: null,
  search: '',
  only: 'all',
});

export const countOptions = (api: DataLayer['api'], filter: Filter) =>
  api.messages.count.queryOptions({ input: filter, placeholderData: keepPreviousData, meta: { topics: [] } });

/** One page of a list. It brings the count along, so that a list and its rows, or a push of new ones, are drawn in one go. */
export function pageOptions(api: DataLayer['api'], held: QueryClient, filter: Filter, page: number) {
  const options = api.messages.page.queryOptions({ input: { ...filter, offset: page * PAGE_ROWS, limit: PAGE_ROWS } });
  return {
    ...options,
    queryFn: async (context: Parameters<typeof options.queryFn>[0]) => {
      const read = await options.queryFn(context);
      held.setQueryData(countOptions(api, filter).queryKey, { count: read.count });
      return read;
    },
  };
}
