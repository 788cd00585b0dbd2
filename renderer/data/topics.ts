import type { Query, QueryClient } from '@tanstack/react-query';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: {
      /**
       * Topics whose change makes this query re-read. Without it: the name of the module the call belongs to. An empty
       * list is for what a live stream keeps fresh.
       */
      readonly topics?: readonly string[];
    };
  }
}

/** Topics a query depends on: those it names, else its module (the first part of its call's path). */
export function topicsOf(query: Pick<Query, 'queryKey' | 'meta'>): readonly string[] {
  const named = query.meta?.topics;
  if (named !== undefined) {
    return named;
  }
  const path = query.queryKey[0];
  return Array.isArray(path) && typeof path[0] === 'string' ? [path[0]] : [];
}

/** Re-reads what is on screen and names one of the topics; what is not on screen is marked stale. */
export function invalidateTopics(queries: QueryClient, topics: readonly string[]): void {
  void queries.invalidateQueries({ predicate: (query) => topicsOf(query).some((topic) => topics.includes(topic)) });
}
