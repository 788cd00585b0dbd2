import { implement } from '@orpc/server';
import { AppError } from '../../../shared/kernel/errors.ts';
import { encryptionContract } from '../../../shared/modules/system/encryption-contract.ts';
import type { HostContext } from '../../host/module.ts';
import type { KeyPlace } from '../../host/open-keys.ts';

/** The switch of the data file's encryption: it is ordered here and carried out by the next start of the host. */
export function encryptionHandlers({ store, topics, restart, moveKeys }: HostContext) {
  const os = implement(encryptionContract);
  const { encryption } = store;

  const order = async (what: 'turn-on' | 'turn-off') => {
    await encryption.order(what);
    topics.announce('system');
    // Taking an order back needs no new start.
    return { isRestarting: encryption.state().pending === what && restart() };
  };

  const move = async (place: KeyPlace) => {
    if (moveKeys === null || store.isReadonly) throw new AppError('system/keys-stay');
    await moveKeys(place);
    return { isRestarting: restart() };
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

    usePassphrase: os.usePassphrase.handler(({ input }) => move(input)),
    useKeyStore: os.useKeyStore.handler(() => move('key-store')),
  });
}
