import { storeModules } from '../../electron/modules/all.ts';
import { newId } from '../../electron/modules/new-id.ts';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { errorRaised } from '../../shared/modules/errors/records.ts';
import { draft, type RecordAuthor } from '../../shared/records/define.ts';
import { makePerfFolder } from './folders.ts';
import { RawAppender, ratePerSecond } from './raw-appends.ts';
import { compare, type Measurement } from './rounds.ts';

const WINDOW_MS = 700;

/** Signed records saved one by one with their tables, against raw appends of the same size that are flushed. */
export async function measureSaves(): Promise<Measurement> {
  const { folder, remove } = makePerfFolder('saves');
  const store = await openStore({
    dataFolder: folder,
    modules: storeModules,
    keyProvider: fileKeyProvider(folder),
    app: 'perf',
    ballastBytes: 0,
  });
  const author: RecordAuthor = { actor: 'os:perf', auth: { session: null, proof: 'os-user' } };
  // Ids as the program makes them, one after the other in time: invented ones sort otherwise, and would be put into the middle
  // of indexes at whose end all real ones go.
  const instrumentIds = Array.from({ length: 12 }, newId);
  let count = 0;
  const save = () => {
    count += 1;
    const errorId = newId();
    return store.records.append(
      [
        draft(errorRaised, `error/${errorId}`, {
          errorId,
          instrumentId: instrumentIds[count % instrumentIds.length] as string,
          code: 'Error_Func',
          text: 'The analysis did not work',
          severity: 'warn',
          affectsResults: 'yes',
          origin: 'wire',
          at: '2026-11-22T10:00:00.000Z',
          messageId: null,
          frames: [count],
          definition: null,
          specimen: null,
          readings: [],
        }),
      ],
      author,
    );
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
