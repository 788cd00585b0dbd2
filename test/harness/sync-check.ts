import { verifyChain } from '../../electron/store/verify-chain.ts';
import { workstationRevoked } from '../../shared/sync/records.ts';
import { rowsOf } from './store.ts';
import type { SyncBench } from './sync-bench.ts';
import { comparedTables } from './sync-lamps.ts';
import type { SyncWorld } from './sync-world.ts';

interface Place {
  readonly log: string;
  readonly seq: number;
  readonly raw: string;
}

/**
 * What must hold once everybody has met: equal tables and equal records at every bench (and on the hub), unbroken chains,
 * everything that was ever said to be saved is there, once, and nothing genuine waits or is set aside. One line for each thing that does not hold.
 */
export async function checkWorld(world: SyncWorld): Promise<string[]> {
  const problems: string[] = [];
  const members = world.members();
  const [first, ...others] = members;
  const ends = endsOf(world);
  const counts = ({ log, seq }: { log: string; seq: number }) => seq <= (ends(log) ?? Number.POSITIVE_INFINITY);
  const genuine = new Map<string, Place>();
  for (const bench of world.benches)
    for (const { raw, sig, log, seq } of bench.records()) genuine.set(`${raw} ${hex(sig)}`, { log, seq, raw });
  const textsOf = (bench: SyncBench) =>
    bench
      .records()
      .filter(counts)
      .map(({ raw }) => raw)
      .sort();

  const texts = textsOf(first!);
  const tables = rowsOf(first!.store, ...comparedTables);
  for (const other of others) {
    problems.push(...difference(`records of bench ${first!.number} and ${other.number}`, texts, textsOf(other)));
    const theirs = rowsOf(other.store, ...comparedTables);
    for (const table of comparedTables) {
      const [ours, its] = [rows(tables, table), rows(theirs, table)];
      problems.push(...difference(`table ${table} of bench ${first!.number} and ${other.number}`, ours, its));
    }
  }
  for (const bench of world.benches) {
    const chain = await verifyChain(bench.store.db, { everySignature: true });
    for (const { code, log, seq, detail } of chain.problems)
      problems.push(`bench ${bench.number}: chain ${code} ${log} ${seq} ${detail}`);
  }
  for (const bench of members) problems.push(...leftOver(bench, genuine, counts));
  const held = new Map(members.map((bench) => [bench.number, new Set(hashesOf(bench))]));
  for (const { hash, log, seq, bench } of world.ledger.values()) {
    // A revocation that a restore undid everywhere but at the revoked bench itself: nobody meets that one any more.
    const isOutOfReach = world.revoked.has(bench) && ends(log) === undefined;
    if (isOutOfReach || !counts({ log, seq })) {
      // It counts no more, and is still where it was written.
      if (!hashesOf(world.benches[bench]!).includes(hash)) problems.push(`lost at its own bench: ${log} ${seq}`);
      continue;
    }
    for (const [number, hashes] of held)
      if (!hashes.has(hash)) problems.push(`bench ${number} lacks ${log} ${seq} of bench ${bench}`);
  }
  if (world.hub) problems.push(...(await world.hub.check(members, texts)));
  return problems;
}

/** Where the logs of revoked workstations end, as the records themselves say. */
function endsOf(world: SyncWorld): (log: string) => number | undefined {
  const ends = new Map<string, ReadonlyMap<string, number>>();
  for (const { raw } of world.members()[0]!.records()) {
    const { type, body } = JSON.parse(raw) as { type: string; body: unknown };
    if (type !== workstationRevoked.type) continue;
    const { device, last } = workstationRevoked.schema.parse(body);
    ends.set(device, new Map(last.map(({ log, seq }) => [log, seq])));
  }
  return (log) => {
    const end = ends.get(log.split('/')[0]!);
    return end && (end.get(log) ?? 0);
  };
}

/** What waits or was set aside although it is genuine and counts. */
function leftOver(
  { store, number }: SyncBench,
  genuine: ReadonlyMap<string, Place>,
  counts: (place: Place) => boolean,
): string[] {
  const waiting = store.db.prepare('SELECT log, seq FROM pending').all() as Place[];
  const aside = store.db.prepare('SELECT log, seq, why, raw, sig FROM quarantine').all() as (Place & {
    why: string;
    sig: Uint8Array;
  })[];
  return [
    ...waiting.map(({ log, seq }) => `bench ${number}: ${log} ${seq} still waits`),
    ...aside.flatMap(({ raw, sig, why }) => {
      const place = genuine.get(`${raw} ${hex(sig)}`);
      return place && counts(place) ? [`bench ${number}: ${place.log} ${place.seq} is set aside as ${why}`] : [];
    }),
  ];
}

const hashesOf = ({ store }: SyncBench): string[] =>
  (store.db.prepare('SELECT hash FROM record_log').pluck().all() as Buffer[]).map((hash) => hash.toString('base64url'));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const rows = (tables: unknown, name: string): string[] => (tables as Record<string, string[]>)[name]!;

function difference(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  if (ours.length === theirs.length && ours.every((one, at) => one === theirs[at])) return [];
  const [only, other] = [ours.filter((one) => !theirs.includes(one)), theirs.filter((one) => !ours.includes(one))];
  return [`${what} differ: ${ours.length} and ${theirs.length}; only here ${cut(only)}; only there ${cut(other)}`];
}

const cut = (lines: readonly string[]): string => `${lines.length}: ${lines.slice(0, 2).join(' | ').slice(0, 600)}`;
