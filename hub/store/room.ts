import type { HubTransaction } from './tables.ts';

/** Records of one log that may wait for a gap ahead of them to close (`sync.md` 1.4, limits). */
const maxPendingOfLog = 50_000;
/** Records set aside that one site may have lying here; further ones are named to the sender and not kept. */
const maxQuarantineOfSite = 100_000;

/** How many more records of a log may wait. */
export async function roomForPending(trx: HubTransaction, log: string): Promise<number> {
  const { count } = await trx
    .selectFrom('pending')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('log', '=', log)
    .executeTakeFirstOrThrow();
  return Math.max(0, maxPendingOfLog - Number(count));
}

/** How many more records of a site may be set aside. */
export async function roomInQuarantine(trx: HubTransaction, siteId: number): Promise<number> {
  const { count } = await trx
    .selectFrom('quarantine')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  return Math.max(0, maxQuarantineOfSite - Number(count));
}
