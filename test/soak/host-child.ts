import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { createHost } from '../../electron/host/host.ts';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import type { Contract } from '../../shared/modules/contract.ts';

/**
 * A real host in a process of its own, to be killed. Arguments: data folder, resources folder, and one JSON list of
 * `{ name, definitionKey, link }`. Registers the instruments at the first start; later starts find them in the store.
 * Says `ready` when the links are being opened.
 */
const [dataFolder = '', resourcesFolder = '', wanted = '[]'] = process.argv.slice(2);
const instruments = JSON.parse(wanted) as { name: string; definitionKey: string; link: LinkSettings }[];

const host = await createHost({
  dataFolder,
  resourcesFolder,
  appVersion: '0.0.0',
  build: 'soak',
  electronSource: 'none',
  ballastBytes: 4096,
});
const client = createRouterClient(host.router, { context: {} }) as unknown as ContractRouterClient<Contract>;
const known = await client.instruments.cards({ withRetired: true });
for (const { name, definitionKey, link } of instruments) {
  if (known.some((card) => card.name === name)) continue;
  const plate = { name, serialNumber: '', assetNumber: '', place: '', firmware: '', notes: '' };
  const { instrumentId } = await client.instruments.add({ definitionKey, ...plate, link, silenceMinutes: 5 });
  await client.instruments.setAnswering({ instrumentId, isAnswering: true, reason: 'soak' });
}
process.stdout.write('ready\n');
process.on('SIGTERM', () => {
  void host.stop().then(() => process.exit(0));
});
