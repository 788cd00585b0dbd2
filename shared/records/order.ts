import type { StoredRecord } from './define.ts';

/** Sorts by hybrid time, then log, then sequence: the tie order, used wherever causes leave a choice. */
export function compareByTime(a: StoredRecord, b: StoredRecord): number {
  if (a.hlc !== b.hlc) return a.hlc < b.hlc ? -1 : 1;
  if (a.log !== b.log) return a.log < b.log ? -1 : 1;
  return a.seq - b.seq;
}

/**
 * A stream's records in the order they fold: causes first (the same log's earlier records, `base`, targets), then by
 * time, log and sequence (decision 19). The answer depends on the set only, not on the order of arrival. A circle of
 * causes, which honest hashes cannot form, is cut at its earliest record.
 */
export function orderCausally<R extends StoredRecord>(records: readonly R[]): R[] {
  // One bench's log is in order by itself: everything a record of it answers was written before.
  if (isOneLogInSequence(records)) return [...records];
  const sorted = [...records].sort(compareByTime);
  const place = new Map(sorted.map((record, at) => [record.hash, at]));
  const causes = causesByPlace(sorted, place);
  if (causes.every((before, at) => before.every((cause) => cause < at))) return sorted;
  return orderByDependence(sorted, causes);
}

function isOneLogInSequence(records: readonly StoredRecord[]): boolean {
  const log = records[0]?.log;
  return records.every((record, at) => record.log === log && (at === 0 || records[at - 1]!.seq < record.seq));
}

/** For each place, the places that must come earlier: the log's previous record of this stream, and named causes. */
function causesByPlace(sorted: readonly StoredRecord[], place: ReadonlyMap<string, number>): number[][] {
  const lastOfLog = new Map<string, number>();
  const bySeq = sorted.map((_, at) => at).sort((a, b) => sorted[a]!.seq - sorted[b]!.seq);
  const causes: number[][] = sorted.map((record, at) =>
    record.causes.flatMap((hash) => {
      const cause = place.get(hash);
      return cause === undefined || cause === at ? [] : [cause];
    }),
  );
  for (const at of bySeq) {
    const { log } = sorted[at]!;
    const before = lastOfLog.get(log);
    if (before !== undefined) causes[at]!.push(before);
    lastOfLog.set(log, at);
  }
  return causes;
}

function orderByDependence<R>(sorted: readonly R[], causes: readonly number[][]): R[] {
  const waiting = causes.map((before) => new Set(before).size);
  const effects: number[][] = sorted.map(() => []);
  causes.forEach((before, at) => {
    for (const cause of new Set(before)) effects[cause]!.push(at);
  });
  const free = new PlaceHeap();
  waiting.forEach((count, at) => {
    if (count === 0) free.push(at);
  });
  const isDone = new Array<boolean>(sorted.length).fill(false);
  const ordered: R[] = [];
  let firstOpen = 0;
  while (ordered.length < sorted.length) {
    let at = free.pop();
    if (at === undefined) {
      while (isDone[firstOpen]) firstOpen++;
      at = firstOpen;
    }
    if (isDone[at]) continue;
    isDone[at] = true;
    ordered.push(sorted[at]!);
    for (const effect of effects[at]!) if (--waiting[effect]! === 0) free.push(effect);
  }
  return ordered;
}

/** A small binary heap of places: the earliest in time comes out first. */
class PlaceHeap {
  readonly #items: number[] = [];

  push(item: number): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (items[up]! <= item) break;
      items[at] = items[up]!;
      at = up;
    }
    items[at] = item;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= items.length) break;
      if (down + 1 < items.length && items[down + 1]! < items[down]!) down++;
      if (items[down]! >= last) break;
      items[at] = items[down]!;
      at = down;
    }
    items[at] = last;
    return top;
  }
}
