import { createHash } from 'node:crypto';
import { AppError } from '../../shared/kernel/errors.ts';
import { parseLogId } from '../../shared/records/scopes.ts';
import type { Vector } from '../../shared/sync/hub-api.ts';
import { readRecordLines } from '../../shared/sync/record-lines.ts';
import { type Sealed, sealAll } from '../../shared/sync/sealed-runs.ts';
import type { HubContext } from './context.ts';
import { Batch } from './ingest.ts';
import { allHeads, type BodyLine, bodyLine, headLine, type MoveReport, moveReport } from './move-lines.ts';
import { type HubPlace, type HubStoreOptions, openHubContext } from './open-hub-store.ts';
import { makeOrg, noticeOwn, writeEpoch } from './own-log.ts';
import { recordCrypto, sealTools } from './record-crypto.ts';
import { requireSite } from './records.ts';
import { verifyHub } from './verify.ts';

/**
 * Takes the lines of `exportHub` (without their line ends) into a place where no hub lives yet, or where this same move was
 * broken off. Every record is verified anew; at the end all heads are compared with those of the hub it was.
 *
 * @throws AppError `hub/not-empty`, `hub/move-damaged` (with the number of the line), `hub/move-differs`, `hub/does-not-hold`
 */
export async function importHub(
  place: HubPlace,
  lines: AsyncIterable<string>,
  options: HubStoreOptions = {},
): Promise<MoveReport> {
  const source = new MoveSource(lines);
  const head = parsed(headLine, await source.next(), source);
  const { context } = await openHubContext(place, options, head.identity);
  try {
    await context.database.db.transaction().execute(makeOrg);
    const nextArrivals = await takeAll(context, source);
    await goOn(context, nextArrivals);
    const heads = await allHeads(context);
    if (!sameHeads(heads, head.heads)) throw new AppError('hub/move-differs', {});
    const { problems, recordCount } = await verifyHub(context);
    const first = problems[0];
    if (first) throw new AppError('hub/does-not-hold', { ...first, count: problems.length });
    return moveReport(heads, recordCount);
  } finally {
    await context.database.close();
  }
}

/** Lines one by one, with the SHA-256 of all that were read. */
class MoveSource {
  readonly #lines: AsyncIterator<string>;
  readonly #hash = createHash('sha256');
  #number = 0;

  constructor(lines: AsyncIterable<string>) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  /** The next line and the hash of all before it. @throws AppError `hub/move-damaged` at the end of the file */
  async next(): Promise<string> {
    const { value, done } = await this.#lines.next();
    this.#number++;
    if (done) throw this.damaged();
    return value;
  }

  count(line: string): void {
    this.#hash.update(`${line}\n`);
  }

  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  damaged(): AppError {
    return new AppError('hub/move-damaged', { line: this.#number });
  }
}

function parsed<T>(
  schema: { safeParse(value: unknown): { data?: T | undefined } },
  line: string,
  source: MoveSource,
): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw source.damaged();
  }
  const { data } = schema.safeParse(value);
  if (data === undefined) throw source.damaged();
  source.count(line);
  return data;
}

/** Answers the arrival number that each site gives next. */
async function takeAll(context: HubContext, source: MoveSource): Promise<Map<string, number>> {
  let site = 'org';
  const nextArrivals = new Map<string, number>();
  for (;;) {
    const before = source.digest();
    const line = parsed(bodyLine, await source.next(), source);
    if ('end' in line) {
      if (line.end !== before) throw source.damaged();
      return nextArrivals;
    }
    if ('site' in line) {
      site = line.site;
      nextArrivals.set(line.site, line.nextArrival);
    } else if ('records' in line) await takeRecords(context, source, site, line);
    else await takeOther(context, site, line);
  }
}

async function takeRecords(
  context: HubContext,
  source: MoveSource,
  scope: string,
  { records: count, from, via, at }: { records: number; from: number; via: string; at: string },
): Promise<void> {
  let text = '';
  for (let line = 0; line < count; line++) {
    const record = await source.next();
    source.count(record);
    text += `${record}\n`;
  }
  const { records, badLines } = readRecordLines(text, recordCrypto);
  const sealed = sealAll(records, sealTools);
  if (badLines.length > 0 || sealed.some((one) => 'why' in one)) throw source.damaged();
  await context.database.db.transaction().execute(async (trx) => {
    const site = await requireSite(context, trx, scope);
    site.next_arrival = Math.max(site.next_arrival, from);
    const report = await new Batch(context, trx, site, via, { receivedAt: at }).take(sealed);
    if (report.added + report.duplicate !== count) throw source.damaged();
    if (scope === 'org') for (const { envelope } of sealed as Sealed[]) await noticeOwn(trx, envelope);
  });
}

/** Numbers and epoch go on where the hub stood. */
async function goOn(context: HubContext, nextArrivals: ReadonlyMap<string, number>): Promise<void> {
  await context.database.db.transaction().execute(async (trx) => {
    for (const [scope, next_arrival] of nextArrivals) {
      await trx.updateTable('sites').set({ next_arrival }).where('scope', '=', scope).execute();
    }
    const own = await trx.selectFrom('logs').select('log').where('log', 'like', `${context.device}/%`).execute();
    await writeEpoch(trx, Math.max(1, ...own.map(({ log }) => parseLogId(log)!.epoch)));
  });
}

type OtherLine = Exclude<BodyLine, { end: string } | { site: string } | { records: number }>;

async function takeOther({ database: { db } }: HubContext, scope: string, line: OtherLine): Promise<void> {
  const { site_id } = await db
    .selectFrom('sites')
    .select('site_id')
    .where('scope', '=', scope)
    .executeTakeFirstOrThrow();
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const kept = <Row extends { hash: string; sig: string }>(row: Row) => ({
    ...row,
    hash: bytes(row.hash),
    sig: bytes(row.sig),
  });
  if ('pending' in line) {
    await db
      .insertInto('pending')
      .values(kept(line.pending))
      .onConflict((on) => on.doNothing())
      .execute();
  } else if ('setAside' in line) {
    const row = { ...kept(line.setAside), site_id };
    await db
      .insertInto('quarantine')
      .values(row)
      .onConflict((on) => on.doNothing())
      .execute();
  } else if ('piece' in line) {
    const row = { ...line.piece, site_id, bytes: bytes(line.piece.bytes) };
    await db
      .insertInto('blob_pieces')
      .values(row)
      .onConflict((on) => on.doNothing())
      .execute();
  } else if ('blob' in line) {
    await db
      .insertInto('blobs')
      .values({ ...line.blob, site_id })
      .onConflict((on) => on.doNothing())
      .execute();
  } else {
    const row = { ...line.status, site_id, sig: bytes(line.status.sig) };
    await db
      .insertInto('statuses')
      .values(row)
      .onConflict((on) => on.doNothing())
      .execute();
  }
}

function sameHeads(one: Record<string, Vector>, other: Record<string, Vector>): boolean {
  const plain = (heads: Record<string, Vector>) =>
    Object.entries(heads)
      .flatMap(([scope, of]) => Object.entries(of).map(([log, [seq, link]]) => `${scope} ${log} ${seq} ${link}`))
      .sort()
      .join('\n');
  return plain(one) === plain(other);
}
