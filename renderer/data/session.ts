import { useQuery } from '@tanstack/react-query';
import type { SessionState } from '../../shared/modules/people/contract.ts';
import type { Permission } from '../../shared/modules/people/permissions.ts';
import { sessionQuery, useApi } from './data-layer.tsx';

export interface Session {
  /** Undefined until the host has said. */
  readonly held: SessionState | undefined;
  /** The person of the session. A lock changes nothing here: the screen under it stays as it is, with its drafts. */
  readonly person: SessionState['person'];
  /** Whether who acts now may do this. Before there are accounts everyone may; the host decides in any case. */
  may(permission: Permission): boolean;
}

/** Who acts at this bench, kept fresh by the live stream. */
export function useSession(): Session {
  const held = useQuery(sessionQuery(useApi())).data;
  const person = held?.person ?? null;
  return {
    held,
    person,
    may: (permission) => held?.state === 'no-owner' || person?.permissions.includes(permission) === true,
  };
}
