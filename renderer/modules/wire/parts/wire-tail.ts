import { useState } from 'react';
import type { DoctorReport } from '../../../../shared/instruments/doctor-verdicts.ts';
import type { WireLine } from '../../../../shared/modules/wire/contract.ts';
import { useStream } from '../../../data/data-layer.tsx';

/** Lines kept on screen; older ones are a click away and all are in the wire store. */
const MAX_LINES = 2_000;

interface WireTail {
  readonly lines: readonly WireLine[];
  /** Lines that had to make room: what was there before no longer joins on to these. */
  readonly isCut: boolean;
  readonly droppedCount: number;
  readonly report: DoctorReport | null;
}

const nothing: WireTail = { lines: [], isCut: false, droppedCount: 0, report: null };

/** The live end of one instrument's line: what is on it, and the doctor's verdict with each push. */
export function useWireTail(instrumentId: string): WireTail {
  const [tail, setTail] = useState<WireTail & { readonly of: string }>({ ...nothing, of: instrumentId });
  useStream(`wire ${instrumentId}`, (client, signal) => client.wire.live({ instrumentId }, { signal }), {
    onValue: ({ lines, droppedCount, report }) =>
      setTail((held) => {
        const before = held.of === instrumentId ? held : nothing;
        // After a reconnect the same line may come again.
        const lastId = before.lines.at(-1)?.id ?? Number.NEGATIVE_INFINITY;
        const fresh = lines.filter((line) => line.id > lastId);
        const all = fresh.length === 0 ? before.lines : [...before.lines, ...fresh];
        return {
          of: instrumentId,
          lines: all.length > MAX_LINES ? all.slice(-MAX_LINES) : all,
          isCut: before.isCut || all.length > MAX_LINES,
          droppedCount: before.droppedCount + droppedCount,
          report,
        };
      }),
  });
  return tail.of === instrumentId ? tail : nothing;
}
