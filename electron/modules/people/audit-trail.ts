import { open } from 'node:fs/promises';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { AuditEntry, AuditFilter } from '../../../shared/modules/people/contract.ts';
import { describeChange, instrumentOf } from '../../../shared/modules/people/rules-audit.ts';
import { coreRecords, recordAmended, recordVoided } from '../../../shared/records/core-records.ts';
import { isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { readEnvelope } from '../../../shared/records/envelope.ts';
import { createRegistry, type RecordRegistry } from '../../../shared/records/registry.ts';
import type { HostContext } from '../../host/module.ts';
import { saveChosen } from '../../host/save-chosen.ts';
import { actorName } from '../authors.ts';
import { auditText } from './audit-text.ts';

interface Found {
  lsn: number;
  hash: Buffer;
  raw: string;
}

interface Piece {
  readonly sql: string;
  readonly values: (string | number)[];
}

/** So many records are looked at in one go; then others of the host have their turn, or the page gets what was found. */
const stepRows = 20_000;
/** A page answers after this long with what it has; the rest is found by its `next`. */
const patienceMs = 120;

/**
 * The audit trail is the log itself, shown for people: nothing is written for it at a save, no module can forget to be in
 * it, and records of types this program does not know are in it too. A search walks the log from its newest end.
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
    const where = this.#where(filter);
    const entries: AuditEntry[] = [];
    let before = options.before ?? this.#newest() + 1;
    while (before > 1 && entries.length < limit && performance.now() - startMs < patienceMs) {
      const after = Math.max(0, before - 1 - stepRows);
      const wanted = limit - entries.length;
      const rows = this.#select(where, 'DESC', after, before, wanted);
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
    return saveChosen(file, async (part) => {
      const handle = await open(part, 'wx', 0o600);
      let rowCount = 0;
      let byteCount = 0;
      const put = async (piece: string): Promise<void> => {
        byteCount += Buffer.byteLength(piece);
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
    });
  }

  async *#batches(filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
    const where = this.#where(filter);
    const newest = this.#newest();
    const most = 500;
    let after = 0;
    while (after < newest) {
      const before = Math.min(newest, after + stepRows) + 1;
      const rows = this.#select(where, 'ASC', after, before, most);
      yield rows.flatMap((row) => this.#entry(row, filter) ?? []);
      after = rows.length === most ? rows.at(-1)!.lsn : before - 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** A first sieve over the signed text, in SQL; `#entry` then looks at what the text means. */
  #where(filter: AuditFilter): Piece[] {
    const where: Piece[] = [];
    const { people } = this.#context;
    if (filter.actors === 'people') {
      where.push({ sql: `(instr(raw, '"actor":"user:') > 0 OR instr(raw, '"actor":"os:') > 0)`, values: [] });
    }
    if (filter.personId !== null) {
      const ids = people.idsOf(filter.personId);
      const sql = ids.map(() => 'instr(raw, ?) > 0').join(' OR ');
      where.push({ sql: `(${sql})`, values: ids.map((id) => `"actor":"user:${id}"`) });
    }
    if (filter.instrumentId !== null) where.push({ sql: 'instr(raw, ?) > 0', values: [filter.instrumentId] });
    if (filter.type !== null) {
      where.push(
        filter.type.includes('.')
          ? { sql: 'type = ?', values: [filter.type] }
          : { sql: 'type > ? AND type < ?', values: [`${filter.type}.`, `${filter.type}/`] },
      );
    }
    for (const [value, sign] of [
      [filter.from, '>='],
      [filter.to, '<'],
    ] as const) {
      if (value === null) continue;
      const ms = Date.parse(value);
      if (Number.isNaN(ms)) throw new AppError('people/bad-time', { value });
      // The envelope is written as ISO in UTC with milliseconds, always of one length: texts compare as times do.
      const sql = `substr(raw, instr(raw, '"wall":"') + 8, 24) ${sign} ?`;
      where.push({ sql, values: [new Date(ms).toISOString()] });
    }
    const words = filter.text.trim();
    if (words !== '') {
      const pattern = JSON.stringify(words)
        .slice(1, -1)
        .replace(/[\\%_]/g, '\\$&');
      where.push({ sql: `raw LIKE ? ESCAPE '\\'`, values: [`%${pattern}%`] });
    }
    return where;
  }

  #select(where: readonly Piece[], order: 'ASC' | 'DESC', after: number, before: number, limit: number): Found[] {
    const conditions = ['lsn > ?', 'lsn < ?', ...where.map((piece) => piece.sql)].join(' AND ');
    return this.#context.store.db
      .prepare(`SELECT lsn, hash, raw FROM record_log WHERE ${conditions} ORDER BY lsn ${order} LIMIT ?`)
      .all(after, before, ...where.flatMap((piece) => piece.values), limit) as Found[];
  }

  #entry(row: Found, filter: AuditFilter): AuditEntry | undefined {
    const record = this.#read(row);
    if (!record || !this.#isMeant(record, filter)) return undefined;
    const instrumentId = instrumentOf(record);
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
    if (instrumentId !== null && instrumentOf(record) !== instrumentId) return false;
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

  #newest(): number {
    return this.#context.store.db.prepare('SELECT coalesce(max(lsn), 0) FROM record_log').pluck().get() as number;
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
