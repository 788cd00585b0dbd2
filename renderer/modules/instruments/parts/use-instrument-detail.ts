import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../data/data-layer.tsx';

/** Everything the register holds of one instrument. */
export function useInstrumentDetail(instrumentId: string) {
  // Its card says what records of other modules make of it: errors, work that is due.
  const meta = { topics: ['instruments', 'record_log'] };
  return useQuery(useApi().instruments.get.queryOptions({ input: { instrumentId }, meta }));
}
