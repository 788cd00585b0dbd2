import { createORPCClient, DynamicLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { Contract } from '../../shared/modules/contract.ts';
import type { HostConnection } from './host-connection.ts';

/** Every call of the host, typed from the contract: `client.instruments.add({...})`. */
export type HostClient = ContractRouterClient<Contract>;

/** A client whose calls go over the present connection, or wait for the next one. Inputs are parsed by the host. */
export function createHostClient(connection: HostConnection): HostClient {
  return createORPCClient(new DynamicLink(({ signal }) => connection.getLink(signal)));
}
