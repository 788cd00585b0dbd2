import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileKeyProvider } from '../../electron/store/key-providers.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { verifyDataFolder } from '../../electron/store/verify-folder.ts';
import { draft } from '../../shared/records/define.ts';
import { encryptFolder, withoutEncryption } from './encrypt.ts';
import { lampHung, lampMeasured, lampModule, tester } from './sample-module.ts';

/** What one flipped bit did. */
export interface FlipOutcome {
  readonly what: string;
  readonly isInRecord: boolean;
  /** Inside a record: the walk named that record (or found the file unreadable). */
  readonly isNamed: boolean;
  /** Records other than the one that was hit which are not byte-equal after the next start. */
  readonly lostElsewhere: number;
  /** Tables equal to those before, where no record was lost. */
  readonly areTablesEqual: boolean;
  readonly isRecovered: boolean;
  /** What `verify` still finds after the next start. */
  readonly problemsAfter: readonly string[];
}

const mainFile = 'benchside.sqlite';
const optionsOf = (dataFolder: string) => ({
  fullCheck: true,
  dataFolder,
  modules: [lampModule],
  keyProvider: fileKeyProvider(dataFolder),
  app: 'test 1',
  ballastBytes: 0,
});
const open = (dataFolder: string) => openStore(optionsOf(dataFolder));
const verify = (dataFolder: string) =>
  verifyDataFolder({
    dataFolder,
    modules: [lampModule],
    keyProvider: fileKeyProvider(dataFolder),
    everySignature: false,
  });

type OpenedStore = Awaited<ReturnType<typeof open>>;
const textsOf = (store: OpenedStore) =>
  store.db.prepare('SELECT raw FROM record_log ORDER BY lsn').pluck().all() as string[];
const tablesOf = (store: OpenedStore) =>
  JSON.stringify(['lamps', 'lux'].map((table) => store.db.prepare(`SELECT * FROM ${table} ORDER BY 1`).all()));

/** Fills a folder with records short and long (a long one lies in overflow pages); closed, without a WAL. */
export async function fillForDamage(folder: string): Promise<{ texts: string[]; tables: string }> {
  const store = await open(folder);
  for (let at = 0; at < 60; at++) {
    const note = at % 20 === 7 ? Array.from({ length: 1500 }, (_, n) => `${at}-${n}`).join(' ') : `note ${at}`;
    store.records.append(
      [
        draft(lampHung, `lamp/${at % 9}`, { name: `L${at}`, watts: at }),
        draft(lampMeasured, `lamp/${at % 9}`, { lux: at, note }),
      ],
      tester,
    );
  }
  // Leaves each record's bytes in one place only, so that a flip is either in it or not.
  store.db.exec('VACUUM');
  const filled = { texts: textsOf(store), tables: tablesOf(store) };
  await store.close();
  return filled;
}

/** A small generator with a seed, so that a flip can be named and repeated. */
export function seededRandom(seed: number): () => number {
  let state = seed % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** Flips single bits of a filled main file, each on a fresh copy, and lets the next start deal with it (decision 27). */
export async function* flipBits(
  count: number,
  seed: number,
  { isEncrypted = false } = {},
): AsyncGenerator<FlipOutcome> {
  const root = mkdtempSync(join(tmpdir(), 'benchside-flips-'));
  try {
    const whole = join(root, 'whole');
    const { texts, tables } = await fillForDamage(whole);
    if (isEncrypted) {
      await encryptFolder(optionsOf(whole));
      // The backup that the switch took would bring everything back: what the file itself gives is asked here.
      rmSync(join(whole, 'backups'), { recursive: true });
    }
    const bytes = readFileSync(join(whole, mainFile));
    const readable = isEncrypted ? withoutEncryption(whole, bytes) : bytes;
    const spans = texts.flatMap((text, n) => spansOf(readable, Buffer.from(text), n + 1));
    const random = seededRandom(seed);
    for (let flip = 0; flip < count; flip++) {
      const folder = join(root, `flip-${flip}`);
      cpSync(whole, folder, { recursive: true });
      const at = Math.floor(random() * bytes.length);
      const bit = Math.floor(random() * 8);
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 1 << bit;
      writeFileSync(join(folder, mainFile), damaged);
      const hit = spans.find((span) => at >= span.from && at < span.to)?.seq;
      yield await judge(
        folder,
        `flip ${flip}, byte ${at}, bit ${bit}${hit ? `, in record ${hit}` : ''}`,
        hit,
        texts,
        tables,
      );
      rmSync(folder, { recursive: true, force: true });
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

async function judge(
  folder: string,
  what: string,
  hit: number | undefined,
  texts: string[],
  tables: string,
): Promise<FlipOutcome> {
  const named = await problemsOf(folder);
  const store = await open(folder);
  const now = new Set(textsOf(store));
  const lostElsewhere = texts.filter((text, n) => n + 1 !== hit && !now.has(text)).length;
  const isWhole = texts.every((text) => now.has(text));
  const areTablesEqual = !isWhole || tablesOf(store) === tables;
  const isRecovered = store.health().epoch > 1;
  await store.close();
  return {
    what,
    isInRecord: hit !== undefined,
    isNamed: hit === undefined || named.some((one) => one.endsWith(` record ${hit}`) || /damaged|unreadable/.test(one)),
    lostElsewhere,
    areTablesEqual,
    isRecovered,
    problemsAfter: await problemsOf(folder),
  };
}

async function problemsOf(folder: string): Promise<string[]> {
  try {
    return (await verify(folder)).problems.map((problem) => `${problem.code} ${problem.where}`);
  } catch (error) {
    return [`damaged ${(error as { code?: string }).code}`];
  }
}

/** Where a record's hash, signature and text lie in the file, piece by piece where it fills several pages. */
function spansOf(bytes: Buffer, text: Buffer, seq: number): { from: number; to: number; seq: number }[] {
  const spans: { from: number; to: number; seq: number }[] = [];
  for (let done = 0; done < text.length; ) {
    const at = placeOf(bytes, text, done);
    if (at === undefined) break;
    let length = 0;
    while (done + length < text.length && bytes[at + length] === text[done + length]) length++;
    spans.push({ from: done === 0 ? at - 96 : at, to: at + length, seq });
    done += length;
  }
  return spans;
}

/**
 * Where a piece of a record begins. The first 200 bytes reach past the log's name to the sequence and the link, which no other
 * record shares; a long record may keep fewer in its first page, which still show its sequence. A page that was a leaf once may
 * hold an old copy: the one that counts lies behind it.
 */
function placeOf(bytes: Buffer, text: Buffer, done: number): number | undefined {
  const sequenceEnd = text.indexOf(',"prev":');
  for (const length of done === 0 ? [200, sequenceEnd + 20, sequenceEnd + 1] : [40]) {
    const at = bytes.lastIndexOf(text.subarray(done, done + length));
    if (at >= 0) return at;
  }
  return undefined;
}
