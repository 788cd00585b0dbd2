import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDatabase } from '../../electron/store/open-database.ts';
import { recordCrypto } from '../../electron/store/record-crypto.ts';
import type { Store } from '../../electron/store/store.ts';
import { importBundle, previewBundle } from '../../electron/sync/bundle/import-bundle.ts';
import { batchesOf, headsOf, seqOf } from '../../electron/sync/bundle/plan.ts';
import { writeBundle } from '../../electron/sync/bundle/write-bundle.ts';
import { hashOf, readEnvelope } from '../../shared/records/envelope.ts';
import type { TravellingRecord } from '../../shared/sync/record-lines.ts';
import { makePerfFolder } from './folders.ts';
import { errorDraft, openPerfStore, perfAuthor } from './perf-store.ts';
import { compare, type Measurement } from './rounds.ts';

const recordsPerRound = 4000;
const rounds = 9;
const warmups = 2;
const site = `site:${randomUUID()}`;

/** A bundle taken by a bench, verified and into the tables, against bare inserts of the same rows; and its size. */
export async function measureBundles(): Promise<Measurement[]> {
  const { folder, remove } = makePerfFolder('bundles');
  const [maker, taker] = [await openBench(join(folder, 'maker')), await openBench(join(folder, 'taker'))];
  const bare = openBare(join(folder, 'bare.sqlite'));
  try {
    const { device, epoch, publicKey } = maker.keys;
    taker.sync.trust({ device, epoch, publicKey, boxKey: maker.sync.boxKey, label: 'maker', source: 'inviter' });
    const log = `${device}/${epoch}/${site}`;
    let baselineAt = 1;
    let paths: string[] = [];
    // A round may be measured again.
    for (let round = 0; round < 2 * rounds + warmups; round++) paths.push(await writeRound(maker, folder, round));
    paths = paths.reverse();
    const imports = await compare({
      name: 'Bundle import',
      subject: 'records of a bundle unpacked, verified, chained and put into the tables',
      baseline: 'the same rows into a bare SQLite table with its indexes, 100 a transaction',
      figureUnit: 'records/s',
      must: 0.2,
      goal: 0.6,
      isHigherBetter: true,
      rounds,
      warmups,
      async runSubject() {
        const asked = { store: taker, paths: [paths.pop()!] };
        const { mark, records } = await previewBundle(asked);
        const start = performance.now();
        const { added } = await importBundle({ ...asked, mark });
        if (added !== records.fresh || added < recordsPerRound)
          throw new Error(`${added} of ${records.fresh} were taken`);
        return (added * 1000) / (performance.now() - start);
      },
      runBaseline() {
        const rows = [...batchesOf(maker.sync, log, baselineAt, baselineAt + recordsPerRound - 1)].flat().map(columns);
        baselineAt += recordsPerRound;
        const start = performance.now();
        for (let at = 0; at < rows.length; at += 100) bare.insert(rows.slice(at, at + 100));
        return (rows.length * 1000) / (performance.now() - start);
      },
    });
    return [imports, await measureWire(maker, folder)];
  } finally {
    bare.close();
    await maker.close();
    await taker.close();
    remove();
  }
}

async function openBench(dataFolder: string): Promise<Store> {
  const store = await openPerfStore(dataFolder);
  await store.sync.joinSite(site, 'Perf');
  return store;
}

function raise(store: Store, count: number): void {
  const drafts = Array.from({ length: count }, (_, at) => errorDraft(at));
  for (let at = 0; at < count; at += 500) store.records.append(drafts.slice(at, at + 500), perfAuthor);
}

const about = {
  to: [],
  passphrase: null,
  label: 'Perf',
  madeBy: 'perf',
  madeAt: '2026-11-23T10:00:00.000Z',
  newId: randomUUID,
};

async function writeRound(store: Store, folder: string, round: number): Promise<string> {
  const lackedBy = headsOf(store.sync);
  raise(store, recordsPerRound);
  const path = join(folder, `round-${round}.benchside`);
  await writeBundle({ store, path, what: round === 0 ? 'all' : { lackedBy }, ...about });
  return path;
}

async function measureWire(store: Store, folder: string): Promise<Measurement> {
  const before = headsOf(store.sync);
  raise(store, recordsPerRound);
  const path = join(folder, 'wire.benchside');
  const { records } = await writeBundle({ store, path, what: { lackedBy: before }, ...about });
  const lines: string[] = [];
  for (const [log, [from]] of Object.entries(before)) {
    for (const batch of batchesOf(store.sync, log, from + 1, Number.MAX_SAFE_INTEGER)) {
      for (const { raw } of batch) lines.push(raw.replace(/"prev":"[^"]*",/, ''));
    }
  }
  const bare = gzipSync(`${lines.join('\n')}\n`).length / lines.length;
  return compare({
    name: 'Bytes per record on the wire',
    subject: 'a bundle with header, signatures and footer, per record',
    baseline: 'gzip of the same lines without signature and link',
    figureUnit: 'bytes',
    must: 4.2,
    goal: 1.3,
    isHigherBetter: false,
    rounds: 1,
    warmups: 0,
    note: 'Each record keeps its own signature (64 random bytes that nothing packs), so that one record can be proved alone.',
    runSubject: () => readFileSync(path).length / records,
    runBaseline: () => bare,
  });
}

/** The plain table of `sync.md` 4.1: one row a record, with the indexes any store of records needs. */
function openBare(path: string) {
  const db = openDatabase(path);
  db.exec(`CREATE TABLE event (lsn INTEGER PRIMARY KEY, log TEXT, seq INTEGER, hash BLOB UNIQUE, sig BLOB, stream TEXT,
    hlc TEXT, type TEXT, raw TEXT, UNIQUE (log, seq)); CREATE INDEX event_stream ON event (stream, hlc)`);
  const put = db.prepare(
    'INSERT INTO event (log, seq, hash, sig, stream, hlc, type, raw) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  return {
    insert(rows: readonly ReturnType<typeof columns>[]) {
      db.transaction(() => {
        for (const row of rows) put.run(...row);
      })();
    },
    close: () => db.close(),
  };
}

/** Everything but the insert itself is done before the clock runs. */
function columns(record: TravellingRecord) {
  const read = readEnvelope(record.raw);
  if ('why' in read) throw new Error(read.why);
  const { log, stream, hlc, type } = read.envelope;
  return [log, seqOf(record), hashOf(recordCrypto, record.raw), record.sig, stream, hlc, type, record.raw];
}
