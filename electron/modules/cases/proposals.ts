import { normalizeCode } from '../../../shared/instruments/error-book.ts';
import { AppError } from '../../../shared/kernel/errors.ts';
import { sessionClosed } from '../../../shared/modules/calibration/records.ts';
import type { Proposal } from '../../../shared/modules/cases/case-contract.ts';
import { proposalDismissed, proposalStream } from '../../../shared/modules/cases/records.ts';
import { recurrenceRule } from '../../../shared/modules/cases/rules-recurrence.ts';
import type { CaseOrigin, LinkKind } from '../../../shared/modules/cases/terms.ts';
import { draft, isRecordOf, type RecordAuthor } from '../../../shared/records/define.ts';
import type { HostContext } from '../../host/module.ts';
import { readRecurrence } from './case-rows.ts';
import { idOf } from './links.ts';

/**
 * What the records prove and nobody has a case for (finding CC20: a failure without documented remedial action). Nothing is
 * written: each look works them out anew, and a person takes one or says why not. A rule stands here only where a record
 * proves its cause; a failed proficiency test is not among them, as no record of it exists yet.
 */

/** Older than this, it is history: the self-audit finds it, and nobody opens a case for it now. */
const lookBackDays = 30;
const most = 500;

interface Found {
  readonly key: string;
  readonly kind: Proposal['kind'];
  readonly origin: CaseOrigin;
  readonly instrumentId: string;
  readonly at: string;
  readonly data: Proposal['data'];
  readonly link: { readonly kind: LinkKind; readonly id: string; readonly stream: string } | null;
  readonly codeKey: string;
}

/** Newest first; those with a case that holds the thing, and those dismissed, left out. */
export function gatherProposals(context: HostContext, instrumentId: string | null, limit: number): Proposal[] {
  const { store, clock } = context;
  const since = new Date(clock.wallMs() - lookBackDays * 24 * 3_600_000).toISOString();
  const found = [
    ...errorProposals(context, since),
    ...taskProposals(context, since),
    ...backgroundProposals(context, since),
    ...calibrationProposals(context, since),
  ];
  const dismissed = new Set(
    store.db.prepare('SELECT proposal_key FROM case_proposals_dismissed').pluck().all() as string[],
  );
  const hasCase = store.db.prepare('SELECT 1 FROM case_links WHERE target = ?');
  const openCase = store.db
    .prepare("SELECT case_id FROM cases WHERE instrument_id = ? AND is_open = 1 AND code_key = ? AND code_key <> ''")
    .pluck();
  const names = new Map(
    (
      store.db.prepare("SELECT instrument_id, name FROM instruments WHERE service_status <> 'retired'").all() as {
        instrument_id: string;
        name: string;
      }[]
    ).map((row) => [row.instrument_id, row.name]),
  );
  return found
    .filter((one) => instrumentId === null || one.instrumentId === instrumentId)
    .filter((one) => names.has(one.instrumentId) && !dismissed.has(one.key))
    .filter(({ link }) => link === null || hasCase.get(link.stream) === undefined)
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.key < b.key ? -1 : 1))
    .slice(0, limit)
    .map(({ codeKey, link, ...one }) => ({
      ...one,
      instrumentName: names.get(one.instrumentId) ?? '',
      link: link && { kind: link.kind, id: link.id },
      openCaseId: (openCase.get(one.instrumentId, codeKey) as string | undefined) ?? null,
    }));
}

/**
 * Says why a proposal is not taken, as a record.
 *
 * @throws AppError `cases/proposal-not-found`
 */
export function dismissProposal(context: HostContext, key: string, reason: string, author: RecordAuthor): void {
  const found = gatherProposals(context, null, most * 4).find((one) => one.key === key);
  if (!found) throw new AppError('cases/proposal-not-found', { key });
  const { instrumentId, origin } = found;
  const body = { proposalKey: key, instrumentId, origin, reason };
  context.store.records.append([draft(proposalDismissed, proposalStream(key), body)], author);
}

interface ErrorRow {
  stream: string;
  error_id: string;
  instrument_id: string;
  code: string;
  code_key: string;
  text: string;
  severity: string;
  affects_results: string;
  raised_at: string;
}

/** Open stop errors, open errors that touched results, and codes that came back. */
function errorProposals(context: HostContext, since: string): Found[] {
  const rows = context.store.db
    .prepare(
      `SELECT stream, error_id, instrument_id, code, code_key, text, severity, affects_results, raised_at FROM errors
       WHERE is_open = 1 LIMIT ${most}`,
    )
    .all() as ErrorRow[];
  const open = rows
    .filter((row) => row.severity === 'stop' || row.affects_results === 'yes')
    .map(
      (row): Found => ({
        key: `error/${row.error_id}`,
        kind: row.severity === 'stop' ? 'stop-error' : 'results-affected',
        origin: 'error',
        instrumentId: row.instrument_id,
        at: row.raised_at,
        data: { code: row.code, text: row.text, affects: row.affects_results },
        link: { kind: 'error', id: row.error_id, stream: row.stream },
        codeKey: row.code_key,
      }),
    );
  return [...open, ...recurrenceProposals(context, since)];
}

/** One for each instrument and code; the day of the newest sign is part of its key, so that a later one is told again. */
function recurrenceProposals(context: HostContext, since: string): Found[] {
  const rows = context.store.db
    .prepare(
      `SELECT instrument_id, code_key, max(code) AS code FROM (
         SELECT e.instrument_id, e.code_key, e.code, e.raised_count FROM instruments i
         CROSS JOIN errors e ON e.instrument_id = i.instrument_id AND e.is_open = 0 AND e.raised_at >= ?
         UNION ALL
         SELECT instrument_id, code_key, code, raised_count FROM errors WHERE is_open = 1
       ) AS came GROUP BY instrument_id, code_key
       HAVING sum(raised_count) >= ${recurrenceRule.timesInADay} OR EXISTS (
         SELECT 1 FROM cases c WHERE c.instrument_id = came.instrument_id AND c.code_key = came.code_key
           AND c.code_key <> '' AND c.is_open = 0
       ) LIMIT ${most}`,
    )
    .all(since) as { instrument_id: string; code_key: string; code: string }[];
  const openCase = context.store.db.prepare(
    "SELECT 1 FROM cases WHERE instrument_id = ? AND is_open = 1 AND code_key = ? AND code_key <> ''",
  );
  return rows.flatMap((row): Found[] => {
    // An open case about the code shows the sign itself.
    if (openCase.get(row.instrument_id, row.code_key) !== undefined) return [];
    const [sign] = readRecurrence(context, row.instrument_id, row.code);
    if (!sign || sign.toAt < since) return [];
    const [newest = ''] = sign.errorIds;
    return [
      {
        key: `recurrence/${row.instrument_id}/${normalizeCode(row.code)}/${sign.toAt.slice(0, 10)}`.slice(0, 160),
        kind: 'recurrence',
        origin: 'recurrence',
        instrumentId: row.instrument_id,
        at: sign.toAt,
        data: { code: row.code, count: sign.count, sign: sign.key },
        link: newest === '' ? null : { kind: 'error', id: newest, stream: `error/${newest}` },
        codeKey: row.code_key,
      },
    ];
  });
}

interface TaskRow {
  stream: string;
  hash: string;
  instrument_id: string;
  title: string;
  performed_on: string;
  entered_at: string;
}

/** Work that failed and holds, and occurrences that were passed over. */
function taskProposals({ store }: HostContext, since: string): Found[] {
  const failed = store.db
    .prepare(
      `SELECT p.stream, p.hash, p.instrument_id, p.title, p.performed_on, p.entered_at FROM instruments i
       JOIN maintenance_performed p INDEXED BY maintenance_performed_failed ON p.instrument_id = i.instrument_id
       WHERE p.verdict <> 'pass' AND p.is_voided = 0 AND p.verdict = 'fail' AND p.performed_on >= ? LIMIT ${most}`,
    )
    .all(since.slice(0, 10)) as TaskRow[];
  const missed = store.db
    .prepare(
      `SELECT t.stream, t.plan_id, t.instrument_id, t.missed, p.title FROM maintenance_plans p
       CROSS JOIN maintenance_tasks t ON t.plan_id = p.plan_id AND t.done_on >= ?
       WHERE t.missed IS NOT NULL LIMIT ${most}`,
    )
    .all(since.slice(0, 10)) as { stream: string; instrument_id: string; missed: string; title: string }[];
  const taskId = (stream: string): string => stream.slice('task/'.length);
  return [
    ...failed.map(
      (row): Found => ({
        key: `failed/${row.hash}`,
        kind: 'failed-task',
        origin: 'failed-check',
        instrumentId: row.instrument_id,
        at: row.entered_at,
        data: { title: row.title, performedOn: row.performed_on },
        link: { kind: 'task', id: taskId(row.stream), stream: row.stream },
        codeKey: '',
      }),
    ),
    ...missed.map((row): Found => {
      const {
        count = 0,
        firstOn = '',
        lastOn = '',
      } = JSON.parse(row.missed) as Partial<Record<'firstOn' | 'lastOn', string> & { count: number }>;
      return {
        key: `missed/${row.stream}`.slice(0, 160),
        kind: 'missed-task',
        origin: 'missed-task',
        instrumentId: row.instrument_id,
        at: `${lastOn === '' ? since.slice(0, 10) : lastOn}T00:00:00.000Z`,
        data: { title: row.title, count, firstOn },
        link: { kind: 'task', id: taskId(row.stream), stream: row.stream },
        codeKey: '',
      };
    }),
  ];
}

/** The newest background of each instrument, where it failed: one that passed after it has settled it. */
function backgroundProposals({ store }: HostContext, since: string): Found[] {
  const newest = store.db.prepare(
    `SELECT hash, at, verdict, worst FROM instrument_backgrounds WHERE instrument_id = ? AND part = 1
     ORDER BY hlc DESC LIMIT 1`,
  );
  const ids = store.db.prepare('SELECT instrument_id FROM instruments').pluck().all() as string[];
  const errorOf = store.db.prepare(
    `SELECT error_id, stream, severity, affects_results, code_key FROM errors
     WHERE instrument_id = ? AND is_open = 1 AND origin = 'background' LIMIT 1`,
  );
  return ids.flatMap((instrumentId): Found[] => {
    const row = newest.get(instrumentId) as Record<'hash' | 'at' | 'verdict' | 'worst', string> | undefined;
    if (row?.verdict !== 'fail' || Date.parse(row.at) < Date.parse(since)) return [];
    const error = errorOf.get(instrumentId) as
      | Record<'error_id' | 'stream' | 'severity' | 'affects_results' | 'code_key', string>
      | undefined;
    // It raised an error of its own; a grave one is proposed itself, once.
    if (error && (error.severity === 'stop' || error.affects_results === 'yes')) return [];
    return [
      {
        key: `background/${row.hash}`,
        kind: 'failed-background',
        origin: 'failed-check',
        instrumentId,
        at: row.at,
        data: { worst: row.worst },
        link: error ? { kind: 'error', id: error.error_id, stream: error.stream } : null,
        codeKey: error?.code_key ?? '',
      },
    ];
  });
}

/** Calibrations and verifications that were closed as failed. */
function calibrationProposals({ store }: HostContext, since: string): Found[] {
  const ids = store.db.prepare('SELECT instrument_id FROM instruments').pluck().all() as string[];
  const closings = store.db
    .prepare(
      `SELECT closing_hash FROM calibration_sessions
       WHERE instrument_id = ? AND closed_at >= ? AND closing_hash IS NOT NULL AND verdict IS NOT 'pass'`,
    )
    .pluck();
  return ids.flatMap((instrumentId) =>
    (closings.all(instrumentId, since) as string[]).flatMap((hash): Found[] => {
      const record = store.records.byHash(hash);
      if (!record || !isRecordOf(record, sessionClosed) || record.body.judgement.verdict !== 'fail') return [];
      const { kind, on, outcome } = record.body;
      return [
        {
          key: `calibration/${hash}`,
          kind: 'failed-calibration',
          origin: 'failed-check',
          instrumentId,
          at: record.wall,
          data: { on, outcome },
          link: { kind, id: idOf(kind, record.stream), stream: record.stream },
          codeKey: '',
        },
      ];
    }),
  );
}
