import { AppError } from '../../shared/kernel/errors.ts';
import type { HubContext } from './context.ts';
import type { HubStatuses } from './hub-store.ts';

/** What each workstation last said of itself: no record, replaced by the next. */
export function hubStatuses({ database }: HubContext): HubStatuses {
  const { db } = database;
  return {
    async keep(site, device, text, sig, receivedAt) {
      const row = await db.selectFrom('sites').select('site_id').where('scope', '=', site).executeTakeFirst();
      if (!row) throw new AppError('hub/scope-unknown', { scope: site });
      const values = { text, sig, received_at: receivedAt };
      await db
        .insertInto('statuses')
        .values({ site_id: row.site_id, device, ...values })
        .onConflict((on) => on.columns(['site_id', 'device']).doUpdateSet(values))
        .execute();
    },
    all: () =>
      db
        .selectFrom('statuses')
        .innerJoin('sites', 'sites.site_id', 'statuses.site_id')
        .select(['sites.scope as site', 'device', 'text', 'received_at as receivedAt'])
        .orderBy('sites.scope')
        .orderBy('device')
        .execute(),
  };
}
