import { firstLink, hashOf, linkOf } from '../../../shared/records/envelope.ts';
import type { Vector } from '../../../shared/sync/hub-api.ts';
import type { TravellingRecord } from '../../../shared/sync/record-lines.ts';
import { recordCrypto } from '../../store/record-crypto.ts';
import type { SyncStore } from '../../store/sync-store.ts';

/**
 * What goes into a bundle: what another place lacks by the heads it last showed, what was written in a time (ISO, both ends
 * included, each optional), or everything.
 */
export type BundleWhat = 'all' | { readonly lackedBy: Vector } | { readonly from?: string; readonly to?: string };

/** First and last sequence by log. */
export type Ranges = Record<string, [from: number, to: number]>;

/** Heads of everything that is here, as a vector. */
export function headsOf(sync: Pick<SyncStore, 'heads'>): Vector {
  return Object.fromEntries(sync.heads().map(({ log, seq, link }) => [log, [seq, link]]));
}

/** The link of one record that is here (what its successor names), or undefined. */
export function linkAt(sync: Pick<SyncStore, 'read'>, log: string, seq: number): string | undefined {
  if (seq === 0) return firstLink;
  const [record] = sync.read(log, seq, { records: 1 });
  if (!record || seqOf(record) !== seq) return undefined;
  return linkOf(recordCrypto, hashOf(recordCrypto, record.raw), record.sig);
}

/** Chooses ranges; whole runs of each log, the organisation's first: they name who may write for the site. */
export function planRanges(sync: Pick<SyncStore, 'heads' | 'read'>, what: BundleWhat): Ranges {
  const heads = [...sync.heads()].filter(({ seq }) => seq > 0);
  heads.sort((a, b) => Number(isOrg(b.log)) - Number(isOrg(a.log)) || (a.log < b.log ? -1 : 1));
  const ranges: Ranges = {};
  for (const { log, seq, link } of heads) {
    const range = what === 'all' ? [1, seq] : 'lackedBy' in what ? lacked(what.lackedBy[log]) : inTime(what, log, seq);
    if (range) ranges[log] = range as [number, number];

    function lacked(theirs: Vector[string] | undefined): [number, number] | undefined {
      if (theirs === undefined) return [1, seq];
      const [theirSeq, theirLink] = theirs;
      if (theirSeq > seq || (theirSeq === seq && theirLink === link)) return undefined;
      // Another story of the same log: all of ours goes along, so that the difference is seen where it begins.
      return linkAt(sync, log, theirSeq) === theirLink ? [theirSeq + 1, seq] : [1, seq];
    }
  }
  return ranges;

  function inTime({ from, to }: { from?: string; to?: string }, log: string, last: number) {
    let first: number | undefined;
    let end = 0;
    for (const record of recordsOf(sync, log, 1, last)) {
      const wall = wallOf(record);
      if ((from !== undefined && wall < from) || (to !== undefined && wall > to)) continue;
      end = seqOf(record);
      first ??= end;
    }
    return first === undefined ? undefined : [first, end];
  }
}

/** Records of one log, from a sequence to another, a batch at a time. */
export function* batchesOf(
  sync: Pick<SyncStore, 'read'>,
  log: string,
  from: number,
  to: number,
): Generator<TravellingRecord[]> {
  for (let at = from; at <= to; ) {
    const batch = sync.read(log, at).filter((record) => seqOf(record) <= to);
    if (batch.length === 0) return;
    yield batch;
    at = seqOf(batch.at(-1)!) + 1;
  }
}

function* recordsOf(sync: Pick<SyncStore, 'read'>, log: string, from: number, to: number): Generator<TravellingRecord> {
  for (const batch of batchesOf(sync, log, from, to)) yield* batch;
}

const isOrg = (log: string) => log.endsWith('/org');

/** The sequence as the text states it; every text of the store begins so (`writeEnvelope`). */
export function seqOf({ raw }: TravellingRecord): number {
  return Number(/"seq":(\d+)/.exec(raw)?.[1] ?? 0);
}

export function logOf({ raw }: TravellingRecord): string {
  return /"log":"([^"\\]*)"/.exec(raw)?.[1] ?? '';
}

const wallOf = ({ raw }: TravellingRecord): string => /"wall":"([^"\\]*)"/.exec(raw)?.[1] ?? '';

/** SHA-256 names of files in a record's text (64 hex characters standing alone). */
export function namedFiles(raw: string): string[] {
  return [...raw.matchAll(/"([0-9a-f]{64})"/g)].map((match) => match[1]!);
}
