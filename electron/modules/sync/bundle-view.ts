import { AppError } from '../../../shared/kernel/errors.ts';
import type { BundlePreview, BundleRow, Receiver } from '../../../shared/modules/sync/bundles-contract.ts';
import { workstationOf } from '../../../shared/modules/sync/rules.ts';
import type { Vector } from '../../../shared/sync/hub-api.ts';
import type { HostContext } from '../../host/module.ts';
import { otherWorkstations } from '../../store/other-workstations.ts';
import type { BundlePreview as FoundBundle } from '../../sync/bundle/import-bundle.ts';
import { knownHeads } from '../../sync/bundle/known-heads.ts';
import { type BundleWhat, planRanges } from '../../sync/bundle/plan.ts';
import { actorName } from '../authors.ts';
import { workstationName } from '../workstation-name.ts';
import { wordsOf } from './state.ts';

const mostRows = 200;

export function readReceivers(context: HostContext): Receiver[] {
  const { sync } = context.store;
  return otherWorkstations(context.store).map(({ device, label }) => {
    const known = knownHeads(context.store, device);
    const ranges = planRanges(sync, known === undefined ? 'all' : { lackedBy: known.heads });
    const lackCount = Object.values(ranges).reduce((sum, [from, to]) => sum + to - from + 1, 0);
    return { device, label, knownAt: known?.at ?? null, lackCount };
  });
}

/** @throws AppError `sync/unknown-workstation` */
export function boxedReceivers(context: HostContext, devices: readonly string[]) {
  const known = otherWorkstations(context.store);
  return [...new Set(devices)].map((device) => {
    const one = known.find((each) => each.device === device);
    if (one === undefined) throw new AppError('sync/unknown-workstation', {});
    return { device, label: one.label, boxKey: one.boxKey };
  });
}

interface Wish {
  readonly what: 'lacked' | 'all' | 'time';
  readonly from: string | null;
  readonly to: string | null;
  readonly devices: readonly string[];
}

/** What one of several receivers lacks goes along: what a log's head is to all of them is the least of what each has. */
export function whatFor(context: HostContext, { what, from, to, devices }: Wish): BundleWhat {
  if (what === 'all' || (what === 'lacked' && devices.length === 0)) return 'all';
  if (what === 'time') {
    return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to: `${to}T24` }) };
  }
  const heads = devices.map((device) => knownHeads(context.store, device)?.heads ?? {});
  const [first = {}, ...rest] = heads;
  const least: Vector = {};
  for (const [log, head] of Object.entries(first)) {
    const all = [head, ...rest.map((one) => one[log])];
    if (all.includes(undefined)) continue;
    least[log] = (all as (typeof head)[]).reduce((a, b) => (b[0] < a[0] ? b : a));
  }
  return { lackedBy: least };
}

export function toPreview(context: HostContext, found: FoundBundle): BundlePreview {
  const { header, records, parts } = found;
  const labelOf = (device: string) => workstationName(context, device);
  const { device, label, publicKey } = header.from;
  return {
    bundle: header.bundle,
    madeAt: header.madeAt,
    madeBy: header.madeBy,
    from: { device, label, fingerprint: wordsOf(publicKey) },
    to: header.to.map((one) => ({ device: one.device, label: one.label })),
    isSealed: header.sealed !== null,
    maker: found.maker,
    parts: parts.map(({ unknownParts, ...part }) => ({ ...part, unknown: unknownParts })),
    missingParts: [...found.missingParts].slice(0, mostRows),
    isLastPartHere: found.isLastPartHere,
    ...{ total: records.total, fresh: records.fresh, duplicate: records.duplicate, pending: records.pending },
    ...{ unknownType: records.unknownType, problemCount: records.problemCount, conflictCount: records.conflictCount },
    groups: records.groups.slice(0, mostRows).map((group) => ({
      workstation: labelOf(group.device),
      actor: actorName(group.actor, context),
      type: group.type,
      day: group.day,
      count: group.count,
    })),
    problems: [...records.problems],
    conflicts: records.conflicts.slice(0, mostRows).map(({ type, stream, log, seq }) => {
      return { type, stream, workstation: labelOf(workstationOf(log)), seq };
    }),
    files: found.files,
  };
}

/** Bundles this workstation wrote, took, or had a receipt for, newest first. */
export function readHistory(context: HostContext): BundleRow[] {
  const { db, keys } = context.store;
  const rows = db
    .prepare(
      `SELECT kind, bundle, at, actor, other, record_count AS recordCount FROM sync_bundles WHERE device = ?
       ORDER BY hlc DESC LIMIT ${mostRows}`,
    )
    .all(keys.device) as {
    kind: BundleRow['kind'];
    bundle: string;
    at: string;
    actor: string;
    other: string;
    recordCount: number;
  }[];
  const receipts = new Map(rows.filter(({ kind }) => kind === 'receipt-read').map(({ bundle, at }) => [bundle, at]));
  return rows
    .filter(({ kind }) => kind !== 'receipt-read')
    .map(({ actor, ...row }) => ({
      ...row,
      by: actorName(actor, context),
      receiptAt: row.kind === 'written' ? (receipts.get(row.bundle) ?? null) : null,
    }));
}
