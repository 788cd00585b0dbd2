import type { SyncState } from './contract.ts';

/** Records that nobody else holds for longer than this are worth a word on every screen: house rule, a working day. */
const overdueMs = 24 * 60 * 60_000;

/**
 * Whether own records have been nowhere else for too long. A bench alone, with neither hub nor another bench of its site, owes
 * them to nobody.
 *
 * @param now ISO
 */
export function isUnsentOverdue(unsent: { readonly since: string | null }, hasReceiver: boolean, now: string): boolean {
  if (!hasReceiver || unsent.since === null) return false;
  return Date.parse(now) - Date.parse(unsent.since) > overdueMs;
}

/** What the whole of sync looks like in one word, worst first. */
export type SyncLook = 'alone' | 'network-off' | 'working' | 'waiting' | 'all-sent' | 'unsent';

export function lookOf(state: Pick<SyncState, 'isAllowed' | 'hub' | 'push' | 'pull' | 'unsent' | 'site'>): SyncLook {
  if (state.hub === null) return state.unsent.count === 0 && !state.site.isProvisional ? 'all-sent' : 'alone';
  if (!state.isAllowed) return 'network-off';
  if (state.push.state === 'working' || state.pull.state === 'working') return 'working';
  if (state.push.state === 'waiting' || state.pull.state === 'waiting') return 'waiting';
  return state.unsent.count === 0 ? 'all-sent' : 'unsent';
}

/** The workstation a log belongs to: `<device>/<epoch>/<scope>`. */
export const workstationOf = (log: string): string => log.slice(0, Math.max(log.indexOf('/'), 0));
