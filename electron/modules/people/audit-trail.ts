import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { AuditEntry, AuditFilter } from '../../../shared/modules/people/contract.ts';
import { describeChange, instrumentOf } from '../../../shared/modules/people/rules-audit.ts';
import { dataExported, printStream } from '../../../shared/modules/reports/records.ts';
import { coreRecords, recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import { draft, isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { readEnvelope } from '../../../shared/records/envelope.ts';
import { createRegistry, type RecordRegistry } from '../../../shared/records/registry.ts';
import type { HostContext } from '../../host/module.ts';
import { saveChosen } from '../../host/save-chosen.ts';
import { actorName, personAuthor } from '../authors.ts';
import { newId } from '../new-id.ts';
import { inIndex, inTexts, type Meant, type Search } from './audit-search.ts';
import { auditText } from './audit-text.ts';

interface Found {
  lsn: number;
  hash: Buffer;
  raw: string;
}

/** So many texts are searched through in one go; then others of the host have their turn, or the page gets what was found. */
const stepRows = 2000;
/** A page answers after this long with what it has; the rest is found by its `next`. */
const patienceMs = 100;

/**
 * The audit trail is the log itself, shown for people: nothing is written for it at a save, no module can forget to be in
 * it, and records of types this program does not know are in it too. A search walks back from the newest end: through
 * `record_index` for who, what, when and about which instrument, through the signed texts for words, and for the newest
 * records that are not in the index yet.
 */
export class AuditTrail {
  readonly #context: HostContext;
  readonly #registry: RecordRegistry;
  readonly #instrumentNames = new Map<string, string | null>();

  constructor(context: HostContext) {
    this.#context = context;
    this.#registry = createRegistry(context.modules.flatMap((module) => module.records));
  }

  /** Rows of the filter, newest first, from `before` on; `next` is null at the log's beginning. */
  page(options: { filter: AuditFilter; before: number | null; limit: number }): {
    entries: AuditEntry[];
    next: number | null;
    searchedTo: string | null;
  } {
    this.#instrumentNames.clear();
    const { filter, limit } = options;
    const startMs = performance.now();
    const meant = this.#meant(filter);
    const upto = this.#catchUp(startMs);
    const entries: AuditEntry[] = [];
    let before = options.before ?? this.#context.store.index.newest + 1;
    while (before > 1 && entries.length < limit && performance.now() - startMs < patienceMs) {
      const wanted = limit - entries.length;
      const isIndexed = before <= upto + 1;
      // In the index alone a search is quick, however far back it goes.
      const step = isIndexed && filter.text.trim() === '' ? before : stepRows;
      const after = Math.max(isIndexed ? 0 : upto, before - 1 - step);
      const search = isIndexed ? inIndex(filter, meant) : inTexts(filter, meant);
      const rows = this.#select(search, 'DESC', after, before, wanted);
      entries.push(...rows.flatMap((row) => this.#entry(row, filter) ?? []));
      before = rows.length === wanted ? rows.at(-1)!.lsn : after + 1;
    }
    const next = before > 1 ? before : null;
    return { entries, next, searchedTo: next === null ? null : this.#wallOf(next) };
  }

  /** What can be filtered by. */
  choices(people: readonly { personId: string; printedName: string }[]) {
    const { store, modules } = this.#context;
    const instruments = store.db.prepare('SELECT instrument_id, name FROM instruments ORDER BY name').all() as {
      instrument_id: string;
      name: string;
    }[];
    const types = [...coreRecords, ...modules.flatMap((module) => module.records)].map(({ type }) => type);
    return {
      people: people.map(({ personId, printedName }) => ({ personId, name: printedName })),
      instruments: instruments.map((row) => ({ instrumentId: row.instrument_id, name: row.name })),
      types: [...new Set(types)].sort(),
    };
  }

  /** Writes all rows of the filter, oldest first, to a file the person chose: whole or not at all. */
  async export(
    filter: AuditFilter,
    format: 'csv' | 'json',
    file: string,
  ): Promise<{ file: string; rowCount: number; byteCount: number }> {
    this.#instrumentNames.clear();
    const text = auditText(format);
    const hash = createHash('sha256');
    const produce = async (part: string) => {
      const handle = await open(part, 'wx', 0o600);
      let rowCount = 0;
      let byteCount = 0;
      const put = async (piece: string): Promise<void> => {
        byteCount += Buffer.byteLength(piece);
        hash.update(piece);
        await handle.writeFile(piece);
      };
      try {
        await put(text.head);
        for await (const entries of this.#batches(filter)) {
          await put(entries.map((entry) => text.row(entry, rowCount++ === 0)).join(''));
        }
        await put(text.tail);
        await handle.sync();
      } finally {
        await handle.close();
      }
      return { file, rowCount, byteCount };
    };
    // What leaves the bench is on the record, as every export is.
    return saveChosen(file, produce, ({ rowCount, byteCount }) => {
      const printId = newId();
      const named = { name: basename(file).slice(0, 260), sha256: hash.digest('hex'), byteCount };
      const body = { printId, dataset: 'audit-trail', format, rowCount, file: named };
      const { store, actor } = this.#context;
      store.records.append([draft(dataExported, printStream(printId), body)], personAuthor(actor));
    });
  }

  async *#batches(filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
    const search = inTexts(filter, this.#meant(filter));
    const newest = this.#context.store.index.newest;
    const most = 500;
    let after = 0;
    while (after < newest) {
      const before = Math.min(newest, after + stepRows) + 1;
      const rows = this.#select(search, 'ASC', after, before, most);
      yield rows.flatMap((row) => this.#entry(row, filter) ?? []);
      after = rows.length === most ? rows.at(-1)!.lsn : before - 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #meant({ personId, instrumentId }: AuditFilter): Meant {
    const { people, store } = this.#context;
    return {
      people: personId === null ? null : people.idsOf(personId),
      instruments: instrumentId === null ? null : store.records.idsOf('instrument', instrumentId),
    };
  }

  /** The instrument a record is about, under the id it stands under today. */
  #instrumentOf(record: StoredRecord): string | null {
    const named = instrumentOf(record);
    return named === null ? null : this.#context.store.records.idsOf('instrument', named)[0]!;
  }

  #select({ from, where }: Search, order: 'ASC' | 'DESC', after: number, before: number, limit: number): Found[] {
    const lsn = from.startsWith('record_index') ? 'i.lsn' : 'r.lsn';
    const conditions = [`${lsn} > ?`, `${lsn} < ?`, ...where.map((piece) => piece.sql)].join(' AND ');
    return this.#context.store.db
      .prepare(`SELECT r.lsn, r.hash, r.raw FROM ${from} WHERE ${conditions} ORDER BY ${lsn} ${order} LIMIT ?`)
      .all(after, before, ...where.flatMap((piece) => piece.values), limit) as Found[];
  }

  /** Takes newer records into the index, for a part of the time there is; answers how far it goes. */
  #catchUp(startMs: number): number {
    const { index } = this.#context.store;
    try {
      while (!index.follow() && performance.now() - startMs < patienceMs / 2);
    } catch {
      // A full or read-only disk: what is not in the index is searched for in the texts.
    }
    return index.upto;
  }

  #entry(row: Found, filter: AuditFilter): AuditEntry | undefined {
    const record = this.#read(row);
    if (!record || !this.#isMeant(record, filter)) return undefined;
    const instrumentId = this.#instrumentOf(record);
    return {
      ...describeChange(record, this.#before(record, row.lsn), this.#target(record)),
      hash: record.hash,
      id: record.id,
      at: record.wall,
      offset: record.tz,
      type: record.type,
      stream: record.stream,
      actor: record.actor,
      actorName: actorName(record.actor, this.#context),
      proof: record.auth.proof,
      instrumentId,
      instrumentName: instrumentId === null ? null : this.#instrumentName(instrumentId),
      isKnown: record.isKnown,
    };
  }

  /** What the sieve let through for another reason: an id in a note, a word among the keys. */
  #isMeant(record: StoredRecord, filter: AuditFilter): boolean {
    const { actors, personId, instrumentId, text } = filter;
    if (actors === 'people' && !/^(?:user|os):/.test(record.actor)) return false;
    if (personId !== null && !this.#context.people.idsOf(personId).some((id) => record.actor === `user:${id}`))
      return false;
    if (instrumentId !== null && this.#instrumentOf(record) !== this.#meant(filter).instruments![0]) return false;
    const words = text.trim().toLowerCase();
    return words === '' || textsOf(record).some((value) => value.toLowerCase().includes(words));
  }

  /** What a decision took the place of: the newest earlier record of its type in its stream. */
  #before(record: StoredRecord, lsn: number): StoredRecord | undefined {
    if (record.kind !== 'decision' || isRecordOf(record, recordAmended) || isRecordOf(record, recordVoided))
      return undefined;
    const found = this.#context.store.db
      .prepare(
        'SELECT lsn, hash, raw FROM record_log WHERE stream = ? AND lsn < ? AND type = ? ORDER BY lsn DESC LIMIT 1',
      )
      .get(record.stream, lsn, record.type) as Found | undefined;
    return found && this.#read(found);
  }

  #read(row: Found): StoredRecord | undefined {
    const read = readEnvelope(row.raw);
    return 'why' in read ? undefined : this.#registry.read(read.envelope, row.hash.toString('base64url'));
  }

  #target(record: StoredRecord): StoredRecord | undefined {
    if (!isRecordOf(record, recordAmended) && !isRecordOf(record, recordVoided)) return undefined;
    return this.#context.store.records.byHash(record.body.target);
  }

  #instrumentName(instrumentId: string): string | null {
    const known = this.#instrumentNames.get(instrumentId);
    if (known !== undefined) return known;
    const sql = 'SELECT name FROM instruments WHERE instrument_id = ?';
    const name = (this.#context.store.db.prepare(sql).pluck().get(instrumentId) as string | undefined) ?? null;
    this.#instrumentNames.set(instrumentId, name);
    return name;
  }

  #wallOf(lsn: number): string | null {
    const sql = `SELECT substr(raw, instr(raw, '"wall":"') + 8, 24) FROM record_log WHERE lsn >= ? ORDER BY lsn LIMIT 1`;
    return (this.#context.store.db.prepare(sql).pluck().get(lsn) as string | undefined) ?? null;
  }
}

/** Every text and number in a record that a person may look for: its values, its type, its stream. */
function textsOf(record: StoredRecord): string[] {
  const texts: string[] = [record.type, record.stream];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'number' || typeof value === 'boolean') texts.push(String(value));
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) collect(inner);
  };
  collect(record.body);
  return texts;
}
