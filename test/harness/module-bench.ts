import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import type { HostOptions } from '../../electron/host/host.ts';
import { hostModules } from '../../electron/modules/all.ts';
import type { LinkSettings } from '../../shared/instruments/link-settings.ts';
import type { Contract } from '../../shared/modules/contract.ts';
import { openBench, type TestBench } from './bench.ts';
import { createHearing, type Hear } from './hear.ts';

export type PageClient = ContractRouterClient<Contract>;

/** The page's side of a real host: every call parsed by the contract, no transport between. */
export interface ModuleBench extends TestBench {
  readonly page: PageClient;
  /** Registers an instrument and answers its id. It has no line; what it says is given by `hear`. */
  register(definitionKey: string, more?: Partial<Parameters<PageClient['instruments']['add']>[0]>): Promise<string>;
  /** One whole message, as a session hands it over. */
  readonly hear: Hear;
}

export async function openModuleBench(dataFolder: string, options: Partial<HostOptions> = {}): Promise<ModuleBench> {
  const bench = await openBench(dataFolder, { modules: hostModules, ...options });
  const { host } = bench;
  const page = createRouterClient(host.router, { context: {} }) as unknown as PageClient;
  return {
    ...bench,
    page,
    async register(definitionKey, more = {}) {
      const link: LinkSettings = { kind: 'none' };
      const plate = { name: definitionKey, serialNumber: '', assetNumber: '', place: '', firmware: '', notes: '' };
      const added = await page.instruments.add({ definitionKey, ...plate, link, silenceMinutes: 15, ...more });
      return added.instrumentId;
    },
    hear: createHearing(host, async (instrumentId) => (await page.instruments.get({ instrumentId })).definitionKey),
  };
}

const header = 'H|\\^&|||    XN-10^00-22^11001^^^^AP795756||||||||E1394-97';

/** A background check of an XN-1000 with one platelet value. */
export const background = (platelets: string, flag = 'N', time = '20261102063220'): string[] => [
  header,
  'P|1||||^^|||U|||||^||||||||||||^^^',
  'O|1||^^       BACKGROUNDCHECK^A|^^^^WBC\\^^^^RBC\\^^^^HGB\\^^^^PLT|||||||Q||||||||||||||F',
  `R|1|^^^^WBC^1|0.02|10*3/uL||N||F||||${time}`,
  `R|2|^^^^RBC^1|0.01|10*6/uL||N||F||||${time}`,
  `R|3|^^^^HGB^1|0.0|g/dL||N||F||||${time}`,
  `R|4|^^^^PLT^1|${platelets}|10*3/uL||${flag}||F||||${time}`,
  'L|1|N',
];

/** A sample of an XN-1000 in which the analysis failed. */
export const failedSample = (specimen: string): string[] => [
  header,
  'P|1||||^^Doe^Jane||19800101|U|||||^||||||||||||^^^',
  `O|1||000015^01^${specimen.padStart(22)}^B|^^^^WBC|||||||N||||||||||||||F`,
  'R|1|^^^^WBC^1|----|10*3/uL||A||F||||20261102083001',
  'R|2|^^^^Error_Func||||A||F||||20261102083001',
  'L|1|N',
];

/** A patient's sample of an XN-1000 in which all is well. */
export const goodSample = (specimen: string, white = '5.10'): string[] => [
  header,
  'P|1||||^^Doe^Jane||19800101|U|||||^||||||||||||^^^',
  `O|1||000015^01^${specimen.padStart(22)}^B|^^^^WBC|||||||N||||||||||||||F`,
  `R|1|^^^^WBC^1|${white}|10*3/uL||N||F||||20261102083210`,
  'L|1|N',
];

/** A control of an XN-1000. */
export const control = (lot: string, white: string): string[] => [
  header,
  'P|1||||^^|||U|||||^||||||||||||^^^',
  `O|1||000001^01^${lot.padStart(22)}^B|^^^^WBC\\^^^^RBC|||||||Q||||||||||||||F`,
  `R|1|^^^^WBC^1|${white}|10*3/uL||||F||||20261102070210`,
  'R|2|^^^^RBC^1|4.38|10*6/uL||||F||||20261102070210',
  'L|1|N',
];

/** The next push of a live stream; a stream that ends instead is a failure. */
export async function nextOf<T>(stream: AsyncIterator<T, unknown, unknown>): Promise<T> {
  const next = await stream.next();
  if (next.done) throw new Error('the stream ended');
  return next.value;
}
