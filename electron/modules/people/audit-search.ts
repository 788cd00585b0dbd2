import { AppError } from '../../../shared/kernel/errors.ts';
import type { AuditFilter } from '../../../shared/modules/people/contract.ts';

interface Piece {
  readonly sql: string;
  readonly values: readonly (string | number)[];
}

/** A filter of the audit trail as SQL: what to read from, and the conditions, over `r` (the log) and `i` (its index). */
export interface Search {
  readonly from: string;
  readonly where: readonly Piece[];
}

/** All the names the person and the instrument of a filter go by; null where it asks for none. */
export interface Meant {
  readonly people: readonly string[] | null;
  readonly instruments: readonly string[] | null;
}

/** A sieve over the signed texts: it may let through too much, never too little. */
export function inTexts(filter: AuditFilter, { people, instruments }: Meant): Search {
  const where: Piece[] = [];
  const holds = (...texts: string[]): Piece => ({
    sql: `(${texts.map(() => 'instr(r.raw, ?) > 0').join(' OR ')})`,
    values: texts,
  });
  if (filter.actors === 'people') where.push(holds('"actor":"user:', '"actor":"os:'));
  if (people !== null) where.push(holds(...people.map((id) => `"actor":"user:${id}"`)));
  if (instruments !== null) where.push(holds(...instruments));
  if (filter.type !== null) where.push(typed('r.type', filter.type));
  for (const [ms, sign] of periodOf(filter)) {
    // The envelope is written as ISO in UTC with milliseconds, always of one length: texts compare as times do.
    const sql = `substr(r.raw, instr(r.raw, '"wall":"') + 8, 24) ${sign} ?`;
    where.push({ sql, values: [new Date(ms).toISOString()] });
  }
  return { from: 'record_log r', where: [...where, ...wordsOf(filter)] };
}

/** The same over the index; only words are still looked for in the texts. */
export function inIndex(filter: AuditFilter, { people, instruments }: Meant): Search {
  const where: Piece[] = [];
  const named = (column: string, { sql, values }: Piece): Piece => ({
    sql: `i.${column} IN (SELECT name_id FROM record_index_names WHERE ${sql})`,
    values,
  });
  if (filter.actors === 'people') {
    where.push(named('actor', { sql: `name GLOB 'user:*' OR name GLOB 'os:*'`, values: [] }));
  }
  const oneOf = (names: readonly string[]): Piece => ({
    sql: `name IN (${names.map(() => '?').join(', ')})`,
    values: names,
  });
  if (people !== null) where.push(named('actor', oneOf(people.map((id) => `user:${id}`))));
  if (instruments !== null) where.push(named('instrument', oneOf(instruments)));
  if (filter.type !== null) where.push(named('type', typed('name', filter.type)));
  for (const [ms, sign] of periodOf(filter)) where.push({ sql: `i.wall_ms ${sign} ?`, values: [ms] });
  return { from: 'record_index i JOIN record_log r ON r.lsn = i.lsn', where: [...where, ...wordsOf(filter)] };
}

/** One record type, or every type of a module. */
function typed(column: string, type: string): Piece {
  return type.includes('.')
    ? { sql: `${column} = ?`, values: [type] }
    : { sql: `(${column} > ? AND ${column} < ?)`, values: [`${type}.`, `${type}/`] };
}

/** @throws AppError `people/bad-time` */
function periodOf(filter: AuditFilter): (readonly [number, '>=' | '<'])[] {
  const bounds = [[filter.from, '>='] as const, [filter.to, '<'] as const];
  return bounds.flatMap(([value, sign]) => {
    if (value === null) return [];
    const ms = Date.parse(value);
    if (Number.isNaN(ms)) throw new AppError('people/bad-time', { value });
    return [[ms, sign] as const];
  });
}

/** The words as they stand in the signed text: JSON, and taken literally. */
function wordsOf({ text }: AuditFilter): Piece[] {
  const words = text.trim();
  if (words === '') return [];
  const pattern = JSON.stringify(words)
    .slice(1, -1)
    .replace(/[\\%_]/g, '\\$&');
  return [{ sql: `r.raw LIKE ? ESCAPE '\\'`, values: [`%${pattern}%`] }];
}
