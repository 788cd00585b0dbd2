import { useQueryClient } from '@tanstack/react-query';
import type { GravimetrySheet } from '../../../../shared/modules/calibration/standards-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';

/**
 * Sheets in progress are this bench's own and no record: nobody announces them. What a call answers is what stands on the
 * screen; `end` takes away one that was finished or put away.
 */
export function useKeepSheet() {
  const queries = useQueryClient();
  const api = useApi().calibration.standards.gravimetry;
  return {
    keep: async (sheet: GravimetrySheet) => {
      queries.setQueryData(api.list.queryKey(), (rows) => [
        ...(rows ?? []).filter(({ sheetId }) => sheetId !== sheet.sheetId),
        sheet,
      ]);
      await queries.invalidateQueries({ queryKey: api.weights.key() });
    },
    end: (ended: string) => {
      queries.setQueryData(api.list.queryKey(), (rows) => (rows ?? []).filter(({ sheetId }) => sheetId !== ended));
    },
  };
}
