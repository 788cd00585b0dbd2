import { createHash } from 'node:crypto';
import { AppError } from '../../shared/kernel/errors.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import { writeRecordLines } from '../../shared/sync/record-lines.ts';
import { piecesOf } from './blobs.ts';
import type { HubContext } from './context.ts';
import type { HubIdentity } from './hub-key.ts';
import { allHeads, type BodyLine, type MoveReport, moveReport } from './move-lines.ts';
import { type HubPlace, type HubStoreOptions, openHubContext } from './open-hub-store.ts';
import { recordCrypto } from './record-crypto.ts';
import { verifyHub } from './verify.ts';

const rowsAtOnce = 500;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const lineOf = (value: BodyLine): string => `${JSON.stringify(value)}\n`;

/**
 * Everything a hub holds at one moment, as lines with their line ends (`move-lines.ts`); answers what it was. The hub may run
 * meanwhile: all is read in one transaction.
 *
 * @throws AppError `hub/does-not-hold` where a chain of its is broken: that is not carried on
 */
export async function* exportHub(place: HubPlace, options: HubStoreOptions = {}): AsyncGenerator<string, MoveReport> {
  const { context, identity } = await openHubContext(place, options);
  const { database } = context;
  try {
    const begin = database.db.startTransaction();
    // In SQLite a transaction sees one moment by itself.
    const trx = await (database.kind === 'sqlite' ? begin : begin.setIsolationLevel('repeatable read')).execute();
    try {
      return yield* allLines({ ...context, database: { ...database, db: trx } }, identity);
    } finally {
      await trx.rollback().execute();
    }
  } finally {
    await database.close();
  }
}

async function* allLines(context: HubContext, identity: HubIdentity): AsyncGenerator<string, MoveReport> {
  const { problems, recordCount } = await verifyHub(context);
  const first = problems[0];
  if (first) throw new AppError('hub/does-not-hold', { ...first, count: problems.length });
  const heads = await allHeads(context);
  const hash = createHash('sha256');
  const head = `${JSON.stringify({ benchsideHub: 1, identity, heads })}\n`;
  hash.update(head);
  yield head;
  for (const scope of Object.keys(heads)) {
    for await (const line of linesOfSite(context, scope)) {
      hash.update(line);
      yield line;
    }
  }
  yield lineOf({ end: hash.digest('hex') });
  return moveReport(heads, recordCount);
}

async function* linesOfSite(context: HubContext, scope: string): AsyncGenerator<string> {
  const { db } = context.database;
  const { site_id, next_arrival } = await db
    .selectFrom('sites')
    .select(['site_id', 'next_arrival'])
    .where('scope', '=', scope)
    .executeTakeFirstOrThrow();
  yield lineOf({ site: scope, nextArrival: next_arrival });
  yield* recordLinesOf(context, site_id);
  yield* waitingLinesOf(context, site_id);
  const blobs = await db.selectFrom('blobs').selectAll().where('site_id', '=', site_id).orderBy('sha256').execute();
  for (const { sha256, byte_count, received, is_whole } of blobs) {
    yield* pieceLinesOf(context, site_id, sha256);
    yield lineOf({ blob: { sha256, byte_count, received, is_whole } });
  }
  const statuses = await db
    .selectFrom('statuses')
    .selectAll()
    .where('site_id', '=', site_id)
    .orderBy('device')
    .execute();
  for (const { device, text, sig, received_at } of statuses) {
    yield lineOf({ status: { device, text, sig: base64(sig), received_at } });
  }
}

/** Records in order of arrival, in runs that came with one batch. */
async function* recordLinesOf({ database: { db } }: HubContext, siteId: number): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const rows = await db
      .selectFrom('records')
      .select(['arrival', 'raw', 'sig', 'via', 'received_at'])
      .where('site_id', '=', siteId)
      .where('arrival', '>', after)
      .orderBy('arrival')
      .limit(rowsAtOnce)
      .execute();
    for (let at = 0; at < rows.length; ) {
      const { via, received_at, arrival: from } = rows[at]!;
      let end = at + 1;
      const goesOn = (row: (typeof rows)[number] | undefined) =>
        row?.via === via && row.received_at === received_at && row.arrival === from + end - at;
      while (goesOn(rows[end])) end++;
      yield lineOf({ records: end - at, from, via, at: received_at });
      yield writeRecordLines(rows.slice(at, end), recordCrypto);
      at = end;
    }
    if (rows.length < rowsAtOnce) return;
    after = rows.at(-1)!.arrival;
  }
}

async function* waitingLinesOf({ database: { db } }: HubContext, siteId: number): AsyncGenerator<string> {
  const plain = ({ hash, sig, log, seq, raw, via, received_at }: Awaited<ReturnType<typeof readPending>>[number]) => ({
    log,
    seq,
    hash: base64(hash),
    sig: base64(sig),
    raw,
    via,
    received_at,
  });
  const readPending = (log: string) =>
    db.selectFrom('pending').selectAll().where('log', '=', log).orderBy('seq').orderBy('hash').execute();
  const scopes = await db.selectFrom('scopes').select('scope').where('site_id', '=', siteId).execute();
  const ofSite = new Set(scopes.map(({ scope }) => scope));
  const logs = await db.selectFrom('pending').select('log').distinct().orderBy('log').execute();
  for (const { log } of logs) {
    if (!ofSite.has(parseLogId(log)!.scope)) continue;
    for (const row of await readPending(log)) yield lineOf({ pending: plain(row) });
  }
  const setAside = await db
    .selectFrom('quarantine')
    .selectAll()
    .where('site_id', '=', siteId)
    .orderBy('hash')
    .orderBy('sig')
    .execute();
  for (const row of setAside) yield lineOf({ setAside: { ...plain(row), why: row.why } });
}

async function* pieceLinesOf({ database: { db } }: HubContext, siteId: number, sha256: string): AsyncGenerator<string> {
  for await (const { starts_at, bytes } of piecesOf(db, siteId, sha256)) {
    yield lineOf({ piece: { sha256, starts_at, bytes: base64(bytes) } });
  }
}
