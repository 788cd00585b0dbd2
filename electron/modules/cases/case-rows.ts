import { normalizeCode } from '../../../shared/instruments/error-book.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import type { CaseDetail, CaseRow, RecurrenceSign } from '../../../shared/modules/cases/case-contract.ts';
import { caseStream } from '../../../shared/modules/cases/records.ts';
import { type CaseFold, type CaseItem, itemStateOf, standingLinks } from '../../../shared/modules/cases/rules-case.ts';
import { caseDecider, waysOf } from '../../../shared/modules/cases/rules-case-decider.ts';
import { type Occurrence, recurrenceOf } from '../../../shared/modules/cases/rules-recurrence.ts';
import { type ScoreFacts, scoreOf, scoreTerms } from '../../../shared/modules/cases/rules-score.ts';
import { type CaseSummary, clockAt } from '../../../shared/modules/cases/rules-summary.ts';
import type { CaseState } from '../../../shared/modules/cases/terms.ts';
import { errorRaised, errorRepeated } from '../../../shared/modules/errors/records.ts';
import { isRecordOf } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { actorName } from '../authors.ts';
import { placeOfStream } from '../place-of.ts';
import { idOf, nameOf } from './links.ts';

/** Rows and details of cases, as they are at the moment they are looked at. */

interface TableRow {
  case_id: string;
  number: string;
  instrument_id: string | null;
  instrument_name: string | null;
  state: CaseState;
  is_open: number;
  code_key: string;
  opened_at: string;
  closed_at: string | null;
  summary: string;
  conflict_count: number;
}

const select = `SELECT c.*, i.name AS instrument_name FROM cases c
  LEFT JOIN instruments i ON i.instrument_id = c.instrument_id`;

/** What is asked of the tables once for all rows of a list. */
export class CaseRows {
  readonly #context: HostContext;
  readonly #today: string;
  readonly #down = new Map<string, ScoreFacts['down']>();
  readonly #recurs = new Map<string, boolean>();

  /** @param today date in the lab */
  constructor(context: HostContext, today: string) {
    this.#context = context;
    this.#today = today;
  }

  list(filter: {
    instrumentId: string | null;
    show: 'open' | 'closed' | 'all';
    search: string;
    limit: number;
  }): CaseRow[] {
    const { instrumentId, show, search, limit } = filter;
    const clauses: string[] = [];
    const values: (string | number)[] = [];
    if (instrumentId !== null) {
      clauses.push('c.instrument_id = ?');
      values.push(instrumentId);
    }
    if (show !== 'all') clauses.push(show === 'open' ? 'c.is_open = 1' : 'c.is_open = 0');
    if (search !== '') {
      clauses.push("(c.title LIKE ? ESCAPE '\\' OR c.number LIKE ? ESCAPE '\\')");
      const like = `%${search.replaceAll(/[\\%_]/g, (one) => `\\${one}`)}%`;
      values.push(like, like);
    }
    const where = clauses.length > 0 ? `WHERE ${clauses.join(' AND ')}` : '';
    // The list of what is open is in the order of urgency: all of it is looked at before it is cut.
    const most = show === 'open' ? 2000 : limit;
    const rows = this.#context.store.db
      .prepare(`${select} ${where} ORDER BY c.opened_at DESC LIMIT ?`)
      .all(...values, most) as TableRow[];
    const made = rows.map((row) => this.toRow(row));
    if (show === 'open') made.sort((a, b) => b.score - a.score || (a.openedAt < b.openedAt ? -1 : 1));
    return made.slice(0, limit);
  }

  /** @throws AppError `cases/not-found` */
  get(caseId: string): CaseRow {
    const row = this.#context.store.db.prepare(`${select} WHERE c.stream = ?`).get(caseStream(caseId));
    if (!row) throw new AppError('cases/not-found', { caseId });
    return this.toRow(row as TableRow);
  }

  toRow(row: TableRow): CaseRow {
    const { clock } = this.#context;
    const summary = JSON.parse(row.summary) as CaseSummary;
    const { fields } = summary;
    const isOpen = row.is_open === 1;
    const down = row.instrument_id === null ? 'no' : this.#downOf(row.instrument_id);
    const { lastActAt } = summary;
    const terms = isOpen ? scoreTerms({ ...fields, down, lastActAt, today: this.#today, nowMs: clock.wallMs() }) : [];
    return {
      id: row.case_id,
      number: row.number,
      instrumentId: row.instrument_id,
      instrumentName: row.instrument_name ?? '',
      title: fields.title,
      kind: fields.kind,
      origin: summary.origin,
      state: row.state,
      isOpen,
      score: scoreOf(terms),
      terms,
      severity: summary.severity,
      answerBy: summary.answerBy,
      clock: clockAt(summary, clock.wallMs()),
      isRecurrence: isOpen && this.#isRecurring(row.instrument_id, summary.code),
      openTaskCount: summary.openTaskCount,
      assignee: fields.assignee,
      reportedBy: fields.reportedBy,
      openedAt: row.opened_at,
      openedBy: actorName(summary.openedBy, this.#context),
      lastActAt,
      closedAt: row.closed_at,
      hasConflict: row.conflict_count > 0,
      place: placeOfStream(this.#context, caseStream(row.case_id)),
    };
  }

  #isRecurring(instrumentId: string | null, code: string): boolean {
    const key = `${instrumentId} ${code}`;
    const known = this.#recurs.get(key);
    if (known !== undefined) return known;
    const made = readRecurrence(this.#context, instrumentId, code).length > 0;
    this.#recurs.set(key, made);
    return made;
  }

  #downOf(instrumentId: string): ScoreFacts['down'] {
    const known = this.#down.get(instrumentId);
    if (known !== undefined) return known;
    const made = readDown(this.#context, instrumentId);
    this.#down.set(instrumentId, made);
    return made;
  }
}

/** Whether an instrument is down, and why: declared, by a downtime that lasts, by a stop error that has no outcome. */
function readDown({ store }: HostContext, instrumentId: string): ScoreFacts['down'] {
  const has = (sql: string): boolean => store.db.prepare(sql).get(instrumentId) !== undefined;
  if (has("SELECT 1 FROM instruments WHERE instrument_id = ? AND service_status = 'out-of-service'")) {
    return 'out-of-service';
  }
  if (has('SELECT 1 FROM downtimes WHERE instrument_id = ? AND to_at IS NULL')) return 'downtime';
  if (has("SELECT 1 FROM errors WHERE instrument_id = ? AND is_open = 1 AND severity = 'stop'")) return 'stop-error';
  return 'no';
}

/** Times looked back: the longest bound of the rule, and a case may have been closed that long ago. */
const lookBackMs = 60 * 24 * 3_600_000;
/** Newest errors of a code looked at, of those that are open and of those that are not. */
const mostErrors = 200;
const errorColumns = 'stream, error_id, raised_at, raised_count';

interface ErrorRow {
  stream: string;
  error_id: string;
  raised_at: string;
  raised_count: number;
}

/** Signs of recurrence of a code on an instrument, from the errors' records and the cases that were closed. */
export function readRecurrence(context: HostContext, instrumentId: string | null, code: string): RecurrenceSign[] {
  if (instrumentId === null || code === '') return [];
  const { store, clock } = context;
  const key = normalizeCode(code);
  const since = new Date(clock.wallMs() - lookBackMs).toISOString();
  const rows = store.db
    .prepare(
      `SELECT * FROM (SELECT ${errorColumns} FROM errors
         WHERE instrument_id = ? AND code_key = ? AND is_open = 0 AND raised_at >= ?
         ORDER BY raised_at DESC LIMIT ${mostErrors})
       UNION ALL
       SELECT * FROM (SELECT ${errorColumns} FROM errors WHERE instrument_id = ? AND is_open = 1 AND code_key = ?
         ORDER BY raised_at DESC LIMIT ${mostErrors})`,
    )
    .all(instrumentId, key, since, instrumentId, key) as ErrorRow[];
  const occurrences = rows.flatMap(({ stream, error_id: errorId, raised_at: raisedAt, raised_count: count }) => {
    // One that never came again is told by its row: nothing is opened for it.
    if (count === 1) return [{ errorId, atMs: Date.parse(raisedAt) }];
    return store.records.read(stream).flatMap((record): Occurrence[] => {
      if (isRecordOf(record, errorRaised)) return [{ errorId, atMs: Date.parse(record.body.at) }];
      if (isRecordOf(record, errorRepeated)) return [{ errorId, atMs: Date.parse(record.body.lastAt) }];
      return [];
    });
  });
  const closures = store.db
    .prepare(
      `SELECT case_id, closed_at FROM cases
       WHERE instrument_id = ? AND code_key = ? AND code_key <> '' AND is_open = 0 AND closed_at >= ?`,
    )
    .all(instrumentId, key, since) as { case_id: string; closed_at: string }[];
  return recurrenceOf(
    code,
    occurrences.filter(({ atMs }) => !Number.isNaN(atMs)),
    closures.map((one) => ({ caseId: one.case_id, closedAtMs: Date.parse(one.closed_at) })),
  );
}

const minuteKinds = ['work', 'travel', 'waiting', 'remote'] as const;

/** Everything of one case. */
export function caseDetailOf(context: HostContext, row: CaseRow, today: string): CaseDetail {
  const { state, conflicts } = context.store.records.fold(caseStream(row.id), caseDecider);
  const { opened } = state;
  if (!opened) throw new AppError('cases/not-found', { caseId: row.id });
  const fields = state.fields?.value ?? opened;
  const name = (actor: string): string => actorName(actor, context);
  const planned = <Planned>(items: Readonly<Record<string, CaseItem<Planned>>>) =>
    Object.entries(items).flatMap(([id, item]) => (item.planned ? [{ id, item, planned: item.planned }] : []));
  return {
    ...row,
    ...waysOf(state),
    description: fields.description,
    resultsAffected: fields.resultsAffected,
    affectedNote: fields.affectedNote,
    hasBackup: fields.hasBackup,
    deadlineOn: fields.deadlineOn,
    deadlineSource: fields.deadlineSource,
    promisedAt: fields.promisedAt,
    happenedAt: opened.happenedAt,
    code: opened.code,
    nonconformity: nonconformityOf(state, name),
    tasks: planned(state.tasks).map(({ id, item, planned: { title, assignee, dueOn, at, by } }) => {
      const is = itemStateOf(item);
      return {
        ...{ id, title, assignee, dueOn, state: is },
        isOverdue: is === 'open' && dueOn !== null && dueOn < today,
        note: item.end?.value.note ?? '',
        addedAt: at,
        addedBy: name(by),
        endedAt: item.end?.value.at ?? null,
        endedBy: item.end ? name(item.end.value.by) : '',
      };
    }),
    actions: planned(state.actions).map(({ id, item, planned: { kind, text, owner, dueOn, at } }) => {
      const is = itemStateOf(item);
      return {
        ...{ id, kind, text, owner, dueOn, state: is },
        isOverdue: is === 'open' && dueOn !== null && dueOn < today,
        note: item.end?.value.note ?? '',
        plannedAt: at,
        endedAt: item.end?.value.at ?? null,
        endedBy: item.end ? name(item.end.value.by) : '',
      };
    }),
    links: standingLinks(state).map(({ stream, kind, note, at }) => ({
      ...{ stream, kind, note },
      id: idOf(kind, stream),
      name: nameOf(context, stream),
      linkedAt: at,
    })),
    pictures: state.pictures.map(({ picture, caption, at }) => ({
      ...{ caption, at },
      sha256: picture.sha256,
      name: picture.name,
    })),
    parts: state.parts.map(({ name: part, number, count, lotOrSerial, note, at, by }) => ({
      ...{ name: part, number, count, lotOrSerial, note, at },
      by: name(by),
    })),
    minutes: Object.fromEntries(
      minuteKinds.map((kind) => [
        kind,
        state.times.filter((time) => time.kind === kind).reduce((sum, { minutes }) => sum + minutes, 0),
      ]),
    ) as CaseDetail['minutes'],
    times: state.times.map(({ minutes, kind, on, note, at, by }) => ({ minutes, kind, on, note, at, by: name(by) })),
    recurrence: readRecurrence(context, row.instrumentId, opened.code),
    closing: state.closing ? { ...state.closing, by: name(state.closing.by) } : null,
    conflicts: conflicts.map(({ code, data }) => ({ code, data: { ...data } as Record<string, string> })),
  };
}

function nonconformityOf(state: CaseFold, name: (actor: string) => string): CaseDetail['nonconformity'] {
  const declared = state.nonconformity?.value;
  if (!declared) return null;
  const cause = state.cause?.value;
  return {
    category: declared.category,
    severity: declared.severity,
    whatHappened: declared.whatHappened,
    immediateAction: declared.immediateAction,
    suspectedCause: declared.suspectedCause,
    declaredAt: state.declaredAt ?? declared.at,
    declaredBy: name(declared.by),
    answerHours: declared.answerHours,
    rule: declared.rule,
    investigated: cause
      ? {
          method: cause.method,
          cause: cause.cause,
          evidence: cause.evidence,
          suspicionHeld: cause.suspicionHeld,
          at: cause.at,
          by: name(cause.by),
          hash: cause.hash,
        }
      : null,
    effectiveness: state.effects.map(({ verdict, statement, fromOn, toOn, evidence, at, by, hash }) => ({
      ...{ verdict, statement, fromOn, toOn, evidence, at, hash },
      by: name(by),
    })),
  };
}
