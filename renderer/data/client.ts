import { type ClientLink, createORPCClient, DynamicLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OPERATION_CONTEXT_SYMBOL, type OperationContext } from '@orpc/tanstack-query';
import type { Contract } from '../../shared/modules/contract.ts';
import type { HostConnection } from './host-connection.ts';
import type { SessionGate } from './session-gate.ts';

/** Every call of the host, typed from the contract: `client.instruments.add({...})`. */
export type HostClient = ContractRouterClient<Contract>;

/**
 * A client whose calls go over the present connection, or wait for the next one; with a gate, those refused for want of a
 * sign-in wait for that too. Inputs are parsed by the host.
 */
export function createHostClient(connection: HostConnection, gate?: SessionGate): HostClient {
  const link = new DynamicLink<OperationContext>(({ signal }) => connection.getLink(signal));
  const gated: ClientLink<OperationContext> =
    gate === undefined
      ? link
      : {
          call: (path, input, options) =>
            gate.carry(() => link.call(path, input, options), {
              isCommand: isCommand(options.context, options.signal),
              signal: options.signal,
            }),
        };
  return createORPCClient(gated);
}

/** Mutations say what they are; of plain calls, those that can be broken off are streams. */
function isCommand(context: OperationContext, signal: AbortSignal | undefined): boolean {
  const type = context[OPERATION_CONTEXT_SYMBOL]?.type;
  return type === 'mutation' || (type === undefined && signal === undefined);
}
