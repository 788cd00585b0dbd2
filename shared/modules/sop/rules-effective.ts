import type { CivilDate } from '../../kernel/civil-date.ts';

/**
 * Which version is in force when two benches made different ones effective apart (decision 21, `sync.md` 1.4: neither of
 * the two, the old one stays until somebody decides in sight of both).
 */

/** One countersignature. */
export interface Effective {
  readonly hash: string;
  readonly at: string;
  readonly by: string;
  readonly versionId: string;
  readonly approvedHash: string;
  readonly replaces: string | null;
  readonly effectiveOn: CivilDate;
  readonly reviewDueOn: CivilDate;
}

/** Versions a version has replaced, itself first, each with how far back it lies. */
function lineageOf(versionId: string, all: readonly Pick<Effective, 'versionId' | 'replaces'>[]): Map<string, number> {
  const far = new Map<string, number>([[versionId, 0]]);
  let edge = [versionId];
  for (let depth = 1; edge.length > 0; depth += 1) {
    const next = all
      .filter((one) => edge.includes(one.versionId) && one.replaces !== null && !far.has(one.replaces))
      .map(({ replaces }) => replaces as string);
    for (const older of next) far.set(older, depth);
    edge = [...new Set(next)];
  }
  return far;
}

/**
 * The version that all of these came from, the nearest one; null when they have none in common. Depends on the set of
 * countersignatures alone.
 */
export function commonAncestor(
  versionIds: readonly string[],
  all: readonly Pick<Effective, 'versionId' | 'replaces'>[],
): string | null {
  const lineages = [...new Set(versionIds)].map((versionId) => lineageOf(versionId, all));
  const [first, ...others] = lineages;
  if (!first) return null;
  const common = [...first.keys()]
    .filter((versionId) => others.every((lineage) => lineage.has(versionId)))
    .map((versionId) => ({ versionId, far: lineages.reduce((sum, lineage) => sum + lineage.get(versionId)!, 0) }));
  return common.toSorted((a, b) => a.far - b.far || (a.versionId < b.versionId ? -1 : 1))[0]?.versionId ?? null;
}
