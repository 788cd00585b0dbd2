import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { RunView, StepDraft } from '../../../../shared/modules/sop/run-contract.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { hasContent } from './run-text.ts';

/** Takes a run as the host has just answered it, so that the screen need not ask again. */
export function useKeepRun(): (run: RunView) => void {
  const api = useApi();
  const queries = useQueryClient();
  return useCallback(
    (run) => queries.setQueryData(api.sop.runs.get.queryKey({ input: { runId: run.runId } }), run),
    [api, queries],
  );
}

/** Puts a draft into the run as it is held: drafts are this bench's own and announced to nobody. */
export function useKeepDraft(runId: string, at: string): (draft: StepDraft) => void {
  const api = useApi();
  const queries = useQueryClient();
  return useCallback(
    (draft) =>
      queries.setQueryData<RunView>(api.sop.runs.get.queryKey({ input: { runId } }), (run) =>
        run === undefined
          ? run
          : {
              ...run,
              place: hasContent(draft) ? 'draft' : run.place,
              steps: run.steps.map((step) => (step.at === at ? { ...step, draft } : step)),
            },
      ),
    [api, queries, runId, at],
  );
}
