import type { HostOptions } from '../../electron/host/host.ts';
import { hostModules } from '../../electron/modules/all.ts';
import { createPeopleModule } from '../../electron/modules/people/module.ts';
import type { Role } from '../../shared/modules/people/records.ts';
import { words } from '../../shared/modules/people/words.ts';
import { type ModuleBench, openModuleBench } from './module-bench.ts';

/** The product's own algorithm at its least cost: a test checks dozens of secrets. */
const testCost = { algorithm: 2, memoryCost: 1024, timeCost: 1, parallelism: 1, outputLen: 32 };
export const quickModules = hostModules.map((module) =>
  module.name === 'people' ? createPeopleModule(testCost) : module,
);

export const ownerPassword = 'violet harbour 19';
export const ownPassword = 'own words for it 7';
const givenPassword = 'given for today 42';
export const owner = { signInName: 'ruth', printedName: 'Ruth Keller', initials: 'RK', password: ownerPassword };

/** A real host on a real folder whose people are cheap to check. */
export interface PeopleBench extends ModuleBench {
  /** The first account, certified to sign; answers the person's id. */
  makeOwner(): Promise<string>;
  /** A person who has chosen `ownPassword`; needs the owner, who is signed in afterwards. */
  addPerson(signInName: string, roles: Role[]): Promise<string>;
  signIn(signInName: string): Promise<void>;
}

export async function openPeopleBench(dataFolder: string, options: Partial<HostOptions> = {}): Promise<PeopleBench> {
  const bench = await openModuleBench(dataFolder, { modules: quickModules, ...options });
  const { people } = bench.page;
  const signIn = async (signInName: string): Promise<void> => {
    await people.signIn({ signInName, password: signInName === owner.signInName ? ownerPassword : ownPassword });
  };
  return {
    ...bench,
    signIn,
    async makeOwner() {
      const { personId } = await people.makeOwner(owner);
      await people.certify({ password: ownerPassword, statement: words['people.certification'] });
      return personId;
    },
    async addPerson(signInName, roles) {
      await signIn(owner.signInName);
      const { personId } = await people.add({
        ...{ signInName, roles, printedName: `${signInName} Example`, initials: '', reason: '' },
        password: givenPassword,
      });
      await people.signIn({ signInName, password: givenPassword });
      await people.changePassword({ oldPassword: givenPassword, newPassword: ownPassword });
      await signIn(owner.signInName);
      return personId;
    },
  };
}
