import { implement } from '@orpc/server';
import { encryptionContract } from '../../../shared/modules/system/encryption-contract.ts';
import type { HostContext } from '../../host/module.ts';

/** The switch of the data file's encryption: it is ordered here and carried out by the next start of the host. */
export function encryptionHandlers({ store, topics, restart }: HostContext) {
  const os = implement(encryptionContract);
  const { encryption } = store;

  const order = async (what: 'turn-on' | 'turn-off') => {
    await encryption.order(what);
    topics.announce('system');
    // Taking an order back needs no new start.
    return { isRestarting: encryption.state().pending === what && restart() };
  };

  return os.router({
    state: os.state.handler(() => ({
      ...encryption.state(),
      keyProvider: encryption.keyProvider,
      isKeyBesideData: encryption.keyProvider === 'file',
    })),

    escrowCode: os.escrowCode.handler(async () => ({ groups: await encryption.escrowGroups() })),

    proveEscrowCode: os.proveEscrowCode.handler(async ({ input }) => {
      const { isRight, wrongGroups } = await encryption.prove(input.code);
      topics.announce('system');
      return { isRight, wrongGroups: [...wrongGroups] };
    }),

    turnOn: os.turnOn.handler(() => order('turn-on')),
    turnOff: os.turnOff.handler(() => order('turn-off')),
  });
}
