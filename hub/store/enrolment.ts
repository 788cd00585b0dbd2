import { AppError } from '../../shared/kernel/errors.ts';
import { draft } from '../../shared/records/define.ts';
import type { HeldSite } from '../../shared/sync/hub-api.ts';
import { siteOpened, workstationRevoked } from '../../shared/sync/records.ts';
import { epochText } from '../../shared/sync/signed-request.ts';
import { certificateOf, certify, readDevices } from './certificates.ts';
import type { HubContext } from './context.ts';
import { adoptable, openHeldSite, requireSound, takeMembers } from './held-sites.ts';
import type { HubEnrolment } from './hub-store.ts';
import { writeOwn } from './own-log.ts';
import { isTextSigned } from './record-crypto.ts';
import { requireSite } from './records.ts';
import { makeCode, plainCode, secretHash } from './secrets.ts';
import type { HubTransaction, LockedSite } from './tables.ts';

/** Sites, codes, and who writes for a site: each decision a record in the hub's own log. */
export function hubEnrolment(context: HubContext): HubEnrolment {
  const { db } = context.database;

  return {
    async openSite(name) {
      const site = `site:${context.newId()}`;
      await db.transaction().execute(async (trx) => {
        const org = await requireSite(context, trx, 'org');
        await writeOwn(context, trx, org, [draft(siteOpened, site.replace(':', '/'), { site, name })]);
      });
      return site;
    },

    sites: () =>
      db
        .selectFrom('sites')
        .select(['scope as site', 'name'])
        .where('scope', '<>', 'org')
        .orderBy('name')
        .orderBy('scope')
        .execute(),

    async newCode(site, hours) {
      const code = makeCode(context.randomBytes);
      const expiresMs = Math.floor(context.wallMs() + hours * 3_600_000);
      const row = await db
        .selectFrom('sites')
        .select('site_id')
        .where('scope', '=', site)
        .where('scope', '<>', 'org')
        .executeTakeFirst();
      if (!row) throw new AppError('hub/scope-unknown', { scope: site });
      await db
        .insertInto('enrol_codes')
        .values({ code_hash: secretHash(plainCode(code)), site_id: row.site_id, expires_ms: expiresMs })
        .execute();
      return { code, expiresAt: new Date(expiresMs).toISOString() };
    },

    async newOpeningCode(hours) {
      const code = makeCode(context.randomBytes);
      const expiresMs = Math.floor(context.wallMs() + hours * 3_600_000);
      const row = { code_hash: secretHash(plainCode(code)), expires_ms: expiresMs };
      await db.insertInto('opening_codes').values(row).execute();
      return { code, expiresAt: new Date(expiresMs).toISOString() };
    },

    enrol: (code, { provisional, ...who }, held) =>
      db.transaction().execute(async (trx) => {
        const { site, isNew } = await takeCode(context, trx, code, held);
        requireSound(who);
        await requireNew(trx, site, who);
        const scopes = [site.scope, ...(await adoptable(trx, site, provisional))];
        const known = await knownScopes(trx, who.device);
        const enrolled = await certify(context, trx, site, {
          ...who,
          site: site.scope,
          scopes: [...new Set([...scopes, ...known])],
          mayConnect: true,
        });
        if (isNew) await takeMembers(context, trx, site, who.device, held!.members);
        return { ...enrolled, siteName: site.name };
      }),

    async endorse({ device, epoch, publicKey, boxKey, sig }) {
      requireSound({ device, epoch, publicKey, boxKey });
      const before = await certificateOf(db, device, epoch - 1);
      if (!before?.mayConnect || !isTextSigned(before.publicKey, epochText({ device, epoch, publicKey }), sig)) {
        throw new AppError('hub/device-unknown', { device });
      }
      return db.transaction().execute(async (trx) => {
        const site = await requireSite(context, trx, before.site);
        // Read again under the lock: two processes may be asked at once, and a revocation may have come first.
        const { isRevoked, ...stood } = (await certificateOf(trx, device, epoch - 1))!;
        if (isRevoked) throw new AppError('hub/device-revoked', { device });
        const already = await certificateOf(trx, device, epoch);
        if (already?.publicKey === publicKey) return already;
        if (already) throw new AppError('hub/device-known', { device });
        return certify(context, trx, site, { ...stood, epoch, publicKey, boxKey });
      });
    },

    device: (device, epoch) => certificateOf(db, device, epoch),

    devices: async (site) => (await readDevices(db)).filter((one) => one.site === site),

    async revoke(device, reason) {
      const certificate = (await readDevices(db, device)).at(-1);
      if (!certificate) throw new AppError('hub/device-unknown', { device });
      await db.transaction().execute(async (trx) => {
        // Nothing is added to the site while its heads are named. SQLite wants its first statement to be the one that writes.
        const site = await requireSite(context, trx, certificate.site);
        const org = await requireSite(context, trx, 'org');
        const done = await trx
          .selectFrom('revocations')
          .select('device')
          .where('device', '=', device)
          .executeTakeFirst();
        await trx.deleteFrom('sessions').where('device', '=', device).execute();
        if (done) return;
        const heads = await trx
          .selectFrom('logs')
          .select(['log', 'head_seq as seq'])
          .where('site_id', '=', site.site_id)
          .where('log', 'like', `${device}/%`)
          .orderBy('log')
          .execute();
        await writeOwn(context, trx, org, [
          draft(workstationRevoked, `workstation/${device}`, { device, last: heads, reason: reason.slice(0, 500) }),
        ]);
      });
    },
  };
}

/** Uses a code up; its site is locked until the transaction ends. A refusal later in the transaction leaves the code. */
async function takeCode(
  context: HubContext,
  trx: HubTransaction,
  code: string,
  held: HeldSite | undefined,
): Promise<{ site: LockedSite; isNew: boolean }> {
  const hash = secretHash(plainCode(code));
  const taken = await trx
    .deleteFrom('enrol_codes')
    .where('code_hash', '=', hash)
    .returning(['site_id', 'expires_ms'])
    .executeTakeFirst();
  if (!taken) {
    const opening = await trx
      .deleteFrom('opening_codes')
      .where('code_hash', '=', hash)
      .returning('expires_ms')
      .executeTakeFirst();
    if (!opening || opening.expires_ms <= context.wallMs()) throw new AppError('hub/code-unknown', {});
    return { site: await openHeldSite(context, trx, held), isNew: true };
  }
  if (taken.expires_ms <= context.wallMs()) throw new AppError('hub/code-unknown', {});
  const { scope } = await trx
    .selectFrom('sites')
    .select('scope')
    .where('site_id', '=', taken.site_id)
    .executeTakeFirstOrThrow();
  if (held && held.site !== scope) throw new AppError('hub/other-site', {});
  return { site: await requireSite(context, trx, scope), isNew: false };
}

/** A device id stands for one key an epoch, in one site; who was revoked comes back under a new id. */
async function requireNew(
  trx: HubTransaction,
  site: LockedSite,
  who: { device: string; epoch: number; publicKey: string },
): Promise<void> {
  const known = await readDevices(trx, who.device);
  const isOther = known.some(
    (one) => one.site !== site.scope || (one.epoch === who.epoch && one.publicKey !== who.publicKey),
  );
  if (isOther) throw new AppError('hub/device-known', { device: who.device });
  if (known.some((one) => one.isRevoked)) throw new AppError('hub/device-revoked', { device: who.device });
}

async function knownScopes(trx: HubTransaction, device: string): Promise<string[]> {
  return (await readDevices(trx, device)).flatMap(({ scopes }) => scopes);
}
