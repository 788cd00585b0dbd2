import { useQuery } from '@tanstack/react-query';
import { useApi } from '../data/data-layer.tsx';

/** Whether a signature that counts stands on the record; `topic`: the module whose records may unseat it. */
export function useIsSigned(hash: string | null, topic: string): boolean {
  const { data } = useQuery(
    useApi().people.signatures.queryOptions({
      input: { hashes: hash === null ? [] : [hash] },
      meta: { topics: ['people', topic] },
    }),
  );
  return (data ?? []).some(({ counts }) => counts);
}
