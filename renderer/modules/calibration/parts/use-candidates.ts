import { useState } from 'react';
import type { Candidate } from '../../../../shared/modules/calibration/sessions-contract.ts';
import { useStream } from '../../../data/data-layer.tsx';

/**
 * Messages since the session began, oldest first, as they arrive; those that were taken already are left out. A run is
 * taken in the order in which it was measured: what the procedure drops are the first ones.
 */
export function useCandidates(sessionId: string | null): readonly Candidate[] {
  const [byId, setById] = useState<ReadonlyMap<string, Candidate>>(new Map());
  useStream(
    sessionId === null ? null : `calibration ${sessionId}`,
    (client, signal) => client.calibration.sessions.live({ sessionId: sessionId ?? '' }, { signal }),
    {
      onValue: ({ candidates }) =>
        setById((before) => {
          const after = new Map(before);
          for (const candidate of candidates) after.set(candidate.messageId, candidate);
          return after;
        }),
    },
  );
  return [...byId.values()]
    .filter(({ taken, values }) => taken.length === 0 && values.length > 0)
    .sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
}
