import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '../../shared/kernel/errors.ts';
import { createIdSource } from '../../shared/kernel/ids.ts';
import { formatLogId } from '../../shared/records/scopes.ts';
import { hubBlobs } from './blobs.ts';
import type { HubContext } from './context.ts';
import { hubEnrolment } from './enrolment.ts';
import {
  type HubIdentity,
  makeIdentity,
  openIdentity,
  parseIdentity,
  readSecretFile,
  sealIdentity,
  signerOf,
  writeSecretFile,
} from './hub-key.ts';
import type { HubStore } from './hub-store.ts';
import { makeOrg, readEpoch, writeEpoch, writeOwn } from './own-log.ts';
import { openPostgres } from './postgres.ts';
import { hubRecords, requireSite } from './records.ts';
import { hubSessions } from './sessions.ts';
import { openSqlite } from './sqlite.ts';
import { hubStatuses } from './statuses.ts';

/** More than a hub ever gives a site (`sync.md` 1.4: a thousand million records a hub). */
const arrivalStep = 1_000_000_000;

/** Where a hub keeps everything: a folder of its own (SQLite, key file beside it), or a PostgreSQL database. */
export type HubPlace =
  | { readonly folder: string }
  /** `keyFile` holds the key that opens the hub's own key in the database; it is made, 0600, with a new hub. */
  | { readonly databaseUrl: string; readonly keyFile: string };

export interface HubStoreOptions {
  /** This machine's clock, milliseconds since 1970 UTC. */
  readonly wallMs?: () => number;
  readonly randomBytes?: (count: number) => Uint8Array;
  /** Version of the program, named in the hub's own records. */
  readonly version?: string;
}

/**
 * Opens a hub's store, or makes a new one with a key of its own.
 *
 * @throws AppError `hub/unsafe-settings`, `hub/sqlite-too-old`, `hub/not-ours`, `hub/from-the-future`, `hub/migration-edited`,
 * `hub/key-unreadable`, `hub/key-missing`, and of PostgreSQL `hub/postgresql-too-old`, `hub/not-utf8`, `hub/cannot-connect`
 */
export async function openHubStore(place: HubPlace, options: HubStoreOptions = {}): Promise<HubStore> {
  const { context } = await openHubContext(place, options);
  try {
    await openOrg(context);
    return storeOf(context);
  } catch (error) {
    await context.database.close();
    throw error;
  }
}

function storeOf(context: HubContext): HubStore {
  const { database } = context;
  return {
    kind: database.kind,
    hub: { device: context.device, publicKey: context.publicKey },
    records: hubRecords(context),
    enrolment: hubEnrolment(context),
    sessions: hubSessions(context),
    blobs: hubBlobs(context),
    statuses: hubStatuses(context),
    sign: context.sign,
    async isReady() {
      try {
        const values = { name: 'last_probe', value: context.now() };
        await database.db
          .insertInto('hub_facts')
          .values(values)
          .onConflict((on) => on.column('name').doUpdateSet(values))
          .execute();
        return true;
      } catch {
        return false;
      }
    },
    close: () => database.close(),
  };
}

/**
 * After a backup was put back: the hub's next records go into a log of a further epoch, and all arrival numbers begin above
 * any it has given, because workstations may hold what this data has never seen. No process of the hub may run meanwhile.
 * Answers the epoch.
 */
export async function openNextEpoch(place: HubPlace, options: HubStoreOptions = {}): Promise<number> {
  const { context } = await openHubContext(place, options);
  const { db } = context.database;
  try {
    const epoch = (await readEpoch(context.database)) + 1;
    await db.transaction().execute(async (trx) => {
      await trx
        .updateTable('sites')
        .set((of) => ({ next_arrival: of('next_arrival', '+', arrivalStep) }))
        .execute();
      await writeEpoch(trx, epoch);
    });
    return epoch;
  } finally {
    await context.database.close();
  }
}

/** The scope `org` and the first record of the hub's own log, once. */
async function openOrg(context: HubContext): Promise<void> {
  await context.database.db.transaction().execute(async (trx) => {
    await makeOrg(trx);
    const org = await requireSite(context, trx, 'org');
    const has = await trx.selectFrom('logs').select('log_id').where('log', '=', context.ownLog).executeTakeFirst();
    if (!has) await writeOwn(context, trx, org, []);
  });
}

/**
 * Opens the database of a place and the hub's key in it; a new place gets the key of `adopt`, or one of its own.
 *
 * @throws AppError as `openHubStore`, and `hub/not-empty` where another hub than `adopt` lives already
 */
export async function openHubContext(
  place: HubPlace,
  options: HubStoreOptions = {},
  adopt?: HubIdentity,
): Promise<{ context: HubContext; identity: HubIdentity }> {
  const wallMs = options.wallMs ?? Date.now;
  const random = options.randomBytes ?? ((count: number) => randomBytes(count));
  const now = () => new Date(wallMs()).toISOString();
  const newId = createIdSource({ wallMs, randomBytes: random });
  const newIdentity = () => adopt ?? makeIdentity(newId());
  const { database, identity } =
    'folder' in place ? await openFolder(place.folder, now, newIdentity) : await openServer(place, now, newIdentity);
  if (adopt && adopt.publicKey !== identity.publicKey) {
    await database.close();
    throw new AppError('hub/not-empty', { hub: identity.device });
  }
  const context: HubContext = {
    database,
    device: identity.device,
    publicKey: identity.publicKey,
    ownLog: formatLogId({ device: identity.device, epoch: await readEpoch(database), scope: 'org' }),
    sign: signerOf(identity),
    wallMs,
    now,
    newId,
    randomBytes: random,
    bootId: Buffer.from(random(6)).toString('base64url'),
    app: `benchside-hub ${options.version ?? '0'}`,
  };
  return { context, identity };
}

/** The key lies beside the file: whoever may read the folder is the hub. */
async function openFolder(folder: string, now: () => string, newIdentity: () => HubIdentity) {
  const database = await openSqlite(folder, now);
  try {
    const path = join(folder, 'hub-key.json');
    const kept = readSecretFile(path);
    if (kept !== undefined) return { database, identity: parseIdentity(kept, path) };
    const first = await database.db.selectFrom('logs').select('log').limit(1).executeTakeFirst();
    // Records of a hub whose key is gone: a new key would be another hub with its name.
    if (first) throw new AppError('hub/key-missing', { where: path });
    const identity = newIdentity();
    writeSecretFile(path, JSON.stringify(identity));
    return { database, identity };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** The hub's key lies in the database, for all processes; what opens it lies outside, so that a dump of it forges nothing. */
async function openServer(
  { databaseUrl, keyFile }: { databaseUrl: string; keyFile: string },
  now: () => string,
  newIdentity: () => HubIdentity,
) {
  let identity: HubIdentity | undefined;
  const database = await openPostgres(databaseUrl, now, async (facts) => {
    const sealed = await facts.read('identity');
    const kept = readSecretFile(keyFile);
    if (sealed !== undefined) {
      if (kept === undefined) throw new AppError('hub/key-missing', { where: keyFile });
      identity = openIdentity(sealed, Buffer.from(kept.trim(), 'base64url'), keyFile);
      return;
    }
    const key = kept === undefined ? randomBytes(32) : Buffer.from(kept.trim(), 'base64url');
    if (key.length !== 32) throw new AppError('hub/key-unreadable', { where: keyFile });
    if (kept === undefined) writeSecretFile(keyFile, `${key.toString('base64url')}\n`);
    identity = newIdentity();
    await facts.write('identity', sealIdentity(identity, key));
  });
  return { database, identity: identity! };
}
