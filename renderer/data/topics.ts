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

/** Queries that are read at the moment and must be read once more afterwards. */
const overtaken = new WeakSet<Query>();

/**
 * Re-reads what is on screen and names one of the topics; what is not on screen is marked stale. A read that is under way
 * is finished and then done again: on a busy line, a slow read that every push began anew would never end.
 */
export function invalidateTopics(queries: QueryClient, topics: readonly string[]): void {
  const named = queries.getQueryCache().findAll({
    predicate: (query) => topicsOf(query).some((topic) => topics.includes(topic)),
  });
  for (const query of named) {
    const only = { predicate: (each: Query) => each === query };
    if (query.state.fetchStatus !== 'fetching') {
      void queries.invalidateQueries(only);
    } else if (!overtaken.has(query)) {
      overtaken.add(query);
      void query
        .fetch(undefined, { cancelRefetch: false })
        .catch(() => undefined)
        .then(() => {
          overtaken.delete(query);
          return queries.invalidateQueries(only);
        });
    }
  }
}
