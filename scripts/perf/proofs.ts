import { storeModules } from '../../electron/modules/all.ts';
import { recordCrypto } from '../../electron/store/record-crypto.ts';
import { RecordReader } from '../../electron/store/record-reader.ts';
import type { Store } from '../../electron/store/store.ts';
import { bringTablesUpToDate } from '../../electron/store/tables.ts';
import { verifyChain } from '../../electron/store/verify-chain.ts';
import { hashOf } from '../../shared/records/envelope.ts';
import { createRegistry } from '../../shared/records/registry.ts';
import { makePerfFolder } from './folders.ts';
import { errorDraft, openPerfStore, perfAuthor } from './perf-store.ts';
import { compare, type Measurement } from './rounds.ts';

const recordCount = 20_000;

/** The whole chain walked against hashing its texts, and all tables made anew against reading the texts. */
export async function measureProofs(): Promise<Measurement[]> {
  const { folder, remove } = makePerfFolder('proofs');
  const store = await openPerfStore(folder);
  try {
    for (let at = 0; at < recordCount; at += 1000) {
      store.records.append(
        Array.from({ length: 1000 }, (_, n) => errorDraft(n)),
        perfAuthor,
      );
    }
    const texts = () =>
      store.db.prepare('SELECT raw FROM record_log ORDER BY lsn').pluck().iterate() as Iterable<string>;
    const perSecond = (start: number) => (recordCount * 1000) / (performance.now() - start);
    return [await measureAudit(store, texts, perSecond), await measureRebuild(store, texts, perSecond)];
  } finally {
    await store.close();
    remove();
  }
}

async function measureRebuild(store: Store, texts: () => Iterable<string>, perSecond: (start: number) => number) {
  const registry = createRegistry(storeModules.flatMap((module) => module.records));
  const projections = storeModules.flatMap((module) => module.projections);
  const measured = await compare({
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
  const start = performance.now();
  while (!store.index.follow());
  const indexed = perSecond(start).toFixed(0);
  return {
    ...measured,
    note: `${measured.note ?? ''} the index of records, from which the audit trail and the stories are read, follows behind in the background (${indexed} records/s in the same run) and is no part of it.`.trim(),
  };
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
