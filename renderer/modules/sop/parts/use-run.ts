import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RunView } from '../../../../shared/modules/sop/run-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';

/** Takes a run as the host has just answered it, so that the screen need not ask again. */
export function useKeepRun(): (run: RunView) => void {
  const api = useApi();
  const queries = useQueryClient();
  return useCallback(
    (run) => queries.setQueryData(api.sop.runs.get.queryKey({ input: { runId: run.runId } }), run),
    [api, queries],
  );
}
