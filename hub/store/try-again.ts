import type { HubContext } from './context.ts';
import { Batch } from './ingest.ts';
import { sealAll } from './sealed.ts';
import type { HubTransaction, LockedSite } from './tables.ts';

/** Set aside for what was not known yet. */
const waitingForTrust = ['records/unknown-device', 'records/wrong-scope'];
const batchCount = 500;

/** Takes what was set aside because a device, or a scope of its, was not known when it came. Part of the enrolment. */
export async function tryAgain(
  context: HubContext,
  trx: HubTransaction,
  site: LockedSite,
  device: string,
): Promise<void> {
  const rows = await trx
    .selectFrom('quarantine')
    .selectAll()
    .where('site_id', '=', site.site_id)
    .where('why', 'in', waitingForTrust)
    .where('log', 'like', `${device}/%`)
    .orderBy('log')
    .orderBy('seq')
    .execute();
  if (rows.length === 0) return;
  await trx
    .deleteFrom('quarantine')
    .where('site_id', '=', site.site_id)
    .where('why', 'in', waitingForTrust)
    .where('log', 'like', `${device}/%`)
    .execute();
  for (let at = 0; at < rows.length; at += batchCount) {
    const some = rows.slice(at, at + batchCount);
    await new Batch(context, trx, site, some[0]!.via).take(sealAll(some));
  }
}
