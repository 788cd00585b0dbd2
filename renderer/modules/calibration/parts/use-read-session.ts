import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../../data/data-layer.tsx';

/** Reads a session again before the screen goes on: the next Enter is then about what stands there now. */
export function useReadSession(sessionId: string): () => Promise<void> {
  const queries = useQueryClient();
  const api = useApi().calibration.sessions;
  return () => queries.invalidateQueries({ queryKey: api.get.queryKey({ input: { sessionId } }) });
}
