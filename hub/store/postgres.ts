import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../../shared/kernel/errors.ts';
import { migrateHub } from './migrate.ts';
import { hubMigrations } from './migrations.ts';
import type { HubDatabase, HubTables, Records } from './tables.ts';

/** Generated columns, and what else the layout needs. */
const leastServer = 130_000;
/** Any number, the same in every version: processes that start together lay the tables out one after the other. */
const layoutLock = 4_207_110_006;
const connectionCount = 8;
const statementTimeoutMs = 60_000;
const int8 = 20;

/** Values that would make an answered commit less than durable. */
const unsafe: Readonly<Record<string, readonly string[]>> = {
  fsync: ['off'],
  full_page_writes: ['off'],
  synchronous_commit: ['off'],
};

/**
 * Connects to a hub's database and lays it out; `whileAlone` runs inside that transaction, alone of all processes.
 *
 * @throws AppError `hub/unsafe-settings`, `hub/postgresql-too-old`, `hub/not-utf8`, `hub/cannot-connect`, and what
 * `migrateHub` throws
 */
export async function openPostgres(
  databaseUrl: string,
  now: () => string,
  whileAlone: (facts: {
    read(name: string): Promise<string | undefined>;
    write(name: string, value: string): Promise<void>;
  }) => Promise<void>,
): Promise<HubDatabase> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connectionCount,
    application_name: 'benchside-hub',
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: statementTimeoutMs,
    types: { getTypeParser: (id, format) => (id === int8 ? Number : pg.types.getTypeParser(id, format as 'text')) },
  });
  // A connection that breaks while nobody uses it is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    await layOut(pool, now(), whileAlone);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const db = new Kysely<HubTables>({
    dialect: new PostgresDialect({
      pool,
      onCreateConnection: (connection) =>
        connection
          .executeQuery(CompiledQuery.raw('SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED'))
          .then(() => {}),
    }),
  });
  return {
    kind: 'postgresql',
    db,
    lockSite: (trx, scope) =>
      trx.selectFrom('sites').selectAll().where('scope', '=', scope).forNoKeyUpdate().executeTakeFirst(),
    async addRecords(trx, rows) {
      const column = <Name extends keyof Records>(name: Name) => rows.map((row) => row[name]);
      await sql`
        INSERT INTO records (site_id, arrival, log_id, seq, hash, sig, type, raw, via, received_at, has_doc)
        SELECT * FROM unnest(
          ${column('site_id')}::bigint[], ${column('arrival')}::bigint[], ${column('log_id')}::bigint[],
          ${column('seq')}::bigint[], ${column('hash')}::bytea[], ${column('sig')}::bytea[], ${column('type')}::text[],
          ${column('raw')}::text[], ${column('via')}::text[], ${column('received_at')}::text[],
          ${rows.map(({ raw }) => fitsJsonb(raw))}::boolean[]
        )`.execute(trx);
    },
    close: () => db.destroy(),
  };
}

async function layOut(pool: pg.Pool, at: string, whileAlone: Parameters<typeof openPostgres>[2]): Promise<void> {
  const client = await connect(pool);
  try {
    await checkServer(client);
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${layoutLock})`);
    await migrateHub(
      {
        kind: 'postgresql',
        execute: async (text) => void (await client.query(text)),
        applied: async () =>
          (await hasTable(client, 'migrations'))
            ? (await client.query('SELECT number, name, hash FROM migrations ORDER BY number')).rows
            : undefined,
        hasTables: () => hasTable(client, '%'),
        note: async ({ number, name, hash, applied_at }) =>
          void (await client.query('INSERT INTO migrations VALUES ($1, $2, $3, $4)', [number, name, hash, applied_at])),
      },
      hubMigrations,
      at,
    );
    await whileAlone({
      read: async (name) => (await client.query('SELECT value FROM hub_facts WHERE name = $1', [name])).rows[0]?.value,
      write: async (name, value) => void (await client.query('INSERT INTO hub_facts VALUES ($1, $2)', [name, value])),
    });
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new AppError(
      'hub/cannot-connect',
      { why: String((error as { code?: string }).code ?? '') },
      { cause: error },
    );
  }
}

async function checkServer(client: pg.PoolClient): Promise<void> {
  const show = async (name: string): Promise<string> =>
    Object.values((await client.query(`SHOW ${name}`)).rows[0])[0] as string;
  const version = Number(await show('server_version_num'));
  if (version < leastServer) throw new AppError('hub/postgresql-too-old', { version });
  const encoding = await show('server_encoding');
  if (encoding !== 'UTF8') throw new AppError('hub/not-utf8', { encoding });
  for (const [setting, bad] of Object.entries(unsafe)) {
    const found = await show(setting);
    if (bad.includes(found)) throw new AppError('hub/unsafe-settings', { setting, found });
  }
}

async function hasTable(client: pg.PoolClient, name: string): Promise<boolean> {
  const found = await client.query(
    'SELECT 1 FROM information_schema.tables WHERE table_schema = current_schema() AND table_name LIKE $1 LIMIT 1',
    [name],
  );
  return found.rows.length > 0;
}

/** Brackets a text may open before its `jsonb` is left out: PostgreSQL reads them one inside the other. */
const maxBrackets = 2000;

/**
 * True when PostgreSQL can certainly read this JSON as `jsonb`: half a surrogate pair or a number beyond all bounds is JSON to
 * everyone else, and must not stop the records beside it.
 */
export function fitsJsonb(raw: string): boolean {
  if (raw.includes('\\u') && /\\u[dD][89a-fA-F]/.test(raw)) return false;
  if (/\d[eE][+-]?\d{4,}\s*[,}\]]/.test(raw)) return false;
  return raw.length <= maxBrackets || (raw.match(/[[{]/g)?.length ?? 0) <= maxBrackets;
}
