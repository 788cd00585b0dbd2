import { storeModules } from '../../electron/modules/all.ts';
import { newId } from '../../electron/modules/new-id.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { recordCrypto } from '../../electron/store/record-crypto.ts';
import type { Store } from '../../electron/store/store.ts';
import { verifyChain } from '../../electron/store/verify-chain.ts';
import { errorRaised } from '../../shared/modules/errors/records.ts';
import { draft, type RecordAuthor } from '../../shared/records/define.ts';
import { hashOf } from '../../shared/records/envelope.ts';
import { makePerfFolder } from './folders.ts';
import { compare, type Measurement } from './rounds.ts';

const recordCount = 20_000;
const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };

/** The whole chain walked against hashing its texts. */
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
    return [await measureAudit(store, texts, perSecond)];
  } finally {
    await store.close();
    remove();
  }
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
