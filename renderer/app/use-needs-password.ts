import { useSession } from '../data/session.ts';

/** Whether the signing sheet is opened for work that asks for a signature: before there are accounts nobody can sign. */
export function useNeedsPassword(): (needsSignature: boolean) => boolean {
  const hasAccounts = useSession().held?.state !== 'no-owner';
  return (needsSignature) => needsSignature && hasAccounts;
}
