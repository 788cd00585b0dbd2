import { hlcDevice, hlcNext, parseHlc } from '../../shared/kernel/clock.ts';
import { logOpened } from '../../shared/records/core-records.ts';
import type { AnyRecordDefinition, BodyOf, RecordDraft } from '../../shared/records/define.ts';
import { draft } from '../../shared/records/define.ts';
import { type Envelope, firstLink, hashOf, readEnvelope, writeEnvelope } from '../../shared/records/envelope.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import { siteOpened, workstationEnrolled, workstationRevoked } from '../../shared/sync/records.ts';
import { epochText } from '../../shared/sync/signed-request.ts';
import type { HubContext } from './context.ts';
import { linkText, recordCrypto } from './record-crypto.ts';
import type { HubDatabase, HubQueries, HubTransaction, LockedSite, Records } from './tables.ts';

/**
 * Writes records of the hub itself into its log of scope `org`, and what they say into the tables. The transaction holds `org`.
 */
export async function writeOwn(
  context: HubContext,
  trx: HubTransaction,
  org: LockedSite,
  drafts: readonly RecordDraft[],
): Promise<void> {
  const head = await ownHead(context, trx, org);
  let clock = head.clock;
  const rows: Records[] = [];
  for (const one of head.seq === 0 ? [await openingOf(context, trx), ...drafts] : drafts) {
    const next = hlcNext(clock, context.wallMs(), hlcDevice(context.device));
    clock = next.state;
    const envelope = envelopeOf(context, one, { seq: head.seq + 1, prev: head.link, hlc: next.hlc });
    const raw = writeEnvelope(envelope);
    const hash = hashOf(recordCrypto, raw);
    const sig = context.sign(hash);
    head.seq++;
    head.link = linkText(hash, sig);
    rows.push({
      site_id: org.site_id,
      arrival: org.next_arrival++,
      log_id: head.logId,
      seq: head.seq,
      hash,
      sig,
      type: envelope.type,
      raw,
      via: 'hub',
      received_at: context.now(),
    });
    await noticeOwn(trx, envelope);
  }
  await context.database.addRecords(trx, rows);
  await trx
    .updateTable('logs')
    .set({ head_seq: head.seq, head_link: head.link })
    .where('log_id', '=', head.logId)
    .execute();
  await trx.updateTable('sites').set({ next_arrival: org.next_arrival }).where('site_id', '=', org.site_id).execute();
}

/** Which of the hub's own logs is written now: 1, and one more after each restored backup. */
export async function readEpoch({ db }: HubDatabase): Promise<number> {
  const row = await db.selectFrom('hub_facts').select('value').where('name', '=', 'epoch').executeTakeFirst();
  return Number(row?.value ?? 1);
}

/** Durable with the transaction; counts from the next opening on. */
export async function writeEpoch(trx: HubQueries, epoch: number): Promise<void> {
  const values = { name: 'epoch', value: String(epoch) };
  await trx
    .insertInto('hub_facts')
    .values(values)
    .onConflict((on) => on.column('name').doUpdateSet(values))
    .execute();
}

/** The scope `org`, where it is not there yet. */
export async function makeOrg(trx: HubTransaction): Promise<void> {
  await trx
    .insertInto('sites')
    .values({ scope: 'org', name: '', next_arrival: 1 })
    .onConflict((on) => on.doNothing())
    .execute();
}

/** Reads one record of the hub's log into the tables that are read out of it; other types say nothing there. */
export async function noticeOwn(trx: HubTransaction, { type, body }: Envelope): Promise<void> {
  if (type === siteOpened.type) await noticeSite(trx, siteOpened.schema.parse(body));
  if (type === workstationEnrolled.type) await noticeDevice(trx, workstationEnrolled.schema.parse(body));
  if (type === workstationRevoked.type) {
    const { device, reason, last } = workstationRevoked.schema.parse(body);
    await trx
      .insertInto('revocations')
      .values({ device, reason, last: JSON.stringify(last) })
      .onConflict((on) => on.doNothing())
      .execute();
  }
}

async function noticeSite(trx: HubTransaction, { site, name }: BodyOf<typeof siteOpened>): Promise<void> {
  const made = await trx
    .insertInto('sites')
    .values({ scope: site, name, next_arrival: 1 })
    .onConflict((on) => on.doNothing())
    .returning('site_id')
    .executeTakeFirst();
  if (made) await trx.insertInto('scopes').values({ scope: site, site_id: made.site_id }).execute();
}

async function noticeDevice(trx: HubTransaction, body: BodyOf<typeof workstationEnrolled>): Promise<void> {
  const { site_id } = await trx
    .selectFrom('sites')
    .select('site_id')
    .where('scope', '=', body.site)
    .executeTakeFirstOrThrow();
  for (const scope of body.scopes) {
    await trx
      .insertInto('scopes')
      .values({ scope, site_id })
      .onConflict((on) => on.doNothing())
      .execute();
  }
  const values = {
    device: body.device,
    epoch: body.epoch,
    public_key: body.publicKey,
    box_key: body.boxKey,
    label: body.label,
    site_id,
    scopes: JSON.stringify(body.scopes),
    may_connect: body.mayConnect === false ? 0 : 1,
  };
  await trx
    .insertInto('devices')
    .values(values)
    .onConflict((on) =>
      on.columns(['device', 'epoch']).doUpdateSet({
        label: values.label,
        box_key: values.box_key,
        scopes: values.scopes,
        ...(values.may_connect === 1 ? { may_connect: 1 } : {}),
      }),
    )
    .execute();
}

async function ownHead(context: HubContext, trx: HubTransaction, org: LockedSite) {
  const row = await trx.selectFrom('logs').selectAll().where('log', '=', context.ownLog).executeTakeFirst();
  if (!row) {
    const made = await trx
      .insertInto('logs')
      .values({ log: context.ownLog, site_id: org.site_id, head_seq: 0, head_link: firstLink, audited_seq: 0 })
      .returning('log_id')
      .executeTakeFirstOrThrow();
    return { logId: made.log_id, seq: 0, link: firstLink, clock: { ms: 0, counter: 0 } };
  }
  const last = await trx
    .selectFrom('records')
    .select('raw')
    .where('log_id', '=', row.log_id)
    .where('seq', '=', row.head_seq)
    .executeTakeFirst();
  const read = last && readEnvelope(last.raw);
  const clock = read && 'envelope' in read ? parseHlc(read.envelope.hlc) : undefined;
  return { logId: row.log_id, seq: row.head_seq, link: row.head_link, clock: clock ?? { ms: 0, counter: 0 } };
}

/** The first record of one of its logs: the key stays the same over all epochs, and says so for the next one. */
async function openingOf({ device, publicKey, ownLog, sign }: HubContext, trx: HubTransaction): Promise<RecordDraft> {
  const { epoch } = parseLogId(ownLog)!;
  const rows = await trx
    .selectFrom('logs')
    .select(['log', 'head_seq as seq', 'head_link as link'])
    .where('log', 'like', `${device}/%`)
    .where('log', '<>', ownLog)
    .orderBy('log')
    .execute();
  const endorsement = sign(recordCrypto.hashText(epochText({ device, epoch, publicKey })));
  return draft(logOpened, `log/${device}`, {
    device,
    epoch,
    publicKey,
    reason: epoch === 1 ? 'first-run' : 'restored',
    before: rows,
    ...(epoch === 1 ? {} : { endorsement: Buffer.from(endorsement).toString('base64url') }),
  });
}

function envelopeOf(
  context: HubContext,
  { definition, stream, body }: RecordDraft<AnyRecordDefinition>,
  place: { seq: number; prev: string; hlc: string },
): Envelope {
  return {
    v: 1,
    log: context.ownLog,
    ...place,
    id: context.newId(),
    wall: context.now(),
    tz: '+00:00',
    clk: { off: null, age: null, boot: context.bootId, mono: Math.round(performance.now()) },
    actor: 'system',
    auth: { session: null, proof: 'none' },
    type: definition.type,
    tv: definition.version,
    stream,
    base: null,
    app: context.app,
    body: definition.schema.parse(body),
  };
}
