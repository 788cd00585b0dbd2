import { useState } from 'react';
import type { DoctorReport } from '../../../../shared/instruments/doctor-verdicts.ts';
import type { WireLine } from '../../../../shared/modules/wire/contract.ts';
import { useStream } from '../../../data/data-layer.tsx';

/** Lines kept on screen; older ones are a click away and all are in the wire store. */
const MAX_LINES = 2_000;

interface WireTail {
  readonly lines: readonly WireLine[];
  readonly droppedCount: number;
  readonly report: DoctorReport | null;
}

const nothing: WireTail = { lines: [], droppedCount: 0, report: null };

/** Puts new lines behind the held ones; lines that are there already (a re-opened stream sends its tail again) are not doubled. */
export function appendLines(held: readonly WireLine[], fresh: readonly WireLine[]): readonly WireLine[] {
  const lastId = held.at(-1)?.id ?? Number.NEGATIVE_INFINITY;
  const added = fresh.filter((line) => line.id > lastId);
  return added.length === 0 ? held : [...held, ...added].slice(-MAX_LINES);
}

/** The live end of one instrument's line: what is on it, and the doctor's verdict with each push. */
export function useWireTail(instrumentId: string, isHeld: boolean): WireTail {
  const [tail, setTail] = useState<WireTail & { readonly of: string }>({ ...nothing, of: instrumentId });
  useStream(`wire ${instrumentId} ${isHeld}`, (client, signal) => client.wire.live({ instrumentId }, { signal }), {
    onValue: ({ lines, droppedCount, report }) =>
      setTail((held) => {
        const before = held.of === instrumentId ? held : nothing;
        return {
          of: instrumentId,
          lines: isHeld ? before.lines : appendLines(before.lines, lines),
          droppedCount: before.droppedCount + droppedCount,
          report,
        };
      }),
  });
  return tail.of === instrumentId ? tail : nothing;
}
