import type { RecordRegistry } from '../../shared/records/registry.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { isGenuine, type Sealed, sealAll } from '../../shared/sync/sealed-runs.ts';
import type { LogHeads } from './log-heads.ts';
import type { Projector } from './projector.ts';
import { isSignedBy, sealTools } from './record-crypto.ts';
import type { RecordReader } from './record-reader.ts';
import type { Preview, PreviewGroup, PreviewReport } from './sync-store.ts';

interface PreviewOptions {
  readonly reader: RecordReader;
  readonly heads: LogHeads;
  readonly registry: RecordRegistry;
  readonly projector: Projector;
}

/** Named in full up to here; all are counted. */
const namedProblems = 200;

/**
 * Looks at records as `Ingest` would take them, and keeps nothing. A key that comes with the records themselves is not
 * believed yet: its records are shown as `records/unknown-device`, as they would be on a bench that declines the rest.
 */
export function startPreview({ reader, heads, registry, projector }: PreviewOptions): Preview {
  const count = { total: 0, fresh: 0, duplicate: 0, pending: 0, unknownType: 0, problemCount: 0, conflictCount: 0 };
  const groups = new Map<string, { -readonly [K in keyof PreviewGroup]: PreviewGroup[K] }>();
  const problems: { why: string; log: string; seq: number }[] = [];
  const conflicts: PreviewReport['conflicts'][number][] = [];
  const tips = new Map<string, { seq: number; link: string }>();

  function problem(why: string, log: string, seq: number): void {
    count.problemCount++;
    if (problems.length < namedProblems) problems.push({ why, log, seq });
  }

  function look(one: Sealed): void {
    const { log, seq, prev } = one.envelope;
    const tip = tips.get(log) ?? heads.get(log) ?? { seq: 0, link: prev };
    const known = seq <= tip.seq ? (heads.get(log)?.seq ?? 0) >= seq && reader.hashAt(log, seq) : undefined;
    if (known !== undefined) {
      if (known === false || (known && Buffer.compare(known, one.hash) === 0)) count.duplicate++;
      else problem('records/fork', log, seq);
      return;
    }
    const key = reader.trust.keyOf(log);
    const why = !key
      ? 'records/unknown-device'
      : !isGenuine(one, (hash, sig) => isSignedBy(key, hash, sig))
        ? 'records/bad-signature'
        : reader.trust.problemOf(log, seq);
    if (why) problem(why, log, seq);
    else if (seq > tip.seq + 1) count.pending++;
    else if (tip.seq > 0 && prev !== tip.link) problem('records/broken-chain', log, seq);
    else {
      tips.set(log, { seq, link: one.link });
      takeIn(one);
    }
  }

  function takeIn({ envelope }: Sealed): void {
    count.fresh++;
    const { type, tv, log, seq, stream, base, actor, wall } = envelope;
    const definition = registry.get(type);
    if (!definition || definition.version < tv) count.unknownType++;
    const { device } = parseLogId(log)!;
    const key = [device, actor, type, wall.slice(0, 10)].join('\n');
    const group = groups.get(key) ?? { device, actor, type, day: wall.slice(0, 10), count: 0 };
    group.count++;
    groups.set(key, group);
    if (definition?.kind !== 'decision') return;
    const tip = projector.tip(stream);
    // Made on what is here, or on something that comes along: nobody went past anybody.
    if (tip === null || base === tip || (base !== null && reader.lsnOf(base) === undefined)) return;
    count.conflictCount++;
    if (conflicts.length < namedProblems) conflicts.push({ stream, type, log, seq });
  }

  return {
    add(records: readonly TravellingRecord[]) {
      for (const one of sealAll(records, sealTools)) {
        count.total++;
        if ('why' in one) problem(one.why, '', 0);
        else look(one);
      }
    },
    report: () => ({ ...count, groups: [...groups.values()], problems: [...problems], conflicts: [...conflicts] }),
  };
}
