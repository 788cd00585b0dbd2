import { createHash } from 'node:crypto';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { ImportOptions, ImportPreview, ImportRow } from '../../../shared/modules/maintenance/import-contract.ts';
import { importFinished, importStarted, importStream } from '../../../shared/modules/maintenance/import-records.ts';
import { type ReadRows, readRows, type Sheet } from '../../../shared/modules/maintenance/import-rules.ts';
import { type BodyOf, draft, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { newId } from '../new-id.ts';
import { readImportFile } from './import-file.ts';
import { createKnownRows, createResolver, draftsOf } from './import-rows.ts';
import { todayAt } from './service-today.ts';

interface OpenFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly sheets: readonly Sheet[];
}

interface Progress {
  readonly next: number;
  readonly taken: number;
  readonly known: number;
}

type Started = BodyOf<typeof importStarted>;
type Finished = BodyOf<typeof importFinished>;

/** Files held open at once: one is looked at, one may be compared with it. */
const heldFiles = 3;
/** Rows that share a transaction: some 50 ms on a slow disk, so that instruments are answered in between. */
export const rowsPerBatch = 100;
const purpose = 'import';

const progressKey = (importId: string): string => `maintenance/import/${importId}`;

/**
 * Imports of the lab's spreadsheets. A file is held in memory until it is confirmed; from then on it is kept, sealed, and
 * its rows are taken over in batches, each a transaction of its own with the count beside it. After a kill the next start
 * goes on at the row after the last batch.
 */
export class ImportDesk {
  readonly #context: HostContext;
  readonly #open = new Map<string, OpenFile>();
  readonly #running = new Map<string, Promise<void>>();
  readonly #problems = new Map<string, string>();
  #isClosing = false;

  constructor(context: HostContext) {
    this.#context = context;
  }

  async open(fileName: string, bytes: Uint8Array): Promise<{ importId: string; sheets: readonly Sheet[] }> {
    const sheets = await readImportFile(bytes, fileName);
    const importId = newId();
    this.#open.set(importId, { fileName, bytes, sheets });
    for (const oldest of [...this.#open.keys()].slice(0, -heldFiles)) this.#open.delete(oldest);
    return { importId, sheets };
  }

  discard(importId: string): void {
    this.#requireOpen(importId);
    this.#open.delete(importId);
  }

  preview(importId: string, options: ImportOptions): ImportPreview {
    const { sheets } = this.#requireOpen(importId);
    const read = this.#read(sheets, options);
    const isKnown = createKnownRows(this.#context, options.kind);
    const knownCount = read.taken.filter(isKnown).length;
    return {
      rowCount: read.rowCount,
      acceptedCount: read.taken.length - knownCount,
      knownCount,
      rejectedCount: read.rejected.length,
      sample: read.taken.slice(0, 20).map(({ row, values }) => ({ row, values: { ...values } })),
      rejected: read.rejected.slice(0, 50),
      ambiguousDate: read.ambiguous,
      unknownSubjects: read.unknownSubjects.slice(0, 200).map((one) => ({ ...one })),
      missingFields: [...read.missingFields],
      canConfirm: canConfirm(read),
    };
  }

  /** Every rejected row, of an open file or of one that was confirmed: the report can be made as long as the file is kept. */
  async rejected(importId: string, options: ImportOptions | null): Promise<ReadRows['rejected']> {
    const open = this.#open.get(importId);
    if (open && options) return this.#read(open.sheets, options).rejected;
    const { body } = this.#requireStarted(importId);
    return this.#read(await this.#kept(body), body.options).rejected;
  }

  /**
   * Keeps the file, records that it was confirmed, and begins to take the rows over.
   *
   * @throws AppError `maintenance/import-not-open`, `import-not-ready`, `import-nothing-new`
   */
  confirm(importId: string, options: ImportOptions, author: RecordAuthor): void {
    const { fileName, bytes, sheets } = this.#requireOpen(importId);
    const read = this.#read(sheets, options);
    if (!canConfirm(read)) throw new AppError('maintenance/import-not-ready', {});
    const isKnown = createKnownRows(this.#context, options.kind);
    if (read.taken.every(isKnown)) throw new AppError('maintenance/import-nothing-new', { count: read.taken.length });
    const { store } = this.#context;
    // The sealed copy is on the disk before the record that names it.
    const sealedAs = store.blobs.put(store.keys.seal(purpose, bytes)).sha256;
    const body = {
      importId,
      fileName,
      fileSha256: createHash('sha256').update(bytes).digest('hex'),
      sealedAs,
      byteCount: bytes.length,
      options,
      rowCount: read.rowCount,
      rejectedCount: read.rejected.length,
    };
    store.records.append([draft(importStarted, importStream(importId), body)], author);
    this.#open.delete(importId);
    this.#start(body, sheets, author);
  }

  /** Goes on with every import that was cut off. */
  resume(): void {
    for (const { body, actor } of this.#unfinished()) {
      if (this.#running.has(body.importId)) continue;
      this.#start(body, null, { actor, auth: { session: null, proof: 'none' } });
    }
  }

  /** Lets the batch at hand finish; the rest waits for the next start. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#running.values());
  }

  state(importId: string): ImportRow {
    const { body, actor, startedAt } = this.#requireStarted(importId);
    const end = this.#context.store.db
      .prepare('SELECT finished_at, body FROM import_ends WHERE stream = ?')
      .get(importStream(importId)) as { finished_at: string; body: string } | undefined;
    const finished = end ? (JSON.parse(end.body) as Finished) : null;
    const progress = this.#progress(importId);
    return {
      importId,
      fileName: body.fileName,
      kind: body.options.kind,
      state: finished ? 'finished' : 'running',
      startedAt,
      finishedAt: end?.finished_at ?? null,
      actor: actorName(actor, this.#context),
      rowCount: body.rowCount,
      takenCount: finished?.takenCount ?? progress.taken,
      knownCount: finished?.knownCount ?? progress.known,
      rejectedCount: body.rejectedCount,
      problem: this.#problems.get(importId) ?? null,
    };
  }

  list(): ImportRow[] {
    const ids = this.#context.store.db
      .prepare('SELECT import_id FROM imports ORDER BY started_at DESC LIMIT 200')
      .pluck()
      .all() as string[];
    return ids.map((importId) => this.state(importId));
  }

  /** Resolves when an import is through, or held up; for tests and for whoever waits. */
  async settled(importId: string): Promise<void> {
    await this.#running.get(importId);
  }

  #start(body: Started, sheets: readonly Sheet[] | null, author: RecordAuthor): void {
    const { importId } = body;
    this.#problems.delete(importId);
    const work = this.#run(body, sheets, author)
      .catch((error: unknown) => {
        this.#problems.set(importId, error instanceof AppError ? error.code : 'maintenance/import-held-up');
      })
      .finally(() => {
        this.#running.delete(importId);
        this.#context.topics.announce('imports');
      });
    this.#running.set(importId, work);
  }

  async #run(body: Started, sheets: readonly Sheet[] | null, author: RecordAuthor): Promise<void> {
    const { importId, options, fileName } = body;
    const { store } = this.#context;
    const read = this.#read(sheets ?? (await this.#kept(body)), options);
    const isKnown = createKnownRows(this.#context, options.kind);
    const about = { importId, fileName, createdOn: todayAt(this.#context, null) };
    let { next, taken, known } = this.#progress(importId);
    while (next < read.taken.length) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#isClosing) return;
      const batch = read.taken.slice(next, next + rowsPerBatch);
      store.transaction(() => {
        const fresh = batch.filter((row) => !isKnown(row));
        const drafts = fresh.flatMap((row) => draftsOf(this.#context, options.kind, row, about));
        if (drafts.length > 0) store.records.append(drafts, author);
        taken += fresh.length;
        known += batch.length - fresh.length;
        next += batch.length;
        store.settings.set(progressKey(importId), { next, taken, known } satisfies Progress);
      });
      this.#context.topics.announce('imports');
    }
    const end = { importId, takenCount: taken, knownCount: known, rejectedCount: read.rejected.length };
    store.transaction(() => {
      store.records.append([draft(importFinished, importStream(importId), end)], author);
      store.settings.set(progressKey(importId), null);
    });
  }

  #read(sheets: readonly Sheet[], options: ImportOptions): ReadRows {
    const sheet = sheets.find(({ name }) => name === options.sheet);
    if (!sheet) throw new AppError('maintenance/import-no-sheet', {});
    return readRows(sheet, options, createResolver(this.#context, options));
  }

  async #kept({ sealedAs, fileName }: Started): Promise<readonly Sheet[]> {
    const { store } = this.#context;
    const sealed = store.blobs.get(sealedAs);
    if (!sealed) throw new AppError('maintenance/import-file-gone', { fileName });
    return await readImportFile(store.keys.open(purpose, sealed), fileName);
  }

  #progress(importId: string): Progress {
    const kept = this.#context.store.settings.get(progressKey(importId)) as Progress | null | undefined;
    return kept ?? { next: 0, taken: 0, known: 0 };
  }

  #requireOpen(importId: string): OpenFile {
    const open = this.#open.get(importId);
    if (!open) throw new AppError('maintenance/import-not-open', {});
    return open;
  }

  #requireStarted(importId: string): { body: Started; actor: string; startedAt: string } {
    const row = this.#context.store.db
      .prepare('SELECT body, actor, started_at AS startedAt FROM imports WHERE stream = ?')
      .get(importStream(importId)) as { body: string; actor: string; startedAt: string } | undefined;
    if (!row) throw new AppError('maintenance/import-not-found', { importId });
    return { ...row, body: JSON.parse(row.body) as Started };
  }

  #unfinished(): { body: Started; actor: string }[] {
    const rows = this.#context.store.db
      .prepare(
        `SELECT s.body, s.actor FROM imports s LEFT JOIN import_ends e ON e.import_id = s.import_id
         WHERE e.import_id IS NULL ORDER BY s.started_at`,
      )
      .all() as { body: string; actor: string }[];
    return rows.map(({ body, actor }) => ({ body: JSON.parse(body) as Started, actor }));
  }
}

/** Nothing is open to doubt: no field is missing, no date is read by guessing, and there is something to take. */
const canConfirm = (read: ReadRows): boolean =>
  read.missingFields.length === 0 && read.ambiguous === null && read.taken.length > 0;
