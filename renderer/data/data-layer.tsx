import { createTanstackQueryUtils, type RouterUtils } from '@orpc/tanstack-query';
import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useSyncExternalStore } from 'react';
import type { InstrumentCard } from '../../shared/modules/instruments/contract.ts';
import { createHostClient, type HostClient } from './client.ts';
import { followStream } from './follow.ts';
import { type ConnectionState, HostConnection } from './host-connection.ts';
import { keepSession } from './keep-session.ts';
import { applyCardPush } from './live-cards.ts';
import { isConnectionLoss, type PageError } from './page-error.ts';
import { SessionGate } from './session-gate.ts';
import { invalidateTopics } from './topics.ts';

export interface DataLayer {
  readonly connection: HostConnection;
  readonly client: HostClient;
  /** Query and mutation options for every call: `api.errors.list.queryOptions({ input })`. */
  readonly api: RouterUtils<HostClient>;
  readonly queries: QueryClient;
  /** Where calls wait for a sign-in. */
  readonly gate: SessionGate;
}

/**
 * Everything the screens need to talk to the host. Queries wait for a connection instead of failing; a query that was
 * cut off by a lost connection is asked again, a command is not (it may have been carried out).
 */
export function createDataLayer(connection: HostConnection = new HostConnection()): DataLayer {
  const gate = new SessionGate();
  const client = createHostClient(connection, gate);
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        // Freshness is the host's word (topics), not a clock's.
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failureCount, error) => isConnectionLoss(error) && failureCount < 20,
        retryDelay: 50,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
  return { connection, client, api: createTanstackQueryUtils(client), queries, gate };
}

/**
 * Asks for what the first screen can not do without, before anything is drawn: the host answers in the order of asking, and
 * loads what it needs for an answer then.
 */
export function askFirst({ api, queries }: DataLayer): void {
  void queries.prefetchQuery(sessionQuery(api));
  void queries.prefetchQuery(cardsQuery(api));
}

const DataContext = createContext<DataLayer | null>(null);

function useDataLayer(): DataLayer {
  const layer = useContext(DataContext);
  if (layer === null) {
    throw new Error('No DataProvider above this component.');
  }
  return layer;
}

/** Query and mutation options: `useQuery(useApi().errors.list.queryOptions({ input }))`. */
export const useApi = (): DataLayer['api'] => useDataLayer().api;

/** Plain calls, for what is neither a query nor a mutation of a screen. */
export const useClient = (): HostClient => useDataLayer().client;

export function useConnectionState(): ConnectionState {
  const { connection } = useDataLayer();
  return useSyncExternalStore(connection.subscribe, () => connection.state);
}

/** Who acts at this bench; the live stream says when that changes. */
export const sessionQuery = (api: DataLayer['api']) => api.people.state.queryOptions({ meta: { topics: ['people'] } });

const cardsQuery = (api: DataLayer['api']) =>
  api.instruments.cards.queryOptions({ input: { withRetired: false }, meta: { topics: [] } });

/** Every instrument of this bench that is not retired, kept fresh by the live stream. */
export const useCards = () => useQuery(cardsQuery(useApi()));

/** The card of one instrument out of the live list; undefined until it is there. */
export function useCard(instrumentId: string): InstrumentCard | undefined {
  return useCards().data?.find((card) => card.id === instrumentId);
}

interface StreamHandlers<Value> {
  readonly onValue: (value: Value) => void;
  readonly onError?: (error: PageError) => void;
  readonly onEnd?: () => void;
  readonly isOnce?: boolean;
}

/**
 * Follows a live stream while the component is mounted; `key` is what the stream depends on, and null opens none.
 * Handlers are those of the render in which the key last changed: keep state in refs, stores or setState functions.
 *
 * @example useStream(`wire ${id}`, (client, signal) => client.wire.live({ instrumentId: id }, { signal }), { onValue })
 */
export function useStream<Value>(
  key: string | null,
  open: (client: HostClient, signal: AbortSignal) => Promise<AsyncIterable<Value>>,
  handlers: StreamHandlers<Value>,
): void {
  const { connection, client } = useDataLayer();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what `open` and the handlers close over
  useEffect(() => {
    if (key === null) {
      return;
    }
    return followStream({ connection, open: (signal) => open(client, signal), ...handlers });
  }, [connection, client, key]);
}

interface DataProviderProps {
  readonly layer: DataLayer;
  readonly children: ReactNode;
}

/** Gives the data layer to the screens and keeps it fresh: topics re-read queries, the live stream moves the cards. */
export function DataProvider({ layer, children }: DataProviderProps) {
  useEffect(() => keepFresh(layer), [layer]);
  return (
    <DataContext value={layer}>
      <QueryClientProvider client={layer.queries}>{children}</QueryClientProvider>
    </DataContext>
  );
}

function keepFresh({ connection, client, api, queries, gate }: DataLayer): () => void {
  const cardsKey = api.instruments.cards.queryKey({ input: { withRetired: false } });
  let seenGeneration = connection.generation;
  const stops = [
    keepSession({ connection, client, queries, gate, stateKey: api.people.state.queryKey() }),
    connection.subscribe(() => {
      if (connection.state === 'connected' && connection.generation !== seenGeneration) {
        const isFirst = seenGeneration === 0;
        seenGeneration = connection.generation;
        if (!isFirst) {
          // What was pushed while there was no connection is not pushed again.
          void queries.invalidateQueries();
        }
      }
    }),
    followStream({
      connection,
      open: (signal) => client.system.topics(undefined, { signal }),
      onValue: ({ topics }) => invalidateTopics(queries, topics),
    }),
    followStream({
      connection,
      open: (signal) => client.instruments.live(undefined, { signal }),
      onValue: (push) => applyCardPush(queries, cardsKey, push),
    }),
  ];
  return () => {
    for (const stop of stops) {
      stop();
    }
  };
}
