import { useQueryClient } from '@tanstack/react-query';
import { useApi } from '../../../data/data-layer.tsx';

/** Counts in progress are this bench's own and no record: nobody announces them, so what changes them asks again. */
export function useReadCountsAgain(): () => Promise<void> {
  const queries = useQueryClient();
  const { key } = useApi().microscopy.counts;
  return () => queries.invalidateQueries({ queryKey: key() });
}
