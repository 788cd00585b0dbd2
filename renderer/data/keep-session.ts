import type { QueryClient } from '@tanstack/react-query';
import type { SessionState } from '../../shared/modules/people/contract.ts';
import type { HostClient } from './client.ts';
import { followStream } from './follow.ts';
import type { HostConnection } from './host-connection.ts';
import type { SessionGate } from './session-gate.ts';

interface KeepSessionOptions {
  readonly connection: HostConnection;
  readonly client: HostClient;
  readonly queries: QueryClient;
  readonly gate: SessionGate;
  /** Key of the query that holds the session's state. */
  readonly stateKey: readonly unknown[];
}

/** Follows the session: the gate lets waiting calls go on, and whoever acts next reads with their own rights. */
export function keepSession({ connection, client, queries, gate, stateKey }: KeepSessionOptions): () => void {
  const isState = ({ queryKey }: { readonly queryKey: readonly unknown[] }) =>
    JSON.stringify(queryKey) === JSON.stringify(stateKey);
  const stopListening = queries.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || query.state.data === undefined || !isState(query)) {
      return;
    }
    if (gate.take(query.state.data as SessionState)) {
      void queries.invalidateQueries({ predicate: (each) => !isState(each) });
    }
  });
  const stopStream = followStream({
    connection,
    open: (signal) => client.people.live(undefined, { signal }),
    onValue: (state) => queries.setQueryData(stateKey, state),
  });
  return () => {
    stopListening();
    stopStream();
  };
}
