import type { KeyObject } from 'node:crypto';
import { firstLink, hashOf, readEnvelope } from '../../shared/records/envelope.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { HubContext } from './context.ts';
import { isSignedBy, linkText, publicKeyOf, recordCrypto } from './record-crypto.ts';

interface Problem {
  readonly log: string;
  readonly seq: number;
  readonly why: string;
}

const readCount = 500;
/** Further problems are counted by whoever repairs these. */
const maxProblems = 1000;

interface LogRow {
  readonly log_id: number;
  readonly log: string;
  readonly head_seq: number;
  readonly head_link: string;
}

/** Walks every log from its first record: text against hash, place, link to the record before, signature, and the head at the end. */
export async function verifyHub(
  context: HubContext,
  onProgress: (done: number) => void = () => {},
): Promise<{ recordCount: number; problems: Problem[] }> {
  const { db } = context.database;
  const problems: Problem[] = [];
  let recordCount = 0;
  const logs = await db
    .selectFrom('logs')
    .select(['log_id', 'log', 'head_seq', 'head_link'])
    .orderBy('log_id')
    .execute();
  for (const log of logs) {
    await walkLog(context, log, problems, (count) => {
      recordCount += count;
      onProgress(recordCount);
    });
  }
  await checkArrivals(context, problems);
  return { recordCount, problems };
}

async function walkLog(
  context: HubContext,
  { log_id, log, head_seq, head_link }: LogRow,
  problems: Problem[],
  onRead: (count: number) => void,
): Promise<void> {
  const { db } = context.database;
  const blame = (seq: number, why: string) => {
    if (problems.length < maxProblems) problems.push({ log, seq, why });
  };
  const key = await keyOf(context, log);
  if (!key) blame(0, 'records/unknown-device');
  const losses = await db.selectFrom('losses').selectAll().where('log', '=', log).execute();
  const lossAt = (seq: number) => losses.find((one) => one.from_seq <= seq && seq <= one.to_seq);
  let seq = 0;
  let link: string | undefined = firstLink;
  let before: { hash: Uint8Array; sig: Uint8Array } | undefined;
  for (;;) {
    const rows = await db
      .selectFrom('records')
      .select(['seq', 'hash', 'sig', 'raw'])
      .where('log_id', '=', log_id)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(readCount)
      .execute();
    for (const row of rows) {
      for (let at = seq + 1; at < row.seq; ) {
        const loss = lossAt(at);
        if (!loss) {
          blame(at, 'records/missing');
          break;
        }
        at = loss.to_seq + 1;
      }
      if (row.seq > seq + 1) link = undefined;
      const why = problemOf(row, log, link, before, key);
      if (why) blame(row.seq, why);
      seq = row.seq;
      link = linkText(row.hash, row.sig);
      before = row;
    }
    onRead(rows.length);
    if (rows.length < readCount) break;
  }
  if (seq !== head_seq || (seq > 0 && link !== head_link)) blame(head_seq, 'records/head');
}

function problemOf(
  row: { seq: number; hash: Uint8Array; sig: Uint8Array; raw: string },
  log: string,
  link: string | undefined,
  before: { hash: Uint8Array; sig: Uint8Array } | undefined,
  key: KeyObject | undefined,
): string | undefined {
  if (Buffer.compare(hashOf(recordCrypto, row.raw), row.hash) !== 0) return 'records/text-changed';
  const read = readEnvelope(row.raw);
  if ('why' in read) return read.why;
  if (read.envelope.log !== log || read.envelope.seq !== row.seq) return 'records/wrong-place';
  if (key && !isSignedBy(key, row.hash, row.sig)) return 'records/bad-signature';
  if (link === undefined || read.envelope.prev === link) return undefined;
  // A signature or hash that was changed is blamed where it was changed.
  return before && key && !isSignedBy(key, before.hash, before.sig) ? undefined : 'records/broken-chain';
}

/** A number that was given is not given again: what a workstation's cursor relies on. */
async function checkArrivals(context: HubContext, problems: Problem[]): Promise<void> {
  const { db } = context.database;
  const sites = await db.selectFrom('sites').select(['site_id', 'scope', 'next_arrival']).execute();
  for (const { site_id, scope, next_arrival } of sites) {
    const { last } = await db
      .selectFrom('records')
      .select((of) => of.fn.max('arrival').as('last'))
      .where('site_id', '=', site_id)
      .executeTakeFirstOrThrow();
    if (Number(last ?? 0) >= next_arrival) problems.push({ log: scope, seq: Number(last), why: 'records/arrival' });
  }
}

/** The key that signs a log, as the hub knows it. */
export async function keyOf(context: HubContext, log: string): Promise<KeyObject | undefined> {
  const { device, epoch } = parseLogId(log)!;
  if (device === context.device) return publicKeyOf(context.publicKey);
  const row = await context.database.db
    .selectFrom('devices')
    .select('public_key')
    .where('device', '=', device)
    .where('epoch', '=', epoch)
    .executeTakeFirst();
  return row && publicKeyOf(row.public_key);
}
