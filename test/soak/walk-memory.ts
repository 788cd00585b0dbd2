/** What a process may grow by between the first tenth of a walk through a site's records and its end; a batch is 1 MiB. */
export const mostGrowthMib = 128;

const ownMib = (): number => process.memoryUsage.rss() / 1024 ** 2;

/**
 * Resident memory (of this process, or as `mibNow` tells of another) at the first tenth of a walk, and the most of it after;
 * looked at every `every` notes.
 */
export function watchMemory(total: number, { every = 1, mibNow = ownMib } = {}) {
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
      if (records >= total / 10 && early === 0) early = mib;
      most = Math.max(most, mib);
    },
    growthMib: () => most - early,
  };
}
