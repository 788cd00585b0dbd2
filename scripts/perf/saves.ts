import { BareSaver } from './bare-saves.ts';
import { makePerfFolder } from './folders.ts';
import { errorDraft, openPerfStore, perfAuthor } from './perf-store.ts';
import { RawAppender, ratePerSecond } from './raw-appends.ts';
import { compare, type Measurement } from './rounds.ts';

const WINDOW_MS = 700;
const baseline = 'append of as many bytes and fdatasync';

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
  const bytes = new Uint8Array(byteCount as number).fill(0x41);
  const raw = new RawAppender(folder);
  const bare = new BareSaver(folder, store);
  const shared = { baseline, figureUnit: 'saves/s', must: 0.35, goal: 0.65, isHigherBetter: true };
  const runBaseline = () => ratePerSecond(WINDOW_MS, () => raw.append(bytes));
  try {
    const saves = await compare({
      ...shared,
      name: 'Durable signed saves',
      subject: 'records with hash, chain, signature and tables, one a transaction',
      runSubject: () => ratePerSecond(WINDOW_MS, save),
      runBaseline,
    });
    const most = await compare({
      ...shared,
      name: 'Bare saves',
      subject: 'log row and head with hash, chain and signature, no tables',
      rounds: 5,
      warmups: 1,
      runSubject: () => ratePerSecond(WINDOW_MS, () => bare.save()),
      runBaseline,
    });
    return {
      ...saves,
      note: `${saves.note ?? ''} in the same run, a text that is only hashed, signed, chained and committed with its log's head, without any table or check, reaches ${most.ratio.toFixed(2)} (${most.subjectFigure.toFixed(0)} saves/s): more no save can reach on this machine.`.trim(),
    };
  } finally {
    bare.close();
    raw.close();
    await store.close();
    remove();
  }
}
