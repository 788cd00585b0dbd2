import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { linkText, recordCrypto } from '../../electron/store/record-crypto.ts';
import { readRecords } from '../../hub/server/bodies.ts';
import type { HubStore } from '../../hub/store/hub-store.ts';
import { openHubStore } from '../../hub/store/open-hub-store.ts';
import { firstLink, hashOf, writeEnvelope } from '../../shared/records/envelope.ts';
import { type TravellingRecord, writeRecordLines } from '../../shared/sync/record-lines.ts';
import { findPostgres, startPrivatePostgres } from '../postgres/private-server.ts';
import { compare, type Measurement } from './rounds.ts';

const batchCount = 500;
const batchesPerRound = 8;
const rounds = 9;
const warmups = 2;

/** Hub ingest on PostgreSQL: bodies of pushes unpacked, read, verified and kept, against the bare insert of the same rows. */
export async function measureHubIngest(): Promise<Measurement> {
  const programs = findPostgres();
  if (!programs) throw new Error('PostgreSQL is not installed here');
  const server = await startPrivatePostgres(programs);
  const folder = mkdtempSync(join(tmpdir(), 'benchside-perf-hub-'));
  const place = async (name: string) => ({ databaseUrl: await server.newDatabase(), keyFile: join(folder, name) });
  const [ours, bare] = [await place('ours'), await place('bare')];
  const hub = await openHubStore(ours);
  // The same layout, with its indexes, checks and derived column; filled by hand.
  await (await openHubStore(bare)).close();
  const client = new pg.Client({ connectionString: bare.databaseUrl });
  await client.connect();
  try {
    const push = await pusher(hub);
    const insert = await inserter(client);
    const batches = batchesOf(push.site, push.writer, (2 * rounds + warmups) * batchesPerRound);
    let subjectAt = 0;
    let baselineAt = 0;
    return await compare({
      name: 'Hub ingest (PostgreSQL)',
      subject: 'pushed bodies unpacked, read, verified and kept',
      baseline: 'the same rows by one bare unnest insert a batch',
      figureUnit: 'records/s',
      must: 0.4,
      goal: 0.8,
      isHigherBetter: true,
      rounds,
      warmups,
      runSubject: () => rate(() => push.take(batches[subjectAt++]!.body)),
      runBaseline: () => rate(() => insert(batches[baselineAt++]!.rows)),
    });
  } finally {
    await client.end();
    await hub.close();
    server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rate(oneBatch: () => Promise<void>): Promise<number> {
  const start = performance.now();
  for (let batch = 0; batch < batchesPerRound; batch++) await oneBatch();
  return (batchesPerRound * batchCount * 1000) / (performance.now() - start);
}

interface Writer {
  readonly device: string;
  readonly privateKey: KeyObject;
}

async function pusher(hub: HubStore) {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = privateKey.export({ format: 'jwk' }).x!;
  const writer: Writer = { device: randomUUID(), privateKey };
  const site = await hub.enrolment.openSite('Perf');
  const { code } = await hub.enrolment.newCode(site, 1);
  const who = { device: writer.device, epoch: 1, publicKey, boxKey: publicKey, label: 'Perf' };
  await hub.enrolment.enrol(code, { ...who, provisional: `provisional:${randomUUID()}` });
  const take = async (body: Buffer) => {
    const { records } = await readRecords(body);
    const report = await hub.records.push(site, records, writer.device);
    if (report.added !== batchCount) throw new Error(JSON.stringify(report.problems[0]));
  };
  return { writer, site, take };
}

/** Inserts rows as the hub does, nothing looked at. */
async function inserter(client: pg.Client) {
  const { rows } = await client.query(
    "INSERT INTO logs (log, site_id, head_seq, head_link) VALUES ('perf', 1, 0, '') RETURNING log_id",
  );
  const logId = rows[0].log_id as string;
  let arrival = 1000;
  return async (batch: readonly Row[]) => {
    const all = <T>(value: T): T[] => batch.map(() => value);
    await client.query(
      `INSERT INTO records (site_id, arrival, log_id, seq, hash, sig, type, raw, via, received_at, has_doc)
       SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::bytea[], $7::text[],
         $8::text[], $9::text[], $10::text[], $11::boolean[])`,
      [
        all(1),
        batch.map(() => ++arrival),
        all(logId),
        batch.map(({ seq }) => seq),
        batch.map(({ hash }) => hash),
        batch.map(({ sig }) => sig),
        all('qc.result-recorded'),
        batch.map(({ raw }) => raw),
        all('perf'),
        all('2026-11-23T08:00:00.000Z'),
        all(true),
      ],
    );
  };
}

interface Row extends TravellingRecord {
  readonly seq: number;
  readonly hash: Uint8Array;
}

function batchesOf(site: string, writer: Writer, count: number): { body: Buffer; rows: Row[] }[] {
  const log = `${writer.device}/1/${site}`;
  let seq = 0;
  let prev = firstLink;
  const next = (): Row => {
    seq++;
    const raw = writeEnvelope({
      v: 1,
      log,
      seq,
      prev,
      id: randomUUID(),
      hlc: `00179560${String(seq).padStart(7, '0')}-0000-${writer.device.slice(-12)}`,
      wall: '2026-11-23T08:00:00.000Z',
      tz: '+05:30',
      clk: { off: null, age: null, boot: 'dGVzdA', mono: seq },
      actor: 'os:ida',
      auth: { session: null, proof: 'os-user' },
      type: 'qc.result-recorded',
      tv: 1,
      stream: `instrument/${writer.device}/qc`,
      base: null,
      app: '0.1.0',
      body: { analyte: 'HGB', level: 2, value: String(12 + (seq % 17) / 10), lot: 'L2231', operator: 'ida' },
    });
    const hash = hashOf(recordCrypto, raw);
    const sig = sign(null, hash, writer.privateKey);
    prev = linkText(hash, sig);
    return { raw, sig, seq, hash };
  };
  return Array.from({ length: count }, () => {
    const rows = Array.from({ length: batchCount }, next);
    return { rows, body: gzipSync(writeRecordLines(rows, recordCrypto)) };
  });
}
