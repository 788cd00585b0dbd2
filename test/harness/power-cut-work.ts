import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import type { StoreMessageInput } from '../../electron/store/types.ts';
import { draft } from '../../shared/records/define.ts';
import type { FolderMode } from './encrypt.ts';
import { orderEncryption } from './encrypt.ts';
import { lampHung, lampMeasured, lampModule, tester } from './sample-module.ts';

/**
 * A bench at work, for the power-cut harness: saves records, commits frames, stores messages, ages segments, restarts,
 * and writes a line to the ledger for everything it was told is safe, after it was told so. What is refused is noted
 * with its code, and the work goes on.
 *
 * Arguments: folder, FULL or NORMAL, rounds, and the ledger's path when it is not to lie in the folder. BENCHSIDE_TEST_MODE
 * is a `FolderMode`: an encrypted folder is switched over at the first restart, a switching one at every restart.
 */
const [folder = '', synchronous = 'FULL', rounds = '1', ledgerPath = join(folder, 'ledger')] = process.argv.slice(2);
const mode = (process.env.BENCHSIDE_TEST_MODE ?? 'plain') as FolderMode;
/** Tells the messages of this run from those of one before it on the same folder. */
const run = `${process.pid}-${Date.now()}`;
const dataFolder = join(folder, 'data');
const ledger = openSync(ledgerPath, 'w');
const acknowledge = (line: string) => writeSync(ledger, `${line}\n`);
const refused = (error: unknown) => acknowledge(`refused ${(error as { code?: string }).code ?? error}`);

const open = () =>
  openStore({
    dataFolder,
    modules: [lampModule],
    keyProvider: fileKeyProvider(dataFolder),
    app: 'power cut',
    ballastBytes: 65_536,
    wire: { segmentBytes: 120_000, noteDelayMs: 5 },
    afterOpen: (db) => {
      // The control: what better-sqlite3 would do by itself.
      if (synchronous === 'NORMAL') db.pragma('synchronous = NORMAL');
    },
  });

const messageOf = (round: number, frames: number[]): StoreMessageInput => ({
  instrumentId: `xn-${round % 2}`,
  conversation: `c${run}-${round}`,
  receivedAt: new Date(Date.UTC(2026, 10, 22, 0, 0, round)).toISOString(),
  kind: 'results',
  definition: { key: 'k', version: '1', hash: 'h' },
  contentHash: `content ${run} ${round}`,
  checksum: 'ok',
  frames,
  summary: { resultCount: 1, flaggedCount: 0, unmappedCount: 0 },
  records: [`R|1|^^^^WBC|${round}`],
  signals: [],
});

let store = await open().catch((error: unknown) => {
  refused(error);
  process.exit(3);
});
for (let round = 0; round < Number(rounds); round++) {
  try {
    saveRecords(round);
    await saveMessage(round);
    if (round % 60 === 59 || (round === 15 && mode !== 'plain')) {
      await switchOver();
      await store.close();
      store = await open();
    }
  } catch (error) {
    refused(error);
  }
}
await store.close().catch(refused);

async function switchOver(): Promise<void> {
  const isEncrypted = store.encryption.state().mode === 'encrypted';
  if (mode !== 'plain' && !isEncrypted) await orderEncryption(store);
  if (mode === 'switching' && isEncrypted) await store.encryption.order('turn-off');
}

function saveRecords(round: number): void {
  const note = round % 40 === 7 ? 'long '.repeat(3000) : `round ${round}`;
  const saved = store.records.append(
    [
      draft(lampHung, `lamp/${round % 11}`, { name: `L${round}`, watts: round }),
      draft(lampMeasured, `lamp/${round % 7}`, { lux: round, note }),
    ],
    tester,
  );
  for (const record of saved) acknowledge(`record ${record.hash}`);
}

async function saveMessage(round: number): Promise<void> {
  const bytes = [0, 1].map((n) => Buffer.from(`\u0002${round} ${n} ${'wire '.repeat(50 + (round % 100))}\u0003`));
  store.wire.note([entry(round, Buffer.from('\u0005'), false)]);
  const frames = (await Promise.all(bytes.map((one) => store.wire.append([entry(round, one, true)])))).flat();
  for (const [n, id] of frames.entries()) {
    acknowledge(`frame ${id} ${createHash('sha256').update(bytes[n]!).digest('hex')}`);
  }
  if (round % 5 !== 3) acknowledge(`message ${store.messages.storeMessage(messageOf(round, frames)).messageId}`);
}

function entry(round: number, bytes: Buffer, isOwed: boolean) {
  return {
    instrumentId: `xn-${round % 2}`,
    conversation: `c${run}-${round}`,
    dir: 'in' as const,
    kind: isOwed ? ('frame' as const) : ('control' as const),
    bytes,
    monoMs: round,
    wallAt: new Date(Date.UTC(2026, 10, 22, 0, 0, round)).toISOString(),
    isOwed,
  };
}
