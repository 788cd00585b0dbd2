import * as z from 'zod';
import { type Vector, vector } from '../../shared/sync/hub-api.ts';
import type { HubContext } from './context.ts';
import { hubIdentity } from './hub-key.ts';
import { hubRecords } from './records.ts';

/**
 * A hub on the move, from one database to another: a text of lines. The first says whose it is (with the hub's private key:
 * the file is as secret as the hub itself); then come every site's records in their order of arrival, so that the cursors of
 * workstations stay good, what waited, what was set aside, files and statuses; the last line has the SHA-256 of all before
 * it. Sessions, nonces and codes stay behind.
 */
export const headLine = z.object({
  benchsideHub: z.literal(1),
  identity: hubIdentity,
  /** Heads of `org` and of each site, in the order they were opened. */
  heads: z.record(z.string(), vector),
});

const count = z.number().int();
const keptRow = z.object({
  log: z.string(),
  seq: count,
  hash: z.string(),
  sig: z.string(),
  raw: z.string(),
  via: z.string(),
  received_at: z.string(),
});

/** Every line between: `site` says whose the next ones are, `records` how many record lines follow, `from` the arrival
 * number of the first. */
export const bodyLine = z.union([
  z.object({ site: z.string(), nextArrival: count }),
  z.object({ records: count.min(1).max(500), from: count, via: z.string(), at: z.string() }),
  z.object({ pending: keptRow }),
  z.object({ setAside: keptRow.extend({ why: z.string() }) }),
  z.object({ piece: z.object({ sha256: z.string(), starts_at: count, bytes: z.string() }) }),
  z.object({ blob: z.object({ sha256: z.string(), byte_count: count, received: count, is_whole: count }) }),
  z.object({ status: z.object({ device: z.string(), text: z.string(), sig: z.string(), received_at: z.string() }) }),
  z.object({ end: z.string() }),
]);
export type BodyLine = z.infer<typeof bodyLine>;

export interface MoveReport {
  readonly siteCount: number;
  readonly logCount: number;
  readonly recordCount: number;
}

/** What was moved, counted. */
export const moveReport = (heads: Record<string, Vector>, recordCount: number): MoveReport => ({
  siteCount: Object.keys(heads).length - 1,
  logCount: Object.values(heads).reduce((sum, of) => sum + Object.keys(of).length, 0),
  recordCount,
});

/** Heads of `org` first, whose records say what the sites are, then of all sites in the order they were opened. */
export async function allHeads(context: HubContext): Promise<Record<string, Vector>> {
  const sites = await context.database.db.selectFrom('sites').select('scope').orderBy('site_id').execute();
  const records = hubRecords(context);
  const heads: Record<string, Vector> = {};
  for (const { scope } of sites) heads[scope] = await records.heads(scope);
  return heads;
}
