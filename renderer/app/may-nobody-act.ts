import type { SessionState } from '../../shared/modules/people/contract.ts';

/** Signed out, locked, or in with a password that was given: then there is nothing on the page to do but sign in. */
export function mayNobodyAct({ state, person }: SessionState): boolean {
  return state === 'signed-out' || state === 'locked' || (state === 'active' && person?.mustChangePassword === true);
}
