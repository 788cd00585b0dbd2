import { recordAmended, recordVoided } from '../../records/core-records.ts';
import { isRecordOf, type StoredRecord } from '../../records/define.ts';
import type { AuditEntry } from './contract.ts';

/** One record as a line of the audit trail: what was, what is, why (21 CFR 11.10(e)). Pure. */

type Change = AuditEntry['changes'][number];
type Body = Readonly<Record<string, unknown>>;

/** Longest text of a value; the whole one is in the record. */
const longestValue = 500;

/** Fields that say what a record is about, or why, and are no change themselves. */
const isAbout = (field: string): boolean =>
  /Id$/.test(field) ||
  ['instrumentId', 'personId', 'answers', 'reason', 'note', 'definition', 'target'].includes(field);

/** A value as it reads: text as it is, everything else as JSON, nothing for null. */
function show(value: unknown): string {
  if (value === undefined || value === null) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

const bodyOf = (record: StoredRecord | undefined): Body =>
  typeof record?.body === 'object' && record.body !== null && !Array.isArray(record.body) ? (record.body as Body) : {};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * What a record changed. `before` is the record it took the place of (the newest earlier one of its type in its stream,
 * for a decision), `target` the record a correction speaks of; undefined where there is none.
 */
export function describeChange(
  record: StoredRecord,
  before: StoredRecord | undefined,
  target: StoredRecord | undefined,
): Pick<AuditEntry, 'changes' | 'reason' | 'kind' | 'target'> {
  if (isRecordOf(record, recordAmended)) {
    const old = bodyOf(target);
    const changes = Object.entries(record.body.patch).map(([field, to]) => ({
      ...{ field, from: show(old[field]), to: show(to) },
    }));
    return { changes, reason: record.body.reason, kind: 'correction', target: record.body.target };
  }
  if (isRecordOf(record, recordVoided)) {
    const changes = fieldsOf(bodyOf(target)).map(([field, from]) => ({ field, from: show(from), to: '' }));
    return { changes, reason: record.body.reason, kind: 'void', target: record.body.target };
  }
  const body = bodyOf(record);
  const reason = textOf(body.reason) || textOf(body.note);
  const listed = listedChanges(body.changes);
  if (listed) return { changes: listed, reason, kind: 'change', target: null };
  if ('from' in body) return { changes: fromTo(body, record.type), reason, kind: 'change', target: null };
  const old = bodyOf(before);
  const changes = fieldsOf(body)
    .map(([field, to]) => ({ field, from: show(old[field]), to: show(to) }))
    .filter((change) => change.from !== change.to);
  return { changes, reason, kind: before ? 'change' : 'new', target: null };
}

const fieldsOf = (body: Body): [string, unknown][] => Object.entries(body).filter(([field]) => !isAbout(field));

/** Records of settings list their changes themselves. */
function listedChanges(value: unknown): Change[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const changes = value.map((one: Partial<Record<keyof Change, unknown>>) => ({
    field: textOf(one?.field),
    from: show(one?.from),
    to: show(one?.to),
  }));
  return changes.every((change) => change.field !== '') ? changes : undefined;
}

/** `{ from, <what it is now> }`: the first field beside `from` is what was changed. */
function fromTo(body: Body, type: string): Change[] {
  const [now, ...more] = fieldsOf(body).filter(([field]) => field !== 'from');
  if (!now) return [];
  // `roles-changed { from, to }`: what was changed is in the name of the type.
  const field = now[0] === 'to' ? (/([a-z-]+?)-changed$/.exec(type)?.[1] ?? 'to') : now[0];
  const first = { field, from: show(body.from), to: show(now[1]) };
  return [first, ...more.map(([field, to]) => ({ field, from: '', to: show(to) }))];
}

/** The instrument a record is about, by its body or its stream. */
export function instrumentOf(record: StoredRecord): string | null {
  const { instrumentId } = bodyOf(record);
  if (typeof instrumentId === 'string' && instrumentId !== '') return instrumentId;
  return /^instrument\/([^/]+)/.exec(record.stream)?.[1] ?? null;
}
