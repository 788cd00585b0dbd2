import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import { AppError } from '../../shared/kernel/errors.ts';
import { syncLimits } from '../../shared/sync/limits.ts';
import type { HubContext } from './context.ts';
import type { HubBlobs } from './hub-store.ts';
import { requireSite } from './records.ts';
import type { HubTables, HubTransaction } from './tables.ts';

/** Files by content hash, in pieces as they came: in the database, so that any process of this hub has them. */
export function hubBlobs(context: HubContext): HubBlobs {
  const { db } = context.database;
  return {
    async state(site, sha256) {
      const row = await db
        .selectFrom('blobs')
        .innerJoin('sites', 'sites.site_id', 'blobs.site_id')
        .select(['byte_count', 'received', 'is_whole'])
        .where('sites.scope', '=', site)
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      return row
        ? { byteCount: row.byte_count, received: row.received, isWhole: row.is_whole === 1 }
        : { byteCount: 0, received: 0, isWhole: false };
    },

    async append(site, sha256, byteCount, at, piece) {
      const isSound = /^[0-9a-f]{64}$/.test(sha256) && Number.isSafeInteger(byteCount) && byteCount >= 1;
      if (!isSound || byteCount > syncLimits.blobBytes || piece.length > syncLimits.blobChunkBytes) {
        throw new AppError('hub/blob-too-large', { byteCount, most: syncLimits.blobBytes });
      }
      const kept = await db.transaction().execute(async (trx) => {
        const { site_id } = await requireSite(context, trx, site);
        return keepPiece(trx, { site_id, sha256, byteCount, at, piece });
      });
      if (kept === 'damaged') throw new AppError('hub/blob-damaged', { sha256 });
      return kept;
    },

    async read(site, sha256, at, length) {
      const rows = await db
        .selectFrom('blob_pieces')
        .innerJoin('blobs', (join) =>
          join.onRef('blobs.site_id', '=', 'blob_pieces.site_id').onRef('blobs.sha256', '=', 'blob_pieces.sha256'),
        )
        .innerJoin('sites', 'sites.site_id', 'blobs.site_id')
        .select(['starts_at', 'bytes', 'byte_count'])
        .where('sites.scope', '=', site)
        .where('blobs.sha256', '=', sha256)
        .where('is_whole', '=', 1)
        .where('starts_at', '>', at - syncLimits.blobChunkBytes)
        .where('starts_at', '<', at + length)
        .orderBy('starts_at')
        .execute();
      if (rows.length === 0) return undefined;
      const first = rows[0]!.starts_at;
      return new Uint8Array(Buffer.concat(rows.map(({ bytes }) => bytes)).subarray(at - first, at - first + length));
    },
  };
}

interface Piece {
  readonly site_id: number;
  readonly sha256: string;
  readonly byteCount: number;
  readonly at: number;
  readonly piece: Uint8Array;
}

async function keepPiece(
  trx: HubTransaction,
  { site_id, sha256, byteCount, at, piece }: Piece,
): Promise<{ received: number; isWhole: boolean } | 'damaged'> {
  const row = await trx
    .selectFrom('blobs')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  if (row?.is_whole === 1) return { received: row.received, isWhole: true };
  const stands = row?.received ?? 0;
  const fits = at === stands && piece.length > 0 && at + piece.length <= byteCount;
  if (!fits || (row && row.byte_count !== byteCount)) throw new AppError('hub/blob-gap', { stands });
  const received = at + piece.length;
  await trx.insertInto('blob_pieces').values({ site_id, sha256, starts_at: at, bytes: piece }).execute();
  const isWhole = received === byteCount;
  if (isWhole && (await hashOfPieces(trx, site_id, sha256)) !== sha256) {
    await trx.deleteFrom('blob_pieces').where('site_id', '=', site_id).where('sha256', '=', sha256).execute();
    await trx.deleteFrom('blobs').where('site_id', '=', site_id).where('sha256', '=', sha256).execute();
    return 'damaged';
  }
  const is_whole = isWhole ? 1 : 0;
  await trx
    .insertInto('blobs')
    .values({ site_id, sha256, byte_count: byteCount, received, is_whole })
    .onConflict((on) => on.columns(['site_id', 'sha256']).doUpdateSet({ received, is_whole }))
    .execute();
  return { received, isWhole };
}

async function hashOfPieces(trx: HubTransaction, siteId: number, sha256: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const { bytes } of piecesOf(trx, siteId, sha256)) hash.update(bytes);
  return hash.digest('hex');
}

/** The pieces of a file in their order, one in memory at a time. */
export async function* piecesOf(db: Kysely<HubTables>, siteId: number, sha256: string) {
  for (let after = -1; ; ) {
    const piece = await db
      .selectFrom('blob_pieces')
      .select(['starts_at', 'bytes'])
      .where('site_id', '=', siteId)
      .where('sha256', '=', sha256)
      .where('starts_at', '>', after)
      .orderBy('starts_at')
      .limit(1)
      .executeTakeFirst();
    if (!piece) return;
    yield piece;
    after = piece.starts_at;
  }
}
