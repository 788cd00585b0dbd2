import type { KeyObject } from 'node:crypto';
import { AppError } from '../../shared/kernel/errors.ts';
import { logOpened } from '../../shared/records/core-records.ts';
import { type BodyOf, draft } from '../../shared/records/define.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import { workstationEnrolled } from '../../shared/sync/records.ts';
import { isGenuine, type Sealed, sealAll, type Unreadable } from '../../shared/sync/sealed-runs.ts';
import { epochText } from '../../shared/sync/signed-request.ts';
import type { HubContext } from './context.ts';
import type { HubDevice, HubPushReport } from './hub-store.ts';
import { Batch } from './ingest.ts';
import { writeOwn } from './own-log.ts';
import { isSignedBy, isTextSigned, publicKeyOf, sealTools } from './record-crypto.ts';
import type { HubQueries, HubTransaction, LockedSite } from './tables.ts';

type Certificate = Omit<HubDevice, 'isRevoked'>;
type Opening = BodyOf<typeof logOpened>;

/** Set aside for what was not known yet. */
const waitingForTrust = ['records/unknown-device', 'records/wrong-scope'];
const batchCount = 500;

/** Writes `workstation.enrolled` and takes what was set aside because it was not known. The transaction holds the site. */
export async function certify(
  context: HubContext,
  trx: HubTransaction,
  site: LockedSite,
  { mayConnect, ...of }: Certificate,
): Promise<HubDevice> {
  const org = await context.database.lockSite(trx, 'org');
  if (!org) throw new AppError('hub/scope-unknown', { scope: 'org' });
  const body = { ...of, scopes: [...of.scopes], mayEnrol: false, ...(mayConnect ? {} : { mayConnect }) };
  await writeOwn(context, trx, org, [draft(workstationEnrolled, `workstation/${of.device}`, body)]);
  await tryAgain(context, trx, site, of.device);
  return { ...of, mayConnect, isRevoked: false };
}

/** Takes one batch into a site that the transaction holds; keys that its own records vouch for are learnt first. */
export async function takeBatch(
  context: HubContext,
  trx: HubTransaction,
  site: LockedSite,
  via: string,
  records: readonly (Sealed | Unreadable)[],
): Promise<HubPushReport> {
  await learnEpochs(context, trx, site, records);
  return new Batch(context, trx, site, via).take(records);
}

async function tryAgain(context: HubContext, trx: HubTransaction, site: LockedSite, device: string): Promise<void> {
  const rows = await trx
    .selectFrom('quarantine')
    .selectAll()
    .where('site_id', '=', site.site_id)
    .where('why', 'in', waitingForTrust)
    .where('log', 'like', `${device}/%`)
    .orderBy('log')
    .orderBy('seq')
    .execute();
  if (rows.length === 0) return;
  await trx
    .deleteFrom('quarantine')
    .where('site_id', '=', site.site_id)
    .where('why', 'in', waitingForTrust)
    .where('log', 'like', `${device}/%`)
    .execute();
  for (let at = 0; at < rows.length; at += batchCount) {
    const some = rows.slice(at, at + batchCount);
    await takeBatch(context, trx, site, some[0]!.via, sealAll(some, sealTools));
  }
}

/**
 * The first record of a log names the keys of its device's other epochs: one that a known key vouches for is known from now on,
 * and one that a known key names as its own earlier one. So records reach the hub whoever carries them, and though the machine
 * that wrote them never spoke to it under that key.
 */
async function learnEpochs(
  context: HubContext,
  trx: HubTransaction,
  site: LockedSite,
  records: readonly (Sealed | Unreadable)[],
): Promise<void> {
  for (const record of records) {
    if ('why' in record || record.envelope.type !== logOpened.type || record.envelope.seq !== 1) continue;
    const read = logOpened.schema.safeParse(record.envelope.body);
    const place = parseLogId(record.envelope.log)!;
    if (!read.success || read.data.device !== place.device || read.data.epoch !== place.epoch) continue;
    const opening = read.data;
    if (opening.endorsement === undefined && !opening.earlier) continue;
    const known = (await readDevices(trx, place.device)).filter((one) => one.site === site.scope);
    const newest = known.at(-1);
    if (!newest || newest.isRevoked) continue;
    const keys = new Map(known.map(({ epoch, publicKey }) => [epoch, publicKey]));
    const { isRevoked: _, ...stood } = newest;
    for (const { epoch, publicKey } of [...newerEpochs(opening, keys), ...earlierEpochs(record, opening, keys)])
      await certify(context, trx, site, { ...stood, epoch, publicKey });
  }
}

/** The epoch this record opens, and those between it and the last one that is known, where each vouches for the next. */
function newerEpochs(opening: Opening, keys: Map<number, string>): { epoch: number; publicKey: string }[] {
  const { device, epoch, publicKey, endorsement, earlier = [] } = opening;
  if (keys.has(epoch)) return [];
  const vouched: { epoch: number; publicKey: string; endorsement?: string | undefined }[] = [
    { epoch, publicKey, endorsement },
  ];
  for (const one of earlier) {
    if (one.epoch !== vouched[0]!.epoch - 1 || keys.has(one.epoch)) break;
    vouched.unshift(one);
  }
  let before = keys.get(vouched[0]!.epoch - 1);
  for (const one of vouched) {
    const vouching = epochText({ device, epoch: one.epoch, publicKey: one.publicKey });
    if (before === undefined || !isTextSigned(before, vouching, one.endorsement ?? '')) return [];
    before = one.publicKey;
  }
  if (!keyFrom(before)) return [];
  for (const one of vouched) keys.set(one.epoch, one.publicKey);
  return vouched;
}

/** Keys of earlier epochs, by the word of the key that signed this record. */
function earlierEpochs(record: Sealed, { epoch, earlier = [] }: Opening, keys: Map<number, string>) {
  const unknown = earlier.filter((one) => one.epoch < epoch && !keys.has(one.epoch) && keyFrom(one.publicKey));
  const key = keyFrom(keys.get(epoch));
  if (unknown.length === 0 || !key || !isGenuine(record, (hash, sig) => isSignedBy(key, hash, sig))) return [];
  for (const one of unknown) keys.set(one.epoch, one.publicKey);
  return unknown;
}

const keyFrom = (text: string | undefined): KeyObject | undefined =>
  text === undefined ? undefined : publicKeyOf(text);

/** A device's certificate as it stands, by device and epoch. */
export async function certificateOf(db: HubQueries, device: string, epoch: number): Promise<HubDevice | undefined> {
  return (await readDevices(db, device)).find((one) => one.epoch === epoch);
}

/** Certificates in order of device and epoch. */
export async function readDevices(db: HubQueries, device?: string): Promise<HubDevice[]> {
  let query = db
    .selectFrom('devices')
    .innerJoin('sites', 'sites.site_id', 'devices.site_id')
    .leftJoin('revocations', 'revocations.device', 'devices.device')
    .select(['devices.device', 'epoch', 'public_key', 'box_key', 'label', 'sites.scope as site', 'scopes', 'reason'])
    .select('may_connect')
    .orderBy('devices.device')
    .orderBy('epoch');
  if (device !== undefined) query = query.where('devices.device', '=', device);
  return (await query.execute()).map((row) => ({
    device: row.device,
    epoch: row.epoch,
    publicKey: row.public_key,
    boxKey: row.box_key,
    label: row.label,
    site: row.site,
    scopes: JSON.parse(row.scopes) as string[],
    mayConnect: row.may_connect === 1,
    isRevoked: row.reason !== null,
  }));
}
