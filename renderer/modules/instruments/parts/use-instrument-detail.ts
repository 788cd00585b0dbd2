import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../data/data-layer.tsx';

/** Everything the register holds of one instrument. */
export function useInstrumentDetail(instrumentId: string) {
  return useQuery(useApi().instruments.get.queryOptions({ input: { instrumentId } }));
}
