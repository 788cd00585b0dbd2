import { AppError } from '../../shared/kernel/errors.ts';
import { fingerprintWords } from '../../shared/sync/fingerprint.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { HubStore } from '../store/hub-store.ts';
import { recordCrypto } from '../store/record-crypto.ts';
import type { HubOptions } from './options.ts';
import { chooseSite } from './sites.ts';

const supervisorMinutes = 15;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** A command answers its exit code. They work on the store itself, also while the hub runs. */
export type HubCommand = (store: HubStore, options: HubOptions) => Promise<number>;

const code: HubCommand = async (store, { site: asked, isForExistingSite }) => {
  const fingerprint = fingerprintWords(recordCrypto.hashText(store.hub.publicKey));
  if (isForExistingSite) {
    const { code: made, expiresAt } = await store.enrolment.newOpeningCode(syncLimits.codeHours);
    print(`${made} (for a site that exists already, once, until ${expiresAt}) | fingerprint: ${fingerprint}`);
    return 0;
  }
  const { site, name } = await chooseSite(store, asked);
  const { code: made, expiresAt } = await store.enrolment.newCode(site, syncLimits.codeHours);
  print(`${made} (site "${name}", once, until ${expiresAt}) | fingerprint: ${fingerprint}`);
  return 0;
};

const site: HubCommand = async (store, { argument }) => {
  if (argument !== undefined) {
    print(`${await store.enrolment.openSite(argument)}\t${argument}`);
    return 0;
  }
  for (const one of await store.enrolment.sites()) print(`${one.site}\t${one.name}`);
  return 0;
};

const workstations: HubCommand = async (store, { site: asked }) => {
  const sites = asked === undefined ? await store.enrolment.sites() : [await chooseSite(store, asked)];
  for (const one of sites) {
    for (const { device, epoch, label, isRevoked, mayConnect } of await store.enrolment.devices(one.site)) {
      const state = isRevoked ? 'revoked' : mayConnect ? 'enrolled' : 'known';
      print(`${device}\t${epoch}\t${state}\t${one.name}\t${label}`);
    }
  }
  return 0;
};

const revoke: HubCommand = async (store, { argument, reason }) => {
  if (argument === undefined) throw new AppError('usage/missing', { usage: 'revoke ID [--reason TEXT]' });
  await store.enrolment.revoke(argument, reason);
  print(`${argument} is revoked. Its records until now stay; every workstation learns it with its next pull.`);
  return 0;
};

const supervisor: HubCommand = async (store) => {
  const made = await store.sessions.newSupervisorCode(supervisorMinutes);
  print(`${made} (once, ${supervisorMinutes} minutes): type it at /supervisor of the hub's address`);
  return 0;
};

const verify: HubCommand = async (store) => {
  const { recordCount, problems } = await store.records.verify();
  for (const { log, seq, why } of problems) print(`${why}\t${log}\t${seq}`);
  print(
    problems.length === 0 ? `${recordCount} records proved` : `${recordCount} records, ${problems.length} problems`,
  );
  return problems.length === 0 ? 0 : 1;
};

export const commands: Readonly<Record<string, HubCommand>> = { code, site, workstations, revoke, supervisor, verify };
