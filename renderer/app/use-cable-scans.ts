import { useRef } from 'react';
import type { SessionState } from '../../shared/modules/people/contract.ts';
import type { Scan } from '../../shared/modules/scanner/contract.ts';
import type { HostClient } from '../data/client.ts';
import { useClient, useStream } from '../data/data-layer.tsx';
import { mayNobodyAct } from './may-nobody-act.ts';
import { fieldOf, isDialogOpen, typeIntoField } from './scan-field.ts';
import { type ScanNotice, showScanNotice } from './scan-notice.ts';
import { badgeTaker, scanTaker } from './scan-taker.ts';
import type { TakeScan } from './use-take-scan.ts';

/** Codes of the scanner on a serial port go where those of a scanner that is a keyboard go, whatever screen is shown. */
export function useCableScans(session: SessionState | undefined, takeScan: TakeScan): void {
  const client = useClient();
  const latest = useRef({ session, takeScan });
  latest.current = { session, takeScan };
  const work = useRef(Promise.resolve());
  useStream('cable scans', (host, signal) => host.scanner.live(undefined, { signal }), {
    onValue: ({ scans }: { scans: readonly Scan[] }) => {
      for (const scan of scans) {
        // One after the other: the Enter of one code may bring the field of the next.
        work.current = work.current.then(async () => showScanNotice(await place(scan, latest.current, client)));
      }
    },
  });
}

interface Now {
  readonly session: SessionState | undefined;
  readonly takeScan: TakeScan;
}

/** Gives a scan to whoever takes it now; answers why nobody does, or null. */
async function place(scan: Scan, { session, takeScan }: Now, client: HostClient): Promise<ScanNotice | null> {
  if (scan.kind === 'refused') {
    return { code: scan.problem, data: scan.data };
  }
  if (session?.state === 'active') {
    // A scan is a sign of the person, as a key is.
    client.people.touch().catch(() => undefined);
  }
  const badge = badgeTaker();
  if (badge !== null) {
    badge(scan.code);
    return null;
  }
  const field = fieldOf(document.activeElement);
  const isOverScreen = isDialogOpen();
  if (field !== null && !(scanTaker()?.isBeforeFields === true && !isOverScreen)) {
    const problem = await typeIntoField(field, scan.code);
    return problem === null ? null : { word: problem };
  }
  if (session === undefined || mayNobodyAct(session)) {
    return { word: 'nobodyHere' };
  }
  if (isOverScreen) {
    return { word: 'noField' };
  }
  await takeScan(scan.code, 'cable');
  return null;
}
