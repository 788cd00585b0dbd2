import { makePerfFolder } from './folders.ts';
import { errorDraft, openPerfStore, perfAuthor } from './perf-store.ts';
import { RawAppender, ratePerSecond } from './raw-appends.ts';
import { compare, type Measurement } from './rounds.ts';

const WINDOW_MS = 700;

/** Signed records saved one by one with their tables, against raw appends of the same size that are flushed. */
export async function measureSaves(): Promise<Measurement> {
  const { folder, remove } = makePerfFolder('saves');
  const store = await openPerfStore(folder);
  let count = 0;
  const save = () => {
    count += 1;
    return store.records.append([errorDraft(count)], perfAuthor);
  };
  save();
  const byteCount = store.db.prepare('SELECT length(raw) FROM record_log ORDER BY lsn DESC LIMIT 1').pluck().get();
  const raw = new RawAppender(folder, byteCount as number);
  try {
    return await compare({
      name: 'Durable signed saves',
      subject: 'records with hash, chain, signature and tables, one a transaction',
      baseline: 'append of as many bytes and fdatasync',
      figureUnit: 'saves/s',
      must: 0.35,
      goal: 0.65,
      isHigherBetter: true,
      runSubject: () => ratePerSecond(WINDOW_MS, save),
      runBaseline: () => ratePerSecond(WINDOW_MS, () => raw.append()),
    });
  } finally {
    raw.close();
    await store.close();
    remove();
  }
}
