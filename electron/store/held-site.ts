import type { HeldSite } from '../../shared/sync/hub-api.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { KnownDevice } from './sync-store.ts';
import type { Trust } from './trust.ts';

const mostMembers = 100;

interface Holder {
  readonly device: string;
  readonly scope: string;
  readonly adoptions: readonly { readonly site: string; readonly name: string }[];
}

/**
 * What this machine says to a hub of the site it belongs to: its id and name, and who else writes for it as far as is known
 * here. Whom the list has no room for enrols at the hub, and counts there from then on.
 */
export function heldSiteOf(holder: Holder, known: readonly KnownDevice[], trust: Trust): HeldSite | undefined {
  const { device: own, scope: site, adoptions } = holder;
  if (!site.startsWith('site:')) return undefined;
  const name = adoptions.findLast((one) => one.site === site)?.name ?? '';
  // A hub has it already and knows who belongs to it.
  if (known.some(({ source }) => source === 'hub')) return { site, name, members: [] };
  const members = known.flatMap(({ device, epoch, publicKey, boxKey, label, scopes }) => {
    const last = trust.lastOf(device);
    const revoked = last ? [...last].map(([log, seq]) => ({ log, seq })) : null;
    return device === own || boxKey === null
      ? []
      : [{ device, epoch, publicKey, boxKey, label, scopes: [...scopes], revoked }];
  });
  for (let count = Math.min(members.length, mostMembers); ; count--) {
    const held = { site, name, members: members.slice(0, count) };
    if (count === 0 || JSON.stringify(held).length <= syncLimits.heldSiteCharacters) return held;
  }
}
