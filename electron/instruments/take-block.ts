import type { FileBlock } from '../../shared/instruments/files/byte-source.ts';
import type { LineObserver } from '../../shared/instruments/line-observer.ts';
import type { StoreClock } from '../store/types.ts';
import type { LineOwner } from './instrument-line.ts';
import type { WireSink } from './session.ts';
import { wallAt } from './wall-time.ts';

export interface BlockParts {
  readonly instrumentId: string;
  readonly wire: WireSink;
  readonly clock: StoreClock;
  readonly newId: () => string;
  readonly owner: LineOwner;
  readonly observer: LineObserver;
}

/**
 * Takes a message that came whole, out of a file: stored on the wire first, then handed on, as a message of a line is.
 * Rejects when it could not be stored; the file is then read again.
 */
export async function takeBlock({ bytes, isPartial }: FileBlock, parts: BlockParts): Promise<void> {
  const { instrumentId, wire, clock, newId, owner, observer } = parts;
  const conversation = newId();
  const receivedAt = wallAt(clock);
  const monoMs = clock.monoMs();
  const entry = { instrumentId, conversation, dir: 'in', kind: 'line', bytes, monoMs, wallAt: receivedAt } as const;
  const id = await wire.append({ ...entry, isOwed: true });
  observer.framed({ kind: 'line', raw: bytes, text: bytes }, monoMs);
  observer.answered(monoMs);
  owner.stirred();
  const frames = id === null ? [] : [id];
  const partial = isPartial ? 'ended-early' : null;
  const fit = owner.heard({ bytes, checksum: 'absent', conversation, receivedAt, frames, partial }, true);
  if (fit !== null) observer.message(fit, monoMs);
}
