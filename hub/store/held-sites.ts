import { fromBase64Url } from '../../shared/kernel/base64url.ts';
import { AppError } from '../../shared/kernel/errors.ts';
import { isUuid } from '../../shared/kernel/ids.ts';
import { draft } from '../../shared/records/define.ts';
import { isScope, parseLogId } from '../../shared/records/scopes.ts';
import type { HeldSite } from '../../shared/sync/hub-api.ts';
import { siteOpened, workstationRevoked } from '../../shared/sync/records.ts';
import { certify, readDevices } from './certificates.ts';
import type { HubContext } from './context.ts';
import { writeOwn } from './own-log.ts';
import { publicKeyOf } from './record-crypto.ts';
import { requireSite } from './records.ts';
import type { HubTransaction, LockedSite } from './tables.ts';

/**
 * Opens a site that came to be without a hub under the id it has. Its holder is whoever brings it first: an id the hub knows
 * is opened no second time, so a code for a new site leads into no other.
 *
 * @throws AppError `hub/no-site-held`, `hub/site-is-here`, `hub/bad-request`
 */
export async function openHeldSite(
  context: HubContext,
  trx: HubTransaction,
  held: HeldSite | undefined,
): Promise<LockedSite> {
  if (!held) throw new AppError('hub/no-site-held', {});
  const { site, name } = held;
  if (!isScope(site) || !site.startsWith('site:')) throw new AppError('hub/bad-request', { field: 'held' });
  const org = await requireSite(context, trx, 'org');
  const known = await trx.selectFrom('sites').select('site_id').where('scope', '=', site).executeTakeFirst();
  if (known) throw new AppError('hub/site-is-here', {});
  await writeOwn(context, trx, org, [draft(siteOpened, site.replace(':', '/'), { site, name: name || site })]);
  return requireSite(context, trx, site);
}

/**
 * The other workstations of a site that was brought: who is known already (in another site) stays what it is, and none takes
 * a scope of another site. What they wrote counts from now on; a session is not theirs without a code.
 */
export async function takeMembers(
  context: HubContext,
  trx: HubTransaction,
  site: LockedSite,
  bringer: string,
  members: HeldSite['members'],
): Promise<void> {
  const known = new Set([context.device, bringer]);
  for (const { device } of members) if ((await readDevices(trx, device)).length > 0) known.add(device);
  const keys = new Set<string>();
  const revoked = new Set<string>();
  for (const { revoked: last, ...who } of members) {
    const key = `${who.device}/${who.epoch}`;
    if (known.has(who.device) || keys.has(key)) continue;
    keys.add(key);
    requireSound(who);
    const scopes = [site.scope];
    for (const scope of new Set(who.scopes)) {
      if (scope.startsWith('provisional:') && isScope(scope) && !(await isOfOther(trx, site, scope)))
        scopes.push(scope);
    }
    await certify(context, trx, site, { ...who, site: site.scope, scopes, mayConnect: false });
    if (!last || revoked.has(who.device)) continue;
    revoked.add(who.device);
    const org = await requireSite(context, trx, 'org');
    const counted = last.filter(({ log }) => parseLogId(log)?.device === who.device);
    const body = { device: who.device, last: counted, reason: '' };
    await writeOwn(context, trx, org, [draft(workstationRevoked, `workstation/${who.device}`, body)]);
  }
}

/** @throws AppError `hub/bad-request`: not a device's id, or not its keys */
export function requireSound(who: { device: string; epoch: number; publicKey: string; boxKey: string }): void {
  const keys = [who.publicKey, who.boxKey].every((key) => fromBase64Url(key)?.length === 32);
  const isSound = isUuid(who.device) && Number.isSafeInteger(who.epoch) && who.epoch >= 1 && keys;
  if (!isSound || !publicKeyOf(who.publicKey)) throw new AppError('hub/bad-request', { field: 'device' });
}

/** The scope a bench wrote before, where it may become part of this site: nobody else's site. @throws AppError `hub/scope-taken` */
export async function adoptable(trx: HubTransaction, site: LockedSite, provisional: string): Promise<string[]> {
  if (!isScope(provisional) || provisional === 'org' || provisional === site.scope) return [];
  if (await isOfOther(trx, site, provisional)) throw new AppError('hub/scope-taken', { scope: provisional });
  return [provisional];
}

async function isOfOther(trx: HubTransaction, site: LockedSite, scope: string): Promise<boolean> {
  const taken = await trx.selectFrom('scopes').select('site_id').where('scope', '=', scope).executeTakeFirst();
  return taken !== undefined && taken.site_id !== site.site_id;
}
