import { storeModules } from '../../electron/modules/all.ts';
import { newId } from '../../electron/modules/new-id.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { recordCrypto } from '../../electron/store/record-crypto.ts';
import { RecordReader } from '../../electron/store/record-reader.ts';
import type { Store } from '../../electron/store/store.ts';
import { bringTablesUpToDate } from '../../electron/store/tables.ts';
import { verifyChain } from '../../electron/store/verify-chain.ts';
import { errorRaised } from '../../shared/modules/errors/records.ts';
import { draft, type RecordAuthor } from '../../shared/records/define.ts';
import { hashOf } from '../../shared/records/envelope.ts';
import { createRegistry } from '../../shared/records/registry.ts';
import { makePerfFolder } from './folders.ts';
import { compare, type Measurement } from './rounds.ts';

const recordCount = 20_000;
const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };

/** The whole chain walked against hashing its texts, and all tables made anew against reading the texts. */
export async function measureProofs(): Promise<Measurement[]> {
  const { folder, remove } = makePerfFolder('proofs');
  const keyProvider = fileKeyProvider(folder);
  const store = await openStore({
    dataFolder: folder,
    modules: storeModules,
    keyProvider,
    app: 'perf',
    ballastBytes: 0,
  });
  try {
    for (let at = 0; at < recordCount; at += 1000) raise(store, 1000);
    const texts = () =>
      store.db.prepare('SELECT raw FROM record_log ORDER BY lsn').pluck().iterate() as Iterable<string>;
    const perSecond = (start: number) => (recordCount * 1000) / (performance.now() - start);
    return [await measureAudit(store, texts, perSecond), await measureRebuild(store, texts, perSecond)];
  } finally {
    await store.close();
    remove();
  }
}

function measureRebuild(store: Store, texts: () => Iterable<string>, perSecond: (start: number) => number) {
  const registry = createRegistry(storeModules.flatMap((module) => module.records));
  const projections = storeModules.flatMap((module) => module.projections);
  return compare({
    name: 'Rebuild',
    subject: 'every table of every module made anew from the log',
    baseline: 'the same texts read and parsed',
    figureUnit: 'records/s',
    must: 0.3,
    goal: 0.7,
    isHigherBetter: true,
    async runSubject() {
      const reader = new RecordReader(store.db, registry, store.keys.device);
      const start = performance.now();
      await bringTablesUpToDate({ db: store.db, registry, reader, projections, isForced: true });
      return perSecond(start);
    },
    runBaseline() {
      const start = performance.now();
      let count = 0;
      for (const raw of texts()) count += (JSON.parse(raw) as { seq: number }).seq > 0 ? 1 : 0;
      if (count < recordCount) throw new Error('records are missing');
      return perSecond(start);
    },
  });
}

function measureAudit(store: Store, texts: () => Iterable<string>, perSecond: (start: number) => number) {
  return compare({
    name: 'Chain audit',
    subject: 'the whole log walked: hashes, links, heads, columns, the signature that vouches for all',
    baseline: 'the same texts read and hashed (SHA-256)',
    figureUnit: 'records/s',
    must: 0.3,
    goal: 0.7,
    isHigherBetter: true,
    async runSubject() {
      const start = performance.now();
      const { problems, checkedCount } = await verifyChain(store.db);
      if (problems.length > 0 || checkedCount < recordCount) throw new Error('the chain does not hold');
      return perSecond(start);
    },
    runBaseline() {
      const start = performance.now();
      let sum = 0;
      for (const raw of texts()) sum += hashOf(recordCrypto, raw)[0]!;
      if (sum === 0) throw new Error('nothing was hashed');
      return perSecond(start);
    },
  });
}

const instruments = Array.from({ length: 12 }, newId);

function raise(store: Store, count: number): void {
  const drafts = Array.from({ length: count }, (_, at) => {
    const errorId = newId();
    return draft(errorRaised, `error/${errorId}`, {
      errorId,
      instrumentId: instruments[at % instruments.length]!,
      code: `E-${at % 40}`,
      text: 'Aspiration: short sample',
      severity: 'warn',
      affectsResults: 'no',
      origin: 'wire',
      at: new Date(1_764_000_000_000 + at * 1000).toISOString(),
      messageId: null,
      frames: [at],
      definition: null,
      specimen: null,
      readings: [],
    });
  });
  store.records.append(drafts, author);
}
