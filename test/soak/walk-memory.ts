/** What a process may grow by between the beginning of a walk through a site's records and its end; a batch is 1 MiB. */
export const mostGrowthMib = 128;

/** A process that has just begun to work comes to its working size first: heap, compiled code and caches, some 100 MiB. */
const settlingRecords = 10_000;

const ownMib = (): number => process.memoryUsage.rss() / 1024 ** 2;

/**
 * Resident memory (of this process, or as `mibNow` tells of another) at the first tenth of a walk, once it has settled, and the
 * most of it after; looked at every `every` notes.
 */
export function watchMemory(total: number, { every = 1, mibNow = ownMib } = {}) {
  // A walk too short to settle is held against its beginning.
  const earlyAt = total > 2 * settlingRecords ? Math.max(total / 10, settlingRecords) : total / 10;
  let early = 0;
  let most = 0;
  let count = 0;
  return {
    begin(): void {
      early = 0;
      most = 0;
    },
    note({ records }: { records: number }): void {
      if (count++ % every !== 0) return;
      const mib = mibNow();
      if (records >= earlyAt && early === 0) early = mib;
      most = Math.max(most, mib);
    },
    growthMib: () => most - early,
  };
}
