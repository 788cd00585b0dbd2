import { sessionDecider } from '../../../shared/modules/calibration/rules-session.ts';
import type { Candidate } from '../../../shared/modules/calibration/sessions-contract.ts';
import type { HostContext } from '../../host/module.ts';
import { paced } from '../paced.ts';
import { type CandidateCache, candidatesOf } from './session-runs.ts';

/** Newest messages a push looks at; older ones are asked for by `candidates`. */
const shownCandidates = 200;

/**
 * What a running series needs: messages that came, those that were taken meanwhile, and whether somebody else wrote to the
 * session. At most four pushes a second whatever the line sends (decision 31), each with what differs from the last.
 */
export function liveSession(context: HostContext, stream: string, signal: AbortSignal | undefined) {
  let cache: CandidateCache = new Map();
  let cachedTerms = '';
  let shownTip: string | null = null;
  const shown = new Map<string, string>();
  return paced<{ tip: string; candidates: Candidate[] }>({
    signal,
    subscribe: (wake) => {
      const stopTopics = context.topics.subscribe((topic) => {
        if (topic === 'messages' || topic === 'calibration_sessions') wake();
      });
      const stopRecords = context.store.onCommitted(({ records }) => {
        if (records.some((record) => record.stream === stream)) wake();
      });
      return () => {
        stopTopics();
        stopRecords();
      };
    },
    take: () => {
      const { state, tip } = context.store.records.fold(stream, sessionDecider);
      const terms = state.terms?.value.mark.hash ?? '';
      if (terms !== cachedTerms) cache = new Map();
      cachedTerms = terms;
      const changed = candidatesOf(context, state, shownCandidates, cache).filter((candidate) => {
        const text = JSON.stringify(candidate);
        if (shown.get(candidate.messageId) === text) return false;
        shown.set(candidate.messageId, text);
        return true;
      });
      if (shownTip === tip && changed.length === 0) return null;
      shownTip = tip;
      return { tip: tip ?? '', candidates: changed };
    },
  });
}
