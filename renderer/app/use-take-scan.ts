import { useRouter } from '@tanstack/react-router';
import { useCallback, useRef } from 'react';
import type { SessionState } from '../../shared/modules/people/contract.ts';
import { useClient } from '../data/data-layer.tsx';
import { toPageError } from '../data/page-error.ts';
import { openErrorEntry, setWhoOpen } from './overlays.ts';
import { type ScanWay, scanTaker } from './scan-taker.ts';
import { shownInstrument } from './shown-instrument.ts';

/** The host takes no shorter code for a badge, so a shorter one is not asked for. */
const LEAST_BADGE_LENGTH = 6;

export type TakeScan = (scanned: string, way: ScanWay) => Promise<void>;

/** Where every code goes that is not typed into a field: a badge changes hands, else the shown screen, else an error. */
export function useTakeScan(session: SessionState | undefined): TakeScan {
  const router = useRouter();
  const client = useClient();
  const latest = useRef(session);
  latest.current = session;
  return useCallback(
    async (scanned, way) => {
      if (latest.current?.state === 'active' && scanned.trim().length >= LEAST_BADGE_LENGTH) {
        try {
          await client.people.switchByBadge({ badge: scanned });
          return;
        } catch (error) {
          // A badge of somebody who may not act now is a badge all the same.
          if (toPageError(error).code !== 'people/unknown-badge') {
            setWhoOpen(true);
            return;
          }
        }
      }
      const taker = scanTaker();
      if (taker === null) {
        const instrumentId = shownInstrument(router.state.location.pathname);
        openErrorEntry({ instrumentId, code: scanned, origin: 'scanned' });
      } else {
        taker.take(scanned, way);
      }
    },
    [router, client],
  );
}
